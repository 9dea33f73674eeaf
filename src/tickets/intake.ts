import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app/app.js'
import type { GrabOutcome, GrabShare } from '../app/envelopes/grab-share.js'
import { BoundedMap } from '../bounded-map.js'
import { type News, type TicketRedis, userOf } from './redis.js'
import { Refusals } from './refusals.js'
import { Tap } from './tap.js'

/**
 * How long a tap waits for a ticket and for its outcome, before it goes to the database. It waits longer while the database
 * is at work on its outcome, or on what decides whether there is a ticket. Milliseconds.
 */
const TAP_PATIENCE = 4_000
const LONGEST_PATIENCE = 15_000
/** Pause between two checks whether an envelope has ended. Milliseconds. */
const ENDING_PAUSE = 200
/** How far the clocks of Redis and the database may differ. Milliseconds. */
const CLOCKS_APART = 5_000
/** Envelopes that are remembered as having no tickets. */
const WITHOUT_TICKETS = 10_000

export interface IntakeOptions {
  readonly app: Pick<App, 'grabShare' | 'refuseLate' | 'admission' | 'now'>
  readonly redis: TicketRedis
  /** Returns whether this process is deciding the tap in an entry of the log. */
  readonly isUnderWay: (id: string) => boolean
  /** Gets the milliseconds by which the clock of Redis is ahead. */
  readonly onClocksApart: (millis: number) => void
}

/** Takes the taps of this process: gets them tickets and waits for their outcomes. */
export class Intake {
  private closed = false
  private numbers = 0
  private readonly taps = new Map<number, Tap>()
  private readonly grabs = new Set<Promise<GrabOutcome>>()
  /** Taps that have no ticket yet, by envelope, the first first. */
  private readonly asking = new Map<string, Set<Tap>>()
  /** Envelopes that have ended, or where more than a ticket decides. */
  private readonly withoutTickets = new BoundedMap<string, 'ended' | 'others'>(WITHOUT_TICKETS)
  private readonly refusals: Refusals
  private readonly loading = new Map<string, Promise<boolean>>()
  /** Envelopes whose end taps wait for. */
  private readonly ending = new Map<string, Promise<void>>()
  private undecided: Promise<boolean> | undefined
  private readonly app: IntakeOptions['app']
  private readonly redis: TicketRedis

  constructor(private readonly options: IntakeOptions) {
    this.app = options.app
    this.redis = options.redis
    this.refusals = new Refusals(options.app)
  }

  async grab(command: GrabShare, joined?: () => void): Promise<GrabOutcome> {
    const { envelopeNo } = command
    if (this.closed || !this.redis.isReady || this.withoutTickets.has(envelopeNo))
      return this.grabDirectly(command, joined)
    const number = ++this.numbers
    const tap = new Tap(envelopeNo, { usual: TAP_PATIENCE, longest: LONGEST_PATIENCE })
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
      this.withoutTickets.set(envelopeNo, 'ended')
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
      const taken = await this.redis.take(envelopeNo, userOf(by), number, text).catch(() => undefined)
      if (taken?.answer === 'unknown' && !loaded && (await this.load(envelopeNo, taken.at))) {
        loaded = true
      } else if (taken?.answer === 'full') {
        // The taps with a ticket go first.
        const call = await tap.hear(() => this.isUndecided())
        if (call?.kind === 'next') continue
        const outcome = await this.grabDirectly(command, joined)
        // Redis has lost count of the tickets.
        if (!call && outcome.kind === 'grabbed') this.redis.forget(envelopeNo).catch(() => {})
        return outcome
      } else if (taken?.answer === 'taken') {
        this.stopAsking(tap)
        return (await this.outcomeOf(tap, taken.id)) ?? (await this.decide(command, joined, taken.at))
      } else return this.grabDirectly(command, joined)
    }
  }

  private grabDirectly(command: GrabShare, joined?: () => void): Promise<GrabOutcome> {
    return this.withoutTickets.get(command.envelopeNo) === 'ended'
      ? this.refusals.grab(command, joined)
      : this.decide(command, joined)
  }

  /**
   * Asks the database. Refuses a tap as too late only once the envelope has ended: until then, the same tap may be in the log,
   * taken in time, because its platform repeated it or Redis's answer was lost.
   */
  private async decide(
    command: GrabShare,
    joined: (() => void) | undefined,
    tappedAt?: number,
  ): Promise<GrabOutcome> {
    const outcome = await this.app.grabShare(command, joined, tappedAt)
    if (outcome.kind !== 'expired') return outcome
    await this.ended(command.envelopeNo)
    return await this.app.grabShare(command, joined)
  }

  /** Resolves once an envelope has ended. */
  private ended(envelopeNo: string): Promise<void> {
    const known = this.ending.get(envelopeNo)
    if (known) return known
    const ending = this.untilEnded(envelopeNo).finally(() => this.ending.delete(envelopeNo))
    this.ending.set(envelopeNo, ending)
    return ending
  }

  private async untilEnded(envelopeNo: string): Promise<void> {
    const until = performance.now() + LONGEST_PATIENCE
    while (await this.app.admission(envelopeNo)) {
      if (this.closed || performance.now() > until) return
      await pause(ENDING_PAUSE)
    }
    this.withoutTickets.set(envelopeNo, 'ended')
  }

  /** Resolves with whether taps with a ticket are still undecided, so that more news may come. */
  private isUndecided(): Promise<boolean> {
    // Thousands may ask at once.
    this.undecided ??= this.redis
      .undecided()
      .then(
        ({ count }) => count > 0,
        () => false,
      )
      .finally(() => {
        this.undecided = undefined
      })
    return this.undecided
  }

  /** Resolves with the outcome of a tap with a ticket, or with undefined when the database must be asked. */
  private async outcomeOf(tap: Tap, id: string): Promise<GrabOutcome | undefined> {
    while (true) {
      const call = await tap.hear(async () => this.options.isUnderWay(id))
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
      this.options.onClocksApart(ahead)
      return false
    }
    const admission = await this.app.admission(envelopeNo)
    if (!admission) {
      // One that has just ended is known as such.
      if (!this.withoutTickets.has(envelopeNo)) this.withoutTickets.set(envelopeNo, 'others')
      return false
    }
    return await this.redis.load(envelopeNo, admission).then(
      () => true,
      () => false,
    )
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
