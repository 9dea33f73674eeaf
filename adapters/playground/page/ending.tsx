import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { wayOnCard } from '../../../src/commands/red-packet/ways/ways.js'
import { duration } from '../../../src/i18n/format.js'
import { usePage, useTicking } from './page.js'
import { countdown } from './times.js'

/** The countdown while an envelope is open, then how it ended. */
export function Ending({ envelope }: { envelope: EnvelopeView }) {
  const { words, shared, money, now, language } = usePage()
  const { state, sender, grabbedCount: grabbed, count } = envelope
  const open = state === 'open'
  const left = envelope.deadline - now()
  useTicking(open ? (left < 3_600_000 ? 250 : 10_000) : undefined)
  const refund = { refunded: money(envelope.refunded), sender: sender.name }
  const way = wayOnCard(envelope, language)
  const text = () => {
    if (!open && way?.state !== undefined) return `${state === 'finished' ? '🎊' : '⌛'} ${way.state}`
    switch (state) {
      case 'open':
        return `⏳ ${left > 0 ? words.card.left(countdown(left, language)) : words.card.ending}`
      case 'finished':
        return `🎊 ${shared.card.finished({ time: duration((envelope.endedAt ?? 0) - envelope.createdAt, language) })}`
      case 'expired':
        return `⌛ ${shared.card.expired({ grabbed, count, ...refund })}`
      case 'cancelled':
        return `↩️ ${shared.card.cancelled(refund)}`
      default:
        return state satisfies never
    }
  }
  return <span class={open && left < 10_000 ? 'ending soon' : 'ending'}>{text()}</span>
}
