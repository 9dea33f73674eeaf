import { createHash } from 'node:crypto'
import { constants, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openReadOnly } from '../../src/integrity/open.js'
import { ChatPlatform, shownOf } from './chat-platform.js'
import { Dice, Weights } from './dice.js'
import { difference } from './difference.js'
import type { InjectedBug } from './injected-bugs.js'
import { describe, type Operation } from './operation.js'
import { Oracle } from './oracle.js'
import { notificationOf } from './oracle-board.js'
import { type Handed, viewOf } from './oracle-envelopes.js'
import { Disagreement } from './oracle-state.js'
import { Program } from './program.js'
import { VirtualTime } from './virtual-time.js'
import { Workload } from './workload.js'

/** How an update reaches the bot. */
const DELIVERIES = new Weights({ now: 80, soon: 15, late: 1, twice: 4, lost: 1 })
/** Faults of the chats and the clock. */
const TROUBLES = new Weights({ delete: 60, kick: 8, invite: 20, move: 4, jump: 3, back: 2, quiet: 20 })
/** Where the process ends: between plans, inside one, after a commit, or in a clean stop. */
const ENDS = new Weights({ between: 2, inside: 4, committed: 4, stop: 1 })

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** After this long, every currently open red packet has ended. */
const LONGEST_LIFE = 15 * DAY
/** A Wednesday that is no festival. */
const START = Date.UTC(2026, 5, 10, 12)
/** Operations between two pauses of the faults, which last until everything is at rest. */
const REST_EVERY = 2_000
/** Pauses between two reconciles; the end reconciles too. */
const RECONCILE_EVERY = 5
/** Longest time that coming to rest may take. */
const REST = 2 * HOUR
const REMEMBERED = 30
/** Tries after which an unreachable sender isn't notified any more. */
const MOST_TELLS = 12

export interface WorldOptions {
  readonly seed: number
  /** Number of operations in the world. */
  readonly operations: number
  /** Empty, and used by this world only. */
  readonly folder: string
  /** An empty database of a server, used instead of files in the folder. */
  readonly url?: string | undefined
  readonly injectedBug?: InjectedBug | undefined
  readonly onProgress?: (operations: number) => void
}

export interface Violation {
  /** Number of operations before it. */
  readonly operation: number
  readonly what: string
  /** The last operations, newest last. */
  readonly operations: readonly string[]
}

export interface WorldReport {
  readonly operations: number
  readonly crashes: number
  readonly restarts: number
  readonly plans: number
  readonly cards: number
  readonly digest: string
  readonly violation: Violation | undefined
  readonly outcomes: ReadonlyMap<string, number>
}

/** A delivery from a platform to the bot, repeated until it succeeds, or made once. */
interface Update {
  readonly platform: string
  readonly operation: Operation
}

/** One file, the people around it and everything that goes wrong, from one seed. */
export class SimulationWorld {
  private readonly dice: Dice
  private readonly time = new VirtualTime(START)
  private readonly oracle = new Oracle()
  private readonly workload: Workload
  private readonly platforms: Map<string, ChatPlatform>
  private readonly hash = createHash('sha256')
  private readonly last: { number: number; at: number; operation: Operation; said: unknown }[] = []
  private readonly outcomes = new Map<string, number>()
  private readonly inFlight = new Set<Update>()
  /** Updates that a platform holds while the bot is away. */
  private held: Update[] = []
  private readonly unanswered = new Set<Update>()
  /** Updates stored in the file until they are handled, or about to be, by key. */
  private readonly pendingUpdates = new Map<string, Update>()
  private program: Program | undefined
  private ended: Program | undefined
  private accepting = false
  private startDue = false
  private stopping = false
  private faultsPaused = false
  private assembled = false
  /** How the process will end while it answers the next burst. */
  private beforeNextBurst: 'inside' | 'committed' | undefined
  private operations = 0
  private crashes = 0
  private restarts = 0
  private plans = 0
  private lives = 0
  private rests = 0
  private nextRest = REST_EVERY
  private folder: string
  private violation: Violation | undefined

  constructor(private readonly options: WorldOptions) {
    this.dice = new Dice(options.seed)
    const habits = [
      { name: 'cord', knowsNonces: true, chatInterval: 250 },
      { name: 'gram', knowsNonces: false, chatInterval: 1_000 },
    ]
    this.workload = new Workload(
      this.dice,
      habits.map(({ name }) => name),
      () => this.time.now(),
    )
    const afterCall = () => {
      if (!this.faultsPaused && this.dice.rarely(4)) this.crash()
    }
    const onMoved = (platform: string, from: string, to: string) => this.migrated(platform, from, to)
    this.platforms = new Map(
      habits.map((habit) => [habit.name, new ChatPlatform(habit, this.time, this.dice, afterCall, onMoved)]),
    )
    this.folder = join(options.folder, 'life-0')
    mkdirSync(this.folder)
    writeFileSync(join(options.folder, 'ledger.key'), `${this.dice.random.hex(32)}\n`, { mode: 0o600 })
  }

  async run(): Promise<WorldReport> {
    this.time.install()
    try {
      await this.begin()
      for (let left = this.options.injectedBug?.assemblies ?? 0; left > 0 && !this.violation; left--)
        await this.assemble()
      while (!this.violation) {
        await this.go(() => this.operations >= Math.min(this.nextRest, this.options.operations))
        await this.comeToRest()
        if (this.operations >= this.options.operations) break
        this.nextRest += REST_EVERY
        if (!this.violation && this.rests % 2 === 0) await this.assemble()
      }
      if (!this.violation) await this.end()
    } catch (error) {
      this.violate(error)
    } finally {
      await this.letGo()
      this.time.uninstall()
    }
    const cards = [...this.platforms.values()].reduce((sum, { messages }) => sum + messages.size, 0)
    return {
      ...{ operations: this.operations, crashes: this.crashes, restarts: this.restarts, plans: this.plans },
      ...{ cards, digest: this.hash.digest('hex'), violation: this.violation },
      outcomes: this.outcomes,
    }
  }

  private async begin(): Promise<void> {
    await this.startProgram()
    for (const operation of this.workload.beginnings()) this.deliver(this.update(operation))
    this.burst()
    for (const [every, limit] of [
      [1_000, 20],
      [1_700, 3],
      [5_000, 7],
    ] as const)
      this.sweepEvery(every, limit)
    this.trouble()
    this.crashSometime()
    this.forgetDaily()
  }

  /** Runs events until the condition holds. */
  private async go(until: () => boolean): Promise<void> {
    while (!this.violation) {
      await this.time.settle()
      if (this.ended) await this.tearDown()
      if (this.startDue) await this.startProgram()
      if (until() || this.violation) return
      if (!this.time.step()) throw new Error('nothing happens any more')
    }
  }

  private async startProgram(): Promise<void> {
    this.startDue = false
    this.stopping = false
    const { time, dice, options, folder } = this
    this.program = await Program.start({
      ...{ folder, url: options.url, time, random: dice.random, platforms: [...this.platforms.values()] },
      injectedBug: options.injectedBug,
      onCommitted: (operation, now, said, handed) => this.committed(operation, now, said, handed),
      onViolation: (error) => this.violate(error),
    })
    this.accepting = true
    this.oracle.beginLife()
    for (const update of this.held.splice(0)) this.deliver(update)
    void this.program.ask({ verb: 'pendingUpdates', platform: 'cord' }).then((updates) => {
      for (const { key } of updates as { key: string }[])
        this.deliver(this.pendingUpdates.get(key) as Update, key)
    })
  }

  private committed(operation: Operation, now: number, said: unknown, handed: readonly Handed[]): void {
    this.plans++
    this.hash.update(lineOf(operation, now, said))
    if ('command' in operation || (operation.verb === 'sweep' && said !== 0)) {
      this.last.push({ number: this.operations, at: now, operation, said })
      if (this.last.length > 2 * REMEMBERED) this.last.splice(0, REMEMBERED)
    }
    const kind = (said as { kind?: string } | undefined)?.kind
    if (kind) {
      const name = `${operation.verb}: ${kind}`
      this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1)
    }
    try {
      if (operation.verb === 'notificationDone') this.wasTold(operation.id)
      this.oracle.check(operation, now, said, handed)
    } catch (error) {
      this.violate(error)
    }
  }

  /** Records that a notification is done: delivered, or given up. */
  private wasTold(id: number): void {
    const { envelope, kind, platform, attempts } = notificationOf(this.oracle.state, id)
    const told = `${envelope.no} ${kind}`
    const { told: heard, unreachable } = this.platforms.get(platform) as ChatPlatform
    const stale = kind === 'ended' && this.time.now() - (envelope.endedAt ?? 0) > 24 * HOUR
    const needless = stale || (kind === 'vanished' && envelope.state !== 'open')
    if (!heard.has(told) && !unreachable.has(told) && !needless && attempts + 1 < MOST_TELLS)
      throw new Disagreement(`the sender of ${envelope.no} was never told that its card was ${kind}`)
  }

  private violate(error: unknown): void {
    this.violation ??= {
      operation: this.operations,
      what: error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error),
      operations: this.last.slice(-REMEMBERED).map(({ number, at, operation, said }) => {
        const kind =
          (said as { kind?: string } | undefined)?.kind ?? String(JSON.stringify(said)).slice(0, 60)
        return `${number} ${new Date(at).toISOString()} ${describe(operation)} -> ${kind}`
      }),
    }
  }

  // Actions of people.

  private burst(): void {
    const { dice, time } = this
    time.after(dice.between(20, 800), () => this.burst())
    if (this.faultsPaused || this.assembled) return
    if (this.beforeNextBurst && this.accepting) {
      if (this.beforeNextBurst === 'inside')
        this.program?.killAfterSteps(dice.between(1, 250), () => this.crash())
      else this.program?.killAtCommit(() => this.crash())
      this.beforeNextBurst = undefined
    }
    for (let left = dice.between(1, 24); left > 0; left--) {
      const operation = this.workload.act()
      this.send(operation)
      // A double tap is a second update, with its own key.
      if (operation.verb === 'grab' && dice.rarely(1_000))
        this.send({ verb: 'grab', command: { ...operation.command, key: `${operation.command.key} double` } })
    }
  }

  /** Lets all red packets end without new ones; then admins link and unlink their chats. */
  private async assemble(): Promise<void> {
    const { state } = this.oracle
    this.assembled = true
    this.time.jump(LONGEST_LIFE)
    await this.go(() => state.open.size + state.scheduled.size === 0)
    for (const step of ['codes', 'links', 'codes', 'links'] as const) {
      if (this.violation) return
      for (const operation of this.workload.assembly(step)) this.send(operation)
      // Sometimes the process ends while money is being moved.
      if (step === 'links' && this.accepting && this.dice.rarely(4_000))
        this.program?.killAfterSteps(this.dice.between(1, 1_000), () => this.crash())
      const until = this.time.monotonic() + 2 * SECOND
      await this.go(() => this.time.monotonic() >= until)
    }
    this.assembled = false
  }

  /** Passes an update to its platform, which delivers it sooner or later, once or more often, or never. */
  private send(operation: Operation): void {
    const { dice, time } = this
    const update = this.update(operation)
    const fate = dice.weighed(DELIVERIES)
    if (fate === 'lost' && !this.keeps(update)) return
    if (this.keeps(update)) this.unanswered.add(update)
    if (fate === 'now') {
      this.deliver(update)
      return
    }
    time.after(dice.between(1, fate === 'soon' ? 3_000 : MINUTE), () => this.deliver(update))
    if (fate === 'twice') time.after(dice.between(1, 2 * MINUTE), () => this.deliver(update))
  }

  private update(operation: Operation): Update {
    const { place, by } = ('command' in operation ? operation.command : {}) as {
      place?: { platform: string }
      by?: { platform: string }
    }
    return { platform: place?.platform ?? by?.platform ?? 'gram', operation }
  }

  /** Returns whether its platform repeats an update until it is confirmed. */
  private keeps({ platform }: Update): boolean {
    return platform === 'gram'
  }

  private deliver(update: Update, pendingAs?: string): void {
    if (!this.accepting) {
      if (this.keeps(update)) this.held.push(update)
      return
    }
    if (this.operations >= this.options.operations && !this.keeps(update) && !pendingAs) return
    this.operations++
    this.options.onProgress?.(this.operations)
    this.inFlight.add(update)
    const program = this.program as Program
    const work = async () => {
      const key = pendingAs ?? (await this.storePending(update, program))
      const outcome = await program.ask(update.operation)
      if (key) await program.ask({ verb: 'forgetUpdate', platform: update.platform, key })
      if (typeof outcome === 'object') this.workload.hear(update.operation, outcome)
    }
    work().then(
      () => this.answer(update),
      () => this.answer(update),
    )
  }

  /** Stores some updates in the file and confirms them before they are handled. */
  private async storePending(update: Update, program: Program): Promise<string | undefined> {
    const { platform, operation } = update
    const { key } = ('command' in operation ? operation.command : {}) as { key?: string }
    if (!key || this.keeps(update) || !this.dice.rarely(300)) return undefined
    this.pendingUpdates.set(key, update)
    await program.ask({ verb: 'keepUpdate', platform, key, body: operation.verb })
    return key
  }

  private answer(update: Update): void {
    this.inFlight.delete(update)
    this.unanswered.delete(update)
  }

  // Background activity.

  private sweepEvery(every: number, limit: number): void {
    this.time.after(every, () => {
      void this.sweep(limit).finally(() => this.sweepEvery(every, limit))
    })
  }

  private async sweep(limit: number): Promise<void> {
    // A sweep that the process didn't survive never ends; the next program has its own.
    const { program } = this
    if (!this.accepting || !program) return
    const done = (async () => {
      while (await program.ask({ verb: 'moveSome' }));
      if (this.dice.rarely(300)) await program.ask({ verb: 'sweepAlone', limit })
      while (((await program.ask({ verb: 'open', limit })) as { count: number }).count === limit);
      while ((await program.ask({ verb: 'sweep', limit })) !== 0);
      await program.ask({ verb: 'serveFairStarts', limit })
      await program.ask({ verb: 'finishMigrations' })
      await program.ask({ verb: 'countForLeaderboards' })
    })()
    await Promise.race([done, this.time.pass(SECOND)])
  }

  private forgetDaily(): void {
    this.time.after(HOUR, () => {
      if (this.accepting) void this.program?.ask({ verb: 'forget', before: this.time.now() - 14 * DAY })
      this.forgetDaily()
    })
  }

  private trouble(): void {
    const { dice, time } = this
    time.after(dice.between(300, 6 * SECOND), () => this.trouble())
    if (this.faultsPaused) return
    const platform = dice.pick([...this.platforms.values()])
    switch (dice.weighed(TROUBLES)) {
      case 'delete':
        platform.deleteSome()
        return
      case 'kick':
        platform.chat(dice.pick(this.workload.chats).chat).kicked = true
        return
      case 'invite':
        for (const chat of platform.chats.values()) chat.kicked = false
        return
      case 'move':
        this.moveChat()
        return
      case 'jump':
        time.jump(dice.pick([SECOND, MINUTE, 11 * MINUTE, HOUR, DAY, 2 * DAY]))
        return
      case 'back':
        time.jump(-dice.between(1, 2 * MINUTE))
    }
  }

  private moveChat(): void {
    const moved = this.workload.moveChat('gram')
    const chat = moved && this.platforms.get('gram')?.chat(moved.from.chat)
    if (!chat || chat.movedTo !== null) return
    chat.movedTo = moved.to.chat
    const { platform } = moved.from
    if (this.dice.rarely(5_000))
      for (const operation of this.workload.newcomers(moved.to)) this.deliver(this.update(operation))
    // Both chats announce it, in either order, and some repeat it much later.
    for (const longest of [30 * SECOND, 30 * SECOND, 20 * MINUTE])
      this.time.after(this.dice.between(1, longest), () =>
        this.migrated(platform, moved.from.chat, moved.to.chat),
      )
  }

  private migrated(platform: string, from: string, to: string): void {
    this.deliver({
      platform,
      operation: { verb: 'migrate', command: { platform, from, to } },
    })
  }

  // End and start of the process.

  private crashSometime(): void {
    const { dice, time } = this
    time.after(dice.between(3 * SECOND, 40 * SECOND), () => {
      this.crashSometime()
      const { program } = this
      if (this.faultsPaused || !program || !this.accepting) return
      const end = dice.weighed(ENDS)
      switch (end) {
        case 'between':
          this.crash(dice.rarely(5_000))
          return
        case 'inside':
        case 'committed':
          // In a busy moment, so that much is lost.
          this.beforeNextBurst = end
          return
        case 'stop':
          this.stop()
      }
    })
  }

  /** Ends the process at this moment, leaving the file as the operating system has it. */
  private crash(copied = true): void {
    const { program } = this
    if (!program?.alive || !this.accepting) return
    this.crashes++
    program.die()
    this.time.endLife()
    this.ended = program
    this.accepting = false
    if (copied && !this.options.url) {
      const next = join(this.options.folder, `life-${++this.lives}`)
      mkdirSync(next)
      for (const suffix of ['', '-wal']) {
        const file = join(this.folder, `luckymoney.db${suffix}`)
        if (existsSync(file))
          copyFileSync(file, join(next, `luckymoney.db${suffix}`), constants.COPYFILE_FICLONE)
      }
      this.folder = next
    }
    // Updates that were confirmed and stored come back too, with the same key; everything else is forgotten.
    for (const update of this.inFlight)
      if (this.keeps(update) || this.dice.rarely(5_000)) this.held.push(update)
    this.inFlight.clear()
    this.time.after(this.dice.between(SECOND, 5 * SECOND), () => {
      this.startDue = true
    })
  }

  private async tearDown(): Promise<void> {
    const { ended } = this
    this.ended = undefined
    let closed = false
    const closing = ended?.tearDown().then(() => {
      closed = true
    })
    while (!closed) await this.time.settle()
    await closing
    this.time.endLife()
    for (let life = 0; life < this.lives; life++)
      rmSync(join(this.options.folder, `life-${life}`), { recursive: true, force: true })
  }

  private stop(): void {
    const { program } = this
    if (!program || this.stopping) return
    this.restarts++
    this.stopping = true
    this.accepting = false
    void program.stop().then(() => {
      this.time.endLife()
      this.time.after(SECOND, () => {
        this.startDue = true
      })
    })
  }

  // Final conditions.

  private async comeToRest(): Promise<void> {
    this.faultsPaused = true
    this.rests++
    const { state } = this.oracle
    for (const platform of this.platforms.values()) platform.faultsPaused = true
    const since = this.time.monotonic()
    await this.go(() => {
      const waited = this.time.monotonic() - since
      if (waited > REST) throw new Disagreement(`not at rest: ${this.restless()}`)
      return (
        waited > 10 * SECOND &&
        this.accepting &&
        this.inFlight.size === 0 &&
        this.held.length === 0 &&
        this.unanswered.size === 0 &&
        state.notifications.length === 0 &&
        state.results.size === 0 &&
        state.pendingUpdates.size === 0 &&
        state.moving === undefined &&
        [...state.behind].every((card) => this.isMoving(card))
      )
    })
    if (this.violation) return
    this.compareCards()
    this.compareResults()
    await this.compareBalances()
    if (this.rests % RECONCILE_EVERY === 0) await this.reconcile()
    for (const platform of this.platforms.values()) platform.faultsPaused = false
    this.faultsPaused = false
  }

  private isMoving({ platform, chat }: { platform: string; chat: string }): boolean {
    return this.oracle.state.moves.has(`${platform} ${chat}`)
  }

  private restless(): string {
    const { behind, notifications } = this.oracle.state
    const cards = [...behind]
      .slice(0, 3)
      .map(({ nonce, platform, chat }) => `card ${nonce} in ${platform}/${chat}`)
    const unsent = notifications
      .slice(0, 3)
      .map(({ envelope, kind }) => `notification ${kind} of ${envelope.no}`)
    return [
      ...cards,
      ...unsent,
      `${this.oracle.state.results.size} results`,
      `${this.inFlight.size} in flight`,
      `${this.unanswered.size} unanswered`,
      `${this.held.length} held`,
      `${this.oracle.state.pendingUpdates.size} pending updates`,
      ...(this.oracle.state.moving ? ['communities on their way'] : []),
    ].join(', ')
  }

  /** Expects every known card to be up to date, unless it is gone. */
  private compareCards(): void {
    const { changed, behind } = this.oracle.state
    for (const envelope of changed) {
      const truth = shownOf(viewOf(envelope) as never)
      for (const card of envelope.cards) {
        if (card.state === 'gone' || behind.has(card)) continue
        const platform = this.platforms.get(card.platform)
        const message = platform?.messages.get(String(card.message))
        if (!message) continue
        const { shows, thread } = message
        if (shows !== truth)
          this.violate(new Disagreement(`the card ${card.nonce} shows "${shows}" instead of "${truth}"`))
        if (thread !== card.thread)
          this.violate(new Disagreement(`the card ${card.nonce} hangs in topic ${thread}`))
      }
    }
    changed.clear()
  }

  private compareResults(): void {
    for (const { wrong } of this.platforms.values())
      for (const what of wrong) this.violate(new Disagreement(what))
  }

  private async compareBalances(): Promise<void> {
    await this.program?.inFile(async (file) => this.compareBalancesIn(file))
  }

  private compareBalancesIn(file: string): void {
    const database = openReadOnly(file)
    try {
      const rows = database
        .prepare(`SELECT account_no, balance FROM account WHERE balance <> 0 ORDER BY account_no`)
        .raw()
        .all() as [string, number][]
      const { members, open, scheduled, communities } = this.oracle.state
      const expected = [
        ...members.map(({ id, balance }) => [`W-${id}`, balance] as const),
        ...[...open, ...scheduled].map(({ no, left }) => [`E-${no}`, left] as const),
        ...communities.map(({ id, circulation }) => [`M-${id}`, -circulation] as const),
      ].filter(([, balance]) => balance !== 0)
      const found = difference(Object.fromEntries(rows), Object.fromEntries(expected))
      if (found) this.violate(new Disagreement(`balances: ${found}`))
    } finally {
      database.close()
    }
  }

  private async reconcile(): Promise<void> {
    // Like every night before it; events in a world take the world's time.
    let transferred = false
    void this.program?.ask({ verb: 'transferThawed' }).then(() => {
      transferred = true
    })
    await this.go(() => transferred)
    const report = await this.program?.reconcile()
    for (const invariant of report?.invariants ?? [])
      if (!invariant.ok)
        this.violate(new Disagreement(`invariant ${invariant.number}: ${invariant.offenders.join('; ')}`))
  }

  /** Lets time pass until everything has ended; then nothing may be left over. */
  private async end(): Promise<void> {
    this.faultsPaused = true
    for (const platform of this.platforms.values()) platform.faultsPaused = true
    const { state } = this.oracle
    this.time.jump(LONGEST_LIFE)
    await this.go(() => state.open.size + state.scheduled.size === 0)
    this.time.jump(LONGEST_LIFE)
    await this.comeToRest()
    if (this.violation) return
    this.faultsPaused = true
    // Even where a community can never be merged, for example because of its decimals: its cards were given up.
    if (state.behind.size > 0) this.violate(new Disagreement(`at the end: ${this.restless()}`))
    await this.reconcile()
    await this.program?.inFile(async (file) => this.digest(file))
  }

  private digest(file: string): void {
    const database = openReadOnly(file)
    for (const table of [
      'account',
      'trade',
      'envelope',
      'share',
      'envelope_message',
      'result_message',
      'idempotency_record',
    ])
      for (const row of database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().iterate())
        this.hash.update(JSON.stringify(row))
    database.close()
  }

  private async letGo(): Promise<void> {
    const { program } = this
    if (!program?.alive) return
    program.die()
    this.time.endLife()
    this.ended = program
    await this.tearDown()
  }
}

/** Returns the digest's input: every outcome, with the longest ones reduced to what distinguishes them. */
function lineOf(operation: Operation, now: number, said: unknown): string {
  if (['chatsBehind', 'platformsToNotify', 'resultsToPost'].includes(operation.verb)) return ''
  if (operation.verb !== 'nextCard') return `${operation.verb} ${now} ${JSON.stringify(said)}\n`
  const card = said as { nonce: string; rev: number } | undefined
  return `${operation.verb} ${now} ${card?.nonce} ${card?.rev}\n`
}
