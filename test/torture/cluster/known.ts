import { LONGEST_BEHIND } from '../../../src/app/envelopes/late-plans.js'
import { isRemembered, type Outcome, type Request } from '../request.js'
import type { Told } from '../told.js'

/** How far the clocks of a program's engine and of its server may seem apart. Milliseconds. */
const TOLERANCE = 100
/** Longest time that a tap with a ticket is waited for, including time for the messages. Milliseconds. */
const LATEST = LONGEST_BEHIND - 3_000

/** Everything that people have asked and were told, whichever program they asked. */
export class Known {
  readonly told: Told = new Map()
  /** Answered requests, in order, to repeat them. */
  readonly settled: Request[] = []
  readonly violations: string[] = []
  /** How often each was asked, and when first (UTC milliseconds), by key. */
  private readonly asked = new Map<string, { request: Request; times: number; at: number }>()
  private readonly deadlines = new Map<string, number>()
  /** Latest loss of the log of taps with a ticket. UTC milliseconds. */
  private logLostAt = 0

  ask(requests: readonly Request[]): void {
    for (const request of requests) {
      const { times, at } = this.asked.get(request.key) ?? { times: 0, at: Date.now() }
      this.asked.set(request.key, { request, times: times + 1, at })
    }
  }

  wasAskedOnce({ key }: Request): boolean {
    return this.asked.get(key)?.times === 1
  }

  hear(request: Request, outcome: Outcome): void {
    const earlier = this.told.get(request.key)?.outcome
    if (!earlier) {
      this.told.set(request.key, { request, outcome })
      this.settled.push(request)
      this.checkTime(request, outcome)
    } else if (!isFinal(request, earlier)) this.told.set(request.key, { request, outcome })
    else if (outcome.kind === 'grabbed' && earlier.kind !== 'grabbed')
      this.wrong(request, `was ${JSON.stringify(earlier)}, and grabbed trade ${outcome.tradeNo} later`)
    // With several databases, a link is refused before the stored answer is read.
    else if (earlier.kind === 'bad_code' && outcome.kind === 'other_database') return
    else if (isRemembered(request, earlier) && JSON.stringify(earlier) !== JSON.stringify(outcome))
      this.wrong(request, `was ${JSON.stringify(earlier)}, then ${JSON.stringify(outcome)}`)
  }

  /** Records that the log of taps with a ticket was lost, so that nothing waits for the taps in it. */
  logLost(): void {
    this.logLostAt = Date.now()
  }

  /** Records the outcome of a tap that had a ticket since `at` (UTC milliseconds): red packets expire only after it. */
  hearDecided(key: string, kind: string, at: number): void {
    const request = this.asked.get(key)?.request
    if (kind !== 'expired' || request?.verb !== 'grab' || at <= this.logLostAt) return
    const deadline = this.deadlines.get(request.envelopeNo)
    const early = (deadline ?? 0) - at
    if (early > 0 && Date.now() - at < LATEST)
      this.wrong(request, `had a ticket ${early} ms before it expired`)
  }

  /** Red packets expire by the server's time, which is this process's, whatever time the programs see. */
  private checkTime(request: Request, outcome: Outcome): void {
    const asked = this.asked.get(request.key)?.at ?? 0
    const now = Date.now()
    if (request.verb === 'send' && outcome.kind === 'sent') {
      const deadline = outcome.deadline as number
      const sent = deadline - request.lifetime
      this.deadlines.set(outcome.envelopeNo as string, deadline)
      if (sent < asked - TOLERANCE || sent > now + TOLERANCE)
        this.wrong(request, `was sent ${sent - asked} ms after it was asked for`)
    }
    const deadline = request.verb === 'grab' && this.deadlines.get(request.envelopeNo)
    if (!deadline) return
    if (outcome.kind === 'expired' && now < deadline - TOLERANCE)
      this.wrong(request, `expired ${deadline - now} ms early`)
    if (outcome.kind === 'grabbed' && asked > deadline + TOLERANCE)
      this.wrong(request, `was grabbed ${asked - deadline} ms late`)
  }

  private wrong({ key, verb }: Request, what: string): void {
    this.violations.push(`${key} (${verb}) ${what}`)
  }
}

/** Returns whether a repeated request must get the same answer. Another tap's answer may change once people or chats are linked. */
export function isFinal({ verb }: Request, { kind }: Outcome): boolean {
  return verb !== 'grab' || ['grabbed', 'finished', 'expired', 'cancelled'].includes(kind)
}
