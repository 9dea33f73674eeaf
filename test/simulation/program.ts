import { AsyncLocalStorage } from 'node:async_hooks'
import { type App, createApp } from '../../src/app/app.js'
import { consoleTopUp } from '../../src/app/wallets/console-top-up.js'
import { consoleFreeze } from '../../src/app/wallets/freeze-wallet.js'
import type { Platform } from '../../src/chat/platform.js'
import { Updater } from '../../src/chat/updater.js'
import type { Place } from '../../src/core/place.js'
import type { Random } from '../../src/core/random.js'
import { openStore, type Store } from '../../src/integrity/open.js'
import { openMysqlStore } from '../../src/integrity/open-mysql.js'
import type { Log } from '../../src/log.js'
import { communityAt } from '../../src/store/communities.js'
import type { Lane } from '../../src/store/engine.js'
import { getAccount, post } from '../../src/store/ledger.js'
import { type Plan, resume } from '../../src/store/plan.js'
import { ask, tell } from '../support/raw-plan.js'
import type { InjectedBug } from './injected-bugs.js'
import type { Operation } from './operation.js'
import type { Handed } from './oracle-envelopes.js'
import { MOVED_AT_ONCE } from './oracle-moves.js'
import { MOST, MOST_ISSUED } from './oracle-state.js'
import type { VirtualTime } from './virtual-time.js'

/** Thrown where the process ended; nothing catches it. */
class Killed extends Error {
  override name = 'Killed'
}

/** The bug of the operation `breakDown`: writes data that must never be stored, then throws. */
const BREAKDOWN = 'a plan broke down'

export interface ProgramOptions {
  readonly folder: string
  /** A server's database that is used instead of a file in the folder. */
  readonly url: string | undefined
  readonly time: VirtualTime
  readonly random: Random
  readonly platforms: readonly Platform[]
  readonly injectedBug: InjectedBug | undefined
  /** Something was committed: in this order, and never of a transaction that was lost. */
  readonly onCommitted: (operation: Operation, now: number, said: unknown, handed: readonly Handed[]) => void
  readonly onViolation: (error: unknown) => void
}

interface Running {
  readonly operation: Operation
  now: number
  /** The plan's result; valid once the transaction commits. */
  result: { said: unknown } | { error: unknown } | undefined
  /** Shares that it handed to entrants. */
  handed: readonly Handed[]
}

/**
 * The current request, and the number of plans it has taken so far. One for all programs: Node asks each that was ever
 * used at every promise.
 */
const asking = new AsyncLocalStorage<{ readonly operation: Operation; plans: number }>()

/** One life of the process: the real store, core and updater, from its start to its end or crash. */
export class Program {
  alive = true
  steps = 0
  /** Plans without an answer, in the order in which they were begun. */
  private readonly running: Running[] = []
  private fuse = 0
  private onFuse: (() => void) | undefined
  private onCommit: (() => void) | undefined
  private readonly app: App
  private readonly core: App
  private readonly updater: Updater

  private constructor(
    private readonly options: ProgramOptions,
    private readonly store: Store,
  ) {
    const { time, random, injectedBug, platforms } = options
    const { engine } = store
    const watched = Object.assign(Object.create(engine) as Store['engine'], {
      run: <Outcome>(make: () => Plan<Outcome>, lane: Lane) => this.run(make, lane),
      onCommit: (listener: () => void) => engine.onCommit(listener),
    })
    // The first listener of each commit, ahead of the callers whose plans were in it.
    engine.onCommit(() => this.onCommit?.())
    this.core = createApp({
      ...{ store: { ...store, engine: watched }, clock: time, random },
      movedAtOnce: MOVED_AT_ONCE,
    })
    this.app = injectedBug?.wrap?.(this.core) ?? this.core
    const log = {
      info: () => {},
      warn: () => {},
      error: (...said: unknown[]) => this.alive && options.onViolation(said),
    }
    this.updater = new Updater({ app: this.asUpdater(), platforms, log: log as unknown as Log })
  }

  static async start(options: ProgramOptions): Promise<Program> {
    const { folder, url, onViolation: onFatal } = options
    const ledgerKeyFile = `${folder}/../ledger.key`
    const store = url
      ? await openMysqlStore({ url, ledgerKeyFile, onFatal })
      : await openStore({ file: `${folder}/luckymoney.db`, ledgerKeyFile, onFatal })
    options.time.isBusy = () => url !== undefined && store.engine.queueLength > 0
    const program = new Program(options, store)
    program.updater.start()
    return program
  }

  /** Requests a use case. Never settles when the process ends before the answer. */
  ask(operation: Operation): Promise<unknown> {
    return this.follow(operation, () => this.call(this.app, operation))
  }

  /** Calls `read` with a SQLite file of everything that is stored. */
  inFile<Result>(read: (file: string) => Promise<Result>): Promise<Result> {
    return this.store.withCopy ? this.store.withCopy(read) : read(this.store.file)
  }

  /** Ends the process in the middle of a plan, after `steps` more statements. */
  killAfterSteps(steps: number, kill: () => void): void {
    this.fuse = steps
    this.onFuse = kill
  }

  /** Ends the process after its next commit, before anyone gets an answer. */
  killAtCommit(kill: () => void): void {
    this.onCommit = () => {
      this.onCommit = undefined
      // Every plan with a result was in this commit; no one will ever get an answer.
      for (const each of this.running.splice(0)) if (each.result) this.committed(each)
      kill()
    }
  }

  /** Ends the process at once. Nothing that it was doing ever completes. */
  die(): void {
    this.alive = false
    if (this.options.injectedBug?.answersEarly)
      for (const each of this.running) if (each.result) this.committed(each)
    this.running.length = 0
  }

  /** Stops the process cleanly, like an operator. */
  async stop(): Promise<void> {
    this.core.endWaits()
    await this.updater.stop()
    await this.store.close()
    this.alive = false
  }

  /** Closes the files of a dead process; nothing is written any more. */
  tearDown(): Promise<void> {
    return this.store.close()
  }

  reconcile() {
    return this.core.reconcile()
  }

  private follow<Result>(operation: Operation, call: () => Promise<Result>): Promise<Result> {
    if (!this.alive) return new Promise(() => {})
    return asking.run({ operation, plans: 0 }, call)
  }

  private run<Outcome>(make: () => Plan<Outcome>, lane?: Lane): Promise<Outcome> {
    const current = asking.getStore()
    if (!current) throw new TypeError('a plan of no operation')
    // A one-by-one sweep continues with plans that count as separate operations.
    const alone = current.plans > 0 ? ALONE[current.operation.verb] : undefined
    const operation: Operation = alone ? { verb: alone } : current.operation
    current.plans++
    if (!this.alive) return new Promise(() => {})
    const running: Running = { operation, now: 0, result: undefined, handed: [] }
    return this.store.engine
      .run(() => this.watch(running, make), lane)
      .then(
        (outcome) => this.settled(running, { said: outcome }) as Promise<Outcome>,
        (error) => this.settled(running, { error }) as Promise<Outcome>,
      )
  }

  private *watch<Outcome>(running: Running, make: () => Plan<Outcome>): Plan<Outcome> {
    if (!this.alive) throw new Killed()
    // It may be run again in another transaction, or after plans of the other lane.
    const before = this.running.indexOf(running)
    if (before >= 0) this.running.splice(before, 1)
    this.running.push(running)
    running.now = this.options.time.now()
    running.result = undefined
    const { injectedBug } = this.options
    const asked = injectedBug?.plan ? injectedBug.plan(running.operation, make(), running.now) : make()
    const plan = HANDS_OUT.has(running.operation.verb) ? watchHanded(running, asked) : asked
    try {
      let step = resume(plan)
      while (!step.done) {
        this.steps++
        if (this.fuse > 0 && --this.fuse === 0) {
          this.onFuse?.()
          throw new Killed()
        }
        step = resume(plan, yield step.value)
      }
      running.result = { said: step.value }
      return step.value as Outcome
    } catch (error) {
      running.result = { error }
      throw error
    }
  }

  private settled(running: Running, result: { said: unknown } | { error: unknown }): Promise<unknown> {
    if (!this.alive) return new Promise(() => {})
    if (this.running.shift() !== running) this.options.onViolation(new Error('answers came out of order'))
    this.committed({ ...running, result })
    return 'said' in result ? Promise.resolve(result.said) : Promise.reject(result.error)
  }

  private committed({ operation, now, result, handed }: Running): void {
    if (!result) return
    if ('said' in result) this.options.onCommitted(operation, now, result.said, handed)
    else if (operation.verb !== 'breakDown' || !String(result.error).includes(BREAKDOWN))
      this.options.onViolation(result.error)
  }

  private call(app: App, operation: Operation): Promise<unknown> {
    switch (operation.verb) {
      case 'found':
        return app.foundCommunity(operation.command)
      case 'topUp':
        return app.topUp(operation.command)
      case 'deduct':
        return app.deduct(operation.command)
      case 'transfer':
        return app.transfer(operation.command)
      case 'send':
        return app.sendEnvelope(operation.command)
      case 'grab':
        return app.grabShare(operation.command)
      case 'cancel':
        return app.cancelEnvelope(operation.command)
      case 'wallet':
        return app.wallet(operation.command)
      case 'settings':
        return app.settings(operation.command)
      case 'details':
        return app.envelopeDetails(operation.command)
      case 'verify':
        return app.verifyEnvelope(operation.command)
      case 'changeSettings':
        return app.changeSettings(operation.command)
      case 'changeIncome':
        return app.changeIncome(operation.command)
      case 'rain':
        return app.rain(operation.command)
      case 'claimAllowance':
        return app.claimAllowance(operation.command)
      case 'startingSum':
        return app.startingSum(operation.command)
      case 'leaveBoards':
        return app.leaveBoards(operation.command)
      case 'checkIn':
        return app.checkIn(operation.command)
      case 'block':
        return app.blockMember(operation.command)
      case 'unblock':
        return app.unblockMember(operation.command)
      case 'suspects':
        return app.suspects(operation.command)
      case 'appoint':
        return app.appointTreasurer(operation.command)
      case 'makeLinkCode':
        return app.makeLinkCode(operation.command)
      case 'previewLink':
        return app.previewLink(operation.command)
      case 'link':
        return app.linkCommunities(operation.command)
      case 'previewUnlink':
        return app.previewUnlink(operation.command)
      case 'unlink':
        return app.unlinkCommunities(operation.command)
      case 'makePersonCode':
        return app.makePersonCode(operation.command)
      case 'previewPersonLink':
        return app.previewPersonLink(operation.command)
      case 'linkPeople':
        return app.linkPeople(operation.command)
      case 'previewUnlinkPerson':
        return app.previewUnlinkPerson(operation.command)
      case 'unlinkPerson':
        return app.unlinkPerson(operation.command)
      case 'migrate':
        return app.migrateChat(operation.command)
      case 'cancelScheduled':
        return app.cancelScheduled(operation.command)
      case 'open':
        return app.openScheduled(operation.limit)
      case 'sweep':
        return app.expireEnvelopes(operation.limit)
      case 'sweepAlone':
        return app.expireOneByOne(operation.limit)
      case 'serveFairStarts':
        return app.serveFairStarts(operation.limit)
      case 'finishMigrations':
        return app.finishMigrations()
      case 'moveSome':
        return app.moveSome()
      case 'countForLeaderboards':
        return app.countForLeaderboards()
      case 'forget':
        return app.forgetIdempotencyRecords(operation.before)
      case 'pending':
        return app.pendingMessages()
      case 'transferThawed':
        return app.transferThawed()
      case 'breakDown':
        return this.run(breakDown)
      case 'topUpMany':
        return app.topUpMany(operation.command)
      case 'enter':
        return app.enterChat(operation.command)
      case 'consoleTopUp':
        return this.run(() => consoleTopUp(operation.command, this.options.time.now()))
      case 'consoleFreeze':
        return this.run(() =>
          consoleFreeze(operation.command.verb, operation.command, this.options.time.now()),
        )
      case 'previewReversal':
        return app.previewReversal(operation.command)
      case 'reverseTrade':
        return app.reverseTrade(operation.command)
      case 'freezeWallet':
        return app.freezeWallet(operation.command)
      case 'thawWallet':
        return app.thawWallet(operation.command)
      case 'freeze':
        return this.run(() => freeze(operation.command))
      case 'hoard':
        return this.run(() => hoard(operation.command, this.options.time.now()))
      case 'statement':
        return app.statement(operation.command)
      case 'leaderboard':
        return app.leaderboard(operation.command)
      case 'luck':
        return app.luck(operation.command)
      case 'supply':
        return app.supply(operation.command)
      case 'audit':
        return app.audit(operation.command, operation.command.limit)
      case 'recent':
        return app.recentEnvelopes(operation.command, operation.command.limit)
      case 'books':
        return app.books(operation.command)
      case 'walletsOf':
        return app.walletsOf(operation.command)
      case 'knownUsers':
        return app.knownUsers(operation.command)
      case 'senderOf':
        return app.senderOf(operation.command.envelopeNo, operation.command.platform)
      case 'join':
        return app.joinMember(operation.command)
      case 'rememberHandle':
        return app.rememberHandle(operation.command)
      case 'userCalled':
        return app.userCalled(operation.command.platform, operation.command.handle)
      case 'keepUpdate':
        return app.pendingUpdates.keep(operation.platform, operation)
      case 'forgetUpdate':
        return app.pendingUpdates.done(operation.platform, operation.key)
      case 'pendingUpdates':
        return app.pendingUpdates.all(operation.platform)
      default:
        throw new Error(`${operation.verb} is the updater's`)
    }
  }

  /** The core as the updater sees it, so that its requests are followed too. */
  private asUpdater(): App {
    const { board } = this.app
    const follow = <Result>(operation: Operation, call: () => Promise<Result>) => this.follow(operation, call)
    const followed: App['board'] = {
      chatsBehind: (after) => follow({ verb: 'chatsBehind', after }, () => board.chatsBehind(after)),
      nextCard: (platform, chat) =>
        follow({ verb: 'nextCard', platform, chat }, () => board.nextCard(platform, chat)),
      shown: (id, message, rev) =>
        follow({ verb: 'shown', id, message, rev }, () => board.shown(id, message, rev)),
      later: (id, after, attempts) =>
        follow({ verb: 'later', id, after, attempts }, () => board.later(id, after, attempts)),
      gone: (id) => follow({ verb: 'gone', id }, () => board.gone(id)),
      platformsToNotify: () => follow({ verb: 'platformsToNotify' }, () => board.platformsToNotify()),
      nextNotification: (platform) =>
        follow({ verb: 'nextNotification', platform }, () => board.nextNotification(platform)),
      notificationDone: (id) => follow({ verb: 'notificationDone', id }, () => board.notificationDone(id)),
      notificationLater: (id, after, attempts) =>
        follow({ verb: 'notificationLater', id, after, attempts }, () =>
          board.notificationLater(id, after, attempts),
        ),
      resultsToPost: () => follow({ verb: 'resultsToPost' }, () => board.resultsToPost()),
      beginResult: (result) =>
        follow({ verb: 'beginResult', nonce: result.nonce }, () => board.beginResult(result)),
      resultPosted: (result) =>
        follow({ verb: 'resultPosted', nonce: result.nonce }, () => board.resultPosted(result)),
      resultLater: (result, after) =>
        follow({ verb: 'resultLater', nonce: result.nonce, after }, () => board.resultLater(result, after)),
      resultLeftOut: (result) =>
        follow({ verb: 'resultLeftOut', nonce: result.nonce }, () => board.resultLeftOut(result)),
      // Only platforms call these.
      wake: board.wake,
      wakeSoon: board.wakeSoon,
    }
    const newest = async (id: number) => {
      const rows = await this.store.engine.run(() =>
        ask('SELECT desired_rev AS rev FROM envelope_message WHERE id = ?', id),
      )
      return rows[0]?.rev as number
    }
    // The chats here take no private messages about reversals, so those wait in the file.
    const reversalNotices = { ...this.app.reversalNotices, platforms: async () => [] }
    return {
      ...this.app,
      reversalNotices,
      board: this.options.injectedBug?.board?.(followed, newest) ?? followed,
    }
  }
}

/** Operations that may hand shares to entrants. */
const HANDS_OUT = new Set<Operation['verb']>(['sweep', 'expireOne', 'serveOne', 'grab'])
/** Operations on envelopes listed beforehand, one at a time. */
const ALONE: Partial<Record<Operation['verb'], 'expireOne' | 'serveOne'>> = {
  sweepAlone: 'expireOne',
  serveFairStarts: 'serveOne',
}

/** Reads in the same plan what it handed out: chance decided the amounts, and the salt the order. */
function* watchHanded<Outcome>(running: Running, plan: Plan<Outcome>): Plan<Outcome> {
  const [before] = yield* ask('SELECT coalesce(max(trade_no), 0) AS newest FROM trade')
  const outcome = yield* plan
  // CROSS JOIN starts with the new trades, which are few.
  running.handed = (yield* ask(
    `SELECT e.envelope_no AS no, e.salt, s.position, s.amount, s.claimer
     FROM trade t CROSS JOIN envelope e ON e.id = t.envelope
     JOIN share s ON s.envelope = e.id AND s.trade_no = t.trade_no
     JOIN entrant n ON n.envelope = s.envelope AND n.position = s.position
     WHERE t.trade_no > ? ORDER BY t.trade_no`,
    before?.newest,
  )) as unknown as Handed[]
  return outcome
}

/** An operator may freeze a wallet in the file, even a merged member's, and thaw it there if no admin froze it. */
function* freeze({ walletNo, frozen }: { walletNo: string; frozen: boolean }): Plan<void> {
  const status = frozen ? 'frozen' : 'active'
  const update = `UPDATE account SET status = ? WHERE account_no = ? AND account_type = 'wallet'
    AND (? = 'frozen' OR coalesce((SELECT status FROM status_change WHERE account_no = ? ORDER BY id DESC LIMIT 1), '') <> 'frozen')`
  yield* tell(update, status, walletNo, status, walletNo)
}

/** As many top-ups of the maximum amount as needed, which would take people days. */
function* hoard({ place, left }: { place: Place; left: number }, at: number): Plan<number> {
  const community = yield* communityAt(place)
  if (!community) return 0
  const wallets = yield* ask(
    `SELECT account_no FROM account WHERE community = ? AND account_type = 'wallet' ORDER BY id`,
    community.id,
  )
  let trades = 0
  for (let room = MOST_ISSUED + (yield* getAccount(community.mintNo)).balance - left; room > 0; room -= MOST)
    yield* post({
      from: yield* getAccount(community.mintNo),
      to: yield* getAccount(wallets[trades++ % wallets.length]?.account_no as string),
      ...{ amount: Math.min(room, MOST) as never, kind: 'top_up', desc: 'a hoard' },
      ...{ actor: null, envelope: null, at },
    })
  return trades
}

function* breakDown(): Plan<never> {
  yield* tell(`UPDATE account SET balance = balance + 1 WHERE account_type = 'wallet'`)
  throw new Error(BREAKDOWN)
}
