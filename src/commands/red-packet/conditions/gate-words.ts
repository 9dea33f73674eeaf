import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    known: {
      name: 'known',
      about: 'Only people the bot has known this long',
      label: 'Known for',
      typed: ['known'],
      placeholder: '7d',
    },
    turns: {
      name: 'turns',
      about: 'Who got a share of the last few red packets lets others go first (1 to 10)',
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
      about: 'Only people who joined the server at least this long ago',
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
    known: ({ time }: { time: string }) => `🤝 For people I’ve known for ${time}.`,
    turns: ({ last }: { last: number }) =>
      `🔁 Taking turns: ${last === 1 ? 'who got a share of the last red packet' : `who got a share of the last ${last} red packets`} lets others go first, until half its time is over.`,
    account_age: ({ time }: { time: string }) => `🪪 For Discord accounts at least ${time} old.`,
    member_since: ({ time }: { time: string }) => `🏠 For people in the server for ${time}.`,
    booster: '🚀 For people who boost the server.',
    premium: '⭐ For people with Telegram Premium.',
  },
  refused: {
    known: ({ time }: { time: string }) =>
      `I haven’t known you long enough: this one takes ${time}. The next may be for you!`,
    turns: ({ last, time }: { last: number; time: string }) =>
      `You got a share of ${last === 1 ? 'the last red packet' : `one of the last ${last} red packets`}, so others go first. Try again in ${time}.`,
    account_age: ({ time }: { time: string }) =>
      `Your Discord account must be at least ${time} old for this one.`,
    member_since: ({ time }: { time: string }) =>
      `You must have been in the server for ${time} to grab this one.`,
    booster: 'This one is for people who boost the server.',
    premium: 'This one is for people with Telegram Premium.',
  },
  notTold: {
    account_age: 'This one asks for the age of your account, which only Discord tells. Grab it on Discord.',
    member_since:
      'This one asks how long you’ve been in the server, which only Discord tells. Grab it on Discord.',
    booster: 'This one is for boosters, which only Discord tells. Grab it on Discord.',
    premium: 'This one is for people with Premium, which only Telegram tells. Grab it on Telegram.',
  },
  faults: {
    badAge: ({ min, max }: { min: string; max: string }) =>
      `Nothing was sent: ask for a time between ${min} and ${max}.`,
    badTurns: ({ max }: { max: number }) => `Nothing was sent: the last 1 to ${max} red packets can count.`,
  },
}

const zh: typeof en = {
  arguments: {
    known: {
      name: '熟人',
      about: '只给机器人认识了这么久的人',
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
      about: '只给注册了这么久的 Discord 账号',
      label: '账号注册多久以上',
      placeholder: '30天',
    },
    memberFor: {
      name: '入群',
      about: '只给进服务器这么久的人',
      label: '进服务器多久以上',
      placeholder: '7天',
    },
    booster: { name: '助力者', about: '只给助力服务器的人', label: '只给助力者' },
    premium: {
      name: '会员',
      about: '只给 Telegram Premium 会员',
      label: '只给 Premium 会员',
      typed: ['会员'],
    },
  },
  card: {
    known: ({ time }) => `🤝 熟人红包：我认识${time}以上的人才能抢。`,
    turns: ({ last }) => `🔁 轮流抢：最近 ${last} 个红包里抢到过的人先让一让，时间过半后人人能抢。`,
    account_age: ({ time }) => `🪪 Discord 账号注册${time}以上才能抢。`,
    member_since: ({ time }) => `🏠 进服务器${time}以上才能抢。`,
    booster: '🚀 助力服务器的人才能抢。',
    premium: '⭐ Telegram Premium 会员才能抢。',
  },
  refused: {
    known: ({ time }) => `我认识你还不到${time}，这个先让给熟人，下一个再来！`,
    turns: ({ last, time }) => `最近 ${last} 个红包里你抢到过，先让让别人。${time}后人人能抢。`,
    account_age: ({ time }) => `你的 Discord 账号注册还不到${time}，不能抢这个。`,
    member_since: ({ time }) => `你进服务器还不到${time}，不能抢这个。`,
    booster: '这个红包只给助力服务器的人。',
    premium: '这个红包只给 Telegram Premium 会员。',
  },
  notTold: {
    account_age: '这个红包要看账号注册了多久，只有 Discord 知道，请到 Discord 上抢。',
    member_since: '这个红包要看进服务器多久，只有 Discord 知道，请到 Discord 上抢。',
    booster: '这个红包只给助力者，只有 Discord 知道谁是，请到 Discord 上抢。',
    premium: '这个红包只给 Premium 会员，只有 Telegram 知道谁是，请到 Telegram 上抢。',
  },
  faults: {
    badAge: ({ min, max }) => `没有发出：时间要在${min}到${max}之间。`,
    badTurns: ({ max }) => `没有发出：只能看最近 1 到 ${max} 个红包。`,
  },
}

/** Words for conditions that ask nothing. */
export const gateWords = inEveryLanguage(en, () => zh)
