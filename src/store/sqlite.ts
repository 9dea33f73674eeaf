import {
  BACKGROUND_MILLIS,
  BUSY_PATIENCE,
  type Engine,
  type EngineOptions,
  type EngineStats,
  GATHERED,
  type Lane,
  LONGEST_QUEUE,
  StoreBusy,
  StoreClosed,
} from './engine.js'
import { drive, type Plan, type Statement, type Step, type Written } from './plan.js'
import { createSigner } from './signer.js'
import Database from './sqlite-library.js'

export interface SqliteEngineOptions extends EngineOptions {
  /** Runs inside each transaction that changed something, at its end. If it throws, the error is fatal. */
  readonly beforeCommit?: () => void
}

/** How often the engine looks whether another program still holds the file. Milliseconds. */
const BUSY_LOOK = 20

interface Waiting {
  readonly make: () => Plan<unknown>
  readonly resolve: (outcome: unknown) => void
  readonly reject: (error: unknown) => void
}

type Answer = { ok: true; outcome: unknown } | { ok: false; error: unknown }

/** Errors after which the state of the file is in doubt, so the engine must not answer anything more. */
const FATAL = /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB|CANTOPEN|NOMEM|READONLY|PROTOCOL|INTERNAL|MISUSE)/

/** A prepared statement, with a function that builds an object from a row's values. */
interface Ready {
  readonly prepared: Database.Statement
  readonly row: (values: unknown[]) => unknown
}

/**
 * Prepares row construction: rows arrive as arrays and become objects through a function generated for the query's
 * columns. All its objects share one shape, which JavaScript reads several times faster than the ones that
 * better-sqlite3 builds name by name. Column names come from our own sources.
 */
function makeReady(prepared: Database.Statement): Ready {
  if (!prepared.reader) return { prepared, row: (values) => values }
  const fields = prepared.columns().map(({ name }, index) => `${JSON.stringify(name)}: values[${index}]`)
  const row = new Function('values', `return { ${fields.join(', ')} }`) as Ready['row']
  return { prepared: prepared.raw(), row }
}

function sqliteCode(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : ''
}

/** The engine on a SQLite file, through its only writing connection. One fsync serves many clicks. */
export class SqliteEngine implements Engine {
  readonly stats: EngineStats = { commits: 0, plans: 0, commitMillis: 0, writes: 0, statements: 0 }
  private readonly prepared = new Map<Statement<never, unknown>, Ready>()
  private readonly lanes: Readonly<Record<Lane, Waiting[]>> = { foreground: [], background: [] }
  /** The lane of the last commit. */
  private lastLane: Lane = 'background'
  private scheduled = false
  /** Set while plans gather. */
  private gathering: NodeJS.Timeout | undefined
  /** End of the gathering period, on the monotonic clock. */
  private gatherUntil = 0
  /** When another program was first seen holding the file; undefined when none does. */
  private busySince: number | undefined
  /** True if the current transaction has changed a row. */
  private wrote = false
  private state: 'open' | 'closing' | 'closed' | 'failed' = 'open'
  private onDrained: (() => void) | undefined
  private readonly listeners = new Set<() => void>()
  private readonly sign: (text: string) => string
  private readonly begin: Database.Statement
  private readonly commit: Database.Statement
  private readonly rollback: Database.Statement
  private readonly savepoint: Database.Statement
  private readonly release: Database.Statement
  private readonly rollbackTo: Database.Statement
  private readonly maxPlans: number
  private readonly maxMillis: Readonly<Record<Lane, number>>
  private readonly gatherMillis: number
  private readonly maxWaiting: number
  private readonly busyMillis: number

  constructor(
    private readonly database: Database.Database,
    private readonly options: SqliteEngineOptions,
  ) {
    this.sign = createSigner(options.ledgerKey)
    this.begin = database.prepare('BEGIN IMMEDIATE')
    this.commit = database.prepare('COMMIT')
    this.rollback = database.prepare('ROLLBACK')
    this.savepoint = database.prepare('SAVEPOINT plan')
    this.release = database.prepare('RELEASE plan')
    this.rollbackTo = database.prepare('ROLLBACK TO plan')
    this.maxPlans = options.maxPlans ?? 256
    this.maxMillis = { foreground: options.maxMillis ?? 25, background: BACKGROUND_MILLIS }
    this.gatherMillis = options.gatherMillis ?? 0
    this.maxWaiting = options.maxWaiting ?? LONGEST_QUEUE
    this.busyMillis = options.busyMillis ?? BUSY_PATIENCE
    // SQLite would block the whole program while waiting; the engine waits between turns instead.
    database.pragma('busy_timeout = 0')
  }

  get queueLength(): number {
    return this.lanes.foreground.length + this.lanes.background.length
  }

  onCommit(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  run<Outcome>(make: () => Plan<Outcome>, lane: Lane = 'foreground'): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.state !== 'open') return reject(new StoreClosed('the store is not open'))
      if (this.queueLength >= this.maxWaiting) return reject(new StoreBusy('the queue of plans is full'))
      this.lanes[lane].push({ make, resolve: resolve as (outcome: unknown) => void, reject })
      this.schedule()
    })
  }

  async drain(): Promise<void> {
    if (this.state === 'open') {
      this.state = 'closing'
      if (this.gathering) this.scheduleIn(0)
      if (this.scheduled) await new Promise<void>((resolve) => (this.onDrained = resolve))
    }
    if (this.state === 'closing') this.state = 'closed'
  }

  /** Schedules the waiting plans for the next turn, or later if they should gather. */
  private schedule(): void {
    const { foreground, background } = this.lanes
    // While plans gather, the background has its turn.
    const atOnce = foreground.length >= GATHERED || background.length > 0
    if (this.scheduled && !(atOnce && this.gathering)) return
    this.scheduleIn(atOnce ? 0 : this.gatherUntil - performance.now())
  }

  private scheduleIn(millis: number): void {
    clearTimeout(this.gathering)
    this.gathering = undefined
    this.scheduled = true
    if (millis > 0) this.gathering = setTimeout(() => this.turn(), millis)
    else setImmediate(() => this.turn())
  }

  private turn(): void {
    this.gathering = undefined
    this.scheduled = false
    this.flush(this.nextLane())
    if (this.queueLength === 0 || this.state === 'failed') this.onDrained?.()
    // Leftover plans have waited already.
    else this.scheduleIn(this.busySince === undefined ? 0 : BUSY_LOOK)
  }

  private nextLane(): Lane {
    const { foreground, background } = this.lanes
    if (background.length === 0) return 'foreground'
    return foreground.length > 0 && this.lastLane === 'background' ? 'foreground' : 'background'
  }

  /** Runs the plans at the head of a lane in one transaction and settles them. */
  private flush(lane: Lane): void {
    let answers: Answer[] | undefined
    try {
      if (!this.beginOrWait()) return
      this.wrote = false
      answers = this.tryTogether(lane)
      if (!answers) {
        this.rollback.run()
        if (!this.beginOrWait()) return
        this.wrote = false
        answers = this.tryApart(lane)
      }
      if (this.wrote) this.options.beforeCommit?.()
      const before = performance.now()
      this.commit.run()
      const after = performance.now()
      this.stats.commitMillis += after - before
      if (lane === 'foreground') this.gatherUntil = after + this.gatherMillis
    } catch (error) {
      this.fail(error)
      return
    }
    this.lastLane = lane
    const done = this.lanes[lane].splice(0, answers.length)
    this.stats.commits++
    this.stats.plans += done.length
    for (const [index, plan] of done.entries()) {
      const answer = answers[index] as Answer
      if (answer.ok) plan.resolve(answer.outcome)
      else plan.reject(answer.error)
    }
    if (this.wrote) for (const listener of this.listeners) listener()
  }

  /** Begins the transaction. When another program holds the file, keeps the plans waiting, within limits. */
  private beginOrWait(): boolean {
    try {
      this.begin.run()
      this.busySince = undefined
      return true
    } catch (error) {
      if (!sqliteCode(error).startsWith('SQLITE_BUSY')) throw error
      const now = performance.now()
      this.busySince ??= now
      if (now - this.busySince < this.busyMillis) return false
      this.busySince = undefined
      const busy = new StoreBusy('the database is locked by another program')
      for (const lane of Object.values(this.lanes)) for (const plan of lane.splice(0)) plan.reject(busy)
      return false
    }
  }

  /**
   * Runs a lane's plans in order. Returns undefined as soon as one throws, and the caller must roll back. Throws only
   * fatal errors.
   */
  private tryTogether(lane: Lane): Answer[] | undefined {
    const answers: Answer[] = []
    const until = performance.now() + this.maxMillis[lane]
    try {
      for (const plan of this.lanes[lane]) {
        answers.push({ ok: true, outcome: drive(plan.make(), this.execute) })
        if (answers.length >= this.maxPlans || performance.now() > until) break
      }
      return answers
    } catch (error) {
      this.rethrowFatal(error)
      return undefined
    }
  }

  /**
   * Runs a lane's plans with a savepoint each, so that a plan that throws stores nothing and affects no other. A
   * savepoint makes SQLite copy every page that a plan is the first to change, an eighth of the cost of a grab, so this
   * only runs for a batch in which a plan has just thrown.
   */
  private tryApart(lane: Lane): Answer[] {
    const answers: Answer[] = []
    const until = performance.now() + this.maxMillis[lane]
    for (const plan of this.lanes[lane]) {
      this.savepoint.run()
      try {
        answers.push({ ok: true, outcome: drive(plan.make(), this.execute) })
      } catch (error) {
        this.rethrowFatal(error)
        this.rollbackTo.run()
        answers.push({ ok: false, error })
      }
      this.release.run()
      if (answers.length >= this.maxPlans || performance.now() > until) break
    }
    return answers
  }

  /** After these errors, this connection can't be trusted. */
  private rethrowFatal(error: unknown): void {
    if (FATAL.test(sqliteCode(error)) || !this.database.inTransaction) throw error
  }

  private readonly execute = (step: Step): unknown => {
    if (step.kind === 'sign') return this.sign(step.args)
    const { statement } = step
    const { prepared, row } = this.prepare(statement)
    const args = step.args as never
    switch (step.kind) {
      case 'one': {
        const values = statement.call(prepared, 'get', args) as unknown[] | undefined
        return values && row(values)
      }
      case 'many':
        return (statement.call(prepared, 'all', args) as unknown[][]).map(row)
      case 'run': {
        const written = statement.call(prepared, 'run', args) as Written
        if (written.changes > 0) {
          this.wrote = true
          this.stats.writes++
        }
        return written
      }
    }
  }

  private prepare(statement: Statement<never, unknown>): Ready {
    let ready = this.prepared.get(statement)
    if (!ready) {
      ready = makeReady(this.database.prepare(statement.sql))
      this.prepared.set(statement, ready)
      this.stats.statements++
    }
    return ready
  }

  private fail(error: unknown): void {
    this.state = 'failed'
    for (const lane of Object.values(this.lanes)) lane.length = 0
    try {
      if (this.database.inTransaction) this.rollback.run()
    } catch {
      // The file is already in doubt; the first error is the one reported.
    }
    this.options.onFatal(error instanceof Error ? error : new Error(String(error)))
  }
}
