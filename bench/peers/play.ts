import { amountOf } from '../../src/core/money.js'
import { splitLucky } from '../../src/core/split.js'
import { cryptoRandom } from '../../src/random.js'
import { quantile } from '../numbers.js'
import { type Books, type Grab, MEMBERS, type Tap } from './peer.js'

/** Largest envelope of this program. */
const MAX_SHARES = 200
const SPREAD_ENVELOPES = 1_000
const MEAN_SHARE = 100
const MAX_WARM_UP_TAPS = 2_000
const MAX_WARM_UP_SECONDS = 2

/** Hot: everyone taps on one envelope until it is empty, then on the next. Spread: round robin over many envelopes. */
export const CASES = ['hot', 'spread'] as const
export type Case = (typeof CASES)[number]

export interface Turn {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** CPU time of this process and of the server, in microseconds a grab. */
  readonly clientCpu: number
  readonly serverCpu: number | undefined
}

export interface Measured extends Turn {
  readonly case: Case
  readonly clients: number
}

export interface PlayOptions {
  /** A turn ends after this many taps, or after this many seconds. */
  readonly taps: number
  readonly seconds: number
  readonly clients: readonly number[]
}

/** Plays both cases with each number of clients, and throws when a cent was lost or doubled. */
export async function play(books: Books, { taps, seconds, clients }: PlayOptions): Promise<Measured[]> {
  const told = new Told(books)
  const measured: Measured[] = []
  for (const count of clients) {
    const grabs = await books.connect(count)
    await told.tapTogether(grabs)
    await told.turn(grabs, 'hot', Math.min(taps, MAX_WARM_UP_TAPS), MAX_WARM_UP_SECONDS)
    for (const name of CASES) {
      const turn = await told.turn(grabs, name, taps, seconds)
      measured.push({ case: name, clients: count, ...turn })
    }
  }
  return measured
}

/** Everything that the clients were told, against which the books are checked. */
class Told {
  private sent = 0
  private sentTotal = 0
  private amount = 0
  private grabs = 0

  constructor(private readonly books: Books) {}

  /** Lets one member tap with all clients at once: only one tap may get a share. */
  async tapTogether(grabs: readonly Grab[]): Promise<void> {
    const [envelope] = await this.send(1, grabs.length)
    const amounts = await Promise.all(grabs.map((grab) => grab({ envelope: envelope as number, member: 0 })))
    const got = amounts.filter((amount) => amount > 0)
    if (got.length !== 1)
      throw new Error(`a member who tapped ${grabs.length} times got ${got.length} shares`)
    this.amount += got[0] as number
    this.grabs++
    await this.check()
  }

  /** Plays one case: each client taps again as soon as it has its answer. */
  async turn(grabs: readonly Grab[], name: Case, count: number, maxSeconds: number): Promise<Turn> {
    const taps = name === 'hot' ? await this.hotTaps(count) : await this.spreadTaps(count)
    const waits: number[] = []
    let next = 0
    const client = async (grab: Grab) => {
      while (next < taps.length && performance.now() - began < maxSeconds * 1000) {
        const tap = taps[next++] as Tap
        const tapped = performance.now()
        const amount = await grab(tap)
        waits.push(performance.now() - tapped)
        if (amount <= 0) throw new Error(`member ${tap.member} got nothing from envelope ${tap.envelope}`)
        this.amount += amount
      }
    }
    const serverBefore = this.books.serverCpu()
    const clientBefore = process.cpuUsage()
    const began = performance.now()
    await Promise.all(grabs.map(client))
    await this.books.settle?.()
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(clientBefore)
    const serverAfter = this.books.serverCpu()
    const played = waits.length
    this.grabs += played
    await this.check()
    return {
      perSecond: played / seconds,
      p50: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      clientCpu: (user + system) / played,
      serverCpu:
        serverBefore === undefined || serverAfter === undefined
          ? undefined
          : (serverAfter - serverBefore) / played,
    }
  }

  private async hotTaps(count: number): Promise<Tap[]> {
    const envelopes = await this.send(Math.ceil(count / MAX_SHARES), MAX_SHARES)
    return Array.from({ length: count }, (_, index) => ({
      envelope: envelopes[Math.floor(index / MAX_SHARES)] as number,
      member: index % MEMBERS,
    }))
  }

  private async spreadTaps(count: number): Promise<Tap[]> {
    const spread = Math.max(Math.min(count, SPREAD_ENVELOPES), Math.ceil(count / MAX_SHARES))
    const envelopes = await this.send(spread, Math.ceil(count / spread))
    return Array.from({ length: count }, (_, index) => ({
      envelope: envelopes[index % spread] as number,
      member: ((index % spread) * 7 + Math.floor(index / spread)) % MEMBERS,
    }))
  }

  private async send(envelopes: number, shares: number): Promise<number[]> {
    const cut = Array.from({ length: envelopes }, () =>
      splitLucky(amountOf(shares * MEAN_SHARE), shares, cryptoRandom),
    )
    await this.books.send(cut)
    this.sentTotal += envelopes * shares * MEAN_SHARE
    this.sent += envelopes
    return cut.map((_, index) => this.sent - envelopes + index + 1)
  }

  private async check(): Promise<void> {
    const sums = await this.books.sums()
    const { amount, grabs } = this
    const expected = {
      ...{ wallets: amount, envelopes: this.sentTotal - amount, claimed: amount, claims: grabs },
      ...{ logged: amount, logLines: grabs },
    }
    for (const [name, value] of Object.entries(expected)) {
      const found = sums[name as keyof typeof sums]
      if (found !== value) throw new Error(`the sums do not add up: ${name} is ${found} instead of ${value}`)
    }
  }
}
