import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'See how much money was created here, how and by whom',
  example: '/supply',
  arguments: {},
  say: {
    title: ({ amount }: { amount: string }) => `${amount} in circulation, all of it from the mint`,
    empty: 'No money has been created here yet. Admins use /topup or /settings income.',
    month: ({ amount }: { amount: string }) => `This month: ${amount}`,
    ever: ({ amount }: { amount: string }) => `All time: ${amount}`,
    kinds: {
      top_up: 'Top-ups',
      deduct: 'Deductions',
      reversal: 'Reversals',
      checkin: 'Check-ins',
      starting: 'Starting sums',
      allowance: 'Allowances',
    },
    line: ({ kind, by, amount, times }: { kind: string; by: string; amount: string; times: number }) =>
      `${kind}${by === '' ? '' : ` by ${by}`}: ${amount} (${times}×)`,
    operator: 'the operator',
    others: ({ count }: { count: number }) => `${count} others`,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看这里一共发行了多少钱、怎么发的、谁发的',
  example: slash('supply'),
  arguments: {},
  say: {
    title: ({ amount }) => `流通中 ${amount}，全部来自发行账户`,
    empty: `这里还没有发行过钱。管理员可以用 ${slash('topup')} 或 ${slash('settings')} 收入。`,
    month: ({ amount }) => `本月：${amount}`,
    ever: ({ amount }) => `累计：${amount}`,
    kinds: {
      top_up: '充值',
      deduct: '扣款',
      reversal: '撤销交易',
      checkin: '签到',
      starting: '新人红利',
      allowance: '津贴',
    },
    line: ({ kind, by, amount, times }) => `${kind}${by === '' ? '' : `（${by}）`}：${amount}，${times} 笔`,
    operator: '运营者',
    others: ({ count }) => `其他 ${count} 人`,
  },
})

export const words = inAllPlaces(
  { en: { name: 'supply', also: [] }, zh: { name: '发行', also: ['发行量'] } },
  en,
  zh,
)

export type SupplySay = typeof en.say
