import { plural } from '../../i18n/format.js'

const en = {
  badCount: ({ max }: { max: number }) =>
    `The number of shares must be a whole number from 1 to ${max}. Choose another number.`,
  amountTooLarge: ({ max }: { max: string }) =>
    `One red packet holds at most ${max}. Choose a smaller amount.`,
  tooSmall: ({ count, least }: { count: number; least: string }) =>
    `That is too little for ${plural(count, 'share', 'shares')}: it takes at least ${least}. Choose a larger amount or fewer shares.`,
  notDivisible: ({ count, higher }: { count: number; higher: string }) =>
    `That cannot be divided into ${count} equal shares. Try ${higher}, or make it lucky.`,
  notDivisibleBetween: ({ count, lower, higher }: { count: number; lower: string; higher: string }) =>
    `That cannot be divided into ${count} equal shares. Try ${lower} or ${higher}, or make it lucky.`,
  greetingTooLong: ({ max }: { max: number }) => `A greeting has at most ${max} characters. Make it shorter.`,
  badLifetime: ({ min, max }: { min: string; max: string }) =>
    `A red packet stays open for ${min} to ${max}. Choose a time in between.`,
  badChosen: ({ max }: { max: number }) =>
    `Choose between 1 and ${max} people, or leave “for” out and everybody may grab.`,
  moreSharesThanChosen: ({ chosen }: { chosen: number }) =>
    `You chose ${plural(chosen, 'person', 'people')}, and each gets one share. There can’t be more shares than people.`,
}

const zh: typeof en = {
  badCount: ({ max }) => `红包个数必须是 1 到 ${max} 的整数，请换一个数。`,
  amountTooLarge: ({ max }) => `一个红包最多 ${max}，请减少金额。`,
  tooSmall: ({ count, least }) => `金额太少，不够分成 ${count} 个：至少需要 ${least}。请增加金额或减少个数。`,
  notDivisible: ({ count, higher }) => `这个金额不能平分成 ${count} 个。可以改成 ${higher}，或发拼手气红包。`,
  notDivisibleBetween: ({ count, lower, higher }) =>
    `这个金额不能平分成 ${count} 个。可以改成 ${lower} 或 ${higher}，或发拼手气红包。`,
  greetingTooLong: ({ max }) => `祝福语最多 ${max} 个字，请缩短。`,
  badLifetime: ({ min, max }) => `红包的有效时间是${min}到${max}，请重新选择。`,
  badChosen: ({ max }) => `请指定 1 到 ${max} 个人；不指定则所有人都能抢。`,
  moreSharesThanChosen: ({ chosen }) => `你指定了 ${chosen} 个人，每人一份，红包个数不能超过人数。`,
}

/** Refusals of a red packet that can't be sent as it was asked for. */
export const refusals = { en, zh }
