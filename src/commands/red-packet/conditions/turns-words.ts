import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    turns: {
      name: 'turns',
      about: 'People who got a share of the last 1 to 10 red packets go later',
      label: 'Take turns',
      typed: ['turns'],
      placeholder: '3',
    },
  },
  card: ({ last }: { last: number }) =>
    `🔁 Taking turns: if you got a share of ${last === 1 ? 'the last red packet' : `one of the last ${last} red packets`}, others go first until half the time is up.`,
  refused: ({ last, time }: { last: number; time: string }) =>
    `You got a share of ${last === 1 ? 'the last red packet' : `one of the last ${last} red packets`}, so others go first. Try again in ${time}.`,
  badTurns: ({ max }: { max: number }) =>
    `Nothing was sent: taking turns can cover the last 1 to ${max} red packets.`,
}

const zh: typeof en = {
  arguments: {
    turns: {
      name: '轮流',
      about: '最近几个红包里抢到过的人先让一让（1到10个）',
      label: '轮流抢',
      typed: ['轮流'],
      placeholder: '3',
    },
  },
  card: ({ last }) =>
    `🔁 轮流抢：${last === 1 ? '抢到上一个红包' : `最近 ${last} 个红包里抢到过`}的人先让一让，时间过半后人人能抢。`,
  refused: ({ last, time }) =>
    `${last === 1 ? '上一个红包你抢到了' : `最近 ${last} 个红包里你抢到过`}，先让让别人。${time}后人人能抢。`,
  badTurns: ({ max }) => `没有发出：轮流抢只能算最近 1 到 ${max} 个红包。`,
}

/** Words for taking turns. */
export const turnsWords = inEveryLanguage(en, () => zh)
