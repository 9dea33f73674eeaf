import type { Slash } from './framework/slash.js'

const en = {
  kind: { lucky: 'Lucky shares', equal: 'Equal shares' },
  state: { open: 'open', finished: 'finished', expired: 'expired', cancelled: 'cancelled' },
}

const zh: typeof en = {
  kind: { lucky: '拼手气红包', equal: '普通红包' },
  state: { open: '进行中', finished: '已抢光', expired: '已过期', cancelled: '已撤回' },
}

/** Names of the kinds and states of a red packet. */
export const envelopeWords = { en, zh, 'zh-latin': zh }

/** Refuses the number of a red packet that isn't in this chat. */
export const unknownEnvelope = {
  en: 'There’s no such red packet here. /envelope lists the latest.',
  zh: (slash: Slash) => `这里没有这个红包，发 ${slash('envelope')} 看看最近的红包。`,
}

/** Says of a scheduled red packet when it is sent; until then it shows nothing. */
export const notSentYet = {
  en: ({ time }: { time: string }) =>
    `This red packet is scheduled for ${time}. You can look at it after that.`,
  zh: ({ time }: { time: string }) => `这个红包定在 ${time} 发出，到时再看。`,
}
