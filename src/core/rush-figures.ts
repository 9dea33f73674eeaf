/** A share that a person got from an envelope that goes to the fastest. */
export interface FastShare {
  readonly envelope: number
  readonly position: number
  /** The member that represents the person now. */
  readonly member: number
  /** Milliseconds from the card to the tap; null when not known. */
  readonly reaction: number | null
  /** True if taps of the first seconds were served in a sealed order, so that positions say nothing about speed. */
  readonly fairStart: boolean
}

/** A person's figures over all counted envelopes. Milliseconds. */
export interface PersonFigures {
  readonly member: number
  /** Envelopes from which the person got a share. */
  readonly packets: number
  readonly median: number | null
  readonly fastest: number | null
  /** Envelopes in which no one was faster. */
  readonly firsts: number
}

/** Two people who got shares at nearly the same moment. */
export interface PairFigures {
  readonly members: readonly [number, number]
  /** Envelopes in which they were within TOGETHER_MS of each other. */
  readonly together: number
  /** Envelopes of the one who has fewer. */
  readonly of: number
}

/** Two taps closer than this are together. Milliseconds. */
export const TOGETHER_MS = 1_000
/** Each tap is compared with this many after it: in a rush of hundreds, everyone is within a second of everyone. */
const NEIGHBOURS = 5
/** A person with fewer envelopes, or a pair together in fewer, isn't listed: chance would do that. */
export const LEAST_PACKETS = 5
/** A pair is listed when they were together in at least this part of their envelopes. */
const LEAST_TOGETHER = 0.5

/** The key of a pair is the one's place times this, plus the other's: a small number, which a map finds fast. */
const PAIR = 2 ** 16

interface Counted {
  readonly member: number
  /** Counts up in the order of appearance. */
  readonly place: number
  readonly reactions: number[]
  packets: number
  firsts: number
}

/**
 * Counts how fast people were and who was fast together. Gets the shares a batch at a time, with all shares of an envelope
 * in one batch, next to each other and in the order of their positions.
 */
export class RushFigures {
  /** Counted envelopes. */
  packets = 0
  private readonly people = new Map<number, Counted>()
  /** In the order of their places. */
  private readonly places: Counted[] = []
  private readonly pairs = new Map<number, number>()

  add(shares: readonly FastShare[]): void {
    for (let from = 0; from < shares.length; ) {
      const { envelope } = shares[from] as FastShare
      let to = from + 1
      while (shares[to]?.envelope === envelope) to++
      this.addEnvelope(shares.slice(from, to))
      from = to
    }
  }

  /** Returns the people with the fastest median first. */
  fastest(limit: number): PersonFigures[] {
    const listed = this.places.filter(({ packets }) => packets >= LEAST_PACKETS)
    const figures = listed.map(({ member, packets, firsts, reactions }) => {
      reactions.sort((one, other) => one - other)
      return { member, packets, firsts, median: medianOf(reactions), fastest: reactions[0] ?? null }
    })
    const slowness = ({ median }: PersonFigures) => median ?? Number.POSITIVE_INFINITY
    return figures
      .sort((one, other) => compare(slowness(one), slowness(other)) || one.member - other.member)
      .slice(0, limit)
  }

  /** Returns the pairs who were together most often for how often they grabbed. */
  together(limit: number): PairFigures[] {
    const listed: PairFigures[] = []
    for (const [key, together] of this.pairs) {
      if (together < LEAST_PACKETS) continue
      const one = this.places[Math.floor(key / PAIR)] as Counted
      const other = this.places[key % PAIR] as Counted
      const of = Math.min(one.packets, other.packets)
      const members = [Math.min(one.member, other.member), Math.max(one.member, other.member)] as const
      if (together >= of * LEAST_TOGETHER) listed.push({ members, together, of })
    }
    return listed
      .sort(
        (one, other) =>
          compare(other.together / other.of, one.together / one.of) ||
          other.together - one.together ||
          one.members[0] - other.members[0] ||
          one.members[1] - other.members[1],
      )
      .slice(0, limit)
  }

  private addEnvelope(shares: readonly FastShare[]): void {
    this.packets++
    // Accounts that were linked later may have a share each: they are one person now.
    const own = new Map<number, FastShare>()
    for (const share of shares) {
      const other = own.get(share.member)
      if (!other || speedOf(share) < speedOf(other)) own.set(share.member, share)
    }
    const order = [...own.values()]
    const first = firstOf(order)
    for (const share of order) {
      const counted = this.counted(share.member)
      counted.packets++
      if (share === first) counted.firsts++
      if (share.reaction !== null) counted.reactions.push(share.reaction)
    }
    const timed = order.filter(({ reaction }) => reaction !== null)
    timed.sort((one, other) => speedOf(one) - speedOf(other) || one.position - other.position)
    const places = timed.map(({ member }) => this.counted(member).place)
    for (let index = 0; index < timed.length; index++) {
      const [place, reaction] = [places[index] as number, speedOf(timed[index] as FastShare)]
      const last = Math.min(index + NEIGHBOURS, timed.length - 1)
      for (let next = index + 1; next <= last; next++) {
        if (speedOf(timed[next] as FastShare) - reaction > TOGETHER_MS) break
        const other = places[next] as number
        const key = place < other ? place * PAIR + other : other * PAIR + place
        this.pairs.set(key, (this.pairs.get(key) ?? 0) + 1)
      }
    }
  }

  private counted(member: number): Counted {
    const known = this.people.get(member)
    if (known) return known
    const counted = { member, place: this.places.length, packets: 0, firsts: 0, reactions: [] }
    this.people.set(member, counted)
    this.places.push(counted)
    return counted
  }
}

/** Returns who was first: by position, or by reaction where the first taps were served in a sealed order. */
function firstOf(shares: readonly FastShare[]): FastShare | undefined {
  if (!shares.some(({ fairStart }) => fairStart)) return shares.find(({ position }) => position === 1)
  let first: FastShare | undefined
  for (const share of shares)
    if (share.reaction !== null && (!first || share.reaction < speedOf(first))) first = share
  return first
}

function speedOf({ reaction }: FastShare): number {
  return reaction ?? Number.POSITIVE_INFINITY
}

/** Returns the median of sorted numbers; null when there are none. */
function medianOf(sorted: readonly number[]): number | null {
  const middle = sorted.length >> 1
  if (sorted.length === 0) return null
  if (sorted.length % 2 === 1) return sorted[middle] as number
  return Math.round(((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2)
}

function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0
}
