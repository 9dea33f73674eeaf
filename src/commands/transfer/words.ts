import { argumentWords } from '../argument-words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'Give money to somebody',
  example: '/transfer @Lan 5 for the tea',
  arguments: {
    member: argumentWords.en.member,
    amount: argumentWords.en.amount,
    note: { name: 'note', about: 'What for' },
    quiet: argumentWords.en.quiet,
  },
  say: {
    done: ({ name, amount, balance }: { name: string; amount: string; balance: string }) =>
      `${amount} went to ${name}. You have ${balance} left.`,
    aloud: ({ giver, name, amount, note }: { giver: string; name: string; amount: string; note: string }) =>
      `${giver} gave ${amount} to ${name}${note === '' ? '' : `: ${note}`}`,
    toSelf: 'That is your own wallet. Name somebody else.',
    noteTooLong: ({ max }: { max: number }) =>
      `A note has at most ${max} characters. Make it shorter; no money moved.`,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '把钱转给别人',
  example: `${slash('transfer')} @小兰 5 奶茶钱`,
  arguments: {
    member: argumentWords.zh.member,
    amount: argumentWords.zh.amount,
    note: { name: '备注', about: '为了什么' },
    quiet: argumentWords.zh.quiet,
  },
  say: {
    done: ({ name, amount, balance }) => `已转给 ${name} ${amount}，余额 ${balance}。`,
    aloud: ({ giver, name, amount, note }) =>
      `${giver} 转给 ${name} ${amount}${note === '' ? '' : `：${note}`}`,
    toSelf: '不能转给自己，请换一个人。',
    noteTooLong: ({ max }) => `备注最多 ${max} 个字，请缩短。资金没有变动。`,
  },
})

export const words = inAllPlaces(
  { en: { name: 'transfer', also: [] }, zh: { name: '转账', also: [] } },
  en,
  zh,
)
