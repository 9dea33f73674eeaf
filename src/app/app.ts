import type { KeyObject } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { Place } from '../core/place.js'
import type { Random } from '../core/random.js'
import type { Store } from '../integrity/open.js'
import { type ReconcileReport, reconcile } from '../integrity/reconcile.js'
import { type Handle, rememberHandle, userCalled } from '../store/handles.js'
import { forgetIdempotencyRecords, markAnnounced, wasAnnounced } from '../store/idempotency.js'
import { pendingCount } from '../store/messages.js'
import {
  forgetPendingUpdate,
  keepPendingUpdate,
  type PendingUpdate,
  pendingUpdates,
} from '../store/pending-updates.js'
import type { Plan } from '../store/plan.js'
import { type Refunding, writeRefunding } from '../store/refunds.js'
import { endPauses } from './board/end-pauses.js'
import {
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
import { isBusy, StillMoving } from './busy.js'
import type { AdminCommand, Command, PersonalCommand } from './command.js'
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
import { finishMigrations, type MigrateChat, migrateChat } from './community/migrate-chat.js'
import { type ChangeSettings, changeSettings, settings } from './community/settings.js'
import { type AppointTreasurer, appointTreasurer } from './community/treasurers.js'
import {
  type CancelEnvelope,
  cancelEnvelope,
  expireEnvelopes,
  expireOne,
  listDue,
} from './envelopes/end-envelope.js'
import { type GrabShare, grabShare } from './envelopes/grab-share.js'
import {
  type CancelScheduled,
  cancelScheduled,
  listDueAppointments,
  openOne,
  openScheduled,
} from './envelopes/scheduled.js'
import { type SendEnvelope, sendEnvelope } from './envelopes/send-envelope.js'
import { envelopeDetails, recentEnvelopes, senderOf, verifyEnvelope } from './envelopes/view-envelope.js'
import { type ClaimCode, claimCode } from './linking/claim-code.js'
import { makeLinkCode, makePersonCode } from './linking/link-codes.js'
import {
  type LinkCommunities,
  type LinkOutcome,
  linkCommunities,
  previewLink,
} from './linking/link-communities.js'
import { type LinkPeople, linkPeople, previewPersonLink } from './linking/link-people.js'
import { MOVED_AT_ONCE, moveOn } from './linking/move-communities.js'
import { MOVING, unlessAnythingMoves, unlessMovingAt, unlessMovingFor } from './linking/unless-moving.js'
import { previewUnlink, type UnlinkOutcome, unlinkCommunities } from './linking/unlink-communities.js'
import { previewUnlinkPerson, unlinkPerson } from './linking/unlink-person.js'
import { type AdminMoves, deduct, type TopUpMany, topUp, topUpMany } from './wallets/admin-moves.js'
import { audit } from './wallets/audit.js'
import { type BookQuery, books } from './wallets/books.js'
import { type StatementQuery, statement } from './wallets/statement.js'
import { type Transfer, transfer } from './wallets/transfer.js'
import { transferThawed } from './wallets/transfer-thawed.js'
import { wallet } from './wallets/wallet.js'
import { walletsOf } from './wallets/wallets-of.js'

export interface AppOptions {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  /** Where to reconcile; in this thread, between other work, unless something else is given. */
  readonly reconcileFile?: (file: string, ledgerKey: KeyObject, now: number) => Promise<ReconcileReport>
  /** Members who move in one plan when communities are linked and unlinked; MOVED_AT_ONCE when not given. */
  readonly movedAtOnce?: number
}

/** How long a command waits for a link or unlink that is under way, in milliseconds: people are still looking. */
const MOVING_PATIENCE = 2_000

export type App = ReturnType<typeof createApp>

/**
 * All that an adapter may call. Each call runs one use case and resolves after the commit that made its
 * outcome durable. Expected refusals are outcomes; a rejection is a bug or a store that is closing.
 */
export function createApp({
  store,
  clock,
  random,
  reconcileFile = reconcile,
  movedAtOnce = MOVED_AT_ONCE,
}: AppOptions) {
  const run = <Outcome>(make: (now: number) => Plan<Outcome>) => store.engine.run(() => make(clock.now()))

  let movedUpto = 0
  let portion: Promise<boolean> | undefined
  /**
   * Moves the next members for the link or unlink that is under way, together with all others who ask at the same time.
   * Resolves with whether there may be more to move.
   */
  const moveSome = (): Promise<boolean> => {
    portion ??= run((now) => moveOn(movedUpto, movedAtOnce, now))
      .then((moved) => {
        movedUpto = moved.kind === 'moved_on' ? moved.last : 0
        return moved.kind === 'moved_on'
      })
      .finally(() => {
        portion = undefined
      })
    return portion
  }
  /** Runs a plan that may say that communities move, as soon as they no longer do. */
  const patiently = async <Outcome>(
    make: (now: number) => Plan<Outcome>,
    patience: number,
  ): Promise<Exclude<Outcome, typeof MOVING>> => {
    const until = clock.monotonic() + patience
    while (true) {
      const outcome = await run(make)
      if (outcome !== MOVING) return outcome as Exclude<Outcome, typeof MOVING>
      while (await moveSome())
        if (clock.monotonic() > until) throw new StillMoving('communities are being linked or unlinked')
    }
  }
  /** Runs the use case of a command that was given in a chat and moves or shows money. */
  const at = <Outcome>({ place }: Pick<Command, 'place'>, make: (now: number) => Plan<Outcome>) =>
    patiently((now) => entering(place, unlessMovingAt(place, make(now)), now), MOVING_PATIENCE)
  /** Runs a use case for which nothing may be on its way. */
  const alone = <Outcome>(make: (now: number) => Plan<Outcome>, patience = MOVING_PATIENCE) =>
    patiently((now) => unlessAnythingMoves(make(now)), patience)
  /** The same of a command that was given in a chat. */
  const aloneAt = <Outcome>({ place }: Pick<Command, 'place'>, make: (now: number) => Plan<Outcome>) =>
    patiently((now) => entering(place, unlessAnythingMoves(make(now)), now), MOVING_PATIENCE)
  /** Does something with each envelope of a list in a plan of its own. */
  const oneByOne = async (
    list: (now: number) => Plan<number[]>,
    work: (id: number, now: number) => Plan<boolean>,
  ): Promise<{ ended: number; stuck: { id: number; error: unknown }[] }> => {
    const ids = await run(list)
    const tries = await Promise.allSettled(ids.map((id) => run((now) => work(id, now))))
    const stuck: { id: number; error: unknown }[] = []
    for (const [index, attempt] of tries.entries()) {
      if (attempt.status === 'fulfilled') continue
      if (isBusy(attempt.reason)) throw attempt.reason
      stuck.push({ id: ids[index] as number, error: attempt.reason })
    }
    return { ended: tries.length - stuck.length, stuck }
  }
  /** Links or unlinks, to the end: the answer is that everybody's money has arrived. */
  const move = async <Outcome extends LinkOutcome | UnlinkOutcome>(
    { place }: Pick<Command, 'place'>,
    make: (now: number) => Plan<Outcome>,
  ) => {
    const outcome = await patiently((now) => entering(place, unlessAnythingMoves(make(now)), now), Infinity)
    try {
      while (await moveSome());
    } catch (error) {
      // It is decided all the same, and the sweep goes on with it.
      if (!isBusy(error)) throw error
    }
    return outcome
  }
  return {
    foundCommunity: (command: FoundCommunity) => run((now) => foundCommunity(command, now)),
    enterChat: (command: EnterChat) => run((now) => enterChat(command, now)),
    /** Reads only: nothing is founded. */
    communityInfo: (place: Place) => run(() => communityInfo(place)),
    settings: (command: Command) => run((now) => entering(command.place, settings(command), now)),
    changeSettings: (command: ChangeSettings) => aloneAt(command, (now) => changeSettings(command, now)),
    calendar: (query: CalendarQuery) => run((now) => entering(query.place, calendar(query, now), now)),
    addDay: (command: AddDay) => at(command, (now) => addDay(command, now)),
    removeOwnDay: (command: RemoveDay) => at(command, (now) => removeOwnDay(command, now)),
    switchFestival: (command: SwitchFestival) => at(command, (now) => switchFestival(command, now)),
    /** The theme of today in a chat. Reads only: nothing is founded. */
    themeAt: (place: Place) => run((now) => themeAt(place, now)),
    appointTreasurer: (command: AppointTreasurer) => at(command, (now) => appointTreasurer(command, now)),
    joinMember: (command: Command) => at(command, (now) => joinMember(command, now)),
    topUp: (command: AdminMoves) => at(command, (now) => topUp(command, now)),
    topUpMany: (command: TopUpMany) => at(command, (now) => topUpMany(command, now)),
    deduct: (command: AdminMoves) => at(command, (now) => deduct(command, now)),
    transfer: (command: Transfer) => at(command, (now) => transfer(command, now)),
    sendEnvelope: (command: SendEnvelope) => at(command, (now) => sendEnvelope(command, now, random)),
    // No card hangs in a chat that is not known, so a tap founds none.
    grabShare: (command: GrabShare) =>
      patiently((now) => unlessMovingAt(command.place, grabShare(command, now)), MOVING_PATIENCE),
    cancelScheduled: (command: CancelScheduled) => at(command, (now) => cancelScheduled(command, now)),
    /** Opens at most `limit` scheduled envelopes whose time has come, `except` those with these ids. */
    openScheduled: (limit: number, except?: readonly number[]) =>
      run((now) => openScheduled(now, limit, except)),
    /** The same, each in a plan of its own, so that one that cannot be opened holds up no other. */
    openOneByOne: (limit: number, except?: readonly number[]) =>
      oneByOne(
        (now) => listDueAppointments(now, limit, except),
        (id, now) => openOne(id, now),
      ),
    cancelEnvelope: (command: CancelEnvelope) => at(command, (now) => cancelEnvelope(command, now)),
    /** Ends at most `limit` due envelopes, `except` those with these ids; resolves with how many. */
    expireEnvelopes: (limit: number, except?: readonly number[]) =>
      run((now) => expireEnvelopes(now, limit, except)),
    /**
     * Ends at most `limit` due envelopes, `except` some, each in a plan of its own, so that one that cannot end (a
     * broken invariant) holds up no other. Resolves with how many ended and what was wrong with the rest.
     */
    expireOneByOne: (limit: number, except?: readonly number[]) =>
      oneByOne(
        (now) => listDue(now, limit, except),
        (id, now) => expireOne(id, now),
      ),
    /** Stores since when what is due is refunded, or until when that is on hold, for those who judge delays. */
    refunding: (state: Refunding) => run(() => writeRefunding(state)),
    /** Lets everything that was put off until a time be tried at once. */
    endPauses: () => run((now) => endPauses(now)),
    /** Transfers what thawed wallets of merged members hold to those who represent them; resolves with how many. */
    transferThawed: () => run((now) => transferThawed(now)),
    envelopeDetails: (command: Command & { envelopeNo: string }) => run(() => envelopeDetails(command)),
    verifyEnvelope: (command: Command & { envelopeNo: string }) => run(() => verifyEnvelope(command)),
    recentEnvelopes: (command: Pick<Command, 'place'>, limit: number) =>
      run(() => recentEnvelopes(command, limit)),
    /** Whom to tell on a platform what became of an envelope. */
    senderOf: (envelopeNo: string, platform: string) => run(() => senderOf(envelopeNo, platform)),
    /** Whom a platform can be asked about, for what admins do for many at once. */
    knownUsers: (query: KnownUsersQuery) => run((now) => entering(query.place, knownUsers(query), now)),
    wallet: (command: Command) => at(command, (now) => wallet(command, now)),
    statement: (query: StatementQuery) => at(query, (now) => statement(query, now)),
    leaderboard: async (query: LeaderboardQuery): Promise<LeaderboardOutcome> => {
      while (true) {
        const outcome = await run((now) => entering(query.place, leaderboard(query, now), now))
        if (outcome) return outcome
      }
    },
    /** Counts for the leaderboards what has happened, in slices between which others have their turn. */
    countForLeaderboards: async (): Promise<void> => {
      while (await run(countForLeaderboards));
    },
    /** Everything that a person has, for a private chat. */
    walletsOf: (query: Pick<Command, 'by'>) =>
      patiently(() => unlessMovingFor(query.by, walletsOf(query)), MOVING_PATIENCE),
    migrateChat: (command: MigrateChat) => alone((now) => migrateChat(command, now), Infinity),
    /**
     * Moves the chats that had to wait, when they no longer have to; resolves with how many. Waits for nothing: as long as
     * communities move there are none.
     */
    finishMigrations: async (): Promise<number> => {
      const moved = await run((now) => unlessAnythingMoves(finishMigrations(now)))
      return typeof moved === 'number' ? moved : 0
    },
    makeLinkCode: (command: AdminCommand) => at(command, (now) => makeLinkCode(command, now, random)),
    /** For codes that others may have read as they were typed; to be called before anything refuses the command. */
    claimCode: (command: ClaimCode) => run((now) => entering(command.place, claimCode(command, now), now)),
    previewLink: (command: Omit<LinkCommunities, 'key'>) =>
      aloneAt(command, (now) => previewLink(command, now)),
    linkCommunities: (command: LinkCommunities) =>
      move(command, (now) => linkCommunities(command, now, movedAtOnce)),
    previewUnlink: (command: Omit<AdminCommand, 'key'>) => aloneAt(command, () => previewUnlink(command)),
    unlinkCommunities: (command: AdminCommand) =>
      move(command, (now) => unlinkCommunities(command, now, movedAtOnce)),
    /**
     * Goes on with a link or unlink that is under way, as after a crash; resolves with whether there may be more to move.
     */
    moveSome,
    makePersonCode: (command: PersonalCommand) => run((now) => makePersonCode(command, now, random)),
    previewPersonLink: (command: Omit<LinkPeople, 'key'>) => alone((now) => previewPersonLink(command, now)),
    linkPeople: (command: LinkPeople) => alone((now) => linkPeople(command, now)),
    previewUnlinkPerson: (query: Pick<PersonalCommand, 'by'>) => alone(() => previewUnlinkPerson(query)),
    unlinkPerson: (command: PersonalCommand) => alone((now) => unlinkPerson(command, now)),
    audit: (command: Command, limit: number) => at(command, () => audit(command, limit)),
    books: (query: BookQuery) => run(() => books(query)),
    /** Checks the invariants over the whole file and holds up no command; changes nothing. */
    reconcile: () => reconcileFile(store.file, store.ledgerKey, clock.now()),
    /** Forgets the answers to commands given before this time (UTC milliseconds); resolves with how many. */
    forgetIdempotencyRecords: async (before: number): Promise<number> => {
      let count = 0
      let after: string | undefined = ''
      while (after !== undefined) {
        const from: string = after
        const slice = await run(() => forgetIdempotencyRecords(before, from))
        count += slice.count
        after = slice.more ? slice.upto : undefined
      }
      return count
    },
    /** Updates of a platform that were confirmed to it before they were done, kept over a crash. */
    pendingUpdates: {
      keep: (platform: string, update: PendingUpdate) =>
        run((now) => keepPendingUpdate(platform, update, now)),
      done: (platform: string, key: string) => run(() => forgetPendingUpdate(platform, key)),
      all: (platform: string) => run(() => pendingUpdates(platform)),
    },
    /** What a chat was told of money that moved under a command's key, for platforms that repeat commands. */
    announced: {
      already: (key: string) => run(() => wasAnnounced(key)),
      done: (key: string) => run((now) => markAnnounced(key, now)),
    },
    /** Remembers by which name a user of a platform can be mentioned now. */
    rememberHandle: (handle: Handle) => run((now) => rememberHandle(handle, now)),
    /** Whose a name was when it was last seen; the platform has to say whether it still is. */
    userCalled: (platform: string, handle: string) => run(() => userCalled(platform, handle)),
    /** What the updater needs of the message board. */
    board: {
      chatsBehind: () => run(() => chatsBehind()),
      nextCard: (platform: string, chat: string) => run((now) => nextCard(platform, chat, now)),
      shown: (id: number, message: string, rev: number) => run(() => cardShown(id, message, rev)),
      /** Tries again after so many milliseconds. */
      later: (id: number, after: number, attempts: number) =>
        run((now) => cardLater(id, now + after, attempts)),
      /** Tries the cards of these chats at once that were put off. */
      wake: (platform: string, chats: readonly string[]) => run((now) => wakeCards(platform, chats, now)),
      /** Tries the cards of a chat in a moment that are asleep; however often it is called, no sooner. */
      wakeSoon: (platform: string, chat: string) => run((now) => wakeCardsSoon(platform, chat, now)),
      gone: (id: number) => run((now) => cardGone(id, now)),
      platformsToNotify: () => run((now) => platformsToNotify(now)),
      nextNotification: (platform: string) => run((now) => nextNotification(platform, now)),
      /** The sender was notified, or never will be. */
      notificationDone: (id: number) => run(() => notificationDone(id)),
      /** Notifies after so many milliseconds. */
      notificationLater: (id: number, after: number, attempts: number) =>
        run((now) => notificationLater(id, now + after, attempts)),
    },
    /** How many cards are behind what is true; not those that are asleep. */
    pendingMessages: () => run((now) => pendingCount(now)),
    /** Calls the listener after each commit that changed something. Returns how to stop that. */
    onCommit: (listener: () => void) => store.engine.onCommit(listener),
    now: () => clock.now(),
  }
}
