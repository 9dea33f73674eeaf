import type { App } from '../app/app.js'
import {
  type ChatId,
  type DueCard,
  type DueNotification,
  type PendingChat,
  PRIORITIES,
  type Priority,
} from '../app/board/message-board.js'
import type { Slice } from '../core/shard-range.js'
import type { Log } from '../log.js'
import { type CardPictures, coverAlt } from './card-pictures.js'
import { patiently } from './patiently.js'
import { PictureRefusals } from './picture-refusals.js'
import type { Failed, NotifyResult, Platform, PostResult, ShownPicture } from './platform.js'
import { RepeatedWork } from './repeated-work.js'
import { ResultPoster } from './result-poster.js'
import { tellOfReversal } from './reversal-notices.js'

export interface UpdaterOptions {
  readonly app: App
  readonly platforms: readonly Platform[]
  /** Returns what this program serves now, when several share the chats; it serves everything by default. */
  readonly slices?: () => readonly Slice[]
  readonly log: Log
  /** Without them everything goes out as text. */
  readonly pictures?: CardPictures
}

/** Minimum interval between two looks at the board, however many clicks there are. Milliseconds. */
const PACE = 50
/** Interval between looks when nothing happens, for postponed cards. Milliseconds. */
const IDLE = 1_000
/** The same while more chats are behind than one look sees. Milliseconds. */
const NEXT_PORTION = 250
const MAX_BACKOFF = 60_000
/** Sleeping cards are retried after a day, then two, four and so on, unless something wakes them. */
const DAY = 86_400_000
const MAX_DOUBLINGS = 5
const MAX_CALLS_AT_ONCE = 32
/** Calls of them that stay free for cards that people look at, even while a platform is slow. */
const KEPT_FOR_NOW = 8
/** Gives up notifying senders after about an hour: by then they have seen it themselves. */
const MAX_NOTIFICATIONS = 12
const MAX_NOTIFY_BACKOFF = 20 * 60_000
/** Revision of a new card. */
const FIRST_REV = 1

/** A card's message is up to date, with this picture or none. */
interface Shown {
  readonly kind: 'shown'
  readonly picture: string | null
}

/**
 * Brings the cards in the chats up to date with the database. Driven by the state of the board, not by events: it
 * renders the current state, shows it, and stores the revision that it rendered. So a burst of changes becomes one
 * edit, and a crash between any two lines costs at most a repeated edit. Notifications to senders work the same way:
 * deliver, then record.
 */
export class Updater {
  private readonly platforms: Map<string, Platform>
  /** When a chat may be called again, on the monotonic clock. */
  private readonly cooling = new Map<string, number>()
  /** When a platform takes calls again, on the monotonic clock. */
  private readonly resting = new Map<string, number>()
  private readonly calls = new Map<string, Promise<void>>()
  /** The last chat of each priority that was looked at; absent where a round begins. */
  private readonly after: { [Each in Priority]?: ChatId | undefined } = {}
  private readonly refusals: PictureRefusals
  private readonly results: ResultPoster
  private unsubscribe: (() => void) | undefined
  private readonly looks = new RepeatedWork(() =>
    this.look().catch((error) => {
      this.options.log.error({ err: error }, 'the message board could not be read')
      return IDLE
    }),
  )

  constructor(private readonly options: UpdaterOptions) {
    this.platforms = new Map(options.platforms.map((platform) => [platform.name, platform]))
    this.refusals = new PictureRefusals(options.log)
    this.results = new ResultPoster({
      ...{ ...options, platforms: this.platforms, refusals: this.refusals },
      mayCall: (name) => !this.isResting(name),
    })
  }

  /** Starts, and resumes anything left over from before the last stop or crash. */
  start(): void {
    this.unsubscribe = this.options.app.onCommit(() => this.looks.within(PACE))
    this.looks.within(0)
    this.results.start()
  }

  /** Stops looking and resolves when the results of pending calls are stored. */
  async stop(): Promise<void> {
    this.unsubscribe?.()
    await this.results.stop()
    await this.looks.stop()
    await Promise.all(this.calls.values())
  }

  /**
   * Starts calls for chats with outdated cards: as many as may be called, in rounds through all of them, and first those
   * whose cards people look at. Returns when to look again.
   */
  private async look(): Promise<number> {
    const { app } = this.options
    const slices = this.options.slices?.()
    const [behind, tells, reversals] = await Promise.all([
      app.board.chatsBehind(this.after, slices),
      app.board.platformsToNotify(slices),
      app.reversalNotices.platforms(),
    ])
    const now = app.now()
    const tick = performance.now()
    for (const [chat, until] of this.cooling) if (until <= tick) this.cooling.delete(chat)
    let next = IDLE
    for (const priority of PRIORITIES) {
      const room = priority === 'now' ? MAX_CALLS_AT_ONCE : MAX_CALLS_AT_ONCE - KEPT_FOR_NOW
      const { chats, more, upto = chats.at(-1) } = behind[priority]
      let after: ChatId | undefined
      let started = 0
      for (const chat of chats) {
        const wait = this.waitOf(chat, now, tick)
        if (wait > 0) next = Math.min(next, wait)
        // The next look begins with this one; a call that ends brings it forward.
        else if (this.calls.size >= room) break
        else {
          this.startCall(chat)
          started++
        }
        after = chat
      }
      const isThrough = after === chats.at(-1)
      if (more) next = Math.min(next, started > 0 ? PACE : NEXT_PORTION)
      if (isThrough) this.after[priority] = more ? upto : undefined
      else this.after[priority] = after ?? this.after[priority]
    }
    const sliceOf = (name: string) => slices?.find(({ platform }) => platform === name)
    for (const name of tells)
      this.startTelling(name, name, (platform) => this.notifyNext(platform, sliceOf(name)))
    // The first shard sends private messages.
    for (const name of reversals)
      if (!slices || sliceOf(name)?.first === 0)
        this.startTelling(name, `${name} reversals`, (platform) =>
          tellOfReversal(platform, app, this.options.log),
        )
    return next
  }

  /** Returns how long a chat has to wait for its call, in milliseconds; Infinity when the end of something brings it. */
  private waitOf({ platform: name, chat, next_try_at }: PendingChat, now: number, tick: number): number {
    const platform = this.platforms.get(name)
    const place = `${name} ${chat}`
    // Cards of a disabled platform wait; each chat has one call at a time.
    if (!platform || this.calls.has(place)) return Number.POSITIVE_INFINITY
    const until = Math.max(this.cooling.get(place) ?? 0, this.resting.get(name) ?? 0)
    return Math.max(until - tick, next_try_at - now)
  }

  private startCall({ platform: name, chat }: PendingChat): void {
    const platform = this.platforms.get(name) as Platform
    const place = `${name} ${chat}`
    const call = this.bringUpToDate(platform, chat)
      .catch((error) =>
        this.options.log.error({ err: error, platform: name, chat }, 'a card could not be stored'),
      )
      .finally(() => {
        this.calls.delete(place)
        this.cooling.set(place, performance.now() + platform.chatInterval)
        this.looks.within(Math.min(platform.chatInterval, PACE))
      })
    this.calls.set(place, call)
  }

  /** Notifies one person at a time on each platform, under a key of its own. */
  private startTelling(name: string, key: string, tellNext: (platform: Platform) => Promise<void>): void {
    const platform = this.platforms.get(name)
    // Calls for chats are keyed by platform and chat, so these keys are free for notifications.
    if (!platform || this.calls.has(key) || this.isResting(name)) return
    const call = tellNext(platform)
      .catch((error) =>
        this.options.log.error({ err: error, platform: name }, 'a notification could not be stored'),
      )
      .finally(() => {
        this.calls.delete(key)
        this.looks.within(PACE)
      })
    this.calls.set(key, call)
  }

  private async notifyNext(platform: Platform, slice?: Slice): Promise<void> {
    const { app, log } = this.options
    const notification = await app.board.nextNotification(platform.name, slice)
    if (!notification) return
    const { id, kind, envelope } = notification
    const ids = { platform: platform.name, envelope: envelope.envelopeNo, kind }
    const result = await this.notify(platform, notification)
    if (result.kind === 'later' && result.turn) {
      if (result.everywhere) this.rest(platform, result.after)
      return await app.board.notificationLater(id, result.after, notification.attempts)
    }
    const attempts = notification.attempts + 1
    if (result.kind === 'later' && attempts < MAX_NOTIFICATIONS) {
      log.warn({ ...ids, why: result.why, attempts }, 'notification postponed')
      const backoff = Math.min(MAX_NOTIFY_BACKOFF, 1000 * 2 ** notification.attempts)
      return await app.board.notificationLater(id, Math.max(result.after, backoff), attempts)
    }
    if (result.kind !== 'notified')
      // Nothing is lost when a sender doesn't hear of the end: the card says it.
      log[kind === 'ended' ? 'info' : 'warn']({ ...ids, why: result.why, attempts }, 'notification given up')
    await app.board.notificationDone(id)
  }

  private async notify(platform: Platform, { envelope, kind }: DueNotification): Promise<NotifyResult> {
    if (!platform.notify) return { kind: 'impossible', why: 'the platform cannot tell' }
    // The remainder has been refunded meanwhile, so there is nothing to wait for.
    if (kind === 'vanished' && envelope.state !== 'open') return { kind: 'impossible', why: 'it has ended' }
    // The platform was off for long; the card has said it all the while.
    if (kind === 'ended' && this.options.app.now() - (envelope.endedAt ?? 0) > DAY)
      return { kind: 'impossible', why: 'it ended long ago' }
    return await patiently(platform.notify(envelope, kind))
  }

  private async bringUpToDate(platform: Platform, chat: string): Promise<void> {
    const { app, log } = this.options
    const card = await app.board.nextCard(platform.name, chat)
    if (!card) return
    const ids = {
      platform: card.platform,
      chat: card.chat,
      envelope: card.envelope.envelopeNo,
      rev: card.rev,
    }
    const result = await this.show(platform, card)
    switch (result.kind) {
      case 'posted':
        // The message may come from an earlier try whose answer was lost, and show an old state. Only the first
        // revision is certain; if there are newer ones, an edit follows.
        return app.board.shown(card.id, result.message, FIRST_REV, result.picture)
      case 'shown':
        return app.board.shown(card.id, card.message ?? '', card.rev, result.picture)
      case 'later': {
        // The card is still due, and so are those of all other chats.
        if (result.everywhere) return this.rest(platform, result.after)
        // Waiting for a turn isn't a failure: no log line and no backoff.
        if (result.turn) return app.board.later(card.id, result.after, card.attempts)
        if (result.asleep) {
          log.info({ ...ids, why: result.why }, 'a card is asleep')
          const doublings = Math.min(card.attempts, MAX_DOUBLINGS)
          return app.board.later(card.id, DAY * 2 ** doublings, card.attempts + 1)
        }
        const backoff = Math.min(MAX_BACKOFF, 250 * 2 ** Math.min(card.attempts, 10))
        log.warn({ ...ids, why: result.why, attempts: card.attempts + 1 }, 'a card was postponed')
        return app.board.later(card.id, Math.max(result.after, backoff), card.attempts + 1)
      }
      case 'impossible': {
        const became = await app.board.gone(card.id)
        log.warn({ ...ids, why: result.why, became }, 'a card can no longer be shown')
      }
    }
  }

  /** Pauses calls to a platform that takes none from the bot for now. */
  private rest({ name }: Platform, millis: number): void {
    this.resting.set(name, Math.max(this.resting.get(name) ?? 0, performance.now() + millis))
  }

  private isResting(name: string): boolean {
    return (this.resting.get(name) ?? 0) > performance.now()
  }

  private async show(platform: Platform, card: DueCard): Promise<PostResult | Shown | Failed> {
    const { chat, thread, envelope, message, nonce, chosen, picture } = card
    const target = { chat, thread }
    if (message === null) {
      const cover = platform.showsPictures && (await this.options.pictures?.cover(envelope))
      return await this.refusals.post(`${platform.name} ${chat}`, cover, (picture) =>
        patiently(platform.post(target, envelope, nonce, chosen, picture)),
      )
    }
    const edit = async (shows: ShownPicture | undefined): Promise<Shown | Failed> => {
      const result = await patiently(platform.edit(target, message, envelope, chosen, shows))
      return result.kind === 'shown' ? { kind: 'shown', picture: shows?.id ?? null } : result
    }
    if (picture === null) return await edit(undefined)
    const result = await edit({ id: picture, alt: coverAlt(envelope) })
    return result.kind === 'impossible' && result.pictureRefused ? await edit(undefined) : result
  }
}
