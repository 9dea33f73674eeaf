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
  },
})

export const words = inAllPlaces({ en: { name: 'luck', also: [] }, zh: { name: '运气', also: [] } }, en, zh)
