import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Split money equally between recent grabbers, a role or your voice channel',
  example: '/rain 100',
  arguments: {
    amount: {
      name: 'amount',
      about: 'Total to split',
      ask: 'How much in total?',
    },
    role: { name: 'role', about: 'Rain on everyone with this role' },
    voice: { name: 'voice', about: 'Rain on everyone in your voice channel' },
  },
  form: { title: 'Make it rain', submit: 'Rain' },
  say: {
    done: ({
      people,
      each,
      total,
      balance,
    }: {
      people: number
      each: string
      total: string
      balance: string
    }) =>
      `It rained ${total}: ${people === 1 ? '1 person got' : `${people} people got`} ${each}${people === 1 ? '' : ' each'}. You have ${balance} left.`,
    rest: ({ rest }: { rest: string }) => ` You keep ${rest} that couldn’t be split evenly.`,
    aloud: ({
      giver,
      total,
      people,
      each,
      names,
    }: {
      giver: string
      total: string
      people: number
      each: string
      names: string
    }) =>
      `🌧 ${giver} made it rain ${total} on ${people === 1 ? '1 person' : `${people} people, ${each} each`}: ${names}`,
    more: ({ count }: { count: number }) => `${count} more`,
    nobody: 'No money moved: no one else grabbed a red packet in the last hour. Send one first.',
    nobodyWithRole: ({ role }: { role: string }) =>
      `No money moved: no one else with the role ${role} has a wallet here.`,
    nobodyInVoice: 'No money moved: you’re alone in your voice channel.',
    notInVoice: 'No money moved: join a voice channel first.',
    roleOrVoice: 'No money moved: choose a role or your voice channel, not both.',
    tooMany: ({ max }: { max: number }) => `No money moved: it can rain on at most ${max} people at once.`,
    tooManyKnown: ({ max }: { max: number }) =>
      `No money moved: more than ${max} members have wallets here, too many to look up a role.`,
    tooLittle: ({ people, needed }: { people: number; needed: string }) =>
      `No money moved: with ${people} people it takes at least ${needed}.`,
    unanswered: 'No money moved: Discord didn’t say who has this role. Try again in a minute.',
    voiceUnanswered:
      'No money moved: Discord didn’t say who is in your voice channel. Try again in a minute.',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '给最近一小时抢过红包的人、某个身份组或同一语音频道的人平均发钱',
  example: `${slash('rain')} 100`,
  arguments: {
    amount: { name: '金额', about: '总共发多少', ask: '请写明总共发多少。' },
    role: { name: '身份组', about: '只发给这个身份组的人' },
    voice: { name: '语音', about: '发给和你在同一个语音频道的人' },
  },
  form: { title: '下红包雨', submit: '下雨' },
  say: {
    done: ({ people, each, total, balance }) =>
      `红包雨共发 ${total}：${people} 人${people === 1 ? '' : `，每人 ${each}`}。余额 ${balance}。`,
    rest: ({ rest }) => `除不尽的 ${rest} 留在你的钱包里。`,
    aloud: ({ giver, total, people, each, names }) =>
      `🌧 ${giver} 下了一场红包雨：${total}${people === 1 ? '' : `，${people} 人每人 ${each}`}：${names}`,
    more: ({ count }) => `另外 ${count} 人`,
    nobody: '没有扣款：最近一小时没有别人抢过红包，先发一个吧。',
    nobodyWithRole: ({ role }) => `没有扣款：身份组“${role}”里的其他人都还没有钱包。`,
    nobodyInVoice: '没有扣款：语音频道里只有你一个人。',
    notInVoice: '没有扣款：请先加入一个语音频道。',
    roleOrVoice: '没有扣款：身份组和语音频道只能选一个。',
    tooMany: ({ max }) => `没有扣款：一次最多发给 ${max} 人。`,
    tooManyKnown: ({ max }) => `没有扣款：这里有钱包的超过 ${max} 人，没法按身份组发。`,
    tooLittle: ({ people, needed }) => `没有扣款：一共 ${people} 人，至少要 ${needed}。`,
    unanswered: '没有扣款：Discord 没有返回这个身份组的成员，请再试一次。',
    voiceUnanswered: '没有扣款：Discord 没有返回语音频道里的成员，请过一会儿再试。',
  },
})

export const words = inAllPlaces(
  { en: { name: 'rain', also: [] }, zh: { name: '红包雨', also: ['下雨'] } },
  en,
  zh,
)

export type RainSay = typeof en.say
