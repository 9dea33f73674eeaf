import { envelopeById } from '../../store/envelopes.js'
import { memberById } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import { type NotificationKind, wantNotification } from '../../store/notifications.js'
import type { Plan } from '../../store/plan.js'

/** Asks that the sender be told where the card was, or, where nobody knows the sender there, anywhere else. */
export function* notifySender(envelope: number, platform: string, kind: NotificationKind): Plan<void> {
  const sender = yield* memberById((yield* envelopeById(envelope))?.sender as number)
  const identities = sender ? yield* identitiesOfMember(sender.mergedInto ?? sender.id) : []
  const known = identities.some((identity) => identity.platform === platform)
  yield* wantNotification(envelope, known ? platform : (identities[0]?.platform ?? platform), kind)
}
