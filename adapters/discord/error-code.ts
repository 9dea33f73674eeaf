import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'

/**
 * Returns the label under which a failure of Discord is counted: its own code, the HTTP status if there is none,
 * `rate_limit`, or `unreachable`. Undefined when it isn't a failure of Discord.
 */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof RateLimitError) return 'rate_limit'
  if (error instanceof DiscordAPIError) return String(error.code)
  if (error instanceof HTTPError) return String(error.status)
  if (!(error instanceof Error)) return undefined
  const { code, name } = error as NodeJS.ErrnoException
  const network = name === 'AbortError' || /^(E[A-Z]{3,}|UND_ERR_\w+)$/.test(String(code))
  return network || error.cause instanceof Error ? 'unreachable' : undefined
}
