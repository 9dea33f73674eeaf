import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'

/** Shown in place of a hidden amount. */
const HIDDEN = '🔒'

/** Returns a grabbed amount as text, or a lock while it is hidden from this reader. */
export function amountShown(
  { hidesAmounts, currency }: Pick<EnvelopeView, 'hidesAmounts' | 'currency'>,
  amount: number,
  language: Language,
): string {
  return hidesAmounts ? HIDDEN : money(amount, currency, language)
}
