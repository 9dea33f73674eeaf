import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    known: {
      name: 'known',
      about: 'Only people the bot has known at least this long',
      label: 'Known for',
      typed: ['known'],
      placeholder: '7d',
    },
  },
  card: ({ time }: { time: string }) => `🤝 For people I’ve known for at least ${time}.`,
  refused: ({ time }: { time: string }) =>
    `This one is for people I’ve known for at least ${time}. Catch the next one!`,
}

const zh: typeof en = {
  arguments: {
    known: {
      name: '熟人',
      about: '机器人认识多久以上的人才能抢',
      label: '认识多久',
      typed: ['熟人'],
      placeholder: '7天',
    },
  },
  card: ({ time }) => `🤝 熟人红包：我认识${time}以上的人才能抢。`,
  refused: ({ time }) => `我认识你还不到${time}，这个先让给熟人，下一个再来！`,
}

/** Words for the condition on how long the bot has known a person. */
export const knownWords = inEveryLanguage(en, () => zh)
