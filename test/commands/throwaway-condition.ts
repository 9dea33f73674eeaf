import { further, whole } from '../../src/commands/framework/arguments/arguments.js'
import type { ConditionInChat } from '../../src/commands/red-packet/conditions/condition-in-chat.js'
import { KINDS_IN_CHAT } from '../../src/commands/red-packet/conditions/kinds-in-chat.js'
import type { ConditionRules } from '../../src/core/conditions/condition.js'
import { CONDITION_KINDS } from '../../src/core/conditions/kinds.js'

/** Opens for those who count down by one. */
interface Countdown {
  readonly kind: 'countdown'
  readonly from: number
}

interface Fault {
  readonly kind: 'bad_countdown'
}

interface Refusal {
  readonly condition: 'countdown'
  readonly why: 'no_tries_left'
}

const TRIES = 2

const countdown: ConditionRules<Countdown, Countdown, Fault, Refusal> = {
  asks: 'words',
  longest: 5,
  tries: TRIES,
  fault: ({ from }) => (from < 1 ? { kind: 'bad_countdown' } : undefined),
  fixed: (condition) => condition,
  term: ({ from }) => `countdown=${from}`,
  view: (condition) => condition,
  check({ from }, { given, wrong }) {
    if (wrong >= TRIES) return { kind: 'refused', refusal: { condition: 'countdown', why: 'no_tries_left' } }
    if (!given) return { kind: 'ask' }
    return given.text === String(from - 1) ? { kind: 'ok' } : { kind: 'wrong', left: TRIES - wrong - 1 }
  },
}

const countdownInChat: ConditionInChat<
  Countdown,
  Countdown,
  Fault,
  Refusal,
  { readonly countdown?: number }
> = {
  arguments: { countdown: further(whole({ max: 99 })) },
  words: {
    en: { countdown: { name: 'countdown', about: 'Counts down from', typed: ['countdown'] } },
    zh: { countdown: { name: '倒数', about: '从几开始倒数', typed: ['倒数'] } },
  },
  inForm: ['countdown'],
  from: ({ countdown: from }) => (from === undefined ? undefined : { kind: 'countdown', from }),
  raws: ({ from }) => ({ countdown: String(from) }),
  endShowsAnswer: () => true,
  faults: { bad_countdown: (_, language) => (language === 'en' ? 'Count from 1 on.' : '从1以上开始。') },
  onCard: ({ from }, open, language) => [
    language === 'en' ? `Count down from ${from}${open ? '.' : ': done.'}` : `从 ${from} 倒数。`,
  ],
  question: {
    ask: ({ from }) => `What comes after ${from}?`,
    askReply: ({ from }) => `Reply with what comes after ${from}.`,
    wrong: (left) => `Wrong, ${left} left.`,
  },
  refused: () => 'You can’t count.',
}

/** Registers the condition; to be called before anything reads the kinds. */
export function registerCountdown(): void {
  Object.assign(CONDITION_KINDS, { countdown })
  Object.assign(KINDS_IN_CHAT, { countdown: countdownInChat })
}
