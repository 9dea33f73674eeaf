import { DiscordAPIError, RateLimitError, type REST, Routes } from 'discord.js'
import type { EditResult, Platform, PostResult } from '../../src/messaging/platform.js'
import { cardOf } from './card.js'

/** The name of this platform in places and persons. */
export const DISCORD = 'discord'

/**
 * Codes after which a message or a channel will not come back, so that trying again would only earn a ban:
 * unknown channel, guild or message; missing access or permissions; archived or locked thread; not a text channel.
 */
const FINAL = new Set<number | string>([
  10003, 10004, 10008, 50001, 50005, 50008, 50013, 50024, 50083, 160005,
])
/** Too many edits of messages older than an hour. */
const OLD_MESSAGE_EDITS = 30046
const OLD_MESSAGE_PAUSE = 6_000

export interface DiscordPlatformOptions {
  readonly rest: REST
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
  readonly tell: NonNullable<Platform['tell']>
}

/** Discord's channels as the updater sees them. Cards are posted and edited with the bot's own token. */
export function discordPlatform({ rest, onError, tell }: DiscordPlatformOptions): Platform {
  return {
    name: DISCORD,
    chatInterval: 1_000,
    tell,
    async post(target, envelope, nonce): Promise<PostResult> {
      try {
        const body = { ...cardOf(envelope), nonce, enforce_nonce: true }
        const posted = (await rest.post(Routes.channelMessages(target.chat), { body })) as { id: string }
        return { kind: 'posted', message: posted.id }
      } catch (error) {
        const failure = failureOf(error, onError)
        return failure.kind === 'final' ? { kind: 'impossible', why: failure.why } : failure
      }
    },
    async edit(target, message, envelope): Promise<EditResult> {
      try {
        await rest.patch(Routes.channelMessage(target.chat, message), { body: cardOf(envelope) })
        return { kind: 'shown' }
      } catch (error) {
        const failure = failureOf(error, onError)
        return failure.kind === 'final' ? { kind: 'gone', why: failure.why } : failure
      }
    },
  }
}

type Failure = { kind: 'later'; after: number; why: string } | { kind: 'final'; why: string }

function failureOf(error: unknown, onError: (code: string) => void): Failure {
  if (error instanceof RateLimitError) {
    onError('rate_limit')
    return { kind: 'later', after: error.retryAfter, why: `rate limit of ${error.route}` }
  }
  if (error instanceof DiscordAPIError) {
    const why = `${error.status} ${error.code} ${error.message}`
    onError(String(error.code))
    if (error.code === OLD_MESSAGE_EDITS) return { kind: 'later', after: OLD_MESSAGE_PAUSE, why }
    // What was refused as such will be refused again, and ten thousand refusals ban the address.
    if (FINAL.has(error.code) || error.status === 403 || error.status === 404) return { kind: 'final', why }
    return { kind: 'later', after: error.status === 400 ? 60_000 : 0, why }
  }
  onError('unreachable')
  return { kind: 'later', after: 0, why: error instanceof Error ? error.message : String(error) }
}
