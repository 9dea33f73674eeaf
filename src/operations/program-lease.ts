import { randomBytes } from 'node:crypto'
import { uptime } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.js'
import {
  announceWaiting,
  giveBackLease,
  isAwaited,
  LEASE_MILLIS,
  leasesOfOthers,
  renewLease,
  takeLease,
  useForLeases,
} from '../store/lease.js'
import { MysqlSession, readMysqlUrl } from '../store/mysql-session.js'
import { inTime } from '../with-timeout.js'

export interface ProgramLeaseOptions {
  /** Of the database server. */
  readonly url: string
  /** Name of the lease: what it gives the right to do. */
  readonly name: string
  /** Returns whether this lease may not be held while another program holds that one. */
  readonly isAtOddsWith?: (other: string) => boolean
  readonly log: Log
  /** Called once when the lease is lost. Must end the process, which may send nothing more to a platform. */
  readonly onLost: (why: string) => void
}

/** Interval of the renewals, and the pause after one without an answer. Milliseconds. */
const RENEW_EVERY = 3_000
const RETRY_PAUSE = 250
/** Interval at which a standby asks for the lease. Milliseconds. */
const ASK_EVERY = 500
/** How long a standby's announcement counts after it was renewed. Milliseconds. */
const PRESENT = 3_000
/** How long to wait for the server's answer before asking again on a new connection. Milliseconds. */
const PATIENCE = 2_000
/** How long before its lease ends the program exits, because its last requests are still under way. Milliseconds. */
const MARGIN = 1_000

const present: Question<boolean> = async (session, name, holder) => {
  await announceWaiting(session, name, holder, PRESENT)
  return true
}

type Question<Answer> = (session: MysqlSession, name: string, holder: string) => Promise<Answer>

/**
 * Lets one of several programs on a database do something at a time. The others wait, ready to take over. The lease's
 * end is counted from before the request that took or renewed it, by monotonic clocks, so it is over here before
 * another program can take it. Money needs no lease; see store/mysql.ts.
 */
export class ProgramLease {
  private readonly holder = randomBytes(16).toString('hex')
  private session: Promise<MysqlSession> | undefined
  private asking: Promise<unknown> = Promise.resolve()
  private state: 'waiting' | 'held' | 'over' = 'waiting'
  private asked = new Moment()
  private renewal: NodeJS.Timeout | undefined
  private alarm: NodeJS.Timeout | undefined
  private silent = false
  private sawRivals = false

  constructor(private readonly options: ProgramLeaseOptions) {}

  get name(): string {
    return this.options.name
  }

  get isHeld(): boolean {
    return this.state === 'held'
  }

  /**
   * Resolves with true once this program holds the lease, and with false when `signal` ends the wait. When another program
   * holds it, calls `getReady` once, and tells the other when it has resolved.
   */
  async take(signal: AbortSignal, getReady: () => Promise<unknown>): Promise<boolean> {
    let waits = false
    let isReady = false
    let saidReady = false
    const mayTake = () => !signal.aborted && this.state === 'waiting'
    while (mayTake()) {
      const asked = new Moment()
      const taken = await this.tryToTake()
      if (taken && mayTake()) {
        this.state = 'held'
        this.renewAfter(RENEW_EVERY)
        this.setAlarm(asked)
        if (waits) this.options.log.warn('taking over: no other program holds the lease')
        return true
      }
      if (taken === false && !waits)
        void getReady().then(() => {
          isReady = true
        })
      waits ||= taken === false
      if (isReady && (await this.ask(present)) && !saidReady) {
        this.options.log.info('ready to take over')
        saidReady = true
      }
      await pause(ASK_EVERY, undefined, { signal }).catch(() => {})
    }
    return false
  }

  /** Returns undefined when the server gave no answer. */
  private async tryToTake(): Promise<boolean | undefined> {
    const { isAtOddsWith } = this.options
    const taken = await this.ask(takeLease)
    if (!taken || !isAtOddsWith || this.state !== 'waiting') return taken
    // Two programs that look at the same time see each other, and both try again, but not at the same time.
    const others = await this.ask((session, _, holder) => leasesOfOthers(session, holder))
    const rivals = others?.filter(isAtOddsWith)
    if (rivals?.length === 0 || this.state !== 'waiting') return true
    await this.ask(giveBackLease)
    if (rivals && !this.sawRivals)
      this.options.log.warn({ leases: rivals }, 'waiting for the end of other leases')
    this.sawRivals ||= rivals !== undefined
    await pause(Math.random() * ASK_EVERY)
    return rivals && false
  }

  /** Resolves with whether another program would take over at once. */
  async isAwaited(): Promise<boolean> {
    return this.state === 'held' && (await this.ask(isAwaited)) === true
  }

  /** Ends the program if its lease is over. Called before everything that people could see. */
  check(): void {
    if (this.state === 'over') throw new Error('the lease was given back')
    if (this.state === 'held' && this.millisLeft() <= 0) this.lose('it could not be renewed in time')
  }

  /** Lets another program take over at once. Call it when nothing is left to do on any platform. */
  async giveBack(): Promise<void> {
    if (this.state === 'over') return
    this.end()
    await this.asking
    // A request that timed out may still have taken it.
    if (this.session) await this.ask(giveBackLease)
    await this.session?.then((session) => session.close()).catch(() => {})
  }

  private async renew(): Promise<void> {
    const asked = new Moment()
    const renewed = await this.ask(renewLease)
    if (this.state !== 'held') return
    if (renewed === false) return this.lose('another program has taken it')
    if (renewed) this.setAlarm(asked)
    this.renewAfter(renewed ? RENEW_EVERY : RETRY_PAUSE)
  }

  private renewAfter(millis: number): void {
    this.renewal = setTimeout(() => void this.renew(), millis)
  }

  private setAlarm(asked: Moment): void {
    this.asked = asked
    clearTimeout(this.alarm)
    this.alarm = setTimeout(() => this.check(), Math.max(0, Math.ceil(this.millisLeft())))
  }

  private millisLeft(): number {
    return LEASE_MILLIS - MARGIN - this.asked.millisAgo()
  }

  private lose(why: string): void {
    this.end()
    this.options.onLost(why)
  }

  private end(): void {
    this.state = 'over'
    clearTimeout(this.renewal)
    clearTimeout(this.alarm)
  }

  /** Returns the server's answer, or undefined when none came in time: then it is unknown. */
  private async ask<Answer>(question: Question<Answer>): Promise<Answer | undefined> {
    const { name } = this.options
    const asking = this.connected().then((session) => question(session, name, this.holder))
    this.asking = asking.catch(() => {})
    try {
      const answer = await inTime(PATIENCE, asking)
      if (answer === undefined) throw new Error('no answer in time')
      this.silent = false
      return answer
    } catch (error) {
      const { session } = this
      this.session = undefined
      session?.then((opened) => opened.destroy()).catch(() => {})
      if (!this.silent)
        this.options.log.warn({ why: codeOf(error) }, 'could not ask the server for the lease')
      this.silent = true
      return undefined
    }
  }

  private async connected(): Promise<MysqlSession> {
    const known = await this.session
    if (known?.isOpen) return known
    this.session = MysqlSession.open(readMysqlUrl(this.options.url))
    const session = await this.session
    await useForLeases(session, this.options.name)
    return session
  }
}

/** A moment on clocks that only go forward. One of them stands still while the machine sleeps. */
class Moment {
  private readonly monotonic = performance.now()
  private readonly uptime = uptime()

  millisAgo(): number {
    return Math.max(performance.now() - this.monotonic, (uptime() - this.uptime) * 1000)
  }
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name: string }
  return typeof code === 'string' ? code : name
}
