import type { Slash } from '../slash.js'
import { tradeWords } from '../trade-words.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'See the last top-ups and deductions with their reasons',
  example: '/audit',
  arguments: {},
  say: {
    title: 'Top-ups and deductions, the newest first. Everybody here may see them.',
    empty: 'Nobody has topped up or deducted anything yet. Admins do it with /topup and /deduct.',
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
    noMember: 'nobody',
    console: 'the operator',
    change: tradeWords.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看最近的充值与扣款及其理由',
  example: slash('audit'),
  arguments: {},
  say: {
    title: '充值和扣款记录，最新的在前，所有人都能查看。',
    empty: `还没有充值或扣款。管理员可以用 ${slash('topup')} 和 ${slash('deduct')}。`,
    line: ({ time, change, name, sign, amount, actor, reason, no }) =>
      `${time}  ${change}  ${name}  ${sign}${amount}  经办人 ${actor}：${reason}（交易 ${no}）`,
    noMember: '无人',
    console: '运营者',
    change: tradeWords.zh,
  },
})

export const words = inAllPlaces({ en: { name: 'audit', also: [] }, zh: { name: '审计', also: [] } }, en, zh)
