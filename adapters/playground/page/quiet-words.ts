import type { Language } from '../wire.js'

/** Texts of the quiet lines, as WeChat has them. */
const en = {
  grabbed: (name: string) => `${name} grabbed your red packet`,
  won: (name: string) => `${name} won a share of your red packet`,
  youGrabbed: (name: string) => `You grabbed ${name}’s red packet`,
  youWon: (name: string) => `You won a share of ${name}’s red packet`,
  yourOwn: 'You grabbed your own red packet',
  youWonYourOwn: 'You won a share of your own red packet',
  allGone: 'Your red packet is all gone',
  expired: (refunded: string) => `Your red packet expired, and ${refunded} went back to you`,
  cancelled: (refunded: string) => `You took your red packet back: ${refunded}`,
}

const zh: typeof en = {
  grabbed: (name) => `${name}领取了你的红包`,
  won: (name) => `${name}领取了你的红包`,
  youGrabbed: (name) => `你领取了${name}的红包`,
  youWon: (name) => `你领取了${name}的红包`,
  yourOwn: '你领取了自己发的红包',
  youWonYourOwn: '你领取了自己发的红包',
  allGone: '你的红包已被领完',
  expired: (refunded) => `你的红包已过期，${refunded} 已退回`,
  cancelled: (refunded) => `你撤回了红包，${refunded} 已退回`,
}

export const QUIET_WORDS: Readonly<Record<Language, typeof en>> = { en, zh }
