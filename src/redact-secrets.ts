/** A part of a token that is shorter is the id of the bot, which is no secret. Characters. */
const SHORTEST = 16

/**
 * Returns a function that cuts these tokens out of a text wherever they stand, whole, as a part of an address, or only
 * their secret parts. A server or a proxy may repeat in an error what it was sent.
 */
export function redactSecrets(tokens: readonly string[]): (text: string) => string {
  const parts = tokens.flatMap((token) => [
    token,
    encodeURIComponent(token),
    ...token.split(/[.:]/).filter((part) => part.length >= SHORTEST),
  ])
  // The longest first, so that no part of a whole is left.
  const secrets = [...new Set(parts)].sort((one, other) => other.length - one.length)
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[secret]'), text)
}
