import type { Place } from '../../../src/core/place.js'
import type { Random } from '../../../src/core/random.js'
import { type Outcome, PLACE, type Request } from '../request.js'

const GARDEN: Place = { platform: 'torture', chat: 'garden' }
/** Is linked to the garden's community and unlinked again. No one sends red packets here, because open ones prevent both. */
const ANNEX: Place = { platform: 'annex', chat: 'annex' }

const PEOPLE = Array.from({ length: 10 }, (_, index) => `p${index}`)
/** People of the annex's platform. */
const GUESTS = Array.from({ length: 6 }, (_, index) => `q${index}`)
/** People who are linked across platforms, and unlinked again. */
const LINKERS = [...PEOPLE.slice(0, 3), ...GUESTS.slice(0, 3)]
/** Number of newest envelopes of a place that people grab from. */
const HOT = 6

/** Returns the users with whom one may be linked. */
export function asOne(user: string): readonly string[] {
  return LINKERS.includes(user) ? LINKERS : [user]
}

/**
 * People in three chats who request everything that moves money, and link and unlink chats and accounts. Deterministic
 * for the same random source and answers.
 */
export class ClusterRequests {
  private keys = 0
  private readonly envelopes = { lobby: [] as string[], garden: [] as string[] }
  /** Requests that follow from an answer. */
  private readonly next: Request[] = []

  constructor(private readonly random: Random) {}

  /** Returns the first requests in a new database. */
  found(): Request[] {
    return [PLACE, GARDEN, ANNEX].map((place) => ({ verb: 'found', key: this.key(), place }))
  }

  wave(size: number): Request[] {
    return Array.from({ length: size }, () => this.next.shift() ?? this.draw())
  }

  /** Returns what ends everything that is under way. */
  sweep(): Request[] {
    return [
      { verb: 'expire', key: this.key() },
      { verb: 'moveOn', key: this.key() },
    ]
  }

  /** Records what later requests need to know. */
  hear(request: Request, outcome: Outcome): void {
    if (outcome.kind === 'sent') {
      const sent = this.envelopesAt(request.place)
      sent.push(outcome.envelopeNo as string)
      if (sent.length > HOT) sent.shift()
    }
    const code = outcome.code as string
    if (outcome.kind === 'link_code')
      this.next.push({ verb: 'link', key: this.key(), place: ANNEX, by: this.pick(GUESTS), code })
    if (outcome.kind === 'person_code')
      this.next.push({
        verb: 'linkPerson',
        key: this.key(),
        place: ANNEX,
        by: this.pick(GUESTS.slice(0, 3)),
        code,
      })
  }

  private draw(): Request {
    const { random } = this
    const key = this.key()
    const place = this.pick([PLACE, GARDEN, GARDEN, ANNEX])
    const people = place === ANNEX ? GUESTS : PEOPLE
    const [by, to] = [this.pick(people), this.pick(people)]
    const chance = random.below(1000)
    if (chance < 100) return { verb: 'topUp', key, place, by, to, amount: 500 + random.below(2000) }
    if (chance < 230) return { verb: 'transfer', key, place, by, to, amount: 1 + random.below(400) }
    if (chance < 260) return { verb: 'deduct', key, place, by, to, amount: 1 + random.below(200) }
    if (chance < 290) return { verb: 'expire', key }
    if (chance < 300) return { verb: 'moveOn', key }
    if (chance < 306) return { verb: 'offer', key, place: GARDEN, by: this.pick(PEOPLE) }
    if (chance < 312) return { verb: 'unlink', key, place: ANNEX, by: this.pick(GUESTS) }
    if (chance < 318) return { verb: 'offerPerson', key, place: GARDEN, by: this.pick(PEOPLE.slice(0, 3)) }
    if (chance < 324) return { verb: 'unlinkPerson', key, place: ANNEX, by: this.pick(GUESTS.slice(0, 3)) }
    const open = this.envelopesAt(place)
    if (place !== ANNEX && (chance < 440 || open.length === 0)) {
      const count = 1 + random.below(8)
      return {
        ...{ verb: 'send', key, place, by, count, kind: random.below(2) === 0 ? 'equal' : 'lucky' },
        total: count * (1 + random.below(60)),
        lifetime: 1000 + random.below(4000),
      }
    }
    if (open.length === 0) return { verb: 'transfer', key, place, by, to, amount: 1 }
    return { verb: chance < 970 ? 'grab' : 'cancel', key, place, by, envelopeNo: this.pick(open) }
  }

  private envelopesAt(place: Place | undefined): string[] {
    return place?.chat === PLACE.chat ? this.envelopes.lobby : this.envelopes.garden
  }

  private key(): string {
    return `cluster:${this.keys++}`
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)] as Item
  }
}
