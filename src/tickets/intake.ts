import type { App } from '../app/app.js'
import type { GrabOutcome, GrabShare } from '../app/envelopes/grab-share.js'
import { BoundedMap } from '../bounded-map.js'
import { inTime } from '../with-timeout.js'
import { type News, type TicketRedis, userOf } from './redis.js'
import { Tap } from './tap.js'

/** How long Redis may take to answer, before a tap goes to the database. Milliseconds. */
const REDIS_PATIENCE = 2_000
/** How long a tap waits for a ticket and for its outcome, before it goes to the database. Milliseconds. */
const TAP_PATIENCE = 4_000
/** How far the clocks of Redis and the database may differ. Milliseconds. */
const CLOCKS_APART = 5_000
/** Envelopes that are remembered as having no tickets. */
const WITHOUT_TICKETS = 10_000

/** Takes the taps of this process: gets them tickets and waits for their outcomes. */
export class Intake {
  private closed = false
  private numbers = 0
  private readonly taps = new Map<number, Tap>()
  private readonly grabs = new Set<Promise<GrabOutcome>>()
  /** Taps that have no ticket yet, by envelope, the first first. */
  private readonly asking = new Map<string, Set<Tap>>()
  /** Envelopes that have ended, or where more than a ticket decides. */
  private readonly withoutTickets = new BoundedMap<string, true>(WITHOUT_TICKETS)
  private readonly loading = new Map<string, Promise<boolean>>()

  /** `onClocksApart` gets the milliseconds by which the clock of Redis is ahead. */
  constructor(
    private readonly app: Pick<App, 'grabShare' | 'admission' | 'now'>,
    private readonly redis: TicketRedis,
    private readonly onClocksApart: (millis: number) => void,
  ) {}

  async grab(command: GrabShare, joined?: () => void): Promise<GrabOutcome> {
    const { envelopeNo } = command
    if (this.closed || !this.redis.isReady || this.withoutTickets.has(envelopeNo))
      return this.app.grabShare(command, joined)
    const number = ++this.numbers
    const tap = new Tap(envelopeNo, TAP_PATIENCE)
    this.taps.set(number, tap)
    this.ask(tap)
    const grab = this.grabWithTicket(tap, number, command, joined)
    this.grabs.add(grab)
    try {
      return await grab
    } finally {
      this.grabs.delete(grab)
      this.taps.delete(number)
      this.stopAsking(tap)
    }
  }

  /** Takes the outcome of one of this process's taps; undefined when the database must be asked. */
  answer(number: number, outcome: GrabOutcome | undefined): void {
    this.taps.get(number)?.call({ kind: 'answer', outcome })
  }

  news(news: News, envelopeNo: string): void {
    if (news === 'ended') {
      this.withoutTickets.set(envelopeNo, true)
      for (const tap of this.asking.get(envelopeNo) ?? []) tap.call({ kind: 'over' })
    } else this.callNext(envelopeNo)
  }

  /** Sends the taps under way to the database: Redis has nothing more to say. */
  giveUp(): void {
    for (const tap of this.taps.values()) tap.call({ kind: 'over' })
  }

  /** Does so for all taps, and resolves when those under way are answered. */
  async close(): Promise<void> {
    this.closed = true
    this.giveUp()
    await Promise.allSettled(this.grabs)
  }

  private async grabWithTicket(
    tap: Tap,
    number: number,
    command: GrabShare,
    joined?: () => void,
  ): Promise<GrabOutcome> {
    const { envelopeNo, by } = command
    const text = toLog(command)
    let loaded = false
    while (true) {
      const taken = await inTime(REDIS_PATIENCE, this.redis.take(envelopeNo, userOf(by), number, text)).catch(
        () => undefined,
      )
      if (taken?.answer === 'unknown' && !loaded && (await this.load(envelopeNo, taken.at))) {
        loaded = true
      } else if (taken?.answer === 'full') {
        // The taps with a ticket go first.
        const call = await tap.hear()
        if (call?.kind === 'next') continue
        const outcome = await this.app.grabShare(command, joined)
        // Redis has lost count of the tickets.
        if (!call && outcome.kind === 'grabbed') this.redis.forget(envelopeNo).catch(() => {})
        return outcome
      } else if (taken?.answer === 'taken') {
        this.stopAsking(tap)
        return (await this.outcomeOf(tap)) ?? (await this.app.grabShare(command, joined, taken.at))
      } else return this.app.grabShare(command, joined)
    }
  }

  /** Resolves with the outcome of a tap with a ticket, or with undefined when the database must be asked. */
  private async outcomeOf(tap: Tap): Promise<GrabOutcome | undefined> {
    while (true) {
      const call = await tap.hear()
      if (call?.kind === 'answer') return call.outcome
      if (call?.kind !== 'next') return undefined
      this.callNext(tap.envelopeNo)
    }
  }

  /** Loads an envelope into Redis; resolves with false when its taps should go to the database. */
  private load(envelopeNo: string, redisNow: number): Promise<boolean> {
    const known = this.loading.get(envelopeNo)
    if (known) return known
    const loading = this.loadOnce(envelopeNo, redisNow).finally(() => this.loading.delete(envelopeNo))
    this.loading.set(envelopeNo, loading)
    return loading
  }

  private async loadOnce(envelopeNo: string, redisNow: number): Promise<boolean> {
    const ahead = redisNow - this.app.now()
    if (Math.abs(ahead) > CLOCKS_APART) {
      this.onClocksApart(ahead)
      return false
    }
    const admission = await this.app.admission(envelopeNo)
    if (!admission) {
      this.withoutTickets.set(envelopeNo, true)
      return false
    }
    const loaded = this.redis.load(envelopeNo, admission).then(() => true)
    return (await inTime(REDIS_PATIENCE, loaded).catch(() => false)) === true
  }

  private ask(tap: Tap): void {
    const taps = this.asking.get(tap.envelopeNo)
    if (taps) taps.add(tap)
    else this.asking.set(tap.envelopeNo, new Set([tap]))
  }

  private stopAsking(tap: Tap): void {
    const taps = this.asking.get(tap.envelopeNo)
    taps?.delete(tap)
    if (taps?.size === 0) this.asking.delete(tap.envelopeNo)
  }

  /** A ticket was given back. Calls one tap for it: calling thousands would keep Redis busy with nothing. */
  private callNext(envelopeNo: string): void {
    for (const tap of this.asking.get(envelopeNo) ?? []) {
      if (tap.isCalled) continue
      tap.call({ kind: 'next' })
      return
    }
  }
}

/** Returns a command as it is written to the log, without what no plain red packet asks for. */
function toLog({ roles: _, told: __, ...command }: GrabShare): string {
  return JSON.stringify(command)
}
