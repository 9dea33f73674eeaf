import { chinese } from '../../i18n/chinese.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { reasons } from './reason-words.js'

const en = {
  about: 'Admins: take money from someone',
  example: '/deduct @Lan 5 topped up twice',
  arguments: {
    member: argumentWords.en.member,
    amount: argumentWords.en.amount,
    reason: reasons.en.argument,
    quiet: argumentWords.en.quiet,
  },
  say: {
    done: ({
      name,
      amount,
      balance,
      reason,
    }: {
      name: string
      amount: string
      balance: string
      reason: string
    }) => `Deducted ${amount} from ${name}, who has ${balance} left. Reason: ${reason}`,
    aloud: ({
      actor,
      name,
      amount,
      reason,
    }: {
      actor: string
      name: string
      amount: string
      reason: string
    }) => `${actor} deducted ${amount} from ${name}. Reason: ${reason}`,
    memberLacks: ({ name, balance }: { name: string; balance: string }) =>
      `Nothing was deducted: ${name} only has ${balance}.`,
    unreached:
      'Nothing was deducted: that wallet holds less. Open our private chat, then use the command again to see the details.',
    reasonMissing: reasons.en.missing,
    reasonTooLong: reasons.en.tooLong,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '管理员：从某人的钱包扣款',
  example: `${slash('deduct')} @小兰 5 重复充值`,
  arguments: {
    member: argumentWords.zh.member,
    amount: argumentWords.zh.amount,
    reason: reasons.zh.argument,
    quiet: argumentWords.zh.quiet,
  },
  say: {
    done: ({ name, amount, balance, reason }) =>
      chinese`已从${name}的钱包扣款 ${amount}，余额 ${balance}。理由：${reason}`,
    aloud: ({ actor, name, amount, reason }) =>
      chinese`${actor}从${name}的钱包扣款 ${amount}。理由：${reason}`,
    memberLacks: ({ name, balance }) => chinese`没有扣款：${name}只有 ${balance}。`,
    unreached: '没有扣款：对方余额不足。请点下方按钮打开私聊，再发一次命令，就能看到余额。',
    reasonMissing: reasons.zh.missing,
    reasonTooLong: reasons.zh.tooLong,
  },
})

export const deductWords = inAllPlaces(
  { en: { name: 'deduct', also: [] }, zh: { name: '扣款', also: [] } },
  en,
  zh,
)
