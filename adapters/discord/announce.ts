import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { DiscordAPIError, RateLimitError, type REST, Routes } from 'discord.js'
import type { Log } from '../../src/log.js'
import type { AllowedMentions } from './card.js'
import { errorCode } from './error-code.js'

/** A message for everybody in a channel. */
export interface Announcement {
  readonly channel: string
  /** The user whose doing it tells of. */
  readonly by: string
  /** The interaction that it tells of. Within some minutes Discord makes one message of one interaction. */
  readonly interaction: string
  /** Markup. */
  readonly content: string
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

/** Discord takes five messages in five seconds from the bot in a channel; the others are left to cards. */
const MOST_AT_ONCE = 3
const WINDOW = 5_000
/** So many announcements of one member wait in a channel; more are not made. */
const MOST_WAITING = 5
/** Channels of which it is remembered when they were told of something, before those that are quiet are forgotten. */
const MOST_CHANNELS = 1_000
/** How often it is tried, besides waiting for the channel's turn. */
const MOST_TRIES = 5
/** Between two tries when Discord does not say how long to wait. Milliseconds. */
const PAUSE = 2_000
/** Later than this an announcement is no news. Milliseconds. */
const PATIENCE = 120_000

/** The announcements of one channel, which are made one after the other. */
interface Turns {
  /** The members whose announcements wait. */
  waiting: string[]
  /** When the latest were made, on the monotonic clock. */
  told: number[]
  last: Promise<void>
}

/**
 * Tells a channel what was done. It may fail and never rejects: the money has moved, both sides have it in their
 * history, and whoever moved it has had a private answer.
 */
export function announcer({ rest, token, log, onError, signal }: AnnouncerOptions) {
  // Each announcement that waits listens to it.
  setMaxListeners(0, signal)
  const channels = new Map<string, Turns>()

  /**
   * Waits until an announcement may be made, which at a stop is at once. Resolves with whether it is still news.
   */
  async function turn(turns: Turns, began: number): Promise<boolean> {
    while (!signal.aborted) {
      const now = performance.now()
      if (now - began > PATIENCE) return false
      turns.told = turns.told.filter((at) => now - at < WINDOW)
      const [first] = turns.told
      if (first === undefined || turns.told.length < MOST_AT_ONCE) return true
      await pause(first + WINDOW - now, undefined, { signal }).catch(() => undefined)
    }
    return true
  }

  return async (announcement: Announcement): Promise<void> => {
    const { channel, by, interaction } = announcement
    const turns = channels.get(channel) ?? { waiting: [], told: [], last: Promise.resolve() }
    if (channels.size >= MOST_CHANNELS)
      for (const [idle, { waiting }] of channels) if (waiting.length === 0) channels.delete(idle)
    channels.set(channel, turns)
    if (turns.waiting.filter((other) => other === by).length >= MOST_WAITING) {
      log.info({ interaction, channel }, 'the channel was not told of a payment: too many of one member wait')
      return
    }
    const began = performance.now()
    turns.waiting.push(by)
    const told = turns.last.then(async () => {
      if (!(await turn(turns, began)))
        return log.warn({ interaction, channel }, 'the channel was not told of a payment in time')
      turns.told.push(performance.now())
      await post(announcement, began)
    })
    turns.last = told.catch(() => undefined)
    try {
      await told
    } finally {
      turns.waiting.splice(turns.waiting.indexOf(by), 1)
    }
  }

  async function post({ channel, interaction, content, pings }: Announcement, began: number): Promise<void> {
    const body = {
      content,
      allowed_mentions: { parse: [], ...pings },
      nonce: `told-${interaction}`,
      enforce_nonce: true,
    }
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
