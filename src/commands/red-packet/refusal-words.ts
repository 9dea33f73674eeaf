import { plural } from '../../i18n/format.js'

const en = {
  badCount: ({ max }: { max: number }) => `Nothing was sent: choose 1 to ${max} shares.`,
  amountTooLarge: ({ max }: { max: string }) => `Nothing was sent: a red packet holds at most ${max}.`,
  tooSmall: ({ count, least }: { count: number; least: string }) =>
    `Nothing was sent: ${plural(count, 'share needs', 'shares need')} at least ${least}.`,
  notDivisible: ({ count, lower, higher }: { count: number; lower: string; higher: string }) =>
    `Nothing was sent: that can’t be split into ${count} equal shares. Try ${lower} or ${higher}, or make it lucky.`,
  greetingTooLong: ({ max }: { max: number }) =>
    `Nothing was sent: a greeting has at most ${max} characters.`,
  badLifetime: ({ min, max }: { min: string; max: string }) =>
    `Nothing was sent: a red packet can stay open for ${min} to ${max}.`,
  badChosen: ({ max }: { max: number }) =>
    `Nothing was sent: choose 1 to ${max} people, or no one to let everyone grab.`,
  moreSharesThanChosen: ({ chosen }: { chosen: number }) =>
    `Nothing was sent: you chose ${plural(chosen, 'person', 'people')}, so there can’t be more shares than that.`,
}

const zh: typeof en = {
  badCount: ({ max }) => `没有发出：红包个数要在 1 到 ${max} 之间。`,
  amountTooLarge: ({ max }) => `没有发出：一个红包最多 ${max}。`,
  tooSmall: ({ count, least }) => `没有发出：分成 ${count} 个至少要 ${least}。`,
  notDivisible: ({ count, lower, higher }) =>
    `没有发出：这个金额不能平分成 ${count} 个。可以改成 ${lower} 或 ${higher}，或发拼手气红包。`,
  greetingTooLong: ({ max }) => `没有发出：祝福语最多 ${max} 个字。`,
  badLifetime: ({ min, max }) => `没有发出：红包的有效期只能是${min}到${max}。`,
  badChosen: ({ max }) => `没有发出：最多指定 ${max} 个人；不指定就是所有人都能抢。`,
  moreSharesThanChosen: ({ chosen }) => `没有发出：你指定了 ${chosen} 个人，红包个数不能超过人数。`,
}

/** Refusals of a red packet that can't be sent as it was asked for. */
export const refusals = { en, zh }
