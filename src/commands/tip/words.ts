import { chinese } from '../../i18n/chinese.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces, type Tongue } from '../framework/words.js'
import { type Say, words as transferWords } from '../transfer/words.js'

/** A tip is a transfer by another name. */
const sayIn = (language: Tongue, more: Pick<Say, 'done' | 'aloud' | 'toSelf'>): Say => ({
  ...transferWords[language].say,
  ...more,
})

const en = {
  about: 'Tip someone whose message you liked',
  example: '/tip @Lan 5 well said',
  arguments: {
    ...transferWords.en.arguments,
    member: { ...transferWords.en.arguments.member, label: 'Who to tip' },
    amount: { ...transferWords.en.arguments.amount, label: 'How much' },
    note: { ...transferWords.en.arguments.note, label: 'Note' },
  },
  form: { title: 'Tip', submit: 'Tip' },
  say: sayIn('en', {
    done: ({ name, amount, balance }) => `You tipped ${name} ${amount}. You have ${balance} left.`,
    aloud: ({ giver, name, amount, note }) =>
      `${giver} tipped ${name} ${amount}${note === '' ? '' : `: ${note}`}`,
    toSelf: 'You can’t tip yourself. Choose someone else.',
  }),
}

const zh = (slash: Slash): typeof en => ({
  about: '谁说得好，就打赏谁',
  example: `${slash('tip')} @小兰 5 说得好`,
  arguments: {
    ...transferWords.zh.arguments,
    member: { ...transferWords.zh.arguments.member, label: '打赏谁' },
    amount: { ...transferWords.zh.arguments.amount, label: '金额' },
    note: { ...transferWords.zh.arguments.note, label: '留言' },
  },
  form: { title: '打赏', submit: '打赏' },
  say: sayIn('zh', {
    done: ({ name, amount, balance }) => chinese`已打赏${name} ${amount}，余额 ${balance}。`,
    aloud: ({ giver, name, amount, note }) =>
      chinese`${giver}打赏${name} ${amount}${note === '' ? '' : `：${note}`}`,
    toSelf: '不能打赏自己，请换一个人。',
  }),
})

export const words = inAllPlaces(
  { en: { name: 'tip', also: [] }, zh: { name: '打赏', also: ['赏'] } },
  en,
  zh,
)
