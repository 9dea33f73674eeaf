import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'How much new members can send a day',
  example: '/settings newcomer-limit 20 7d',
  arguments: {
    amount: {
      name: 'amount',
      about: 'Most they can send and give a day; 0 for no limit',
      ask: 'How much can new members send a day? For example 20, or 0 for no limit.',
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
    time: { name: '时间', about: '加入多久以内算新成员，默认7天', ask: '加入多久以内算新成员？例如 7天。' },
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
      `Nothing was sent: new members can send ${limit} a day, and you have ${left} left today. That resets at ${renews}; for you the limit ends at ${until}.`,
    rule: ({ limit, time }: { limit: string; time: string }) =>
      `New members can send up to ${limit} a day during their first ${time}.`,
    badLimit: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: the limit for new members can be ${min} to ${max} a day, or 0 for none.`,
    badTime: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: members can count as new for ${min} to ${max}.`,
  },
  zh: {
    over: ({ limit, left, renews, until }: Over) =>
      `没有发出：新成员每天最多发 ${limit}，你今天还剩 ${left}，${renews} 恢复。${until} 起不再限额。`,
    rule: ({ limit, time }: { limit: string; time: string }) =>
      `新人限额：加入${time}内，每天最多发 ${limit}。`,
    badLimit: ({ min, max }: { min: string; max: string }) =>
      `没有修改：新人限额要在 ${min} 到 ${max} 之间，不限就写 0。`,
    badTime: ({ min, max }: { min: string; max: string }) => `没有修改：算新成员的时间只能是${min}到${max}。`,
  },
}

/** Texts about the limit for newcomers. */
export const newcomerWords = { ...refusals, 'zh-latin': refusals.zh }
