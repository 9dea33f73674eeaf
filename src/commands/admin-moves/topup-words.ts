import { plural } from '../../i18n/format.js'
import { argumentWords } from '../argument-words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'
import { reasons } from './reason-words.js'

const en = {
  about: 'Admins: give somebody new money',
  example: '/topup @Lan 100 prize of the quiz',
  arguments: {
    member: argumentWords.en.member,
    amount: argumentWords.en.amount,
    reason: reasons.en.argument,
    role: {
      name: 'role',
      about: 'All with this role who have used the bot before; instead of or besides the member',
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
    }) => `${name} got ${amount} from the mint and now has ${balance}. Reason: ${reason}`,
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
    }) => `${plural(people, 'person', 'people')} got ${amount} each: ${names}. Reason: ${reason}`,
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
    more: ({ count }: { count: number }) => `and ${count} more`,
    namedTwice: ({ name }: { name: string }) => `${name} was named by two linked accounts and got it once.`,
    circulationFull:
      'This community has as much money in circulation as the books can hold. Deduct some first.',
    tooManyKnown: ({ max }: { max: number }) =>
      `More than ${max} people use the bot here, too many to look for a role. No money moved; name members.`,
    nobodyWithRole: ({ role }: { role: string }) =>
      `Nobody with the role ${role} has used the bot here yet, so no money moved. They can begin with /wallet.`,
    tooManyForRole: ({ max }: { max: number }) =>
      `That would be more than ${max} people at once, so no money moved. Choose a smaller role.`,
    roleUnreached:
      'Who has never used the bot here has no wallet yet and got nothing: they can begin with /wallet.',
    roleUnanswered: 'Discord did not say who has this role, so no money moved. Try again in a minute.',
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
    role: { name: '身份组', about: '用过机器人的、有这个身份组的所有人；可代替成员，也可同时选' },
    also: { name: '还有', about: '再加一位成员' },
    and: { name: '以及', about: '再加一位成员' },
    quiet: argumentWords.zh.quiet,
  },
  say: {
    done: ({ name, amount, balance, reason }) =>
      `已给 ${name} 充值 ${amount}，余额 ${balance}。理由：${reason}`,
    doneMany: ({ people, amount, names, reason }) =>
      `已给 ${people} 人各充值 ${amount}：${names}。理由：${reason}`,
    aloud: ({ actor, name, amount, reason }) => `${actor} 给 ${name} 充值 ${amount}。理由：${reason}`,
    aloudMany: ({ actor, people, names, amount, reason }) =>
      `${actor} 给 ${people} 人各充值 ${amount}：${names}。理由：${reason}`,
    more: ({ count }) => `还有 ${count} 人`,
    namedTwice: ({ name }) => `${name} 的两个已绑定账号都被指定，只充值一次。`,
    circulationFull: '社区流通的资金已达到账本上限，请先扣款再充值。',
    tooManyKnown: ({ max }) =>
      `这里用过机器人的人超过 ${max} 个，无法逐个查身份组。资金没有变动，请直接选成员。`,
    nobodyWithRole: ({ role }) =>
      `有身份组“${role}”的人都还没有用过机器人，资金没有变动。请他们先发一次 ${slash('wallet')}。`,
    tooManyForRole: ({ max }) => `一次最多充值 ${max} 人，资金没有变动。请选人少一些的身份组。`,
    roleUnreached: `没用过机器人的人还没有钱包，这次没有充值；请他们先发一次 ${slash('wallet')}。`,
    roleUnanswered: 'Discord 没有说明谁有这个身份组，资金没有变动。请过一分钟再试。',
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
