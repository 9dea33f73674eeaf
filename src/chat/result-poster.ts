import type { App } from '../app/app.js'
import type { DueResult } from '../app/board/results.js'
import type { Slice } from '../core/shard-range.js'
import type { Log } from '../log.js'
import type { CardPictures } from './card-pictures.js'
import { patiently } from './patiently.js'
import type { PictureRefusals } from './picture-refusals.js'
import type { Platform } from './platform.js'
import { RepeatedWork } from './repeated-work.js'
import { waitFor } from './send-budget.js'

export interface ResultPosterOptions {
  readonly app: App
  readonly platforms: ReadonlyMap<string, Platform>
  /** Returns what this program serves now, when several share the chats; it serves everything by default. */
  readonly slices?: () => readonly Slice[]
  readonly log: Log
  readonly pictures?: CardPictures
  readonly refusals: PictureRefusals
  /** Returns whether a platform takes calls from the bot now. */
  readonly mayCall: (platform: string) => boolean
}

/** Minimum interval between two looks. Cards are looked at more often, so they show the end first. Milliseconds. */
const PACE = 250
/** Interval between looks while a result waits for its turn, and when nothing happens. Milliseconds. */
const WAITING = 1_000
const IDLE = 5_000
/** In a chat where more red packets end than this, the rest of the results are left out when their time is over. */
const LIMIT = { count: 3, withinMs: 60_000 }
/** Pause before a failed result is tried again. Milliseconds. */
const RETRY = 5_000

/**
 * Answers cards whose envelopes have ended with a short message. The database says which; each is recorded before it is
 * posted and after. When it is unknown whether one reached the chat, it is repeated where the platform deduplicates
 * posts, and left out elsewhere. It uses no turn of the updater's, so that no card waits for it.
 */
export class ResultPoster {
  private readonly calls = new Map<string, Promise<void>>()
  /** Times of the latest results in each chat, on the monotonic clock. */
  private readonly posted = new Map<string, number[]>()
  private unsubscribe: (() => void) | undefined
  private readonly looks = new RepeatedWork(() =>
    this.look().catch((error) => {
      this.options.log.error({ err: error }, 'the results could not be read')
      return IDLE
    }),
  )

  constructor(private readonly options: ResultPosterOptions) {}

  start(): void {
    this.unsubscribe = this.options.app.onCommit(() => this.looks.within(PACE))
    this.looks.within(0)
  }

  /** Resolves when the outcome of each pending call is stored. */
  async stop(): Promise<void> {
    this.unsubscribe?.()
    await this.looks.stop()
    await Promise.all(this.calls.values())
  }

  /** Starts a call for each chat with a due result. Returns when to look again. */
  private async look(): Promise<number> {
    const { app, platforms, slices, log, mayCall } = this.options
    const due = await app.board.resultsToPost(slices?.())
    const now = performance.now()
    for (const [chat, times] of this.posted)
      if ((times.at(-1) ?? 0) + LIMIT.withinMs <= now) this.posted.delete(chat)
    for (const result of due) {
      const platform = platforms.get(result.platform)
      const chat = `${result.platform} ${result.chat}`
      // Results of a disabled platform wait until it is too late for them.
      if (!platform || !mayCall(platform.name) || this.calls.has(chat)) continue
      if (waitFor(this.posted.get(chat) ?? [], LIMIT, now) > 0) continue
      const call = this.post(platform, result, chat)
        .catch((error) => log.error({ err: error, chat: result.chat }, 'a result could not be stored'))
        .finally(() => this.calls.delete(chat))
      this.calls.set(chat, call)
    }
    return due.length > 0 ? WAITING : IDLE
  }

  private async post(platform: Platform, result: DueResult, chat: string): Promise<void> {
    const { pictures, refusals } = this.options
    const { board } = this.options.app
    const postResult = platform.postResult?.bind(platform)
    // The program ended during an earlier try.
    if (!postResult || (result.begun && !platform.deduplicates)) return board.resultLeftOut(result)
    const envelope = await board.beginResult(result)
    if (!envelope) return
    const target = { chat: result.chat, thread: result.thread }
    const drawn = platform.showsPictures && (await pictures?.result(envelope))
    const outcome = await refusals.post(chat, drawn, (picture) =>
      patiently(postResult(target, result.message, envelope, `${result.nonce}-end`, picture)),
    )
    if (outcome.kind === 'posted') {
      this.posted.set(chat, [...(this.posted.get(chat) ?? []), performance.now()].slice(-LIMIT.count))
      return board.resultPosted(result)
    }
    const mayRepeat = outcome.kind === 'later' && (!outcome.unknown || platform.deduplicates)
    if (mayRepeat) return board.resultLater(result, outcome.turn ? outcome.after : outcome.after + RETRY)
    this.options.log.info(
      { platform: platform.name, chat: result.chat, envelope: envelope.envelopeNo, why: outcome.why },
      'a result was left out',
    )
    await board.resultLeftOut(result)
  }
}
