import { chatsOf, communityById } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { BrokenInvariant } from '../../store/ledger.js'
import { memberById } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import { identitiesOfPerson, type LinkedIdentity, personOf, separate } from '../../store/people.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { PersonalCommand } from '../command.js'
import { membersOf, type Purse } from './link-people.js'
import { unlinkMember } from './merge-members.js'
import { platformsIn } from './move-communities.js'

type Unlinking = {
  /** Identities that stay together, by platform and name when they were linked. */
  others: { platform: string; name: string }[]
  /** Money that stays with them. */
  stays: Purse[]
}

type UnlinkPersonRefusal = { kind: 'not_linked' } | { kind: 'wallet_frozen'; name: string }

export type PreviewUnlinkPersonOutcome = ({ kind: 'unlink_person_preview' } & Unlinking) | UnlinkPersonRefusal

export type UnlinkPersonOutcome = ({ kind: 'person_unlinked' } & Unlinking) | UnlinkPersonRefusal | KeyReused

/** Returns which identities are linked to the asker's, and what the asker would leave with them. Changes nothing. */
export function* previewUnlinkPerson({ by }: Pick<PersonalCommand, 'by'>): Plan<PreviewUnlinkPersonOutcome> {
  const ready = yield* prepare(by)
  return 'kind' in ready ? ready : { kind: 'unlink_person_preview', ...told(ready) }
}

/**
 * Unlinks the asking identity from all others. In every community it returns to its own original member, and the money
 * stays with the other identities: leaving needs no consent, so it may not take anything along. It takes the money only
 * where none of the others could ever reach it, because the community has no chat on their platforms any more.
 */
export function* unlinkPerson({ key, by }: PersonalCommand, now: number): Plan<UnlinkPersonOutcome> {
  const body = bodyOf('unlink_person', { by })
  return yield* idempotent<UnlinkPersonOutcome>({ key, body, at: now }, function* () {
    const ready = yield* prepare(by)
    if ('kind' in ready) return ready
    yield* separateFrom(ready, by, now)
    return { kind: 'person_unlinked', ...told(ready) }
  })
}

/** Unlinks an identity from its person in one of several databases. */
export function* separateHere(
  by: Identity,
  now: number,
): Plan<{ kind: 'separated'; stays: Purse[] } | UnlinkPersonRefusal> {
  const ready = yield* prepare(by)
  if ('kind' in ready) return ready
  yield* separateFrom(ready, by, now)
  return { kind: 'separated', stays: ready.stays }
}

function* separateFrom({ shared }: Ready, { platform, user }: Identity, now: number): Plan<void> {
  for (const { member, takesMoney } of shared)
    yield* unlinkMember(member, { platform, user, takesMoney }, now)
  yield* separate(platform, user)
}

type Identity = Pick<PersonalCommand['by'], 'platform' | 'user'>

interface Ready {
  readonly others: readonly LinkedIdentity[]
  /** Members that the asker shares with other identities, and whether only the asker can reach their money. */
  readonly shared: readonly { readonly member: number; readonly takesMoney: boolean }[]
  readonly stays: Purse[]
}

function told({ others, stays }: Ready): Unlinking {
  return { others: others.map(({ platform, name }) => ({ platform, name })), stays }
}

function* prepare({ platform, user }: Identity): Plan<Ready | UnlinkPersonRefusal> {
  const person = yield* personOf(platform, user)
  if (person === undefined) return { kind: 'not_linked' }
  const others = (yield* identitiesOfPerson(person)).filter(
    (one) => one.platform !== platform || one.user !== user,
  )
  const shared: { member: number; takesMoney: boolean }[] = []
  const stays: Purse[] = []
  for (const [id, representative] of yield* membersOf(person, { platform, user })) {
    const identities = yield* identitiesOfMember(representative)
    const acts = identities.some((one) => one.platform === platform && one.user === user)
    if (acts && identities.length === 1) continue
    const member = yield* memberById(representative)
    const community = yield* communityById(id)
    if (!member || !community)
      throw new BrokenInvariant(`member ${representative} does not exist in community ${id}`)
    const { status, balance: amount } = member.wallet
    if (acts && status !== 'active') return { kind: 'wallet_frozen', name: member.name }
    // Where the asker was never seen there is nothing to leave, but the wallet was the asker's as well.
    const platforms = platformsIn(yield* chatsOf(id))
    const reaches = (one: { readonly platform: string }) => platforms.has(one.platform)
    const isAsker = (one: { readonly platform: string; readonly user: string }) =>
      one.platform === platform && one.user === user
    const takesMoney =
      acts && reaches({ platform }) && !identities.some((one) => !isAsker(one) && reaches(one))
    if (acts) shared.push({ member: representative, takesMoney })
    if (amount > 0 && !takesMoney) stays.push({ name: community.name, amount, currency: community.currency })
  }
  return { others, shared, stays }
}
