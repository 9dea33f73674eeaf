import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

interface PersonLine {
  readonly name: string
  readonly packets: number
  readonly median: string
  readonly fastest: string
  /** Percentage. */
  readonly firsts: number
}

const en = {
  about: 'Admins: see who taps fastest and who taps together',
  example: '/suspects',
  arguments: {},
  say: {
    title: ({ days, packets }: { days: number; packets: number }) =>
      `Last ${days} days: ${packets === 1 ? '1 red packet' : `${packets} red packets`}`,
    titleCut: ({ packets }: { packets: number }) => `The latest ${packets} red packets`,
    about:
      'How soon people tap once the card is up, and who taps within a second of each other. Figures aren’t proof: some people are fast.',
    empty: ({ least, days }: { least: number; days: number }) =>
      `Nothing to compare yet: no one has grabbed ${least} red packets here in the last ${days} days.`,
    person: ({ name, packets, median, fastest, firsts }: PersonLine) =>
      `${name}: ${packets} red packets, median ${median}, fastest ${fastest}, first in ${firsts}%`,
    untimed: ({ name, packets, firsts }: Pick<PersonLine, 'name' | 'packets' | 'firsts'>) =>
      `${name}: ${packets} red packets, first in ${firsts}%`,
    pair: ({ one, other, together, of }: { one: string; other: string; together: number; of: number }) =>
      `${one} and ${other}: within a second of each other in ${together} of ${of}`,
    seconds: ({ seconds }: { seconds: string }) => `${seconds} s`,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '管理员：查看谁抢得最快、谁总是一起抢',
  example: slash('suspects'),
  arguments: {},
  say: {
    title: ({ days, packets }) => `最近${days}天：${packets} 个红包`,
    titleCut: ({ packets }) => `最近 ${packets} 个红包`,
    about: '红包出现后多久点了“抢”，以及谁和谁总是前后不到一秒。数字仅供参考，不代表作弊，有的人手就是快。',
    empty: ({ least, days }) => `还没有可比的数据：最近${days}天，这里没有人抢到过 ${least} 个红包。`,
    person: ({ name, packets, median, fastest, firsts }) =>
      `${name}：抢到 ${packets} 个，一般 ${median}，最快 ${fastest}，第一个抢到的占 ${firsts}%`,
    untimed: ({ name, packets, firsts }) => `${name}：抢到 ${packets} 个，第一个抢到的占 ${firsts}%`,
    pair: ({ one, other, together, of }) => `${one}和${other}：${of} 个里有 ${together} 个相差不到一秒`,
    seconds: ({ seconds }) => `${seconds}秒`,
  },
})

export const words = inAllPlaces(
  { en: { name: 'suspects', also: [] }, zh: { name: '异常', also: ['嫌疑'] } },
  en,
  zh,
)
