import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { amountShown } from '../../../src/commands/red-packet/amount-shown.js'
import { conditionsWords } from '../../../src/commands/red-packet/conditions/conditions-words.js'
import { wayOnCard } from '../../../src/commands/red-packet/ways/ways.js'
import { duration } from '../../../src/i18n/format.js'
import { Avatar } from './avatar.js'
import { actorNamed, usePage } from './page.js'

/** Claims to show, so that a red packet of a thousand shares opens at once; Details has the others. */
const MAX_CLAIMS = 100

/** Everyone who got a share, with amount, wish and crown. */
export function ClaimList({ envelope }: { envelope: EnvelopeView }) {
  const { model, words, shared, language, actor } = usePage()
  if (envelope.claims.length === 0) return null
  const shown = envelope.claims.slice(0, MAX_CLAIMS)
  // Members with a share see what the others got.
  const isIn = envelope.claims.some(({ member }) => member.name === actor.name)
  const seen = isIn ? { ...envelope, hidesAmounts: false } : envelope
  const hidden = envelope.claims.length - shown.length
  return (
    <ol class="claims" data-testid="claims" aria-label={words.card.results}>
      {shown.map((claim) => (
        <li key={claim.position} class={claim.luckiest ? 'claim luckiest' : 'claim'}>
          <Avatar actor={actorNamed(model, claim.member.name)} />
          <span class="claim-name">
            {claim.member.name}
            {!wayOnCard(envelope, language)?.claim && (
              <span class="claim-time"> {duration(claim.at - envelope.createdAt, language)}</span>
            )}
            {claim.said !== undefined && (
              <span class="claim-said">{conditionsWords[language].said({ said: claim.said })}</span>
            )}
          </span>
          <span class="claim-amount">
            {amountShown(seen, claim.amount, language)}
            {claim.luckiest && (
              <span class="crown" data-testid="luckiest">
                <span aria-hidden="true">👑</span> {shared.card.luckiest}
              </span>
            )}
          </span>
        </li>
      ))}
      {hidden > 0 && <li class="hint">{shared.card.more({ count: hidden })}</li>}
    </ol>
  )
}
