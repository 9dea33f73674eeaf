import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { reasons } from './reason-words.js'

const en = {
  about: 'Admins: give someone new money',
  example: '/topup @Lan 100 quiz prize',
  arguments: {
    member: argumentWords.en.member,
    amount: argumentWords.en.amount,
    reason: reasons.en.argument,
    role: {
      name: 'role',
      about: 'Everyone with this role who has used the bot',
    },
    also: { name: 'also', about: 'One more member' },
    and: { name: 'and', about: 'One more member' },
    quiet: argumentWords.en.quiet,
  },
  say: {
    done: ({
      name,
      amount,
      balance,
      reason,
    }: {
      name: string
      amount: string
      balance: string
      reason: string
    }) => `Topped up ${name} by ${amount} to ${balance}. Reason: ${reason}`,
    doneMany: ({
      people,
      amount,
      names,
      reason,
    }: {
      people: number
      amount: string
      names: string
      reason: string
    }) => `Topped up ${plural(people, 'person', 'people')} by ${amount} each: ${names}. Reason: ${reason}`,
    aloud: ({
      actor,
      name,
      amount,
      reason,
    }: {
      actor: string
      name: string
      amount: string
      reason: string
    }) => `${actor} topped up ${name} by ${amount}. Reason: ${reason}`,
    aloudMany: ({
      actor,
      people,
      names,
      amount,
      reason,
    }: {
      actor: string
      people: number
      names: string
      amount: string
      reason: string
    }) =>
      `${actor} topped up ${plural(people, 'person', 'people')} by ${amount} each: ${names}. Reason: ${reason}`,
    /** Between names. */
    comma: ', ',
    more: ({ count }: { count: number }) => `and ${count} more`,
    namedTwice: ({ name }: { name: string }) =>
      `${name} was chosen twice, through linked accounts, and topped up once.`,
    circulationFull: 'Nothing was added: that would exceed the maximum in circulation. Deduct some first.',
    tooManyKnown: ({ max }: { max: number }) =>
      `No money moved: more than ${max} people use the bot here, too many to look up a role. Choose members instead.`,
    nobodyWithRole: ({ role }: { role: string }) =>
      `No money moved: no one with the role ${role} has used the bot yet. They can start with /wallet.`,
    tooManyForRole: ({ max }: { max: number }) =>
      `No money moved: that’s more than ${max} people. Choose a smaller role.`,
    roleUnreached: 'Members who haven’t used the bot yet got nothing. They can start with /wallet.',
    roleUnanswered: 'No money moved: Discord didn’t say who has this role. Try again in a minute.',
    reasonMissing: reasons.en.missing,
    reasonTooLong: reasons.en.tooLong,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '管理员：给某人充值',
  example: `${slash('topup')} @小兰 100 答题奖金`,
  arguments: {
    member: argumentWords.zh.member,
    amount: argumentWords.zh.amount,
    reason: reasons.zh.argument,
    role: { name: '身份组', about: '这个身份组里所有用过机器人的人' },
    also: { name: '还有', about: '再加一位成员' },
    and: { name: '以及', about: '再加一位成员' },
    quiet: argumentWords.zh.quiet,
  },
  say: {
    done: ({ name, amount, balance, reason }) =>
      chinese`已给${name}充值 ${amount}，余额 ${balance}。理由：${reason}`,
    doneMany: ({ people, amount, names, reason }) =>
      `已给 ${people} 人各充值 ${amount}：${names}。理由：${reason}`,
    aloud: ({ actor, name, amount, reason }) => chinese`${actor}给${name}充值 ${amount}。理由：${reason}`,
    aloudMany: ({ actor, people, names, amount, reason }) =>
      chinese`${actor}给 ${people} 人各充值 ${amount}：${names}。理由：${reason}`,
    comma: '、',
    more: ({ count }) => `另外 ${count} 人`,
    namedTwice: ({ name }) => chinese`${name}的两个绑定账号都被选中，只充了一次。`,
    circulationFull: '没有充值：流通总额已达上限，请先扣款。',
    tooManyKnown: ({ max }) => `没有充值：这里用过机器人的超过 ${max} 人，没法按身份组充值。请直接选成员。`,
    nobodyWithRole: ({ role }) =>
      `没有充值：身份组“${role}”里还没有人用过机器人。请他们先发一次 ${slash('wallet')}。`,
    tooManyForRole: ({ max }) => `没有充值：一次最多 ${max} 人，请选人少一些的身份组。`,
    roleUnreached: `还没用过机器人的人没充到，请他们先发一次 ${slash('wallet')}。`,
    roleUnanswered: '没有充值：Discord 没有返回这个身份组的成员，请过一分钟再试。',
    reasonMissing: reasons.zh.missing,
    reasonTooLong: reasons.zh.tooLong,
  },
})

export const topUpWords = inAllPlaces(
  { en: { name: 'topup', also: [] }, zh: { name: '充值', also: [] } },
  en,
  zh,
)

export type TopUpSay = typeof en.say
