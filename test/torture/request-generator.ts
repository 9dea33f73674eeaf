import type { Random } from '../../src/core/random.js'
import type { Outcome, Request } from './request.js'

const PEOPLE = Array.from({ length: 12 }, (_, index) => `p${index}`)
/** Number of newest envelopes that people grab from. */
const HOT = 6

/** People who request everything that moves money. Deterministic for the same random source and answers. */
export class RequestGenerator {
  private keys = 0
  private readonly envelopes: string[] = []

  constructor(
    private readonly random: Random,
    /** Prefix of every key, so that generators don't share any. */
    private readonly name: string,
  ) {}

  /** Returns the first request in a new file. */
  found(): Request {
    return { verb: 'found', key: this.key() }
  }

  /** Returns the next request. */
  next(): Request {
    const { random, envelopes } = this
    const key = this.key()
    const [by, to] = [this.pick(PEOPLE), this.pick(PEOPLE)]
    const chance = random.below(100)
    if (chance < 12) return { verb: 'topUp', key, by, to, amount: 500 + random.below(2000) }
    if (chance < 25) return { verb: 'transfer', key, by, to, amount: 1 + random.below(400) }
    if (chance < 28) return { verb: 'deduct', key, by, to, amount: 1 + random.below(200) }
    if (chance < 30) return { verb: 'expire', key }
    if (chance < 42 || envelopes.length === 0) {
      const count = 1 + random.below(6)
      const kind = random.below(2) === 0 ? 'equal' : 'lucky'
      return {
        ...{ verb: 'send', key, by, kind, count },
        total: count * (1 + random.below(100)),
        lifetime: 1000 + random.below(60_000),
      }
    }
    return { verb: chance < 96 ? 'grab' : 'cancel', key, by, envelopeNo: this.pick(envelopes) }
  }

  /** Returns several requests. */
  wave(size: number): Request[] {
    return Array.from({ length: size }, () => this.next())
  }

  /** Records an envelope that was sent. */
  hear(outcome: Outcome): void {
    if (outcome.kind !== 'sent') return
    this.envelopes.push(outcome.envelopeNo as string)
    if (this.envelopes.length > HOT) this.envelopes.shift()
  }

  private key(): string {
    return `${this.name}:${this.keys++}`
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)] as Item
  }
}
