import type { AgeFault } from '../../../core/conditions/age.js'
import type { MemberSince, MemberSinceRefusal } from '../../../core/conditions/member-since.js'
import { duration as durationText } from '../../../i18n/format.js'
import { duration, further } from '../../framework/arguments/arguments.js'
import { writeDuration } from '../../framework/arguments/durations.js'
import { age, ageFaults } from './age.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { memberSinceWords } from './member-since-words.js'

interface Given {
  /** Milliseconds. */
  readonly memberFor?: number
}

export const memberSinceInChat: ConditionInChat<
  MemberSince,
  MemberSince,
  AgeFault,
  MemberSinceRefusal,
  Given
> = {
  arguments: { memberFor: further(duration({ ...age(), needs: 'memberSince' })) },
  words: { en: memberSinceWords.en.arguments, zh: memberSinceWords.zh.arguments },
  inForm: [],
  from: ({ memberFor: least }) => (least === undefined ? undefined : { kind: 'member_since', least }),
  raws: ({ least }) => ({ memberFor: writeDuration(least) }),
  faults: ageFaults,
  onCard: ({ least }, open, language) =>
    open ? [memberSinceWords[language].card({ time: durationText(least, language) })] : [],
  refused(refusal, language) {
    const words = memberSinceWords[language]
    if (refusal.why === 'not_told') return words.notTold
    return words.refused({ time: durationText(refusal.least, language) })
  },
}
