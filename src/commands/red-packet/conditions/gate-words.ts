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
    turns: {
      name: 'turns',
      about: 'People who got a share of the last 1 to 10 red packets go later',
      label: 'Take turns',
      typed: ['turns'],
      placeholder: '3',
    },
    accountAge: {
      name: 'account_age',
      about: 'Only Discord accounts at least this old',
      label: 'Account age',
      placeholder: '30d',
    },
    memberFor: {
      name: 'member_for',
      about: 'Only people who have been in the server at least this long',
      label: 'In the server for at least',
      placeholder: '7d',
    },
    booster: { name: 'booster', about: 'Only people who boost the server', label: 'Boosters only' },
    premium: {
      name: 'premium',
      about: 'Only people with Telegram Premium',
      label: 'Premium only',
      typed: ['premium'],
    },
  },
  card: {
    known: ({ time }: { time: string }) => `🤝 For people I’ve known for at least ${time}.`,
    turns: ({ last }: { last: number }) =>
      `🔁 Taking turns: if you got a share of ${last === 1 ? 'the last red packet' : `one of the last ${last} red packets`}, others go first until half the time is up.`,
    account_age: ({ time }: { time: string }) => `🪪 For Discord accounts at least ${time} old.`,
    member_since: ({ time }: { time: string }) =>
      `🏠 For people who have been in the server for at least ${time}.`,
    booster: '🚀 For people who boost the server.',
    premium: '⭐ For people with Telegram Premium.',
  },
  refused: {
    known: ({ time }: { time: string }) =>
      `This one is for people I’ve known for at least ${time}. Catch the next one!`,
    turns: ({ last, time }: { last: number; time: string }) =>
      `You got a share of ${last === 1 ? 'the last red packet' : `one of the last ${last} red packets`}, so others go first. Try again in ${time}.`,
    account_age: ({ time }: { time: string }) => `This one is for Discord accounts at least ${time} old.`,
    member_since: ({ time }: { time: string }) =>
      `This one is for people who have been in the server for at least ${time}.`,
    booster: 'This one is for people who boost the server.',
    premium: 'This one is for people with Telegram Premium.',
  },
  notTold: {
    account_age: 'This one depends on the age of your Discord account, so grab it on Discord.',
    member_since: 'This one depends on your time in the Discord server, so grab it on Discord.',
    booster: 'This one is for people who boost the Discord server, so grab it on Discord.',
    premium: 'This one is for people with Telegram Premium, so grab it on Telegram.',
  },
  faults: {
    badAge: ({ min, max }: { min: string; max: string }) =>
      `Nothing was sent: ask for a time between ${min} and ${max}.`,
    badTurns: ({ max }: { max: number }) =>
      `Nothing was sent: taking turns can cover the last 1 to ${max} red packets.`,
  },
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
    turns: {
      name: '轮流',
      about: '最近几个红包里抢到过的人先让一让（1到10个）',
      label: '轮流抢',
      typed: ['轮流'],
      placeholder: '3',
    },
    accountAge: {
      name: '账号注册',
      about: '注册多久以上的 Discord 账号才能抢',
      label: '账号注册多久以上',
      placeholder: '30天',
    },
    memberFor: {
      name: '入群',
      about: '加入服务器多久以上的人才能抢',
      label: '加入服务器多久以上',
      placeholder: '7天',
    },
    booster: { name: '助力者', about: '助力服务器的人才能抢', label: '只给助力者' },
    premium: {
      name: '会员',
      about: 'Telegram Premium 会员才能抢',
      label: '只给 Premium 会员',
      typed: ['会员'],
    },
  },
  card: {
    known: ({ time }) => `🤝 熟人红包：我认识${time}以上的人才能抢。`,
    turns: ({ last }) =>
      `🔁 轮流抢：${last === 1 ? '抢到上一个红包' : `最近 ${last} 个红包里抢到过`}的人先让一让，时间过半后人人能抢。`,
    account_age: ({ time }) => `🪪 Discord 账号注册${time}以上才能抢。`,
    member_since: ({ time }) => `🏠 加入服务器${time}以上才能抢。`,
    booster: '🚀 助力服务器的人才能抢。',
    premium: '⭐ Telegram Premium 会员才能抢。',
  },
  refused: {
    known: ({ time }) => `我认识你还不到${time}，这个先让给熟人，下一个再来！`,
    turns: ({ last, time }) =>
      `${last === 1 ? '上一个红包你抢到了' : `最近 ${last} 个红包里你抢到过`}，先让让别人。${time}后人人能抢。`,
    account_age: ({ time }) => `你的 Discord 账号注册还不到${time}，不能抢这个。`,
    member_since: ({ time }) => `你加入服务器还不到${time}，不能抢这个。`,
    booster: '这个红包只给助力服务器的人。',
    premium: '这个红包只给 Telegram Premium 会员。',
  },
  notTold: {
    account_age: '这个红包要看 Discord 账号注册了多久，请到 Discord 上抢。',
    member_since: '这个红包要看加入 Discord 服务器多久，请到 Discord 上抢。',
    booster: '这个红包只给助力 Discord 服务器的人，请到 Discord 上抢。',
    premium: '这个红包只给 Telegram Premium 会员，请到 Telegram 上抢。',
  },
  faults: {
    badAge: ({ min, max }) => `没有发出：时间要在${min}到${max}之间。`,
    badTurns: ({ max }) => `没有发出：轮流抢只能算最近 1 到 ${max} 个红包。`,
  },
}

/** Words for conditions that need no answer. */
export const gateWords = inEveryLanguage(en, () => zh)
