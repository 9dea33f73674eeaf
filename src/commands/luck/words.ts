import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'See how lucky your lucky red packets were',
  example: '/luck',
  arguments: {},
  say: {
    luck: ({ packets, expected, got }: { packets: number; expected: string; got: string }) =>
      `${packets === 1 ? '1 lucky red packet' : `${packets} lucky red packets`}: expected ${expected}, got ${got}.`,
    luckier: ({ percent }: { percent: number }) => ` You’re luckier than ${percent}% of members here.`,
    none: 'You haven’t grabbed from a lucky red packet here yet.',
    picture: {
      title: ({ name }: { name: string }) => `${name}’s luck`,
      headline: ({ percent }: { percent: number }) => `Luckier than ${percent}%`,
      packets: ({ packets }: { packets: number }) => plural(packets, 'lucky red packet', 'lucky red packets'),
      expected: 'Expected',
      got: 'Got',
      among: 'Among the members here',
      low: 'Unluckiest',
      high: 'Luckiest',
    },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '看看你抢拼手气红包的手气怎么样',
  example: slash('luck'),
  arguments: {},
  say: {
    luck: ({ packets, expected, got }) =>
      `抢过 ${packets} 个拼手气红包：平均能抢 ${expected}，实际抢到 ${got}。`,
    luckier: ({ percent }) => `手气超过这里 ${percent}% 的人。`,
    none: '你在这里还没抢过拼手气红包。',
    picture: {
      title: ({ name }) => chinese`${name}的手气`,
      headline: ({ percent }) => `手气超过 ${percent}% 的人`,
      packets: ({ packets }) => `抢过 ${packets} 个拼手气红包`,
      expected: '平均能抢',
      got: '实际抢到',
      among: '在群里的位置',
      low: '手气最差',
      high: '手气最好',
    },
  },
})

export const words = inAllPlaces({ en: { name: 'luck', also: [] }, zh: { name: '运气', also: [] } }, en, zh)

export type LuckSay = typeof en.say
