import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { tradeWords } from '../trade-words.js'

const en = {
  about: 'See recent top-ups and deductions',
  example: '/audit',
  arguments: {},
  say: {
    title: 'Top-ups and deductions, latest first. Everyone can see them.',
    empty: 'No top-ups or deductions yet. Admins use /topup and /deduct.',
    line: ({
      time,
      change,
      name,
      sign,
      amount,
      actor,
      reason,
      no,
    }: {
      time: string
      change: string
      name: string
      sign: string
      amount: string
      actor: string
      reason: string
      no: number
    }) => `${time}  ${change}  ${name}  ${sign}${amount}  by ${actor}: ${reason}  (trade ${no})`,
    noMember: 'no one',
    console: 'the operator',
    change: tradeWords.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看最近的充值和扣款',
  example: slash('audit'),
  arguments: {},
  say: {
    title: '充值和扣款记录，最新的在前，所有人可见。',
    empty: `还没有充值或扣款。管理员可以用 ${slash('topup')} 和 ${slash('deduct')}。`,
    line: ({ time, change, name, sign, amount, actor, reason, no }) =>
      `${time}  ${change}  ${name}  ${sign}${amount}  经办人 ${actor}：${reason}（交易 ${no}）`,
    noMember: '无人',
    console: '运营者',
    change: tradeWords.zh,
  },
})

export const words = inAllPlaces({ en: { name: 'audit', also: [] }, zh: { name: '审计', also: [] } }, en, zh)
