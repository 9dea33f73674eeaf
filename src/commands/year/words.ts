import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'See your year in review: your red packets since the Spring Festival',
  example: '/year',
  arguments: {
    of: {
      name: 'of',
      about: 'Whose year',
      ask: 'Whose year: yours or the chat’s?',
      choices: { mine: ['Mine', 'mine'], chat: ['The chat’s', 'chat'] },
    },
  },
  say: {
    title: 'Year in review',
    days: ({ first, last }: { first: string; last: string }) => `${first} – ${last}`,
    line: ({ label, figure, note }: { label: string; figure: string; note: string }) =>
      `${label}: ${figure}${note === '' ? '' : ` (${note})`}`,
    sent: 'Sent',
    received: 'Received',
    packets: ({ count }: { count: number }) => plural(count, 'red packet', 'red packets'),
    luckiest: 'Luckiest',
    times: ({ count }: { count: number }) => plural(count, 'time', 'times'),
    best: 'Luckiest grab',
    fastest: 'Fastest grab',
    from: ({ name }: { name: string }) => `from ${name}`,
    partner: 'Most grabbed from',
    bestMonth: 'Best month',
    largest: 'Largest red packet',
    monthly: 'Received each month',
    grabs: 'Grabbed',
    people: ({ count }: { count: number }) => `by ${plural(count, 'person', 'people')}`,
    generous: 'Most generous',
    liveliest: 'Liveliest month',
    sentMonthly: 'Red packets each month',
    none: 'No red packets yet this year. Check back once you’ve grabbed one.',
    offer: 'See my year in review',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '看红包年报：春节以来的红包战绩',
  example: slash('year'),
  arguments: {
    of: {
      name: '谁的',
      about: '看谁的年报',
      ask: '请选择看谁的年报。',
      choices: { mine: ['我的', '我的'], chat: ['全群', '全群'] },
    },
  },
  say: {
    title: '红包年报',
    days: ({ first, last }) => `${first}至${last}`,
    line: ({ label, figure, note }) => `${label}：${figure}${note === '' ? '' : `（${note}）`}`,
    sent: '发出',
    received: '抢到',
    packets: ({ count }) => `${count} 个红包`,
    luckiest: '手气最佳',
    times: ({ count }) => `${count} 次`,
    best: '手气最好的一次',
    fastest: '手速最快的一次',
    from: ({ name }) => chinese`${name}的红包`,
    partner: '最常抢谁的红包',
    bestMonth: '抢得最多的月份',
    largest: '最大的红包',
    monthly: '每月抢到的金额',
    grabs: '抢红包',
    people: ({ count }) => `${count} 人参与`,
    generous: '发得最多',
    liveliest: '最热闹的月份',
    sentMonthly: '每月的红包数',
    none: '这一年还没有红包，抢过再来看吧。',
    offer: '看我的红包年报',
  },
})

export const words = inAllPlaces(
  { en: { name: 'year', also: [] }, zh: { name: '年报', also: ['红包年报'] } },
  en,
  zh,
)

export type YearSay = typeof en.say
