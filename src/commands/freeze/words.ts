import { chinese } from '../../i18n/chinese.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

type Named = { readonly name: string; readonly reason: string }

const en = {
  frozen: ({ name, reason }: Named) =>
    `${name}’s wallet is frozen. Reason: ${reason}\nThey can’t send, grab or check in; refunds and top-ups still arrive. To undo this, use /thaw.`,
  thawed: ({ name }: Named) => `${name}’s wallet is no longer frozen.`,
  alreadyFrozen: ({ name, reason }: Named) =>
    `${name}’s wallet is already frozen.${reason === '' ? '' : ` Reason: ${reason}`}`,
  notFrozen: ({ name }: { name: string }) => `${name}’s wallet isn’t frozen.`,
  reasonMissing: 'Nothing changed: add a reason after the name.',
  reasonTooLong: ({ max }: { max: number }) => `Nothing changed: a reason has at most ${max} characters.`,
}

const zh = (slash: Slash): typeof en => ({
  frozen: ({ name, reason }) =>
    chinese`已冻结${name}的钱包。理由：${reason}\n对方不能发红包、抢红包、转账和签到，退款和充值照常到账。用 ${slash('thaw')} 可以恢复。`,
  thawed: ({ name }) => chinese`已解冻${name}的钱包。`,
  alreadyFrozen: ({ name, reason }) =>
    chinese`${name}的钱包已经冻结了。${reason === '' ? '' : `理由：${reason}`}`,
  notFrozen: ({ name }) => chinese`${name}的钱包没有冻结。`,
  reasonMissing: '没有执行：请在名字后面写上理由。',
  reasonTooLong: ({ max }) => `没有执行：理由最多 ${max} 个字。`,
})

export type FreezeSay = typeof en

const reason = {
  en: { name: 'reason', about: 'Why; everyone can read it', ask: 'Why? Add a reason after the name.' },
  zh: { name: '理由', about: '理由，所有人可见', ask: '请在名字后面写上理由。' },
}

export const freezeWords = inAllPlaces(
  { en: { name: 'freeze', also: [] }, zh: { name: '冻结', also: [] } },
  {
    about: 'Admins: freeze someone’s wallet',
    example: '/freeze @Lan grabs with three accounts',
    arguments: { member: argumentWords.en.member, reason: reason.en },
    say: en,
  },
  (slash) => ({
    about: '管理员：冻结某人的钱包',
    example: `${slash('freeze')} @小兰 用小号抢红包`,
    arguments: { member: argumentWords.zh.member, reason: reason.zh },
    say: zh(slash),
  }),
)

export const thawWords = inAllPlaces(
  { en: { name: 'thaw', also: ['unfreeze'] }, zh: { name: '解冻', also: [] } },
  {
    about: 'Admins: thaw someone’s frozen wallet',
    example: '/thaw @Lan',
    arguments: { member: argumentWords.en.member, reason: reason.en },
    say: en,
  },
  (slash) => ({
    about: '管理员：解冻某人的钱包',
    example: `${slash('thaw')} @小兰`,
    arguments: { member: argumentWords.zh.member, reason: reason.zh },
    say: zh(slash),
  }),
)

/** Names of freezes and thaws in the audit. */
export const statusWords = {
  en: { freeze: 'Wallet frozen', thaw: 'Wallet thawed' },
  zh: { freeze: '冻结钱包', thaw: '解冻钱包' },
}

/** Tells the owner of a frozen wallet. */
export const ownerWords = {
  en: ({ reason }: { reason: string }) =>
    `It’s frozen${reason === '' ? '' : ` (${reason})`}: you can’t spend or grab until an admin thaws it.`,
  zh: ({ reason }: { reason: string }) =>
    `钱包已被冻结${reason === '' ? '' : `（${reason}）`}，解冻前不能花钱，也不能抢红包，请联系管理员。`,
}
