import type { App } from '../src/app/app.js'
import { quantile, round } from './numbers.js'

/** Largest red packet of this program. */
export const SHARES = 200
const FUNDS = 1_000_000

/** How long people waited. Milliseconds. */
export interface Waits {
  readonly p50_ms: number
  readonly p99_ms: number
}

export interface Speed extends Waits {
  readonly grabs_per_s: number
}

export interface Rush {
  /** People who got a share. */
  readonly served: Waits
  /** People who came too late. */
  readonly late: Waits
}

/** A community whose members tap through one program, or several in turn. */
export class TappedCommunity {
  private sent = 0

  private constructor(
    private readonly apps: readonly App[],
    private readonly chat: string,
    private readonly members: number,
  ) {}

  /** Founds a community with this many members. */
  static async found(apps: readonly App[], chat: string, members: number): Promise<TappedCommunity> {
    const community = new TappedCommunity(apps, chat, members)
    const { place } = community
    const [app] = apps as [App]
    const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
    await app.foundCommunity({ place, name: chat, currency, rules: { maxOpenEnvelopes: 10_000 } })
    const sender = person(0)
    const gift = { key: `${chat} fund`, platformAdmin: true, amount: FUNDS, reason: 'bench' }
    await app.topUp({ place, by: sender, to: sender, ...gift })
    await Promise.all(
      Array.from({ length: members }, (_, index) => app.joinMember({ place, by: person(1 + index) })),
    )
    return community
  }

  /**
   * Measures grabs. Each client taps again as soon as it has its answer: on one red packet after the other, or, if `spread`,
   * on all of them in turn.
   */
  async grab(grabs: number, clients: number, spread: boolean): Promise<Speed> {
    const packets = await Promise.all(Array.from({ length: grabs / SHARES }, () => this.send()))
    const waits: number[] = []
    const from = performance.now()
    let next = 0
    const client = async () => {
      for (let tap = next++; tap < grabs; tap = next++) {
        const member = spread ? Math.floor(tap / packets.length) : tap % SHARES
        const packet = packets[spread ? tap % packets.length : Math.floor(tap / SHARES)] as string
        const tapped = performance.now()
        const kind = await this.tap(tap, packet, member)
        if (kind !== 'grabbed') throw new Error(`${kind} instead of a grab`)
        waits.push(performance.now() - tapped)
      }
    }
    await Promise.all(Array.from({ length: clients }, client))
    return {
      grabs_per_s: Math.round((grabs / (performance.now() - from)) * 1000),
      ...summary(waits),
    }
  }

  /** Measures how long people wait when all members tap one red packet at once. */
  async rush(): Promise<Rush> {
    const packet = await this.send()
    const served: number[] = []
    const late: number[] = []
    const from = performance.now()
    await Promise.all(
      Array.from({ length: this.members }, async (_, member) => {
        const kind = await this.tap(member, packet, member)
        if (kind !== 'grabbed' && kind !== 'finished') throw new Error(`${kind} instead of a grab`)
        const waits = kind === 'grabbed' ? served : late
        waits.push(performance.now() - from)
      }),
    )
    if (served.length !== SHARES) throw new Error(`${served.length} shares were grabbed`)
    return { served: summary(served), late: summary(late) }
  }

  private get place() {
    const { chat } = this
    return { platform: 'bench', chat, within: { chat, name: chat } }
  }

  private async send(): Promise<string> {
    const key = `${this.chat} packet ${this.sent++}`
    const packet = { kind: 'equal', total: SHARES, count: SHARES, greeting: '' } as const
    const sent = await (this.apps[0] as App).sendEnvelope({
      ...{ key, place: this.place, by: person(0) },
      ...packet,
    })
    if (sent.kind !== 'sent') throw new Error(`${sent.kind} instead of a red packet`)
    return sent.envelopeNo
  }

  private async tap(number: number, envelopeNo: string, member: number): Promise<string> {
    const app = this.apps[number % this.apps.length] as App
    const by = person(1 + member)
    const { kind } = await app.grabShare({
      ...{ key: `${envelopeNo} ${member}`, place: this.place, by, envelopeNo },
    })
    return kind
  }
}

function person(index: number) {
  return { platform: 'bench', user: `u${index}`, name: `Member ${index}` }
}

function summary(waits: number[]): Waits {
  return { p50_ms: round(quantile(waits, 0.5), 1), p99_ms: round(quantile(waits, 0.99), 1) }
}
