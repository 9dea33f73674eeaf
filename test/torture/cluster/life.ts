import { setMaxListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '../../../src/core/random.js'
import { inTime } from '../../../src/with-timeout.js'
import { seededRandom } from '../../support/seeded-random.js'
import { isRemembered, type Outcome, type Request } from '../request.js'
import type { Problems } from '../settle.js'
import { checkBooks } from './check-books.js'
import { ClusterRequests } from './cluster-requests.js'
import type { Control } from './controls.js'
import { cutSome, killSome, newTally, rest, type Tally } from './faults.js'
import { isFinal, Known } from './known.js'
import type { Link, Servers } from './servers.js'
import { type ProgramLeash, TorturedProgram } from './tortured-program.js'

/** Concurrent requests to each program. */
const IN_FLIGHT = 24
/** How far the programs' clocks are wrong. Milliseconds. */
const SKEWS = [-7 * 60_000, 5 * 60_000]
/** Pause between two sweeps. Milliseconds. */
const SWEEP_EVERY = 500
/** Requests repeated at a time in the end. */
const REPEATED = 64
/** Longest silence after the last fault. Milliseconds. */
const PATIENCE = 180_000
/** How long a wrong program may take to come to rest. Milliseconds. */
const CONTROL_PATIENCE = 20_000
/** Pause between two checks whether everything is at rest. Milliseconds. */
const REST_PAUSE = 50
const LONGEST_TIMER = 2 ** 31 - 1
/** Not done, and may be asked again. */
const BUSY = /^(StoreBusy|StillMoving|StoreClosed): /

export interface LifeOptions {
  readonly servers: Servers
  readonly random: Random
  readonly kills: number
  readonly cuts: number
  /** Ends the life at the first violation. */
  readonly control?: Control | undefined
  /** No fault comes later, by performance.now(). */
  readonly until: number
  readonly onFault?: () => void
}

export interface LifeResult extends Problems {
  readonly acknowledged: number
  readonly tally: Tally
}

/**
 * Lets two programs work on one database, from its first migration on, while they and their servers are killed and their
 * connections are cut. In the end, everything is asked again and compared with the books.
 */
export async function liveThrough(options: LifeOptions): Promise<LifeResult> {
  const folder = mkdtempSync(join(tmpdir(), 'luckymoney-torture-'))
  const life = new Life(options, await options.servers.open(), join(folder, 'ledger.key'))
  try {
    return await life.run()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

class Life {
  private readonly known = new Known()
  private readonly requests: ClusterRequests
  private readonly founding: readonly Request[]
  private readonly tally = newTally()
  private programs: readonly TorturedProgram[] = []
  /** Without an answer so far: left by a killed program, or refused. */
  private readonly unanswered = new Map<string, Request>()
  /** When a killed program left them, by key. UTC milliseconds. */
  private readonly inDoubt = new Map<string, number>()
  /** Refused, and not repeated. */
  private readonly refused: string[] = []
  private readonly over = new AbortController()
  private settling = false
  /** When the last answer came, on the monotonic clock. */
  private heardAt = performance.now()

  constructor(
    private readonly options: LifeOptions,
    private readonly links: readonly Link[],
    private readonly keyFile: string,
  ) {
    // Each waiting fault listens to it.
    setMaxListeners(0, this.over.signal)
    this.requests = new ClusterRequests(seededRandom(options.random.below(2 ** 31)))
    this.founding = this.requests.found()
  }

  async run(): Promise<LifeResult> {
    const { known, tally, over } = this
    const left = Math.max(0, this.options.until - performance.now())
    const limit = left < LONGEST_TIMER ? setTimeout(() => over.abort(), left) : undefined
    this.programs = await Promise.all(SKEWS.map((skew) => this.startProgram(skew)))
    const sweeping = setInterval(() => this.sweep(), SWEEP_EVERY)
    await this.disturb()
    clearTimeout(limit)
    for (const program of this.programs) program.calm()
    this.settling = true
    const atRest = this.isFound() || (await this.comesToRest())
    clearInterval(sweeping)
    if (!atRest && !this.options.control) known.violations.push('it did not come to rest')
    const sweptAt = Date.now()
    const stopped = await Promise.all(
      this.programs.map((program) => program.stop({ atOnce: this.isFound() })),
    )
    for (const program of this.programs) tally.programs_gave_up += program.gaveUp
    tally.in_doubt = this.inDoubt.size
    const result = { acknowledged: known.told.size, tally }
    if (this.isFound()) return { ...result, violations: known.violations, lost: [] }
    if (stopped.includes(false)) known.violations.push('a program did not stop')
    const { keyFile, refused, inDoubt } = this
    const databases = this.links.filter(({ server }) => server.name === 'mariadb')
    const urls = databases.map(({ url }) => url)
    const { longestBehind } = this.options.servers
    const { told } = known
    const books = await checkBooks({ urls, keyFile, told, refused, inDoubt, sweptAt, longestBehind })
    tally.of_which_committed = books.committed
    return { ...result, violations: [...known.violations, ...books.violations], lost: books.lost }
  }

  /** Resolves after the last fault. */
  private async disturb(): Promise<void> {
    const { programs, tally } = this
    const { random, kills, cuts, onFault = () => {} } = this.options
    const faults = {
      ...{ programs, random, kills, cuts, tally, signal: this.over.signal, onFault },
      onEmptied: () => this.known.logLost(),
    }
    const cutting = programs.flatMap((program) => program.links.map((link) => cutSome(program, link, faults)))
    await Promise.all([killSome(faults), ...cutting])
  }

  /** Ends what is due, as every program does: late taps may wait for that. */
  private sweep(): void {
    for (const { opened } of this.programs) if (opened) this.ask(opened, this.requests.sweep())
  }

  private startProgram(skew: number): Promise<TorturedProgram> {
    const { keyFile, links: servers } = this
    const { control, random } = this.options
    return TorturedProgram.start({
      ...{ servers, keyFile, skew, control },
      nextSeed: () => random.below(2 ** 31),
      onOpen: (leash) => this.begin(leash),
      onEnd: (leash, wrong) => {
        if (wrong) this.wrong(`a program ${wrong}`)
        this.leave(leash)
      },
    })
  }

  /** People use a program that has just started. */
  private begin(leash: ProgramLeash): void {
    const { known, random } = { known: this.known, random: this.options.random }
    leash.onTold = (request, outcome) => {
      this.hear(request, outcome)
      this.goOn(leash)
    }
    leash.onDecided = (key, kind, at) => {
      known.hearDecided(key, kind, at)
      this.giveUpOnceFound()
    }
    leash.onFailed = (request, why) => {
      this.tally.refused++
      if (!BUSY.test(why)) this.wrong(`${request.key} (${request.verb}) failed: ${why}`)
      // Half of those that no other program may have done are never asked again.
      if (known.wasAskedOnce(request) && random.below(2) === 0) this.refused.push(request.key)
      else this.keep(request)
      this.goOn(leash)
    }
    if (this.settling) return
    // In one turn, so that both repeats are in the same transaction.
    const left = [...this.unanswered.values()]
    this.ask(leash, [...this.founding.filter(({ key }) => !known.told.has(key)), ...left, ...left])
    this.goOn(leash)
  }

  private goOn(leash: ProgramLeash): void {
    if (this.settling || leash.gone) return
    const { random } = this.options
    const { settled } = this.known
    const fresh = this.requests.wave(Math.max(0, IN_FLIGHT - leash.inDoubt.size))
    const again = settled[random.below(Math.max(1, settled.length))]
    const repeated = again && isKeyed(again) && random.below(3) === 0 ? [again] : []
    this.ask(leash, [...fresh, ...repeated])
    // A platform that is not sure repeats an update, at whichever program.
    const other = this.programs.find(({ opened }) => opened && opened !== leash)?.opened
    const [twice] = fresh
    if (other && twice && isKeyed(twice) && random.below(4) === 0) this.ask(other, [twice])
  }

  private hear(request: Request, outcome: Outcome): void {
    this.known.hear(request, outcome)
    this.heardAt = performance.now()
    this.unanswered.delete(request.key)
    this.requests.hear(request, outcome)
    this.giveUpOnceFound()
  }

  /** Takes over what a process that has ended leaves without an answer. */
  private leave(leash: ProgramLeash): void {
    const other = this.programs.find(({ opened }) => opened && opened !== leash)?.opened
    const left = [...leash.inDoubt.values()].filter((request) => this.keep(request))
    for (const { key } of left) this.inDoubt.set(key, Date.now())
    if (other)
      this.ask(
        other,
        left.filter(() => this.options.random.below(2) === 0),
      )
  }

  /** Keeps a request for later; returns whether it still has no answer. */
  private keep(request: Request): boolean {
    if (!isKeyed(request) || this.known.told.has(request.key)) return false
    this.unanswered.set(request.key, request)
    return true
  }

  private ask(leash: ProgramLeash, requests: readonly Request[]): void {
    this.known.ask(requests)
    leash.ask(requests, 0)
  }

  private wrong(what: string): void {
    this.known.violations.push(what)
    this.giveUpOnceFound()
  }

  private giveUpOnceFound(): void {
    if (this.isFound()) this.over.abort()
  }

  /** Returns whether the wrong program of a control was noticed. */
  private isFound(): boolean {
    return this.options.control !== undefined && this.known.violations.length > 0
  }

  /** Resolves with whether everything has come to rest. */
  private async comesToRest(): Promise<boolean> {
    // With a wrong program, it may never come to rest.
    if (this.options.control) return (await inTime(CONTROL_PATIENCE, this.settle())) ?? false
    let atRest = false
    const settling = this.settle().then(() => {
      atRest = true
    })
    while (!atRest && performance.now() - this.heardAt < PATIENCE)
      await Promise.race([settling, rest(REST_PAUSE)])
    return atRest
  }

  /** Asks everything again until it is answered, and once more. Resolves with true when nothing is under way. */
  private async settle(): Promise<true> {
    const { known } = this
    do {
      for (const program of this.programs) this.ask(await program.open(), [...this.unanswered.values()])
      await this.answered()
    } while (this.unanswered.size > 0 && !this.isFound())
    // Red packets with undecided taps don't expire.
    while (!(await this.options.servers.isAtRest())) await rest(REST_PAUSE)
    let sweep: readonly Request[]
    const isDone = ({ key }: Request) => {
      const outcome = known.told.get(key)?.outcome
      return outcome?.kind === 'moved' || outcome?.ended === 0
    }
    do {
      sweep = this.requests.sweep()
      this.ask(await (this.programs[0] as TorturedProgram).open(), sweep)
      await this.answered()
    } while (!sweep.every(isDone) && !this.isFound())
    if (this.isFound()) return true
    const repeated = known.settled.filter((request) => {
      const { outcome } = known.told.get(request.key) as { outcome: Outcome }
      return isRemembered(request, outcome) || !isFinal(request, outcome)
    })
    for (let from = 0; from < repeated.length; from += REPEATED) {
      const program = this.programs[(from / REPEATED) % this.programs.length] as TorturedProgram
      this.ask(await program.open(), repeated.slice(from, from + REPEATED))
      await this.answered()
    }
    return true
  }

  private async answered(): Promise<void> {
    for (const program of this.programs) await (await program.open()).answered()
  }
}

/** Returns whether a request has an idempotency key. Others aren't repeated: no one waits for their answers. */
function isKeyed({ verb }: Request): boolean {
  return !['found', 'expire', 'moveOn', 'offer', 'offerPerson'].includes(verb)
}
