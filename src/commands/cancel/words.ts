import { plural } from '../../i18n/format.js'
import { argumentWords } from '../argument-words.js'
import { envelopeWords, unknownEnvelope } from '../envelope-words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'Take back your red packet while nobody has grabbed',
  example: '/cancel 3fa94c01be',
  arguments: { envelope: argumentWords.en.envelope },
  say: {
    cancelled: ({ refunded }: { refunded: string }) => `Taken back. ${refunded} is in your wallet again.`,
    notSender: 'Only the sender can take a red packet back.',
    grabbed: ({ count }: { count: number }) =>
      `${plural(count, 'person has', 'people have')} grabbed already, so it cannot be taken back. What is left returns to you at the deadline.`,
    joined: ({ count }: { count: number }) =>
      `${plural(count, 'person has', 'people have')} joined already, so it cannot be taken back. What no one wins returns to you.`,
    ended: ({ state }: { state: string }) =>
      `This red packet has ended already (${state}). There is nothing left to take back; /history shows your money.`,
    unknown: unknownEnvelope.en,
    state: envelopeWords.en.state,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '没人抢之前，撤回自己的红包',
  example: `${slash('cancel')} 3fa94c01be`,
  arguments: { envelope: argumentWords.zh.envelope },
  say: {
    cancelled: ({ refunded }) => `红包已撤回，${refunded} 已退回你的钱包。`,
    notSender: '只有发红包的人才能撤回。',
    grabbed: ({ count }) => `已经有 ${count} 人抢了，不能撤回。没抢完的部分到期后会退给你。`,
    joined: ({ count }) => `已经有 ${count} 人参与，不能撤回。没有发出去的部分会退给你。`,
    ended: ({ state }) => `这个红包${state}，没有可以撤回的金额。发 ${slash('history')} 查看收支。`,
    unknown: unknownEnvelope.zh(slash),
    state: envelopeWords.zh.state,
  },
})

export const words = inAllPlaces(
  { en: { name: 'cancel', also: [] }, zh: { name: '撤回', also: ['收回'] } },
  en,
  zh,
)
