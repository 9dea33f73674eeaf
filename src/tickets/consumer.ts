import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app/app.js'
import type { GrabOutcome, GrabShare } from '../app/envelopes/grab-share.js'
import { StoreClosed } from '../store/engine.js'
import type { LoggedTap, TicketRedis } from './redis.js'
import type { Fate } from './scripts.js'

/** Taps under way in this process. */
const MAX_UNDER_WAY = 1_024
/** Interval at which taps that another process has left undecided are looked for. Milliseconds. */
const TAKE_OVER_EVERY = 500
const RETRY_PAUSE = 100

/** Decides the taps in the log, whichever process took them. */
export class Consumer {
  private state: 'new' | 'working' | 'stopped' = 'new'
  private readonly underWay = new Map<string, Promise<void>>()
  private timer: NodeJS.Timeout | undefined
  /** What is read next: what this process was given before and hasn't decided, behind this id, or what is new. */
  private from = '0'

  constructor(
    private readonly app: Pick<App, 'grabShare'>,
    private readonly redis: TicketRedis,
  ) {}

  /** Begins, unless it has begun. */
  start(): void {
    if (this.state !== 'new') return
    this.state = 'working'
    void this.work()
    this.timer = setInterval(() => void this.takeOver(), TAKE_OVER_EVERY)
  }

  /** Returns whether the database has been asked to decide a tap. */
  isUnderWay(id: string): boolean {
    return this.underWay.has(id)
  }

  /** Resolves once the taps under way are decided. Others stay in the log, for other processes. */
  async stop(): Promise<void> {
    this.state = 'stopped'
    clearInterval(this.timer)
    await Promise.all(this.underWay.values())
  }

  private isWorking(): boolean {
    return this.state === 'working'
  }

  private async work(): Promise<void> {
    while (this.isWorking()) {
      try {
        const taps = await this.redis.read(this.from)
        if (this.from !== '>') this.from = taps.at(-1)?.id ?? '>'
        this.decideAll(taps)
        while (this.underWay.size >= MAX_UNDER_WAY) await Promise.race(this.underWay.values())
      } catch {
        // The server is away or has lost the log, and what it sent last may be lost on the way.
        this.from = '0'
        await pause(RETRY_PAUSE)
        await this.redis.prepare().catch(() => {})
      }
    }
  }

  private async takeOver(): Promise<void> {
    if (this.underWay.size >= MAX_UNDER_WAY) return
    this.decideAll(await this.redis.takeOver((id) => this.isUnderWay(id)).catch(() => []))
  }

  private decideAll(taps: readonly LoggedTap[]): void {
    if (!this.isWorking()) return
    for (const tap of taps) {
      if (this.isUnderWay(tap.id)) continue
      // When Redis doesn't learn it, the tap stays in the log: repeating it gives the same answer.
      const deciding = this.decide(tap)
        .catch(() => {})
        .finally(() => this.underWay.delete(tap.id))
      this.underWay.set(tap.id, deciding)
    }
  }

  private async decide(tap: LoggedTap): Promise<void> {
    const { envelopeNo, outcome } = await this.outcomeOf(tap)
    await this.redis.settle(envelopeNo, tap, outcome ? fateOf(outcome) : 'refused', outcome)
  }

  /** Resolves without an outcome when the process that waits for it must ask the database itself. */
  private async outcomeOf({ command: text, at }: LoggedTap) {
    const command: GrabShare | undefined = parsed(text)
    // A plan with a time that isn't one would write it into the books.
    if (!command || !Number.isSafeInteger(at)) return { envelopeNo: '', outcome: undefined }
    const { envelopeNo } = command
    try {
      return { envelopeNo, outcome: await this.app.grabShare(command, undefined, at) }
    } catch (error) {
      if (error instanceof StoreClosed) throw error
      return { envelopeNo, outcome: undefined }
    }
  }
}

/** Returns the command in an entry of the log; undefined if another version of the program wrote it differently. */
function parsed(text: string): GrabShare | undefined {
  try {
    const command = JSON.parse(text)
    return typeof command.envelopeNo === 'string' ? command : undefined
  } catch {
    return undefined
  }
}

function fateOf(outcome: GrabOutcome): Fate {
  switch (outcome.kind) {
    case 'grabbed':
      return outcome.position === outcome.count ? 'ended' : 'used'
    case 'finished':
    case 'expired':
    case 'cancelled':
      return 'ended'
    case 'already_grabbed':
      return 'needless'
    default:
      return 'refused'
  }
}
