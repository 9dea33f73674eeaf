/** Shorter parts of a token are the bot's id, which isn't secret. Characters. */
const SHORTEST = 16

/**
 * Returns a function that removes these tokens from a text, whether whole, inside a URL, or only their secret
 * parts. Servers and proxies may repeat in an error what they received.
 */
export function redactSecrets(tokens: readonly string[]): (text: string) => string {
  const parts = tokens.flatMap((token) => [
    token,
    encodeURIComponent(token),
    ...token.split(/[.:]/).filter((part) => part.length >= SHORTEST),
  ])
  // Longest first, so that no fragment of a whole token remains.
  const secrets = [...new Set(parts)].sort((one, other) => other.length - one.length)
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[secret]'), text)
}
