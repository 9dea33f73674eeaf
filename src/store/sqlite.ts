import type { KeyObject } from 'node:crypto'
import type { Plan, Statement, Step, Written } from './plan.js'
import { createSigner } from './signer.js'
import Database from './sqlite-library.js'

export interface EngineOptions {
  /** Signs the entries; kept outside the database. */
  readonly ledgerKey: KeyObject
  /**
   * Called once when the outcome of a commit is unknown or the file cannot be trusted. The plans that were
   * waiting are never answered: the caller must log the error and end the process.
   */
  readonly onFatal: (error: Error) => void
  /** Runs at the end of each transaction that changed something, within it. What it throws is fatal. */
  readonly beforeCommit?: () => void
  /** At most so many plans share a commit. */
  readonly maxPlans?: number
  /** No further plan joins a commit after so many milliseconds. */
  readonly maxMillis?: number
  /**
   * Plans that come within so many milliseconds after a commit gather for the rest of that time and share the
   * next one. Nobody waits after a quiet time, nor once GATHERED plans wait. 0, the default: nobody ever waits.
   */
  readonly gatherMillis?: number
  /** So many plans wait at the most; more are refused with StoreBusy. */
  readonly maxWaiting?: number
  /** For so many milliseconds plans wait for another program that holds the file. */
  readonly busyMillis?: number
}

/** A second's work and more: whoever comes behind would wait for longer than anybody does. */
const LONGEST_QUEUE = 20_000
/** So many plans are worth a commit of their own at once. */
const GATHERED = 32
/** How long plans wait for another program, and how often it is looked whether it has let go. Milliseconds. */
const BUSY_PATIENCE = 10_000
const BUSY_LOOK = 20

/** The engine is stopping or has failed; the plan was certainly not run. */
export class StoreClosed extends Error {
  override name = 'StoreClosed'
}

/** Too many plans wait, or another program held the file for too long; the plan was certainly not run. */
export class StoreBusy extends Error {
  override name = 'StoreBusy'
}

/** The engine's seams, counted since the start. */
export interface EngineStats {
  commits: number
  plans: number
  /** Milliseconds spent in COMMIT. */
  commitMillis: number
  /** Statements that are prepared: as many as the sources have at the most. */
  statements: number
}

interface Waiting {
  readonly make: () => Plan<unknown>
  readonly resolve: (outcome: unknown) => void
  readonly reject: (error: unknown) => void
}

type Answer = { ok: true; outcome: unknown } | { ok: false; error: unknown }

/** Errors after which the state of the file is in doubt, so that nothing more may be said about it. */
const FATAL = /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB|CANTOPEN|NOMEM|READONLY|PROTOCOL|INTERNAL|MISUSE)/

/** A statement that the database has prepared, and what makes an object of the values of a row. */
interface Ready {
  readonly prepared: Database.Statement
  readonly row: (values: unknown[]) => unknown
}

/**
 * Rows come out of the database as lists and become objects here, by a function that is written for the
 * query's columns: objects of one shape, which the JavaScript engine reads several times as fast as those
 * that better-sqlite3 makes name by name. Column names stand in our own sources.
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

/**
 * Runs plans on one connection with group commit: all plans that are waiting share one transaction and one
 * durable commit; only then are their promises settled: one fsync for many clicks. A plan that throws keeps
 * nothing and touches no other: its batch is rolled back and run again with a savepoint for each plan. So
 * `make` may be called twice, and must do nothing but create the plan.
 */
export class Engine {
  readonly stats: EngineStats = { commits: 0, plans: 0, commitMillis: 0, statements: 0 }
  private readonly prepared = new Map<Statement<never, unknown>, Ready>()
  private waiting: Waiting[] = []
  private scheduled = false
  /** Runs while plans gather. */
  private gathering: NodeJS.Timeout | undefined
  /** Until then, on the monotonic clock, plans gather. */
  private gatherUntil = 0
  /** Since when another program holds the file; undefined when none does. */
  private busySince: number | undefined
  /** Whether the transaction that runs has changed a row. */
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
  private readonly maxMillis: number
  private readonly gatherMillis: number
  private readonly maxWaiting: number
  private readonly busyMillis: number

  constructor(
    private readonly database: Database.Database,
    private readonly options: EngineOptions,
  ) {
    this.sign = createSigner(options.ledgerKey)
    this.begin = database.prepare('BEGIN IMMEDIATE')
    this.commit = database.prepare('COMMIT')
    this.rollback = database.prepare('ROLLBACK')
    this.savepoint = database.prepare('SAVEPOINT plan')
    this.release = database.prepare('RELEASE plan')
    this.rollbackTo = database.prepare('ROLLBACK TO plan')
    this.maxPlans = options.maxPlans ?? 256
    this.maxMillis = options.maxMillis ?? 25
    this.gatherMillis = options.gatherMillis ?? 0
    this.maxWaiting = options.maxWaiting ?? LONGEST_QUEUE
    this.busyMillis = options.busyMillis ?? BUSY_PATIENCE
    // SQLite would wait with the whole program standing still; the engine waits between turns.
    database.pragma('busy_timeout = 0')
  }

  /** How many plans wait for their turn. */
  get queueLength(): number {
    return this.waiting.length
  }

  /** Calls the listener after each commit that changed something; it must not throw. Returns how to stop that. */
  onCommit(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /**
   * Runs the plan that `make` creates. Resolves with its outcome after the commit that made it durable.
   * Rejects with what the plan threw, in which case nothing of it was kept, with StoreBusy or with StoreClosed,
   * in which cases it was not run. Never settles when it is unknown whether the commit happened.
   */
  run<Outcome>(make: () => Plan<Outcome>): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.state !== 'open') return reject(new StoreClosed('the store is not open'))
      if (this.waiting.length >= this.maxWaiting) return reject(new StoreBusy('too many plans wait'))
      this.waiting.push({ make, resolve: resolve as (outcome: unknown) => void, reject })
      this.schedule()
    })
  }

  /** Takes no further plans and resolves when those that were waiting are finished. */
  async drain(): Promise<void> {
    if (this.state === 'open') {
      this.state = 'closing'
      if (this.gathering) this.scheduleIn(0)
      if (this.scheduled) await new Promise<void>((resolve) => (this.onDrained = resolve))
    }
    if (this.state === 'closing') this.state = 'closed'
  }

  /** Runs the plans that wait in a turn of their own: the next one, unless they are to gather. */
  private schedule(): void {
    const enough = this.waiting.length >= GATHERED
    if (this.scheduled && !(enough && this.gathering)) return
    const wait = enough ? 0 : this.gatherUntil - performance.now()
    this.scheduleIn(wait)
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
    this.flush()
    if (this.waiting.length === 0 || this.state === 'failed') this.onDrained?.()
    // Those that are left over have waited already.
    else this.scheduleIn(this.busySince === undefined ? 0 : BUSY_LOOK)
  }

  /** Runs the plans at the head of the queue in one transaction and answers them. */
  private flush(): void {
    let answers: Answer[] | undefined
    try {
      if (!this.beginOrWait()) return
      this.wrote = false
      answers = this.tryTogether()
      if (!answers) {
        this.rollback.run()
        if (!this.beginOrWait()) return
        this.wrote = false
        answers = this.tryApart()
      }
      if (this.wrote) this.options.beforeCommit?.()
      const before = performance.now()
      this.commit.run()
      const after = performance.now()
      this.stats.commitMillis += after - before
      this.gatherUntil = after + this.gatherMillis
    } catch (error) {
      this.fail(error)
      return
    }
    const done = this.waiting.splice(0, answers.length)
    this.stats.commits++
    this.stats.plans += done.length
    for (const [index, plan] of done.entries()) {
      const answer = answers[index] as Answer
      if (answer.ok) plan.resolve(answer.outcome)
      else plan.reject(answer.error)
    }
    if (this.wrote) for (const listener of this.listeners) listener()
  }

  /** Begins the transaction; when another program holds the file, leaves all who wait to wait, within reason. */
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
      for (const plan of this.waiting.splice(0)) plan.reject(busy)
      return false
    }
  }

  /**
   * Runs the waiting plans one after the other. Returns undefined as soon as one throws: the transaction is
   * then to be rolled back. Throws only what is fatal to the engine.
   */
  private tryTogether(): Answer[] | undefined {
    const answers: Answer[] = []
    const until = performance.now() + this.maxMillis
    try {
      for (const plan of this.waiting) {
        answers.push({ ok: true, outcome: this.drive(plan.make()) })
        if (answers.length >= this.maxPlans || performance.now() > until) break
      }
      return answers
    } catch (error) {
      this.rethrowFatal(error)
      return undefined
    }
  }

  /**
   * Runs the waiting plans with a savepoint each, so that a plan that throws keeps nothing and touches no
   * other. A savepoint makes SQLite copy every page that a plan is the first to change, an eighth of the cost
   * of a grab, so this way is only for the batch in which a plan has just thrown.
   */
  private tryApart(): Answer[] {
    const answers: Answer[] = []
    const until = performance.now() + this.maxMillis
    for (const plan of this.waiting) {
      this.savepoint.run()
      try {
        answers.push({ ok: true, outcome: this.drive(plan.make()) })
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

  /** After these errors nothing that this connection says can be relied on. */
  private rethrowFatal(error: unknown): void {
    if (FATAL.test(sqliteCode(error)) || !this.database.inTransaction) throw error
  }

  private drive(plan: Plan<unknown>): unknown {
    let step = plan.next()
    while (!step.done) step = plan.next(this.execute(step.value))
    return step.value
  }

  private execute(step: Step): unknown {
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
        if (written.changes > 0) this.wrote = true
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
    this.waiting = []
    try {
      if (this.database.inTransaction) this.rollback.run()
    } catch {
      // The file is already in doubt; what is reported is the first error.
    }
    this.options.onFatal(error instanceof Error ? error : new Error(String(error)))
  }
}
