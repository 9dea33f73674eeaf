import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    memberFor: {
      name: 'member_for',
      about: 'Only people who have been in the server at least this long',
      label: 'In the server for at least',
      placeholder: '7d',
    },
  },
  card: ({ time }: { time: string }) => `🏠 For people who have been in the server for at least ${time}.`,
  refused: ({ time }: { time: string }) =>
    `This one is for people who have been in the server for at least ${time}.`,
  notTold: 'This one depends on your time in the Discord server, so grab it on Discord.',
}

const zh: typeof en = {
  arguments: {
    memberFor: {
      name: '入群',
      about: '加入服务器多久以上的人才能抢',
      label: '加入服务器多久以上',
      placeholder: '7天',
    },
  },
  card: ({ time }) => `🏠 加入服务器${time}以上才能抢。`,
  refused: ({ time }) => `你加入服务器还不到${time}，不能抢这个。`,
  notTold: '这个红包要看加入 Discord 服务器多久，请到 Discord 上抢。',
}

/** Words for the condition on the time in a server. */
export const memberSinceWords = inEveryLanguage(en, () => zh)
