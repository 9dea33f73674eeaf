import { setMaxListeners } from 'node:events'
import type { Log } from '../log.js'
import { pause } from './pause.js'
import type { PostResult } from './platform.js'
import { waitFor } from './send-budget.js'

/** Message to a whole chat about a member's action. */
export interface Announcement {
  readonly chat: string
  /** User id of the member. */
  readonly by: string
  /** Id of the request; lets platforms that support it post one message per request. */
  readonly id: string
}

export interface AnnouncerOptions<Of extends Announcement> {
  readonly post: (announcement: Of) => Promise<PostResult>
  readonly log: Log
  /** Aborts all waiting at shutdown. */
  readonly signal: AbortSignal
}

/** Discord allows a bot five messages in five seconds per channel; the remaining two are left to cards. */
const LIMIT = { count: 3, withinMs: 5_000 }
/** Announcements that may wait per member and chat; further ones are dropped. */
const MAX_WAITING = 5
/** Chats that are remembered; beyond that, quiet ones are forgotten. */
const MAX_CHATS = 1_000
/** Minimum pause before the first retry; doubles with each retry. */
const PAUSE_MS = 2_000
/** Announcements older than this are dropped. */
const PATIENCE_MS = 120_000

/** Queue of one chat. */
interface Turns {
  /** Members with waiting announcements. */
  waiting: string[]
  /** Times of the latest announcements, on the monotonic clock. */
  told: number[]
  last: Promise<void>
}

/**
 * Announces actions to chats. Never rejects, and may drop an announcement: the money has moved, both sides have it in
 * their history, and the person who moved it has had a private answer.
 */
export function createAnnouncer<Of extends Announcement>({ post, log, signal }: AnnouncerOptions<Of>) {
  // Every waiting announcement adds a listener.
  setMaxListeners(0, signal)
  const chats = new Map<string, Turns>()

  /**
   * Waits for the chat's turn, or not at all during shutdown. Resolves with whether the announcement is still timely.
   */
  async function turn(turns: Turns, began: number): Promise<boolean> {
    while (!signal.aborted) {
      const now = performance.now()
      if (now - began > PATIENCE_MS) return false
      const millis = waitFor(turns.told, LIMIT, now)
      if (millis === 0) return true
      await pause(millis, signal)
    }
    return true
  }

  async function tell(announcement: Of, turns: Turns, began: number): Promise<void> {
    const about = { request: announcement.id, chat: announcement.chat }
    if (!(await turn(turns, began))) return log.warn(about, 'payment not announced in time')
    turns.told = [...turns.told, performance.now()].slice(-LIMIT.count)
    for (let tries = 0; ; tries++) {
      const result = await post(announcement)
      if (result.kind === 'posted') return
      const late = performance.now() - began > PATIENCE_MS || signal.aborted
      if (result.kind === 'impossible' || late)
        return log.warn({ ...about, why: result.why }, 'payment not announced')
      await pause(Math.max(result.after, PAUSE_MS * 2 ** tries), signal)
    }
  }

  return async (announcement: Of): Promise<void> => {
    const { chat, by, id } = announcement
    const turns = chats.get(chat) ?? { waiting: [], told: [], last: Promise.resolve() }
    if (chats.size >= MAX_CHATS)
      for (const [idle, { waiting }] of chats) if (waiting.length === 0) chats.delete(idle)
    chats.set(chat, turns)
    if (turns.waiting.filter((other) => other === by).length >= MAX_WAITING) {
      log.info({ request: id, chat }, 'payment not announced: the member has too many waiting')
      return
    }
    const began = performance.now()
    turns.waiting.push(by)
    turns.last = turns.last
      .then(() => tell(announcement, turns, began))
      .catch((error) => log.error({ err: error, request: id, chat }, 'an announcement failed'))
      .finally(() => turns.waiting.splice(turns.waiting.indexOf(by), 1))
    await turns.last
  }
}
