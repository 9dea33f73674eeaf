import { inEveryLanguage } from '../../framework/words.js'

const en = {
  booster: {
    arguments: {
      booster: { name: 'booster', about: 'Only people who boost the server', label: 'Boosters only' },
    },
    card: '🚀 For people who boost the server.',
    refused: 'This one is for people who boost the server.',
    notTold: 'This one is for people who boost the Discord server, so grab it on Discord.',
  },
  premium: {
    arguments: {
      premium: {
        name: 'premium',
        about: 'Only people with Telegram Premium',
        label: 'Premium only',
        typed: ['premium'],
      },
    },
    card: '⭐ For people with Telegram Premium.',
    refused: 'This one is for people with Telegram Premium.',
    notTold: 'This one is for people with Telegram Premium, so grab it on Telegram.',
  },
}

const zh: typeof en = {
  booster: {
    arguments: { booster: { name: '助力者', about: '助力服务器的人才能抢', label: '只给助力者' } },
    card: '🚀 助力服务器的人才能抢。',
    refused: '这个红包只给助力服务器的人。',
    notTold: '这个红包只给助力 Discord 服务器的人，请到 Discord 上抢。',
  },
  premium: {
    arguments: {
      premium: {
        name: '会员',
        about: 'Telegram Premium 会员才能抢',
        label: '只给 Premium 会员',
        typed: ['会员'],
      },
    },
    card: '⭐ Telegram Premium 会员才能抢。',
    refused: '这个红包只给 Telegram Premium 会员。',
    notTold: '这个红包只给 Telegram Premium 会员，请到 Telegram 上抢。',
  },
}

/** Words for the conditions on boosters and Premium members. */
export const supporterWords = inEveryLanguage(en, () => zh)
