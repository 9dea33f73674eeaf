import type { Amount } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { countOpenOf, isChosen, shareOf } from '../../store/envelopes.js'
import type { Member } from '../../store/members.js'
import { countOpenOfMerged, isMergedChosen, isMergedInto, shareOfMerged } from '../../store/merged-members.js'
import type { Plan } from '../../store/plan.js'
import { heldShare } from '../../store/share-holders.js'

// A member's past actions count together with those of the members merged into it. For a member without merges, which
// is nearly everyone, this adds no query.

type Representative = Pick<Member, 'id' | 'representsOthers'>

/** Returns whether a member represents the one with this id: is the same, or has it merged into itself. */
export function* represents(member: Representative, id: number): Plan<boolean> {
  return member.id === id || (member.representsOthers && (yield* isMergedInto(id, member.id)))
}

/**
 * Returns the share of an envelope that a person already has, if any. A share belongs forever to everyone who was one
 * person when it was grabbed, so unlinking gives none of them another; and people linked now share what each had
 * before.
 */
export function* shareFor(
  member: Representative & Pick<Member, 'everLinked'>,
  { platform, user }: Person,
  envelope: number,
): Plan<{ position: number; amount: Amount } | undefined> {
  return (
    (yield* shareOf(envelope, member.id)) ?? (yield* shareThroughOthers(member, { platform, user }, envelope))
  )
}

/** Returns the share of an envelope that a person has through merged members or linked identities, if any. */
export function* shareThroughOthers(
  member: Representative & Pick<Member, 'everLinked'>,
  { platform, user }: Omit<Person, 'name'>,
  envelope: number,
): Plan<{ position: number; amount: Amount } | undefined> {
  const merged = member.representsOthers ? yield* shareOfMerged(envelope, member.id) : undefined
  if (merged) return merged
  return member.everLinked ? yield* heldShare({ envelope, platform, user }) : undefined
}

/** Returns whether a member was chosen for an envelope. */
export function* wasChosen(member: Representative, envelope: number): Plan<boolean> {
  if (yield* isChosen(envelope, member.id)) return true
  return member.representsOthers && (yield* isMergedChosen(envelope, member.id))
}

/** Returns how many of a member's envelopes are open. */
export function* openEnvelopesSentBy(member: Representative): Plan<number> {
  const own = yield* countOpenOf(member.id)
  return member.representsOthers ? own + (yield* countOpenOfMerged(member.id)) : own
}
