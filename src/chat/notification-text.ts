import type { NotificationKind } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { resultText } from '../commands/results/result-text.js'
import { scheduleSay } from '../commands/schedule/words.js'
import { money } from '../i18n/format.js'
import type { Language } from '../i18n/language.js'
import { chatWords } from './chat-words.js'

/** Returns the notice to the sender of an envelope whose card is lost, or was never shown, or which has ended. */
export function notificationText(envelope: EnvelopeView, kind: NotificationKind, language: Language): string {
  if (kind === 'ended') return resultText(envelope, language, 'sender')
  const amount = money(envelope.total, envelope.currency, language)
  return kind === 'missed' ? scheduleSay[language].missed({ amount }) : chatWords[language][kind]({ amount })
}

/** Returns the notice that stands in for `count` skipped announcements of payments. */
export function morePaymentsText(count: number, language: Language): string {
  return chatWords[language].morePayments({ count })
}
