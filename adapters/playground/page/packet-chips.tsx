import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { conditionLines } from '../../../src/commands/red-packet/conditions/conditions.js'
import { wayOnCard } from '../../../src/commands/red-packet/ways/ways.js'
import { scheduleSay } from '../../../src/commands/schedule/words.js'
import { dateTime, list } from '../../../src/i18n/format.js'
import { usePage } from './page.js'

/** The terms of a red packet: its kind, who may grab, how, and on which conditions. */
export function PacketChips({ envelope }: { envelope: EnvelopeView }) {
  const { shared, money, language } = usePage()
  const { kind, card } = shared
  const names = list(
    envelope.chosen.map((member) => member.name),
    language,
  )
  const late = envelope.lateFor
  const chips = [
    kind[envelope.kind],
    envelope.kind === 'equal' && card.each({ amount: money(envelope.total / envelope.count) }),
    envelope.audience === 'chosen' && card.chosen({ names }),
    wayOnCard(envelope, language)?.how,
    ...conditionLines(envelope, language),
    late !== undefined && scheduleSay[language].late({ time: dateTime(late, language) }),
  ].filter((chip) => chip)
  return (
    <p class="chips">
      {chips.map((chip) => (
        <span key={chip} class="chip">
          {chip}
        </span>
      ))}
    </p>
  )
}
