import type { NotificationKind } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { scheduleSay } from '../commands/schedule/words.js'
import { money } from '../i18n/format.js'
import type { Language } from '../i18n/language.js'
import { chatWords } from './chat-words.js'

/** Returns the notice to the sender of an envelope whose card is lost, or was never shown. */
export function lostCardText(
  { total, currency }: Pick<EnvelopeView, 'total' | 'currency'>,
  kind: NotificationKind,
  language: Language,
): string {
  const amount = money(total, currency, language)
  return kind === 'missed' ? scheduleSay[language].missed({ amount }) : chatWords[language][kind]({ amount })
}

/** Returns the notice that stands in for `count` skipped announcements of payments. */
export function morePaymentsText(count: number, language: Language): string {
  return chatWords[language].morePayments({ count })
}
