import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'

/** Stands for an amount that the reader does not see yet. */
const HIDDEN = '🔒'

/** Writes what somebody grabbed, or that it is hidden from this reader for now. */
export function amountShown(
  { hidesAmounts, currency }: Pick<EnvelopeView, 'hidesAmounts' | 'currency'>,
  amount: number,
  language: Language,
): string {
  return hidesAmounts ? HIDDEN : money(amount, currency, language)
}
