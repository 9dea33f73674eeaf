import { isRemembered, type Outcome, type Request } from '../request.js'
import type { Told } from '../told.js'

/** How far the clocks of a program's engine and of its server may seem apart. Milliseconds. */
const TOLERANCE = 100

/** Everything that people have asked and were told, whichever program they asked. */
export class Known {
  readonly told: Told = new Map()
  /** Answered requests, in order, to repeat them. */
  readonly settled: Request[] = []
  readonly violations: string[] = []
  /** How often each was asked, and when first (UTC milliseconds), by key. */
  private readonly asked = new Map<string, { times: number; at: number }>()
  private readonly deadlines = new Map<string, number>()

  ask(requests: readonly Request[]): void {
    for (const { key } of requests) {
      const { times, at } = this.asked.get(key) ?? { times: 0, at: Date.now() }
      this.asked.set(key, { times: times + 1, at })
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
    } else if (isRemembered(request, earlier) && JSON.stringify(earlier) !== JSON.stringify(outcome))
      this.wrong(request, `was ${JSON.stringify(earlier)}, then ${JSON.stringify(outcome)}`)
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
