import type { KeyObject } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { Place } from '../core/place.js'
import type { Random } from '../core/random.js'
import type { Slice } from '../core/shard-range.js'
import type { Store } from '../integrity/open.js'
import { type ReconcileReport, reconcile } from '../integrity/reconcile.js'
import { type Handle, rememberHandle, userCalled } from '../store/handles.js'
import { forgetIdempotencyRecords, markAnnounced, wasAnnounced } from '../store/idempotency.js'
import { type PendingPlace, pendingCount } from '../store/messages.js'
import {
  forgetPendingUpdate,
  keepPendingUpdate,
  type PendingUpdate,
  pendingUpdates,
} from '../store/pending-updates.js'
import { ping } from '../store/ping.js'
import type { Plan } from '../store/plan.js'
import { type Refunding, writeRefunding } from '../store/refunds.js'
import { acrossDatabases } from './across-databases.js'
import { endPauses } from './board/end-pauses.js'
import {
  type ChatsAfter,
  cardGone,
  cardLater,
  cardShown,
  chatsBehind,
  nextCard,
  nextNotification,
  notificationDone,
  notificationLater,
  platformsToNotify,
  wakeCards,
  wakeCardsSoon,
} from './board/message-board.js'
import {
  beginResult,
  type DueResult,
  leaveOut,
  resultLater,
  resultPosted,
  resultsToPost,
} from './board/results.js'
import {
  nextReversalNotice,
  platformsToTellOfReversals,
  reversalNoticeDone,
  reversalNoticeLater,
} from './board/reversal-notices.js'
import { isBusy, StillMoving } from './busy.js'
import type { AdminCommand, Command, KeyedCommand, PersonalCommand } from './command.js'
import { type BlockMember, blockMember, type UnblockMember, unblockMember } from './community/block-member.js'
import {
  type AddDay,
  addDay,
  type CalendarQuery,
  calendar,
  type RemoveDay,
  removeOwnDay,
  type SwitchFestival,
  switchFestival,
  themeAt,
} from './community/calendar.js'
import {
  type CoverRef,
  cover,
  coverPicture,
  removeCover,
  type SetCover,
  setCover,
} from './community/cover.js'
import { type DashboardQuery, dashboard, oneAtATime, readDashboard } from './community/dashboard.js'
import { communityInfo, type EnterChat, enterChat, entering } from './community/enter-chat.js'
import { type FoundCommunity, foundCommunity } from './community/found-community.js'
import { joinMember } from './community/join-member.js'
import { type KnownUsersQuery, knownUsers } from './community/known-users.js'
import {
  countForLeaderboards,
  type LeaderboardOutcome,
  type LeaderboardQuery,
  leaderboard,
} from './community/leaderboard.js'
import { type LeaveBoards, leaveBoards } from './community/leave-boards.js'
import { type LuckOutcome, luck } from './community/luck.js'
import { finishMigrations, type MigrateChat, migrateChat } from './community/migrate-chat.js'
import { type ChangeSettings, changeSettings, settings } from './community/settings.js'
import { type SuspectsQuery, suspects } from './community/suspects.js'
import { type AppointTreasurer, appointTreasurer } from './community/treasurers.js'
import { inTurn, type LetterQuery, readLetter, yearLetter } from './community/year-letter.js'
import { admission } from './envelopes/admission.js'
import { askingCard } from './envelopes/conditions/asking-card.js'
import {
  type CancelEnvelope,
  cancelEnvelope,
  expireEnvelopes,
  expireOne,
  listDue,
} from './envelopes/end-envelope.js'
import { type GrabOutcome, type GrabShare, grabShare } from './envelopes/grab-share.js'
import { type LastSentQuery, lastSent } from './envelopes/last-sent.js'
import { notLongAgo } from './envelopes/late-plans.js'
import { type LateTaps, type LateTapsOutcome, refuseLate } from './envelopes/late-taps.js'
import {
  type CancelScheduled,
  cancelScheduled,
  listDueAppointments,
  openOne,
  openScheduled,
} from './envelopes/scheduled.js'
import { type SendEnvelope, sendEnvelope } from './envelopes/send-envelope.js'
import { envelopeDetails, recentEnvelopes, senderOf, verifyEnvelope } from './envelopes/view-envelope.js'
import { listFairStarts, serveOne } from './envelopes/ways/grab-fairly.js'
import { Waits } from './envelopes/ways/waits.js'
import { type ChangeIncome, changeIncome } from './income/change-income.js'
import { checkIn } from './income/check-in.js'
import { type ClaimAllowance, claimAllowance } from './income/claim-allowance.js'
import { QuietPlaces } from './income/quiet-places.js'
import { startingSum } from './income/starting-sum.js'
import { supply } from './income/supply.js'
import { type ClaimCode, claimCode } from './linking/claim-code.js'
import type { OtherDatabase } from './linking/communities-across.js'
import { makeLinkCode, makePersonCode } from './linking/link-codes.js'
import {
  type LinkCommunities,
  type LinkOutcome,
  linkCommunities,
  type PreviewLinkOutcome,
  previewLink,
} from './linking/link-communities.js'
import { type LinkPeople, linkPeople, previewPersonLink } from './linking/link-people.js'
import { MOVED_AT_ONCE, type MoveProgress, moveOn } from './linking/move-communities.js'
import { MOVING, unlessAnythingMoves, unlessMovingAt, unlessMovingFor } from './linking/unless-moving.js'
import { previewUnlink, type UnlinkOutcome, unlinkCommunities } from './linking/unlink-communities.js'
import { previewUnlinkPerson, unlinkPerson } from './linking/unlink-person.js'
import { type AdminMoves, deduct, type TopUpMany, topUp, topUpMany } from './wallets/admin-moves.js'
import { audit } from './wallets/audit.js'
import { type BookQuery, books } from './wallets/books.js'
import { type FreezeWallet, freezeWallet, thawWallet } from './wallets/freeze-wallet.js'
import { type Rain, rain, usersToRainOn } from './wallets/rain.js'
import { previewReversal, type ReverseTrade, reverseTrade } from './wallets/reverse-trade.js'
import { type StatementQuery, statement } from './wallets/statement.js'
import { type Transfer, transfer } from './wallets/transfer.js'
import { transferThawed } from './wallets/transfer-thawed.js'
import { wallet } from './wallets/wallet.js'
import { walletsOf } from './wallets/wallets-of.js'

export interface AppOptions {
  readonly store: Pick<Store, 'engine' | 'file' | 'ledgerKey' | 'withCopy' | 'withRecentCopy'>
  readonly clock: Clock
  readonly random: Random
  /** Runs a reconcile; by default in this thread, between other work. */
  readonly reconcileFile?: (file: string, ledgerKey: KeyObject, now: number) => Promise<ReconcileReport>
  /** Reads a dashboard from the file; by default in this thread. */
  readonly dashboardOf?: typeof readDashboard
  /** Reads the figures of a year letter from the file; by default in this thread. */
  readonly letterOf?: typeof readLetter
  /** True if other programs act on the database at the same time, so nothing may be remembered of it. */
  readonly shared?: boolean
  /** Members moved per plan when communities are linked or unlinked; defaults to MOVED_AT_ONCE. */
  readonly movedAtOnce?: number
}

/**
 * How long a command waits for a link or unlink in progress, in milliseconds: short enough that people are still
 * watching.
 */
const MOVING_PATIENCE = 2_000

/** The app of one database, with the functions that only several databases need. */
export type DatabaseApp = ReturnType<typeof createApp>

/** The app, of one database or of several. */
export interface App extends Omit<DatabaseApp, 'placements' | 'people' | 'previewLink' | 'linkCommunities'> {
  previewLink(command: Omit<LinkCommunities, 'key'>): Promise<PreviewLinkOutcome | OtherDatabase>
  linkCommunities(command: LinkCommunities): Promise<LinkOutcome | OtherDatabase>
}

/**
 * Everything an adapter may call. Each call runs one use case and resolves after the commit that made its outcome
 * durable. Expected refusals are outcomes; a rejection means a bug or a store that is closing.
 */
export function createApp({
  store,
  clock,
  random,
  reconcileFile = reconcile,
  dashboardOf = readDashboard,
  letterOf = readLetter,
  shared = false,
  movedAtOnce = MOVED_AT_ONCE,
}: AppOptions) {
  const run = <Outcome>(make: (now: number) => Plan<Outcome>) => store.engine.run(() => make(clock.now()))
  /** Runs a plan that no one waits for: commands go first. */
  const runInBackground = <Outcome>(make: (now: number) => Plan<Outcome>) =>
    store.engine.run(() => make(clock.now()), 'background')

  /** What reads everything reads a file: the database itself, or a copy of a server's. */
  const inOwnFile = <Result>(read: (file: string) => Promise<Result>) => read(store.file)
  const inFile = store.withCopy ?? inOwnFile
  /** Many ask for their year on the same evening. */
  const inRecentFile = store.withRecentCopy ?? inOwnFile

  const waits = new Waits()
  const figuresOf = oneAtATime((order) => inFile((file) => dashboardOf(file, order)))
  const yearOf = inTurn((order) => inRecentFile((file) => letterOf(file, order)))
  const quiet = new QuietPlaces(shared ? 0 : undefined)
  let progress: MoveProgress | undefined
  let portion: Promise<boolean> | undefined
  /**
   * Moves the next members of a link or unlink in progress; concurrent callers share one plan. Resolves with whether
   * there may be more.
   */
  const moveSome = (): Promise<boolean> => {
    portion ??= quiet
      .changing(() => run((now) => moveOn(progress, movedAtOnce, now)))
      .then((moved) => {
        progress = moved.kind === 'moved_on' ? moved.progress : undefined
        return progress !== undefined
      })
      .finally(() => {
        portion = undefined
      })
    return portion
  }
  /** Runs a plan once the communities have arrived. */
  const onceArrived = async <Outcome>(make: (now: number) => Plan<Outcome>, patience: number) => {
    const until = clock.monotonic() + patience
    while (true) {
      while (await moveSome())
        if (clock.monotonic() > until) throw new StillMoving('communities are being linked or unlinked')
      const outcome = await run(make)
      if (outcome !== MOVING) return outcome as Exclude<Outcome, typeof MOVING>
    }
  }
  /**
   * Runs a plan that may refuse because communities are moving; retries until they have arrived. The first try has no
   * async function around it, because every tap would pay for that.
   */
  const patiently = <Outcome>(make: (now: number) => Plan<Outcome>, patience: number) =>
    run(make).then((outcome) =>
      outcome === MOVING ? onceArrived(make, patience) : (outcome as Exclude<Outcome, typeof MOVING>),
    )
  /** Runs the use case of a chat's command that moves or shows money. */
  const at = <Outcome>({ place }: Pick<Command, 'place'>, make: (now: number) => Plan<Outcome>) =>
    patiently((now) => entering(place, unlessMovingAt(place, make(now)), now), MOVING_PATIENCE)
  /** Runs a use case that must wait for all moves in progress. */
  const alone = <Outcome>(make: (now: number) => Plan<Outcome>, patience = MOVING_PATIENCE) =>
    patiently((now) => unlessAnythingMoves(make(now)), patience)
  /** The same for a command from a chat. */
  const aloneAt = <Outcome>({ place }: Pick<Command, 'place'>, make: (now: number) => Plan<Outcome>) =>
    patiently((now) => entering(place, unlessAnythingMoves(make(now)), now), MOVING_PATIENCE)
  /** Does something with each envelope of a list in its own plan. */
  const oneByOne = async (
    list: (now: number) => Plan<number[]>,
    work: (id: number, now: number) => Plan<boolean>,
  ): Promise<{ ended: number; stuck: { id: number; error: unknown }[] }> => {
    const ids = await runInBackground(list)
    const tries = await Promise.allSettled(ids.map((id) => runInBackground((now) => work(id, now))))
    const stuck: { id: number; error: unknown }[] = []
    for (const [index, attempt] of tries.entries()) {
      if (attempt.status === 'fulfilled') continue
      if (isBusy(attempt.reason)) throw attempt.reason
      stuck.push({ id: ids[index] as number, error: attempt.reason })
    }
    return { ended: tries.length - stuck.length, stuck }
  }
  /** Links or unlinks to the end: the answer means that everyone's money has arrived. */
  const move = async <Outcome extends LinkOutcome | UnlinkOutcome>(
    { place }: Pick<Command, 'place'>,
    make: (now: number) => Plan<Outcome>,
  ) => {
    const decide = (now: number) => entering(place, unlessAnythingMoves(make(now)), now)
    const outcome = await quiet.changing(() => patiently(decide, Infinity))
    try {
      while (await moveSome());
    } catch (error) {
      // The decision stands all the same, and the sweep continues it.
      if (!isBusy(error)) throw error
    }
    return outcome
  }
  /** Repeats a tap on a fair start until it is served. */
  const untilServed = async (first: GrabOutcome, grab: () => Promise<GrabOutcome>, joined?: () => void) => {
    let outcome = first
    while (outcome.kind === 'waiting') {
      joined?.()
      if (!(await waits.wait(outcome.millis))) break
      outcome = await grab()
    }
    return outcome
  }
  return {
    foundCommunity: (command: FoundCommunity) => run((now) => foundCommunity(command, now)),
    enterChat: (command: EnterChat) => run((now) => enterChat(command, now)),
    /** Read-only: founds nothing. */
    communityInfo: (place: Place) => run(() => communityInfo(place)),
    settings: (command: Command) => run((now) => entering(command.place, settings(command), now)),
    changeSettings: (command: ChangeSettings) => aloneAt(command, (now) => changeSettings(command, now)),
    calendar: (query: CalendarQuery) =>
      calendar(query, (make) => run((now) => entering(query.place, make(now), now))),
    addDay: (command: AddDay) => at(command, (now) => addDay(command, now)),
    removeOwnDay: (command: RemoveDay) => at(command, (now) => removeOwnDay(command, now)),
    switchFestival: (command: SwitchFestival) => at(command, (now) => switchFestival(command, now)),
    cover: (command: Command) => at(command, () => cover(command)),
    setCover: (command: SetCover) => at(command, (now) => setCover(command, now)),
    removeCover: (command: AdminCommand) => at(command, (now) => removeCover(command, now)),
    /** Returns the picture of an own cover; undefined when it was replaced or removed. */
    coverPicture: (cover: CoverRef) => run(() => coverPicture(cover)),
    /** The theme of today in a chat. Reads only: nothing is founded. */
    themeAt: (place: Place) => run((now) => themeAt(place, now)),
    changeIncome: (command: ChangeIncome) =>
      quiet.changing(() => aloneAt(command, (now) => changeIncome(command, now))),
    checkIn: (command: KeyedCommand) => at(command, (now) => checkIn(command, now)),
    claimAllowance: (command: ClaimAllowance) => at(command, (now) => claimAllowance(command, now)),
    /** Waits for nothing and founds nothing: the next command gives it as well. */
    startingSum: async (command: KeyedCommand) => {
      const { place } = command
      if (quiet.has(place)) return { kind: 'starting_sums_off' } as const
      const look = () => run((now) => unlessMovingAt(place, startingSum(command, now)))
      const isQuiet = (outcome: Awaited<ReturnType<typeof look>>) =>
        outcome !== MOVING && outcome.kind === 'starting_sums_off'
      const outcome = await quiet.look(place, look, isQuiet)
      return outcome === MOVING ? ({ kind: 'no_starting_sum' } as const) : outcome
    },
    appointTreasurer: (command: AppointTreasurer) => at(command, (now) => appointTreasurer(command, now)),
    joinMember: (command: Command) => at(command, (now) => joinMember(command, now)),
    topUp: (command: AdminMoves) => at(command, (now) => topUp(command, now)),
    topUpMany: (command: TopUpMany) => at(command, (now) => topUpMany(command, now)),
    deduct: (command: AdminMoves) => at(command, (now) => deduct(command, now)),
    freezeWallet: (command: FreezeWallet) => at(command, (now) => freezeWallet(command, now)),
    thawWallet: (command: FreezeWallet) => at(command, (now) => thawWallet(command, now)),
    previewReversal: (command: Omit<ReverseTrade, 'key'>) => at(command, () => previewReversal(command)),
    reverseTrade: (command: ReverseTrade) => at(command, (now) => reverseTrade(command, now)),
    rain: (command: Rain) => at(command, (now) => rain(command, now)),
    usersToRainOn: (command: Command, max: number) =>
      run((now) => entering(command.place, usersToRainOn(command, max), now)),
    transfer: (command: Transfer) => at(command, (now) => transfer(command, now)),
    sendEnvelope: (command: SendEnvelope) => at(command, (now) => sendEnvelope(command, now, random)),
    cancelScheduled: (command: CancelScheduled) => at(command, (now) => cancelScheduled(command, now)),
    /** Opens up to `limit` scheduled envelopes whose time has come, skipping the ids in `except`. */
    openScheduled: (limit: number, except?: readonly number[]) =>
      runInBackground((now) => openScheduled(now, limit, except)),
    /** The same, each in its own plan, so that one that can't be opened doesn't block the others. */
    openOneByOne: (limit: number, except?: readonly number[]) =>
      oneByOne(
        (now) => listDueAppointments(now, limit, except),
        (id, now) => openOne(id, now),
      ),
    // An unknown chat has no cards, so a tap never founds a community.
    /**
     * A tap during a fair start is answered when it ends. `joined` is called as soon as such a tap is in the
     * database, where it survives a crash. The tap counts as made at `tappedAt` (UTC milliseconds), or now.
     */
    grabShare: (command: GrabShare, joined?: () => void, tappedAt = Number.POSITIVE_INFINITY) => {
      const grab = () => patiently((now) => grabShare(command, notLongAgo(tappedAt, now)), MOVING_PATIENCE)
      return grab().then((outcome) =>
        outcome.kind === 'waiting' ? untilServed(outcome, grab, joined) : outcome,
      )
    },
    /** Refuses many late taps at once; those that it leaves out must be grabbed. Resolves with undefined for none. */
    refuseLate: async (late: LateTaps): Promise<LateTapsOutcome | undefined> => {
      const outcome = await run(() => unlessMovingAt(late.place, refuseLate(late)))
      return outcome && 'refused' in outcome ? outcome : undefined
    },
    /** Returns whom an envelope still admits. */
    admission: (envelopeNo: string) => run(() => admission(envelopeNo)),
    /** Stops all taps waiting for a fair start to end; called on shutdown. */
    endWaits: () => waits.end(),
    /**
     * Serves up to `limit` fair starts whose windows have closed, each in its own plan. Needed after a crash, when no
     * caller is left to do it. Resolves with the errors of those that failed.
     */
    serveFairStarts: async (limit: number): Promise<unknown[]> => {
      const ids = await run((now) => listFairStarts(now, limit))
      const tries = await Promise.allSettled(ids.map((id) => run((now) => serveOne(id, now))))
      return tries.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []))
    },
    /** Returns the number of the envelope whose card is this message, if a reply to it may be an answer. */
    askingCard: (command: Command, message: string) => run(() => askingCard(command, message)),
    cancelEnvelope: (command: CancelEnvelope) => at(command, (now) => cancelEnvelope(command, now)),
    /**
     * Ends up to `limit` due envelopes, skipping the ids in `except`; resolves with how many. Those that fell due after
     * `upto` (UTC milliseconds) wait, but not for long.
     */
    expireEnvelopes: (limit: number, except?: readonly number[], upto = Number.POSITIVE_INFINITY) =>
      runInBackground((now) => expireEnvelopes(notLongAgo(upto, now), limit, except)),
    /**
     * Ends up to `limit` due envelopes, skipping `except`, each in its own plan, so that one that can't end (a broken
     * invariant) doesn't block the others. Resolves with how many ended and the errors of the rest.
     */
    expireOneByOne: (limit: number, except?: readonly number[], upto = Number.POSITIVE_INFINITY) =>
      oneByOne(
        (now) => listDue(notLongAgo(upto, now), limit, except),
        (id, now) => expireOne(id, notLongAgo(upto, now)),
      ),
    /** Stores when refunds started, or until when they are on hold, for readers that judge delays. */
    refunding: (state: Refunding) => run(() => writeRefunding(state)),
    /** Makes everything postponed retry at once. */
    endPauses: () => run((now) => endPauses(now)),
    /** Transfers the money in merged members' thawed wallets to their representatives; resolves with how many. */
    transferThawed: () => runInBackground((now) => transferThawed(now)),
    envelopeDetails: (command: Command & { envelopeNo: string }) => run(() => envelopeDetails(command)),
    verifyEnvelope: (command: Command & { envelopeNo: string }) => run(() => verifyEnvelope(command)),
    recentEnvelopes: (command: Pick<Command, 'place'>, limit: number) =>
      run(() => recentEnvelopes(command, limit)),
    lastSent: (query: LastSentQuery) => run(() => lastSent(query)),
    /** Returns whom to notify on a platform about an envelope. */
    senderOf: (envelopeNo: string, platform: string) => run(() => senderOf(envelopeNo, platform)),
    /** Returns the users to ask a platform about when an admin acts on many members at once. */
    knownUsers: (query: KnownUsersQuery) => run((now) => entering(query.place, knownUsers(query), now)),
    wallet: (command: Command) => at(command, (now) => wallet(command, now)),
    statement: (query: StatementQuery) => at(query, (now) => statement(query, now)),
    leaveBoards: (command: LeaveBoards) => at(command, (now) => leaveBoards(command, now)),
    leaderboard: async (query: LeaderboardQuery): Promise<LeaderboardOutcome> => {
      while (true) {
        const outcome = await run((now) => entering(query.place, leaderboard(query, now), now))
        if (outcome) return outcome
      }
    },
    luck: async (query: Command): Promise<LuckOutcome> => {
      while (true) {
        const outcome = await run((now) => entering(query.place, luck(query), now))
        if (outcome) return outcome
      }
    },
    /** Updates the leaderboards in slices, between which other plans get their turn. */
    countForLeaderboards: async (): Promise<void> => {
      while (await runInBackground(countForLeaderboards));
    },
    /** Returns a person's wallets in all communities, for a private chat. */
    walletsOf: (query: Pick<Command, 'by'>) =>
      patiently(() => unlessMovingFor(query.by, walletsOf(query)), MOVING_PATIENCE),
    migrateChat: (command: MigrateChat) =>
      quiet.changing(() => alone((now) => migrateChat(command, now), Infinity)),
    /**
     * Moves the chats whose move was postponed, if they can move now; resolves with how many. Doesn't wait: while
     * communities are moving, there are none.
     */
    finishMigrations: async (): Promise<number> => {
      const moved = await quiet.changing(() => run((now) => unlessAnythingMoves(finishMigrations(now))))
      return typeof moved === 'number' ? moved : 0
    },
    makeLinkCode: (command: AdminCommand) => at(command, (now) => makeLinkCode(command, now, random)),
    /** For codes that others may have read as they were typed; call it before anything can refuse the command. */
    claimCode: (command: ClaimCode) => run((now) => entering(command.place, claimCode(command, now), now)),
    previewLink: (command: Omit<LinkCommunities, 'key'>) =>
      aloneAt(command, (now) => previewLink(command, now)),
    linkCommunities: (command: LinkCommunities) =>
      move(command, (now) => linkCommunities(command, now, movedAtOnce)),
    previewUnlink: (command: Omit<AdminCommand, 'key'>) => aloneAt(command, () => previewUnlink(command)),
    unlinkCommunities: (command: AdminCommand) =>
      move(command, (now) => unlinkCommunities(command, now, movedAtOnce)),
    /**
     * Continues a link or unlink in progress, for example after a crash; resolves with whether there may be more to
     * move.
     */
    moveSome,
    makePersonCode: (command: PersonalCommand) => run((now) => makePersonCode(command, now, random)),
    previewPersonLink: (command: Omit<LinkPeople, 'key'>) => alone((now) => previewPersonLink(command, now)),
    linkPeople: (command: LinkPeople) => alone((now) => linkPeople(command, now)),
    previewUnlinkPerson: (query: Pick<PersonalCommand, 'by'>) => alone(() => previewUnlinkPerson(query)),
    unlinkPerson: (command: PersonalCommand) => alone((now) => unlinkPerson(command, now)),
    blockMember: (command: BlockMember) => at(command, (now) => blockMember(command, now)),
    unblockMember: (command: UnblockMember) => at(command, (now) => unblockMember(command, now)),
    /** Figures about how members grab, for admins. */
    suspects: (query: SuspectsQuery) =>
      suspects(query, (make) => run((now) => entering(query.place, make(now), now))),
    /** A community's figures, for admins. */
    dashboard: (query: DashboardQuery) => dashboard(query, (make) => at(query, make), figuresOf),
    /** A member's year, or a community's. */
    yearLetter: (query: LetterQuery) =>
      yearLetter(query, (make) => run((now) => entering(query.place, make(now), now)), yearOf),
    supply: (command: Command) => at(command, (now) => supply(command, now)),
    audit: (command: Command, limit: number) => at(command, () => audit(command, limit)),
    books: (query: BookQuery) => run(() => books(query)),
    /** Checks the invariants over the whole database without blocking commands; changes nothing. */
    reconcile: () => inFile((file) => reconcileFile(file, store.ledgerKey, clock.now())),
    /** Deletes the answers to commands given before this time (UTC milliseconds); resolves with how many. */
    forgetIdempotencyRecords: async (before: number): Promise<number> => {
      let count = 0
      let after: string | undefined = ''
      while (after !== undefined) {
        const from: string = after
        const slice = await runInBackground(() => forgetIdempotencyRecords(before, from))
        count += slice.count
        after = slice.more ? slice.upto : undefined
      }
      return count
    },
    /** Updates confirmed to their platform before they were handled, kept across a crash. */
    pendingUpdates: {
      keep: (platform: string, update: PendingUpdate) =>
        run((now) => keepPendingUpdate(platform, update, now)),
      done: (platform: string, key: string) => run(() => forgetPendingUpdate(platform, key)),
      all: (platform: string) => run(() => pendingUpdates(platform)),
    },
    /** Records which announcements of payments a chat has had, for platforms that repeat commands. */
    announced: {
      already: (key: string) => run(() => wasAnnounced(key)),
      done: (key: string) => run((now) => markAnnounced(key, now)),
    },
    /** Records the mention name that a platform user has now. */
    rememberHandle: (handle: Handle) => run((now) => rememberHandle(handle, now)),
    /** Returns the last known owner of a handle; the platform must confirm that it is current. */
    userCalled: (platform: string, handle: string) => run(() => userCalled(platform, handle)),
    /** The message board, as the updater uses it. */
    board: {
      chatsBehind: (after: ChatsAfter = {}, slices?: readonly Slice[]) =>
        run((now) => chatsBehind(after, now, slices)),
      nextCard: (platform: string, chat: string) => run((now) => nextCard(platform, chat, now)),
      shown: (id: number, message: string, rev: number, picture: string | null = null) =>
        run((now) => cardShown(id, { message, picture }, rev, now)),
      /** Retries after `after` milliseconds. */
      later: (id: number, after: number, attempts: number) =>
        run((now) => cardLater(id, now + after, attempts)),
      /** Makes the postponed cards of these chats retry at once. */
      wake: (platform: string, chats: readonly string[]) => run((now) => wakeCards(platform, chats, now)),
      /** Schedules a chat's sleeping cards for a moment later; repeated calls don't bring that forward. */
      wakeSoon: (platform: string, chat: string) => run((now) => wakeCardsSoon(platform, chat, now)),
      gone: (id: number) => run((now) => cardGone(id, now)),
      platformsToNotify: (slices?: readonly Slice[]) => run((now) => platformsToNotify(now, slices)),
      nextNotification: (platform: string, slice?: Slice) =>
        run((now) => nextNotification(platform, now, slice)),
      /** The sender was notified, or never will be. */
      notificationDone: (id: number) => run(() => notificationDone(id)),
      /** Notifies after `after` milliseconds. */
      notificationLater: (id: number, after: number, attempts: number) =>
        run((now) => notificationLater(id, now + after, attempts)),
      resultsToPost: (slices?: readonly Slice[]) => run((now) => resultsToPost(now, slices)),
      beginResult: (result: DueResult) => run(() => beginResult(result)),
      resultPosted: ({ card }: DueResult) => run(() => resultPosted(card)),
      /** Retries after `after` milliseconds. */
      resultLater: ({ card }: DueResult, after: number) => run((now) => resultLater(card, now + after)),
      resultLeftOut: ({ card, envelope }: DueResult) => run(() => leaveOut(card, envelope)),
    },
    /** Messages to both sides of reversed trades, as the updater delivers them. */
    reversalNotices: {
      platforms: () => run((now) => platformsToTellOfReversals(now)),
      next: (platform: string) => run((now) => nextReversalNotice(platform, now)),
      done: (id: number) => run(() => reversalNoticeDone(id)),
      /** Retries after `after` milliseconds. */
      later: (id: number, after: number, attempts: number) =>
        run((now) => reversalNoticeLater(id, now + after, attempts)),
    },
    /** Number of outdated cards, except sleeping ones. Counts in portions, between which clicks get their turn. */
    pendingMessages: async (): Promise<number> => {
      let count = 0
      let after: PendingPlace | undefined
      do {
        const from: PendingPlace | undefined = after
        const portion = await run((now) => pendingCount(now, from))
        count += portion.count
        after = portion.next
      } while (after)
      return count
    },
    ...acrossDatabases({ run, runInBackground, patiently, alone, patience: MOVING_PATIENCE }),
    /** Resolves once the engine has answered the smallest plan. */
    ping: () => run(ping),
    /** Calls the listener after each commit that changed something. Returns a function that unsubscribes. */
    onCommit: (listener: () => void) => store.engine.onCommit(listener),
    now: () => clock.now(),
  }
}
