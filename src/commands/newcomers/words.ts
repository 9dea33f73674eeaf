import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'How much new members can send in a day',
  example: '/settings newcomer-limit 20 7d',
  arguments: {
    amount: {
      name: 'amount',
      about: 'Sum of everything they send and give in a day; 0 for no limit',
      ask: 'How much may new members send in a day? For example 20, or 0 for no limit.',
    },
    time: {
      name: 'time',
      about: 'How long someone counts as new; 7 days by default',
      ask: 'How long does someone count as new? For example 7d.',
    },
  },
  say: {},
}

const zh = (slash: Slash): typeof en => ({
  about: '新成员每天最多能发出多少钱',
  example: `${slash('settings')} 新人限额 20 7天`,
  arguments: {
    amount: {
      name: '金额',
      about: '红包、转账、红包雨合计；写 0 就是不限',
      ask: '新成员每天最多能发出多少钱？例如 20；不限就写 0。',
    },
    time: { name: '时间', about: '进来多久算新成员，默认 7 天', ask: '进来多久算新成员？例如 7天。' },
  },
  say: {},
})

export const newcomerLimitWords = inAllPlaces(
  {
    en: { name: 'newcomer-limit', also: ['newcomers'] },
    zh: { name: '新人限额', also: [] },
    'zh-latin': { name: '新人限额', also: [] },
  },
  en,
  zh,
)

type Over = Readonly<Record<'limit' | 'left' | 'renews' | 'until', string>>

const refusals = {
  en: {
    over: ({ limit, left, renews, until }: Over) =>
      `You’re new here, so you can send ${limit} a day in all until ${until}, and ${left} of that is left today. Nothing was sent. The next day begins at ${renews}.`,
    rule: ({ limit, time }: { limit: string; time: string }) =>
      `New members can send ${limit} a day in all during their first ${time}.`,
    badLimit: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: the limit for new members can be ${min} to ${max} a day, or 0 for none.`,
    badTime: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: someone can count as new for ${min} to ${max}.`,
  },
  zh: {
    over: ({ limit, left, renews, until }: Over) =>
      `没有发出：你是新成员，${until} 之前每天一共最多发 ${limit}，今天还剩 ${left}，${renews} 重新计算。`,
    rule: ({ limit, time }: { limit: string; time: string }) =>
      `新人限额：加入${time}内，每天一共最多发 ${limit}。`,
    badLimit: ({ min, max }: { min: string; max: string }) =>
      `没有修改：新人限额要在 ${min} 到 ${max} 之间，不限就写 0。`,
    badTime: ({ min, max }: { min: string; max: string }) => `没有修改：新成员的时间只能是${min}到${max}。`,
  },
}

/** What is said of the limit for newcomers. */
export const newcomerWords = { ...refusals, 'zh-latin': refusals.zh }
