import type { AccountAge, AccountAgeRefusal } from '../../../core/conditions/account-age.js'
import type { AgeFault } from '../../../core/conditions/age.js'
import { duration as durationText } from '../../../i18n/format.js'
import { duration, further } from '../../framework/arguments/arguments.js'
import { writeDuration } from '../../framework/arguments/durations.js'
import { accountAgeWords } from './account-age-words.js'
import { age, ageFaults } from './age.js'
import type { ConditionInChat } from './condition-in-chat.js'

interface Given {
  /** Milliseconds. */
  readonly accountAge?: number
}

export const accountAgeInChat: ConditionInChat<AccountAge, AccountAge, AgeFault, AccountAgeRefusal, Given> = {
  arguments: { accountAge: further(duration({ ...age(), needs: 'accountSince' })) },
  words: { en: accountAgeWords.en.arguments, zh: accountAgeWords.zh.arguments },
  inForm: [],
  from: ({ accountAge: least }) => (least === undefined ? undefined : { kind: 'account_age', least }),
  raws: ({ least }) => ({ accountAge: writeDuration(least) }),
  faults: ageFaults,
  onCard: ({ least }, open, language) =>
    open ? [accountAgeWords[language].card({ time: durationText(least, language) })] : [],
  refused(refusal, language) {
    const words = accountAgeWords[language]
    if (refusal.why === 'not_told') return words.notTold
    return words.refused({ time: durationText(refusal.least, language) })
  },
}
