import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { statusWords } from '../freeze/words.js'
import { tradeWords } from '../trade-words.js'

const en = {
  about: 'See recent top-ups, deductions, reversals and freezes',
  example: '/audit',
  arguments: {},
  say: {
    title: 'Admin actions, latest first. Everyone can see them.',
    empty: 'Nothing yet. Admins use /topup and /deduct.',
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
    statusLine: ({
      time,
      change,
      name,
      actor,
      reason,
    }: {
      time: string
      change: string
      name: string
      actor: string
      reason: string
    }) => `${time}  ${change}  ${name}  by ${actor}${reason === '' ? '' : `: ${reason}`}`,
    reversal: ({
      time,
      reverses,
      from,
      to,
      amount,
      actor,
      reason,
      no,
    }: {
      time: string
      reverses: number
      from: string
      to: string
      amount: string
      actor: string
      reason: string
      no: number
    }) =>
      `${time}  Reversal of trade ${reverses}  ${from} → ${to}  ${amount}  by ${actor}: ${reason}  (trade ${no})`,
    columns: ['What', 'Who', 'Amount'],
    by: ({ actor, reason }: { actor: string; reason: string }) =>
      `by ${actor}${reason === '' ? '' : `: ${reason}`}`,
    mint: 'the mint',
    noMember: 'no one',
    console: 'the operator',
    change: { ...tradeWords.en, ...statusWords.en },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看最近的充值、扣款、撤销交易和冻结',
  example: slash('audit'),
  arguments: {},
  say: {
    title: '管理员的操作记录，最新的在前，所有人可见。',
    empty: `还没有记录。管理员可以用 ${slash('topup')} 和 ${slash('deduct')}。`,
    line: ({ time, change, name, sign, amount, actor, reason, no }) =>
      `${time}  ${change}  ${name}  ${sign}${amount}  经办人 ${actor}：${reason}（交易 ${no}）`,
    statusLine: ({ time, change, name, actor, reason }) =>
      `${time}  ${change}  ${name}  经办人 ${actor}${reason === '' ? '' : `：${reason}`}`,
    reversal: ({ time, reverses, from, to, amount, actor, reason, no }) =>
      `${time}  撤销交易 ${reverses}  ${from} → ${to}  ${amount}  经办人 ${actor}：${reason}（交易 ${no}）`,
    columns: ['操作', '成员', '金额'],
    by: ({ actor, reason }) => `经办人 ${actor}${reason === '' ? '' : `：${reason}`}`,
    mint: '发行账户',
    noMember: '无人',
    console: '运营者',
    change: { ...tradeWords.zh, ...statusWords.zh },
  },
})

export const words = inAllPlaces({ en: { name: 'audit', also: [] }, zh: { name: '审计', also: [] } }, en, zh)
