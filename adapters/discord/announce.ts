import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { DiscordAPIError, RateLimitError, type REST, Routes } from 'discord.js'
import type { Log } from '../../src/log.js'
import type { AllowedMentions } from './card.js'
import { errorCode } from './error-code.js'
import { rendered } from './markup.js'

/** A message for everybody in a channel. */
export interface Announcement {
  readonly channel: string
  /** The interaction that it tells of. Within some minutes Discord makes one message of one interaction. */
  readonly interaction: string
  /** Plain words, with marks for those who are mentioned. */
  readonly text: string
  /** The only ones whom it pings; each is mentioned in the text. */
  readonly pings: Pick<AllowedMentions, 'users' | 'roles'>
}

export interface AnnouncerOptions {
  readonly rest: REST
  readonly token: string
  readonly log: Log
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
  /** Ends the waiting when the program stops. */
  readonly signal: AbortSignal
}

/** How often it is tried, besides waiting for the channel's turn. */
const MOST_TRIES = 5
/** Between two tries when Discord does not say how long to wait. Milliseconds. */
const PAUSE = 2_000
/** Later than this an announcement is no news. Milliseconds. */
const PATIENCE = 120_000

/**
 * Tells a channel what was done. It may fail and never rejects: the money has moved, both sides have it in their
 * history, and whoever moved it has had a private answer.
 */
export function announcer({ rest, token, log, onError, signal }: AnnouncerOptions) {
  // Each announcement that waits listens to it.
  setMaxListeners(0, signal)
  return async ({ channel, interaction, text, pings }: Announcement): Promise<void> => {
    const body = {
      content: rendered(text),
      allowed_mentions: { parse: [], ...pings },
      nonce: `told-${interaction}`,
      enforce_nonce: true,
    }
    const began = performance.now()
    let tries = 0
    while (true) {
      try {
        await rest.post(Routes.channelMessages(channel), { body })
        return
      } catch (error) {
        onError(errorCode(error) ?? 'unreachable')
        // After one 401 the library forgets the token.
        if (error instanceof DiscordAPIError && error.status === 401) rest.setToken(token)
        const refused = error instanceof DiscordAPIError && error.status < 500
        const limited = error instanceof RateLimitError
        if (!limited) tries += 1
        const late = tries >= MOST_TRIES || performance.now() - began > PATIENCE
        if (refused || late || signal.aborted) {
          log.warn({ err: error, interaction, channel }, 'the channel was not told of a payment')
          return
        }
        const wait = limited ? error.retryAfter : PAUSE
        await pause(wait, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}
