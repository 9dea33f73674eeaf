import { chinese } from '../../i18n/chinese.js'
import { reasons } from '../admin-moves/reason-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces, inEveryLanguage } from '../framework/words.js'
import { tradeWords } from '../trade-words.js'

type Sides = { readonly amount: string; readonly from: string; readonly to: string }

const en = {
  preview: ({ no, of, amount, from, to }: Sides & { no: number; of: string }) =>
    `Reverse trade ${no} (${of})? ${amount} goes back from ${from} to ${to}, and both get a message. You can’t undo a reversal.`,
  done: ({ no, amount, from, to, reason }: Sides & { no: number; reason: string }) =>
    `Reversed trade ${no}: ${amount} went back from ${from} to ${to}. Reason: ${reason}`,
  mint: 'the mint',
  of: tradeWords.en,
  unknown: 'There’s no trade with that number here. /history and /audit show the numbers.',
  because: {
    envelope:
      'Nothing was reversed: trades of red packets can’t be reversed. Use /deduct and /topup instead.',
    reversal: 'Nothing was reversed: that trade is a reversal. Use /deduct and /topup instead.',
    linking: 'Nothing was reversed: that trade only moved a wallet between linked chats.',
  },
  alreadyReversed: ({ by }: { by: number }) => `Nothing was reversed: trade ${by} already reversed it.`,
  elsewhere: ({ name }: { name: string }) =>
    `Nothing was reversed: that trade was booked in ${name} before it was linked. Use /deduct and /topup instead.`,
  onePerson: ({ name }: { name: string }) =>
    `Nothing was reversed: both sides are now linked accounts of ${name}.`,
  lacks: ({
    name,
    balance,
    missing,
    movedTo,
  }: {
    name: string
    balance: string
    missing: string
    movedTo?: string
  }) =>
    `Nothing was reversed: ${name} has only ${balance}, ${missing} short. ${movedTo === undefined ? '' : `Their money went to ${movedTo} with a linked account. `}Use /freeze to keep what’s left in the wallet, or /deduct and /topup to return part of it.`,
  unreached:
    'Nothing was reversed: the wallet holds too little. Open our private chat, then use the command again to see the details.',
  circulationFull: 'Nothing was reversed: that would exceed the maximum in circulation. Deduct some first.',
  reasonMissing: 'Nothing was reversed: add a reason after the number.',
  reasonTooLong: ({ max }: { max: number }) =>
    `Nothing was reversed: a reason has at most ${max} characters.`,
}

const zh = (slash: Slash): typeof en => ({
  preview: ({ no, of, amount, from, to }) =>
    chinese`要撤销交易 ${no}（${of}）吗？${amount} 会从${from}退回给${to}，双方都会收到通知。撤销后不能恢复。`,
  done: ({ no, amount, from, to, reason }) =>
    chinese`已撤销交易 ${no}：${amount} 已从${from}退回给${to}。理由：${reason}`,
  mint: '发行账户',
  of: tradeWords.zh,
  unknown: `这里没有这笔交易。交易号可以在 ${slash('history')} 和 ${slash('audit')} 里看到。`,
  because: {
    envelope: `没有撤销：红包的交易不能撤销。可以用 ${slash('deduct')} 和 ${slash('topup')}。`,
    reversal: `没有撤销：这笔交易本身就是撤销。可以用 ${slash('deduct')} 和 ${slash('topup')}。`,
    linking: '没有撤销：这笔交易只是互通时搬了钱包，钱还是那个人的。',
  },
  alreadyReversed: ({ by }) => `没有撤销：这笔交易已经由交易 ${by} 撤销了。`,
  elsewhere: ({ name }) =>
    chinese`没有撤销：这笔交易是互通之前在${name}记的。可以用 ${slash('deduct')} 和 ${slash('topup')}。`,
  onePerson: ({ name }) => chinese`没有撤销：双方现在都是${name}绑定的账号。`,
  lacks: ({ name, balance, missing, movedTo }) =>
    chinese`没有撤销：${name}只有 ${balance}，还差 ${missing}。${movedTo === undefined ? '' : chinese`钱已随绑定的账号转到${movedTo}名下。`}可以先用 ${slash('freeze')} 冻结钱包，或用 ${slash('deduct')} 和 ${slash('topup')} 处理一部分。`,
  unreached: '没有撤销：对方余额不足。请点下方按钮打开私聊，再发一次命令，就能看到详情。',
  circulationFull: '没有撤销：流通总额已达上限，请先扣款。',
  reasonMissing: '没有撤销：请在交易号后面写上理由。',
  reasonTooLong: ({ max }) => `没有撤销：理由最多 ${max} 个字。`,
})

export const words = inAllPlaces(
  { en: { name: 'reverse', also: [] }, zh: { name: '撤销交易', also: ['冲正'] } },
  {
    about: 'Admins: reverse a trade',
    example: '/reverse 42 sent to the wrong Lan',
    arguments: {
      trade: {
        name: 'trade',
        about: 'Its number, from /history or /audit',
        ask: 'Which trade? Give its number, from /history or /audit.',
      },
      reason: { ...reasons.en.argument, ask: 'Why? Add a reason after the number.' },
      sure: { name: 'sure', about: 'Yes to confirm' },
    },
    say: en,
  },
  (slash) => ({
    about: '管理员：撤销一笔交易',
    example: `${slash('reverse')} 42 转错人了`,
    arguments: {
      trade: {
        name: '交易号',
        about: `交易号，见 ${slash('history')} 或 ${slash('audit')}`,
        ask: `要撤销哪一笔？请写交易号，见 ${slash('history')} 或 ${slash('audit')}。`,
      },
      reason: { ...reasons.zh.argument, ask: '请在交易号后面写上理由。' },
      sure: { name: '确认', about: '确认撤销' },
    },
    say: zh(slash),
  }),
)

interface Notice {
  readonly community: string
  readonly reverses: number
  readonly amount: string
  readonly gotBack: boolean
  readonly other: string | null
  readonly reason: string
}

/** Tells both sides of a reversed trade. */
export const noticeWords = inEveryLanguage(
  {
    notice: ({ community, reverses, amount, gotBack, other, reason }: Notice) =>
      `An admin of ${community} reversed trade ${reverses}: ${
        gotBack
          ? `you got ${amount} back${other === null ? '' : ` from ${other}`}`
          : `${amount} was taken from your wallet${other === null ? '' : ` and returned to ${other}`}`
      }. Reason: ${reason}`,
  },
  () => ({
    notice: ({ community, reverses, amount, gotBack, other, reason }: Notice) => {
      const what = gotBack
        ? chinese`${other === null ? '' : chinese`${other}的 `}${amount} 已退回你的钱包`
        : chinese`已从你的钱包扣回 ${amount}${other === null ? '' : chinese`，退给${other}`}`
      return chinese`${community}的管理员撤销了交易 ${reverses}：${what}。理由：${reason}`
    },
  }),
)
