import { type PassedOver, senderMayGrab } from '../../../core/envelope.js'
import { sealedOrder } from '../../../core/ways/sealed-order.js'
import { chatsOf } from '../../../store/communities.js'
import { type GrabbedFrom, getForServing } from '../../../store/envelopes.js'
import { BrokenInvariant } from '../../../store/ledger.js'
import { findMember, type Member } from '../../../store/members.js'
import { identitiesOfMember } from '../../../store/merges.js'
import type { Plan } from '../../../store/plan.js'
import {
  entrantPassedOver,
  entrantServed,
  type Waiting,
  waitingEntrants,
} from '../../../store/ways/entrants.js'
import { represents, shareFor } from '../../linking/represents.js'
import { handOut } from '../hand-out.js'

/**
 * Hands an open envelope's shares to its entrants in the sealed order until either runs out. Each share is booked as a
 * grab by the member who represents the entrant now. The last share ends the envelope.
 */
export function* serveEntrants(id: number, salt: string, now: number): Plan<void> {
  const waiting = new Map((yield* waitingEntrants(id)).map((entrant) => [entrant.ticket, entrant]))
  if (waiting.size === 0) return
  let envelope = yield* existing(id)
  const platforms = new Set((yield* chatsOf(envelope.community)).map(({ platform }) => platform))
  for (const ticket of sealedOrder(salt, [...waiting.keys()])) {
    if (envelope.state !== 'open') return
    const entrant = waiting.get(ticket) as Waiting
    const member = yield* findMember(envelope.community, { ...entrant, name: '' })
    if (!member) throw new BrokenInvariant(`ticket ${ticket} of envelope ${id} has no member`)
    const why = yield* whyPassedOver(envelope, member, entrant, platforms)
    if (why) {
      yield* entrantPassedOver({ envelope: id, ticket, why })
      continue
    }
    const { position } = yield* handOut(envelope, member, entrant, now, entrant.reaction)
    yield* entrantServed({ envelope: id, ticket, position })
    envelope = yield* existing(id)
  }
}

/** Returns why an entrant gets no share; undefined when they get one. */
function* whyPassedOver(
  envelope: GrabbedFrom,
  member: Member,
  entrant: Waiting,
  platforms: ReadonlySet<string>,
): Plan<PassedOver | undefined> {
  // A linked account may have been served already.
  if (yield* shareFor(member, { ...entrant, name: '' }, envelope.id)) return 'has_share'
  if (!senderMayGrab(envelope.kind, envelope.selfGrab) && (yield* represents(member, envelope.sender)))
    return 'sender'
  if (member.wallet.status !== 'active') return 'frozen'
  if (member.blockReason !== null) return 'blocked'
  // Members on none of the remaining platforms left with an unlinked chat.
  if (platforms.has(entrant.platform)) return undefined
  const identities = yield* identitiesOfMember(member.id)
  return identities.some(({ platform }) => platforms.has(platform)) ? undefined : 'left'
}

function* existing(id: number): Plan<GrabbedFrom> {
  const envelope = yield* getForServing(id)
  if (!envelope) throw new BrokenInvariant(`no envelope ${id}`)
  return envelope
}
