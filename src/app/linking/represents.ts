import type { Amount } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { countOpenOf, isChosen, shareOf } from '../../store/envelopes.js'
import type { Member } from '../../store/members.js'
import { countOpenOfMerged, isMergedChosen, isMergedInto, shareOfMerged } from '../../store/merged-members.js'
import type { Plan } from '../../store/plan.js'
import { heldShare } from '../../store/share-holders.js'

// What a member has done counts together with what was done by the members who are merged into it. For
// everybody into whom nobody is merged, which is nearly everybody, it costs no query more.

type Representative = Pick<Member, 'id' | 'representsOthers'>

/** Whether a member represents the one with this number: is the same, or has it merged into itself. */
export function* represents(member: Representative, id: number): Plan<boolean> {
  return member.id === id || (member.representsOthers && (yield* isMergedInto(id, member.id)))
}

/**
 * The share of an envelope that somebody has already, if any. A share belongs for ever to all who were one person when
 * it was grabbed, so that unlinking gives none of them another; and those who are one person now have what each of them had.
 */
export function* shareFor(
  member: Representative & Pick<Member, 'everLinked'>,
  { platform, user }: Person,
  envelope: number,
): Plan<{ position: number; amount: Amount } | undefined> {
  const own = yield* shareOf(envelope, member.id)
  if (own) return own
  const merged = member.representsOthers ? yield* shareOfMerged(envelope, member.id) : undefined
  if (merged) return merged
  return member.everLinked ? yield* heldShare({ envelope, platform, user }) : undefined
}

/** Whether a member was chosen for an envelope. */
export function* wasChosen(member: Representative, envelope: number): Plan<boolean> {
  if (yield* isChosen(envelope, member.id)) return true
  return member.representsOthers && (yield* isMergedChosen(envelope, member.id))
}

/** How many envelopes of a member are open. */
export function* openEnvelopesSentBy(member: Representative): Plan<number> {
  const own = yield* countOpenOf(member.id)
  return member.representsOthers ? own + (yield* countOpenOfMerged(member.id)) : own
}
