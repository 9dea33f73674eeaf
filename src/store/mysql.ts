import { randomBytes } from 'node:crypto'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import {
  BACKGROUND_MILLIS,
  BUSY_PATIENCE,
  type Engine,
  type EngineOptions,
  type EngineStats,
  type Lane,
  LONGEST_QUEUE,
  StoreBusy,
  StoreClosed,
} from './engine.js'
import { type ForeseenRead, Foresight } from './foresight.js'
import { exact, type MysqlStatement } from './mysql-compiler.js'
import { inMysqlWords, isLost, type MysqlSession, type MysqlWritten, mayTryAgain } from './mysql-session.js'
import type { Plan, Statement, Step, Written } from './plan.js'
import { createSigner } from './signer.js'

export interface MysqlEngineOptions extends Omit<EngineOptions, 'gatherMillis'> {
  /** Opens a session with the server. */
  readonly connect: () => Promise<MysqlSession>
  /** Called with the server's time (UTC milliseconds) before a transaction's plans are made. */
  readonly onTime?: (now: number) => void
  /** How long the server may answer nothing; STALLED by default. Milliseconds. */
  readonly stalledMillis?: number
  /** Called with a sentence for the operator when waiting plans are refused because the server doesn't answer. */
  readonly onNotice?: (notice: string) => void
}

/** Plans that share a transaction at most: each travels to the server several times while all others wait. */
const MAX_PLANS = 128
const MAX_MILLIS = 50
/** Pause before a lost server is called again, and before a transaction that met another is repeated. Milliseconds. */
const RECONNECT_PAUSE = 100
const RETRY_PAUSE = 5
/** How long a server may answer nothing before its session is given up. Milliseconds. */
const STALLED = 15_000
/** How long the engine looks for the outcome of a commit before it gives up. Milliseconds. */
const UNSURE_PATIENCE = 30_000
/** Interval of the pings of an idle session, which the server would end. Milliseconds. */
const PING_EVERY = 3_000

const LOCK: MysqlStatement = {
  sql: 'SELECT CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED) AS now FROM lane WHERE id = 1 FOR UPDATE',
  values: () => [],
}
const MARK: MysqlStatement = {
  sql: `INSERT INTO writer (id, batch, written_at) VALUES (?, ?, ?)
    ON DUPLICATE KEY UPDATE batch = values(batch), written_at = values(written_at)`,
  values: () => [],
}

/** Plans use the numbers of these tables' new rows, which can't be guessed. */
const NUMBERED = /^insert into `(account|community|envelope|income_claim|member|person)` /

interface Waiting {
  readonly make: () => Plan<unknown>
  readonly resolve: (outcome: unknown) => void
  readonly reject: (error: unknown) => void
}

type Row = Record<string, unknown>

type Answer = { ok: true; outcome: unknown } | { ok: false; error: unknown }

/** A transaction whose COMMIT was lost on the way. */
interface Unsure {
  readonly batch: number
  readonly answers: readonly Answer[]
  /** On the monotonic clock. */
  readonly since: number
}

/** A plan relied on a guess that was wrong, so what it did since means nothing. */
class WrongGuess extends Error {
  override name = 'WrongGuess'
}

/**
 * The engine on a MySQL server. Every transaction locks the same row first, so plans run one after another whichever
 * program they come from, and the guarantees of a SQLite file hold: hash chains, numbers without gaps, and reads that
 * stay true until the plan commits.
 *
 * It sends a write without waiting for its result: it guesses that one row changes, as nearly every plan expects, and
 * checks the guess before COMMIT. After a wrong guess it waits for that statement's results from then on. Before a plan
 * runs, it sends the reads that the plan will probably make. They arrive behind the writes of the plans before and ahead
 * of the plan's own, so each returns what it would return in its turn.
 *
 * When the connection is lost during COMMIT, the next session looks in `writer` for the transaction's number. So plans
 * without an idempotency key are safe, too.
 */
export class MysqlEngine implements Engine {
  readonly stats: EngineStats = { commits: 0, plans: 0, commitMillis: 0, writes: 0, statements: 0 }
  private readonly lanes: Readonly<Record<Lane, Waiting[]>> = { foreground: [], background: [] }
  private lastLane: Lane = 'background'
  private working = false
  private state: 'open' | 'closing' | 'closed' | 'failed' = 'open'
  private onDrained: (() => void) | undefined
  private readonly listeners = new Set<() => void>()
  private readonly sign: (text: string) => string
  private session: MysqlSession | undefined
  private readonly pings: NodeJS.Timeout
  /** This engine's name in `writer`, and the number of its newest transaction. */
  private readonly id = randomBytes(16).toString('hex')
  private batch = 0
  private unsure: Unsure | undefined
  /** Statements whose result can't be guessed. */
  private readonly awaited = new Set<Statement<never, unknown>>()
  private readonly seen = new Set<Statement<never, unknown>>()
  private readonly foresight: Foresight

  constructor(private readonly options: MysqlEngineOptions) {
    this.sign = createSigner(options.ledgerKey)
    this.foresight = new Foresight((statement, args) => inMysqlWords(statement).values(args))
    this.pings = setInterval(() => {
      if (!this.working && this.session?.isOpen) this.session.ping().catch(() => {})
    }, PING_EVERY)
    this.pings.unref()
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
      if (this.queueLength >= (this.options.maxWaiting ?? LONGEST_QUEUE))
        return reject(new StoreBusy('the queue of plans is full'))
      this.lanes[lane].push({ make, resolve: resolve as (outcome: unknown) => void, reject })
      if (this.working) return
      this.working = true
      setImmediate(() => void this.work())
    })
  }

  async drain(): Promise<void> {
    if (this.state === 'open') {
      this.state = 'closing'
      if (this.working) await new Promise<void>((resolve) => (this.onDrained = resolve))
    }
    clearInterval(this.pings)
    await this.session?.close()
    if (this.state === 'closing') this.state = 'closed'
  }

  private async work(): Promise<void> {
    try {
      while (this.queueLength > 0) {
        await this.flush(this.nextLane())
        // Those who got their answer may have something to add.
        await turn()
      }
    } catch (error) {
      this.state = 'failed'
      for (const lane of Object.values(this.lanes)) lane.length = 0
      this.session?.destroy()
      this.options.onFatal(error instanceof Error ? error : new Error(String(error)))
    }
    this.working = false
    this.onDrained?.()
  }

  private nextLane(): Lane {
    const { foreground, background } = this.lanes
    if (background.length === 0) return 'foreground'
    return foreground.length > 0 && this.lastLane === 'background' ? 'foreground' : 'background'
  }

  /** Runs the plans at the head of a lane in one transaction and settles them. Throws what is fatal. */
  private async flush(lane: Lane): Promise<void> {
    let apart = false
    const since = performance.now()
    while (true) {
      const session = await this.connected(lane)
      if (!session) return
      // A plan may take long where each answer does: a rain on hundreds behind a slow network.
      const stalled = setTimeout(() => session.destroy(), this.options.stalledMillis ?? STALLED)
      let isOver = false
      // A cleared timer that is refreshed would run again.
      const onAnswer = () => {
        if (!isOver) stalled.refresh()
      }
      try {
        if (this.unsure) {
          const { answers } = this.unsure
          const committed = await this.wasCommitted(session, this.unsure)
          this.unsure = undefined
          if (committed) return this.settle(lane, answers, true)
        }
        const { answers, wrote } = await this.transact(session, lane, apart, onAnswer)
        return this.settle(lane, answers, wrote)
      } catch (error) {
        if (!session.isOpen || isLost(error)) session.destroy()
        else await session.query('ROLLBACK').catch(() => session.destroy())
        if (this.unsure) {
          if (performance.now() - this.unsure.since > UNSURE_PATIENCE) throw error
        } else if (error instanceof WrongGuess) continue
        // Once plans run apart, what is thrown here comes from none of them.
        else if (!apart && !isLost(error) && !mayTryAgain(error)) apart = true
        else if (performance.now() - since > this.patience)
          return this.refuse('the database did not finish a transaction', error)
        await pause(RETRY_PAUSE)
      } finally {
        isOver = true
        clearTimeout(stalled)
      }
    }
  }

  /** Returns an open session. Returns undefined when there is none for so long that the waiting plans were refused. */
  private async connected(lane: Lane): Promise<MysqlSession | undefined> {
    const since = performance.now()
    while (!this.session?.isOpen) {
      try {
        this.session = await this.options.connect()
      } catch (error) {
        if (this.unsure && performance.now() - this.unsure.since > UNSURE_PATIENCE) throw error
        if (performance.now() - since > this.patience) {
          this.refuse('the database cannot be reached', error, this.unsure && lane)
          if (!this.unsure) return undefined
        }
        await pause(RECONNECT_PAUSE)
      }
    }
    return this.session
  }

  /** Refuses all waiting plans as busy, except those of this lane whose commit may have succeeded. */
  private refuse(why: string, error: unknown, unsure?: Lane): void {
    // The message of a server's error may quote what people wrote.
    const { code } = error as NodeJS.ErrnoException
    this.options.onNotice?.(`${why} (${code ?? 'no code'}): commands are refused`)
    for (const lane of ['foreground', 'background'] as const) {
      const kept = lane === unsure ? (this.unsure?.answers.length ?? 0) : 0
      for (const plan of this.lanes[lane].splice(kept)) plan.reject(new StoreBusy(why))
    }
  }

  private settle(lane: Lane, answers: readonly Answer[], wrote: boolean): void {
    this.lastLane = lane
    const done = this.lanes[lane].splice(0, answers.length)
    this.stats.commits++
    this.stats.plans += done.length
    for (const [index, plan] of done.entries()) {
      const answer = answers[index] as Answer
      if (answer.ok) plan.resolve(answer.outcome)
      else plan.reject(answer.error)
    }
    if (wrote) for (const listener of this.listeners) listener()
  }

  /** Waits for the lane, behind a transaction whose session has died, and looks whether it left its number. */
  private async wasCommitted(session: MysqlSession, { batch }: Unsure): Promise<boolean> {
    await session.execute(LOCK, [])
    const [mark] = await session.query<{ batch: number }[]>('SELECT batch FROM writer WHERE id = ?', [
      this.id,
    ])
    await session.query('ROLLBACK')
    return mark?.batch === batch
  }

  /** Runs a lane's plans in order and commits them; `apart` gives each its savepoint and waits for every result. */
  private async transact(
    session: MysqlSession,
    lane: Lane,
    apart: boolean,
    onAnswer: () => void,
  ): Promise<{ answers: Answer[]; wrote: boolean }> {
    const transaction = new Transaction(session, this.sign, this.awaited, apart, this.foresight, onAnswer)
    const locking = session.send<{ now: number }[]>(LOCK, [])
    const [first] = this.lanes[lane]
    if (locking && first) transaction.readAhead(first.make)
    const [locked] = await (locking ?? session.execute<{ now: number }[]>(LOCK, []))
    const { now } = locked as { now: number }
    this.options.onTime?.(now)
    const answers: Answer[] = []
    const until = performance.now() + (lane === 'background' ? BACKGROUND_MILLIS : this.maxMillis)
    for (const plan of this.lanes[lane]) {
      if (plan !== first || !locking) transaction.readAhead(plan.make)
      answers.push(
        apart
          ? await transaction.tryPlan(plan.make)
          : { ok: true, outcome: await transaction.drive(plan.make()) },
      )
      if (answers.length >= (this.options.maxPlans ?? MAX_PLANS) || performance.now() > until) break
    }
    const wrote = transaction.writes > 0
    const batch = this.batch + 1
    if (wrote) await transaction.mark(this.id, batch, now)
    await transaction.verify()
    for (const statement of transaction.used) this.seen.add(statement)
    this.stats.statements = this.seen.size
    const before = performance.now()
    if (wrote) {
      this.batch = batch
      this.unsure = { batch, answers, since: before }
    }
    await session.query('COMMIT')
    this.unsure = undefined
    this.stats.commitMillis += performance.now() - before
    this.stats.writes += transaction.writes
    return { answers, wrote }
  }

  private get maxMillis(): number {
    return this.options.maxMillis ?? MAX_MILLIS
  }

  private get patience(): number {
    return this.options.busyMillis ?? BUSY_PATIENCE
  }
}

/** Plans' conversations with the server, from the lock to the COMMIT. */
class Transaction {
  /** Statements that write. */
  writes = 0
  readonly used = new Set<Statement<never, unknown>>()
  private readonly pending: Promise<void>[] = []
  /** Reads that were sent before the plan asked for them. */
  private readonly ahead: { readonly read: ForeseenRead; readonly rows: Promise<Row[]> }[] = []
  /** The first error of a statement that wasn't waited for. */
  private failure: { readonly error: unknown } | undefined

  constructor(
    private readonly session: MysqlSession,
    private readonly sign: (text: string) => string,
    private readonly awaited: Set<Statement<never, unknown>>,
    private readonly waitsForAll: boolean,
    private readonly foresight: Foresight,
    private readonly onAnswer: () => void,
  ) {}

  /** Sends the reads that a plan will probably make. */
  readAhead(make: () => Plan<unknown>): void {
    this.dropAhead()
    if (this.waitsForAll) return
    for (const read of this.foresight.foresee(make)) {
      const rows = this.session.send<Row[]>(inMysqlWords(read.statement), read.values)
      if (!rows) return
      // An error that matters comes again with the plan's own statements.
      rows.catch(() => {})
      this.ahead.push({ read, rows })
    }
  }

  /** Runs a plan; throws what it throws, and the errors of statements. */
  async drive(plan: Plan<unknown>): Promise<unknown> {
    let step = plan.next()
    while (!step.done) {
      const result = this.execute(step.value)
      step = plan.next(result instanceof Promise ? await result : result)
      if (this.failure) throw this.failure.error
    }
    return step.value
  }

  /** Runs a plan so that it stores nothing when it throws. Throws only what ends the transaction. */
  async tryPlan(make: () => Plan<unknown>): Promise<Answer> {
    await this.session.query('SAVEPOINT plan')
    try {
      return { ok: true, outcome: await this.drive(make()) }
    } catch (error) {
      if (isLost(error) || mayTryAgain(error)) throw error
      await this.session.query('ROLLBACK TO plan')
      return { ok: false, error }
    }
  }

  /** Leaves the transaction's number with the server. */
  async mark(id: string, batch: number, now: number): Promise<void> {
    const values = [id, batch, exact(now)]
    const sent = this.session.send(MARK, values)
    if (sent) this.later(sent)
    else await this.session.execute(MARK, values)
  }

  /** Resolves once all that was sent is done as it was guessed; throws the first error otherwise. */
  async verify(): Promise<void> {
    await Promise.all(this.pending)
    if (this.failure) throw this.failure.error
  }

  private execute(step: Step): unknown {
    if (step.kind === 'sign') return this.sign(step.args)
    const statement = inMysqlWords(step.statement)
    const values = statement.values(step.args)
    this.used.add(step.statement)
    switch (step.kind) {
      case 'one':
        return this.read({ statement: step.statement, values }).then(([row]) => row)
      case 'many':
        return this.read({ statement: step.statement, values }).then((rows) => [...rows])
      case 'run':
        this.writes++
        this.dropAhead()
        return this.write(step.statement, statement, values)
    }
  }

  /** Drops the reads that were sent ahead: a write may have changed what they return. */
  private dropAhead(): void {
    for (const { read } of this.ahead.splice(0)) this.foresight.judge(read, false)
  }

  private async read(read: ForeseenRead): Promise<Row[]> {
    const index = this.ahead.findIndex(({ read: sent }) => isSame(sent, read))
    const [sent] = index < 0 ? [] : this.ahead.splice(index, 1)
    if (sent) this.foresight.judge(read, true)
    const rows = await (sent?.rows ?? this.session.execute<Row[]>(inMysqlWords(read.statement), read.values))
    this.onAnswer()
    this.foresight.learn(read, rows)
    return rows
  }

  private write(
    original: Statement<never, unknown>,
    statement: MysqlStatement,
    values: unknown[],
  ): Written | Promise<Written> {
    const guessed = !this.waitsForAll && !NUMBERED.test(statement.sql) && !this.awaited.has(original)
    const sent = guessed ? this.session.send<MysqlWritten>(statement, values) : undefined
    if (!sent)
      return this.session.execute<MysqlWritten>(statement, values).then(({ affectedRows, insertId }) => {
        this.onAnswer()
        return { changes: affectedRows, lastInsertRowid: insertId }
      })
    const guess = new Guess(() => this.awaited.add(original))
    this.later(sent.then((written) => guess.arrive(written)))
    return guess
  }

  private later(sent: Promise<unknown>): void {
    this.pending.push(
      sent.then(
        () => this.onAnswer(),
        (error) => {
          this.failure ??= { error }
        },
      ),
    )
  }
}

function isSame(one: ForeseenRead, other: ForeseenRead): boolean {
  return (
    one.statement === other.statement &&
    one.values.every((value, index) => Object.is(value, other.values[index]))
  )
}

/** The result of a write that may not have arrived yet. */
class Guess implements Written {
  private written: MysqlWritten | undefined
  private relied = false

  /** `onWrong` is called when the result can't be guessed. */
  constructor(private readonly onWrong: () => void) {}

  get changes(): number {
    if (this.written) return this.written.affectedRows
    this.relied = true
    return 1
  }

  get lastInsertRowid(): number {
    if (this.written) return this.written.insertId
    this.onWrong()
    throw new WrongGuess('the number of a new row is not known yet')
  }

  /** Takes the result; throws when a plan relied on another. */
  arrive(written: MysqlWritten): void {
    this.written = written
    if (!this.relied || written.affectedRows === 1) return
    this.onWrong()
    throw new WrongGuess(`${written.affectedRows} rows were changed, not one`)
  }
}
