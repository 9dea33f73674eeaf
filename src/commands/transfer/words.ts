import { chinese } from '../../i18n/chinese.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Send money to someone',
  example: '/transfer @Lan 5 for the tea',
  arguments: {
    member: argumentWords.en.member,
    amount: argumentWords.en.amount,
    note: { name: 'note', about: 'What it’s for' },
    quiet: argumentWords.en.quiet,
  },
  say: {
    done: ({ name, amount, balance }: { name: string; amount: string; balance: string }) =>
      `Sent ${amount} to ${name}. You have ${balance} left.`,
    aloud: ({ giver, name, amount, note }: { giver: string; name: string; amount: string; note: string }) =>
      `${giver} gave ${amount} to ${name}${note === '' ? '' : `: ${note}`}`,
    toSelf: 'You can’t send money to yourself. Choose someone else.',
    noteTooLong: ({ max }: { max: number }) => `No money moved: a note has at most ${max} characters.`,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '转账给别人',
  example: `${slash('transfer')} @小兰 5 奶茶钱`,
  arguments: {
    member: argumentWords.zh.member,
    amount: argumentWords.zh.amount,
    note: { name: '备注', about: '备注，例如奶茶钱' },
    quiet: argumentWords.zh.quiet,
  },
  say: {
    done: ({ name, amount, balance }) => chinese`已转给${name} ${amount}，余额 ${balance}。`,
    aloud: ({ giver, name, amount, note }) =>
      chinese`${giver}转给${name} ${amount}${note === '' ? '' : `：${note}`}`,
    toSelf: '不能转给自己，请换一个人。',
    noteTooLong: ({ max }) => `没有转账：备注最多 ${max} 个字。`,
  },
})

export const words = inAllPlaces(
  { en: { name: 'transfer', also: [] }, zh: { name: '转账', also: [] } },
  en,
  zh,
)

export type Say = typeof en.say
