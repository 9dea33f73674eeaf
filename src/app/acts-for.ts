import { countOpenOfAbsorbed, hasAbsorbed, isAbsorbedChosen } from '../store/absorbed.js'
import { countOpenOf, isChosen } from '../store/envelopes.js'
import type { Member } from '../store/members.js'
import type { Plan } from '../store/plan.js'

// What a member has done counts together with what was done by the members who are merged into it. For
// everybody into whom nobody is merged, which is nearly everybody, it costs no query more.

type Acting = Pick<Member, 'id' | 'absorbed'>

/** Whether a member acts for the one with this number: is the same, or has absorbed it. */
export function* actsFor(member: Acting, id: number): Plan<boolean> {
  return member.id === id || (member.absorbed && (yield* hasAbsorbed(member.id, id)))
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
