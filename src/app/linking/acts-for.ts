import type { Amount } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { countOpenOfAbsorbed, hasAbsorbed, isAbsorbedChosen, shareOfAbsorbed } from '../../store/absorbed.js'
import { countOpenOf, isChosen, shareOf } from '../../store/envelopes.js'
import type { Member } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { heldShare } from '../../store/share-holders.js'

// What a member has done counts together with what was done by the members who are merged into it. For
// everybody into whom nobody is merged, which is nearly everybody, it costs no query more.

type Acting = Pick<Member, 'id' | 'absorbed'>

/** Whether a member acts for the one with this number: is the same, or has absorbed it. */
export function* actsFor(member: Acting, id: number): Plan<boolean> {
  return member.id === id || (member.absorbed && (yield* hasAbsorbed(member.id, id)))
}

/**
 * The share of an envelope that somebody has already, if any. A share belongs for ever to all who were one person when
 * it was grabbed, so that parting gives none of them another; and those who are one person now have what each of them had.
 */
export function* shareFor(
  member: Acting & Pick<Member, 'everLinked'>,
  { platform, user }: Person,
  envelope: number,
): Plan<{ position: number; amount: Amount } | undefined> {
  const own = yield* shareOf(envelope, member.id)
  if (own) return own
  const absorbed = member.absorbed ? yield* shareOfAbsorbed(envelope, member.id) : undefined
  if (absorbed) return absorbed
  return member.everLinked ? yield* heldShare({ envelope, platform, user }) : undefined
}

/** Whether a member was chosen for an envelope. */
export function* wasChosen(member: Acting, envelope: number): Plan<boolean> {
  if (yield* isChosen(envelope, member.id)) return true
  return member.absorbed && (yield* isAbsorbedChosen(envelope, member.id))
}

/** How many envelopes of a member are open. */
export function* openEnvelopesSentBy(member: Acting): Plan<number> {
  const own = yield* countOpenOf(member.id)
  return member.absorbed ? own + (yield* countOpenOfAbsorbed(member.id)) : own
}
