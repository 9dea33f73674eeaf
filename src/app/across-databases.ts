import type { Place } from '../core/place.js'
import { type LinkedIdentity, nextPeople } from '../store/people.js'
import {
  chatsAt,
  countPlaced,
  isKnown,
  knownChats,
  placeAll,
  placeChat,
  placementOf,
  replaceAll,
} from '../store/placements.js'
import type { Plan } from '../store/plan.js'
import type { ChatId } from './board/message-board.js'
import type { Command, PersonalCommand } from './command.js'
import { type ClaimCode, claimForPerson } from './linking/claim-code.js'
import {
  enterDatabase,
  hostOfCode,
  leaveDatabase,
  passClaim,
  type Unused,
} from './linking/communities-across.js'
import type { LinkPeople } from './linking/link-people.js'
import {
  beginChange,
  changeHere,
  changesUnderWay,
  finishChange,
  keepPeople,
  type PeopleLink,
  type PeopleOrder,
  type PeopleOutcome,
  type PeoplePart,
  peopleAreComplete,
  peopleAreMissing,
  prepareLink,
  prepareUnlink,
  previewLinkHere,
  refuseChange,
  whatBecameOf,
} from './linking/people-across.js'
import { type MOVING, unlessMovingFor } from './linking/unless-moving.js'
import { walletsByRecency } from './wallets/wallets-of.js'

type Run = <Outcome>(make: (now: number) => Plan<Outcome>) => Promise<Outcome>
type Patiently = <Outcome>(
  make: (now: number) => Plan<Outcome>,
  patience: number,
) => Promise<Exclude<Outcome, typeof MOVING>>

export interface Runners {
  readonly run: Run
  readonly runInBackground: Run
  readonly patiently: Patiently
  readonly alone: <Outcome>(make: (now: number) => Plan<Outcome>) => Promise<Exclude<Outcome, typeof MOVING>>
  /** Milliseconds. */
  readonly patience: number
}

type ClaimedCode = Pick<ClaimCode, 'place' | 'code'>

/** Returns the functions that only several databases need: src/shards combines those of each database into whole use cases. */
export function acrossDatabases({ run, runInBackground, patiently, alone, patience }: Runners) {
  return {
    /** The database of each chat, and chats that move. Only servers have these tables. */
    placements: {
      /** Returns the number of a chat's database, from the first database. */
      of: (chat: ChatId) => run(() => placementOf(chat)),
      /** Places a chat unless it has a place; returns the number of its database. */
      place: (chat: ChatId, databaseNo: number) => run((now) => placeChat(chat, databaseNo, now)),
      /** Places the chats that have no place yet. */
      placeAll: (chats: readonly ChatId[], databaseNo: number) =>
        runInBackground((now) => placeAll(chats, databaseNo, now)),
      count: () => run(countPlaced),
      /** Returns a portion of the chats that this database knows. */
      known: (after: ChatId) => runInBackground(() => knownChats(after)),
      /** Returns whether this database knows a chat. */
      knows: (chat: ChatId) => run(() => isKnown(chat)),
      /** Moves the placements of chats, from the first database. */
      replaceAll: (chats: readonly ChatId[], databaseNo: number) =>
        run((now) => replaceAll(chats, databaseNo, now)),
      /** Returns the chats of the community at a place. */
      chatsAt: (place: Place) => run(() => chatsAt(place)),
      leave: (place: Place) => alone(() => leaveDatabase(place)),
      enter: (unused: Unused) => run((now) => enterDatabase(unused, now)),
      hostOfCode: (code: ClaimedCode) => run((now) => hostOfCode(code, now)),
      passClaim: (code: ClaimedCode) => run(() => passClaim(code)),
    },
    /** Each database's part of linking and unlinking people and of listing their wallets. */
    people: {
      walletsOf: (query: Pick<Command, 'by'>) =>
        patiently(() => unlessMovingFor(query.by, walletsByRecency(query)), patience),
      whatBecameOf: (command: PeopleOrder['command']) => run((now) => whatBecameOf(command, now)),
      prepareLink: (command: Omit<LinkPeople, 'key'>) => run((now) => prepareLink(command, now)),
      prepareUnlink: (command: Pick<PersonalCommand, 'by'>) => run(() => prepareUnlink(command)),
      previewLinkHere: (change: PeopleLink) => alone(() => previewLinkHere(change)),
      begin: (order: PeopleOrder) => run((now) => beginChange(order, now)),
      underWay: () => run(changesUnderWay),
      changeHere: (order: PeopleOrder) => alone((now) => changeHere(order, now)),
      finish: (order: PeopleOrder, parts: readonly PeoplePart[]) =>
        run((now) => finishChange(order, parts, now)),
      refuse: (command: PeopleOrder['command'], refusal: PeopleOutcome) =>
        run((now) => refuseChange(command, refusal, now)),
      claim: ({ by, code }: Pick<ClaimCode, 'by' | 'code'>) =>
        run((now) => claimForPerson({ by, code }, now)),
      next: (after: number) => runInBackground(() => nextPeople(after)),
      areMissing: () => run(peopleAreMissing),
      keep: (people: readonly (readonly LinkedIdentity[])[]) =>
        runInBackground((now) => keepPeople(people, now)),
      areComplete: () => run(peopleAreComplete),
    },
  }
}
