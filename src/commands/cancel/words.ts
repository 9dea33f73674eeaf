import { plural } from '../../i18n/format.js'
import { envelopeWords, unknownEnvelope } from '../envelope-words.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Cancel your red packet before anyone grabs',
  example: '/cancel 3fa94c01be',
  arguments: { number: argumentWords.en.envelope },
  say: {
    cancelled: ({ refunded }: { refunded: string }) => `Cancelled. ${refunded} is back in your wallet.`,
    notSender: 'Only the sender can cancel a red packet.',
    grabbed: ({ count }: { count: number }) =>
      `${plural(count, 'person has', 'people have')} already grabbed, so it can’t be cancelled. You get back what’s left when it expires.`,
    joined: ({ count }: { count: number }) =>
      `${plural(count, 'person has', 'people have')} already joined or tried, so it can’t be cancelled. You get back what no one wins.`,
    ended: ({ state }: { state: string }) =>
      `This red packet has already ended (${state}), so there’s nothing to cancel.`,
    unknown: unknownEnvelope.en,
    state: envelopeWords.en.state,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '没人抢之前，撤回自己的红包',
  example: `${slash('cancel')} 3fa94c01be`,
  arguments: { number: argumentWords.zh.envelope },
  say: {
    cancelled: ({ refunded }) => `已撤回，${refunded} 已退回钱包。`,
    notSender: '只有发红包的人才能撤回。',
    grabbed: ({ count }) => `已有 ${count} 人抢了，不能撤回。没抢完的到期后退给你。`,
    joined: ({ count }) => `已有 ${count} 人参加，不能撤回。没发完的到期后退给你。`,
    ended: ({ state }) => `不能撤回：这个红包${state}了。`,
    unknown: unknownEnvelope.zh(slash),
    state: envelopeWords.zh.state,
  },
})

export const words = inAllPlaces(
  { en: { name: 'cancel', also: [] }, zh: { name: '撤回', also: ['收回'] } },
  en,
  zh,
)
