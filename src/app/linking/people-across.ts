import { readCode } from '../../core/link-code.js'
import type { Amount } from '../../core/money.js'
import { plainName } from '../../core/text.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { claimedOffer, useUpOffer } from '../../store/links.js'
import { identitiesOfPerson, type LinkedIdentity, personOf, unite } from '../../store/people.js'
import type { Plan } from '../../store/plan.js'
import { beginSpanning, COPY_PEOPLE, forgetSpanning, spanningChanges } from '../../store/spanning.js'
import { bodyOf } from '../body-of.js'
import type { PersonalCommand } from '../command.js'
import {
  claimerOf,
  frozenIn,
  type LinkPeople,
  type LinkPeopleOutcome,
  type LinkPeopleRefusal,
  membersAs,
  type Pair,
  type Purse,
  pairsOf,
  purse,
} from './link-people.js'
import { mergeMembers, mergeWithoutMoney } from './merge-members.js'
import { separateHere, type UnlinkPersonOutcome } from './unlink-person.js'

// Linking and unlinking people where there are several databases. Each has all links of people, because a person may act
// in any. The first database decides a change and records it as under way; then each database makes its part, and the first
// finishes it. Any program that finds it under way may complete it: each part is made once.

type Identity = Pick<LinkedIdentity, 'platform' | 'user'>

/** Links two people in all databases. */
export interface PeopleLink {
  readonly kind: 'link'
  readonly code: string
  /** The maker of the code, who stays, and everyone linked to them. */
  readonly maker: LinkedIdentity
  readonly makers: readonly Identity[]
  /** The asker, and everyone linked to them. */
  readonly asker: LinkedIdentity
  readonly askers: readonly Identity[]
}

/** Separates an identity from the others of its person in all databases. */
export interface PersonUnlink {
  readonly kind: 'unlink'
  readonly asker: LinkedIdentity
  /** All identities of the person. */
  readonly askers: readonly LinkedIdentity[]
}

export type PeopleChange = PeopleLink | PersonUnlink

/** A command and the change that it makes. */
export interface PeopleOrder {
  readonly command: LinkPeople | PersonalCommand
  readonly change: PeopleChange
}

export type PeopleOutcome = LinkPeopleOutcome | UnlinkPersonOutcome

/** The command's change has begun and isn't finished. */
export interface UnderWay {
  readonly kind: 'under_way'
  readonly order: PeopleOrder
}

/** The answer of one database to its part of a change. */
export interface PeoplePart {
  /** For a link, the balance of every merged wallet; for an unlink, the money that stays with the others. */
  readonly purses: readonly Purse[]
}

/** In the first database: returns the change that a code stands for. Claims the code for the asker. */
export function* prepareLink(
  { by, code: typed }: Omit<LinkPeople, 'key'>,
  now: number,
): Plan<PeopleLink | LinkPeopleRefusal> {
  const code = readCode(typed)
  const offer = code === undefined ? undefined : yield* claimedOffer('people', code, claimerOf(by), now)
  if (code === undefined || !offer) return { kind: 'bad_code' }
  if (offer.platform === by.platform && offer.user === by.user) return { kind: 'same_identity' }
  const makers = yield* togetherWith(offer)
  if (makers.some((one) => isSame(one, by))) return { kind: 'already_linked' }
  const { platform, user, name } = offer
  return {
    kind: 'link',
    code,
    maker: { platform, user, name },
    makers,
    asker: { platform: by.platform, user: by.user, name: plainName(by.name) },
    askers: yield* togetherWith(by),
  }
}

/** In any database: returns the change that unlinks the asking identity. */
export function* prepareUnlink({
  by,
}: Pick<PersonalCommand, 'by'>): Plan<PersonUnlink | { kind: 'not_linked' }> {
  const person = yield* personOf(by.platform, by.user)
  if (person === undefined) return { kind: 'not_linked' }
  const askers = yield* identitiesOfPerson(person)
  return { kind: 'unlink', asker: { platform: by.platform, user: by.user, name: plainName(by.name) }, askers }
}

/** In each database: returns the money that a link would move there, or why it can't. */
export function* previewLinkHere(
  change: PeopleLink,
): Plan<PeoplePart | { kind: 'wallet_frozen'; name: string }> {
  const pairs = yield* pairsHere(change)
  const frozen = frozenIn(pairs)
  if (frozen) return { kind: 'wallet_frozen', name: frozen.name }
  const purses: Purse[] = []
  for (const { community, goes } of pairs)
    if (goes.wallet.balance > 0) purses.push(yield* purse(community, goes.wallet.balance))
  return { purses }
}

/**
 * In the first database: records that a change is under way, unless it has `changed` since it was prepared. It must `wait`
 * while another change of the same people is under way.
 */
export function* beginChange(order: PeopleOrder, now: number): Plan<'begun' | 'changed' | 'wait'> {
  const { command, change } = order
  const others = yield* changesUnderWay()
  if (others.some((other) => other.command.key === command.key)) return 'begun'
  const own = peopleIn(change)
  if (others.some((other) => peopleIn(other.change).some((one) => own.some((each) => isSame(one, each)))))
    return 'wait'
  const prepared = 'code' in command ? yield* prepareLink(command, now) : yield* prepareUnlink(command)
  // Only other databases have the link: this one was restored from an older backup.
  const isElsewhere = change.kind === 'unlink' && prepared.kind === 'not_linked'
  if (!isElsewhere && JSON.stringify(prepared) !== JSON.stringify(change)) return 'changed'
  if (change.kind === 'link') yield* useUpOffer('people', change.code, claimerOf(command.by))
  yield* beginSpanning({ key: command.key, body: JSON.stringify(order) }, now)
  return 'begun'
}

/** In the first database: returns the changes under way, oldest first. */
export function* changesUnderWay(): Plan<PeopleOrder[]> {
  const changes = yield* spanningChanges()
  return changes.flatMap(({ key, body }) => (key === COPY_PEOPLE ? [] : [JSON.parse(body) as PeopleOrder]))
}

/**
 * In each database: makes a change there, once. A wallet that was frozen after the preview doesn't stop a link: its money
 * follows once it is thawed. An unlink waits for the thaw, because a frozen wallet can't be divided.
 */
export function* changeHere(
  { command, change }: PeopleOrder,
  now: number,
): Plan<({ kind: 'changed' } & PeoplePart) | { kind: 'wallet_frozen'; name: string } | KeyReused> {
  // The first database has the answer to the whole command under the command's key.
  const key = `${command.key}:here`
  const body = bodyOf('people_here', change)
  const remember = ({ kind }: { kind: string }) => kind === 'changed'
  return yield* idempotent<({ kind: 'changed' } & PeoplePart) | { kind: 'wallet_frozen'; name: string }>(
    { key, body, at: now, remember },
    function* () {
      if (change.kind === 'link') return { kind: 'changed', purses: yield* linkHere(change, now) }
      const separated = yield* separateHere(change.asker, now)
      if (separated.kind === 'wallet_frozen') return separated
      return { kind: 'changed', purses: separated.kind === 'separated' ? separated.stays : [] }
    },
  )
}

function* linkHere(change: PeopleLink, now: number): Plan<Purse[]> {
  const wallets: Purse[] = []
  for (const { community, stays, goes } of yield* pairsHere(change)) {
    const moves = goes.wallet.status === 'active'
    const moved = moves ? yield* mergeMembers(stays, goes, now) : yield* mergeWithoutMoney(stays, goes)
    wallets.push(yield* purse(community, (stays.wallet.balance + moved) as Amount))
  }
  yield* unite(change.maker, change.asker, now)
  return wallets
}

/** In the first database: records that a change was made in all, and returns the answer to its command. */
export function* finishChange(
  { command, change }: PeopleOrder,
  parts: readonly PeoplePart[],
  now: number,
): Plan<PeopleOutcome> {
  yield* forgetSpanning(command.key)
  return yield* answer(command, now, () => answerTo(change, parts))
}

/** Returns the answer to a command, once these parts of its change were made. */
export function answerTo(change: PeopleChange, parts: readonly PeoplePart[]): PeopleOutcome {
  const purses = parts.flatMap((part) => part.purses)
  if (change.kind === 'unlink') return { kind: 'person_unlinked', others: othersOf(change), stays: purses }
  const { platform, name } = change.maker
  return { kind: 'people_linked', platform, name, wallets: purses }
}

/** Returns the other identities of the person, by platform and name. */
export function othersOf({ asker, askers }: PersonUnlink): { platform: string; name: string }[] {
  return askers.filter((one) => !isSame(one, asker)).map(({ platform, name }) => ({ platform, name }))
}

/** In the first database: stores a refusal as the answer to a command, unless it has another. */
export function* refuseChange(
  command: PeopleOrder['command'],
  refusal: PeopleOutcome,
  now: number,
): Plan<PeopleOutcome | UnderWay> {
  const before = yield* whatBecameOf(command, now)
  return before.kind === 'new' ? yield* answer(command, now, () => refusal) : before
}

/** In the first database: returns a command's earlier answer, or its order that is under way, or `new`. */
export function* whatBecameOf(
  command: PeopleOrder['command'],
  now: number,
): Plan<PeopleOutcome | UnderWay | { kind: 'new' }> {
  const order = (yield* changesUnderWay()).find((other) => other.command.key === command.key)
  if (order) {
    const same = JSON.stringify(bodyOf('', order.command)) === JSON.stringify(bodyOf('', command))
    return same ? { kind: 'under_way', order } : { kind: 'key_reused' }
  }
  const body = bodyOfCommand(command)
  return yield* idempotent<PeopleOutcome | { kind: 'new' }>(
    { key: command.key, body, at: now, remember: () => false },
    // biome-ignore lint/correctness/useYield: nothing has to be read for it
    function* () {
      return { kind: 'new' }
    },
  )
}

/** Returns whether this database was added and still lacks the links of people. */
export function* peopleAreMissing(): Plan<boolean> {
  return (yield* spanningChanges()).some(({ key }) => key === COPY_PEOPLE)
}

/** Records that this database has all links of people. */
export function* peopleAreComplete(): Plan<void> {
  yield* forgetSpanning(COPY_PEOPLE)
}

/**
 * In an added database: links people as they are linked in the first one. Does nothing once it has them all, for example
 * from another program: some may have been unlinked since these were read.
 */
export function* keepPeople(people: readonly (readonly LinkedIdentity[])[], now: number): Plan<void> {
  if (!(yield* peopleAreMissing())) return
  for (const [first, ...others] of people)
    for (const other of others) if (first) yield* unite(first, other, now)
}

function* answer(
  command: PeopleOrder['command'],
  now: number,
  make: () => PeopleOutcome,
): Plan<PeopleOutcome> {
  const { key } = command
  return yield* idempotent<PeopleOutcome>(
    { key, body: bodyOfCommand(command), at: now },
    // biome-ignore lint/correctness/useYield: nothing has to be read for it
    function* () {
      return make()
    },
  )
}

function bodyOfCommand(command: PeopleOrder['command']): readonly unknown[] {
  return 'code' in command ? bodyOf('link_people', command) : bodyOf('unlink_person', { by: command.by })
}

function* pairsHere({ makers, askers }: PeopleLink): Plan<Pair[]> {
  const pairs = yield* pairsOf(yield* membersAs(makers), yield* membersAs(askers))
  // Pairs that are already one member were merged by an earlier attempt.
  return pairs.filter(({ stays, goes }) => stays.id !== goes.id)
}

function* togetherWith({ platform, user }: Identity): Plan<Identity[]> {
  const person = yield* personOf(platform, user)
  const linked = person === undefined ? [{ platform, user }] : yield* identitiesOfPerson(person)
  return linked.map((one) => ({ platform: one.platform, user: one.user }))
}

function peopleIn(change: PeopleChange): readonly Identity[] {
  return change.kind === 'link' ? [...change.makers, ...change.askers] : change.askers
}

function isSame(one: Identity, other: Identity): boolean {
  return one.platform === other.platform && one.user === other.user
}
