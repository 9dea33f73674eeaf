import type { App } from '../app/app.js'
import type { GrabOutcome, GrabShare } from '../app/envelopes/grab-share.js'

/** Taps that are refused together at most. */
const MOST = 200

interface Late {
  readonly command: GrabShare
  /** Undefined when it must be grabbed after all. */
  readonly settle: (outcome: GrabOutcome | undefined) => void
}

/** Has the database refuse taps on envelopes that have ended, many at a time: a rush brings thousands. */
export class Refusals {
  /** Those that wait for the next turn, by chat and envelope. */
  private readonly waiting = new Map<string, Late[]>()

  constructor(private readonly app: Pick<App, 'grabShare' | 'refuseLate'>) {}

  /** Grabs, most likely in vain. */
  async grab(command: GrabShare, joined?: () => void): Promise<GrabOutcome> {
    const { place, by } = command
    const outcome = place.platform === by.platform ? await this.refusal(command) : undefined
    return outcome ?? (await this.app.grabShare(command, joined))
  }

  private refusal(command: GrabShare): Promise<GrabOutcome | undefined> {
    const { place, envelopeNo } = command
    const key = JSON.stringify([place.platform, place.chat, envelopeNo])
    const waiting = this.waiting.get(key) ?? []
    if (waiting.length === 0) {
      this.waiting.set(key, waiting)
      setImmediate(() => this.send(key, waiting))
    }
    return new Promise((settle) => {
      waiting.push({ command, settle })
      if (waiting.length >= MOST) this.send(key, waiting)
    })
  }

  private send(key: string, late: Late[]): void {
    // They may have left already, because they were many.
    if (this.waiting.get(key) !== late) return
    this.waiting.delete(key)
    void this.refuse(late)
  }

  private async refuse(late: readonly Late[]): Promise<void> {
    const [first] = late
    if (!first) return
    const { place, envelopeNo } = first.command
    const taps = late.map(({ command: { key, by } }) => ({ key, user: by.user, name: by.name }))
    const outcome = await this.app.refuseLate({ place, envelopeNo, taps }).catch(() => undefined)
    for (const { command, settle } of late)
      settle(outcome?.refused.has(command.key) ? { kind: outcome.kind } : undefined)
  }
}
