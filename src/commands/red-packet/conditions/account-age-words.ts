import { inEveryLanguage } from '../../framework/words.js'

const en = {
  arguments: {
    accountAge: {
      name: 'account_age',
      about: 'Only Discord accounts at least this old',
      label: 'Account age',
      placeholder: '30d',
    },
  },
  card: ({ time }: { time: string }) => `🪪 For Discord accounts at least ${time} old.`,
  refused: ({ time }: { time: string }) => `This one is for Discord accounts at least ${time} old.`,
  notTold: 'This one depends on the age of your Discord account, so grab it on Discord.',
}

const zh: typeof en = {
  arguments: {
    accountAge: {
      name: '账号注册',
      about: '注册多久以上的 Discord 账号才能抢',
      label: '账号注册多久以上',
      placeholder: '30天',
    },
  },
  card: ({ time }) => `🪪 Discord 账号注册${time}以上才能抢。`,
  refused: ({ time }) => `你的 Discord 账号注册还不到${time}，不能抢这个。`,
  notTold: '这个红包要看 Discord 账号注册了多久，请到 Discord 上抢。',
}

/** Words for the condition on the age of an account. */
export const accountAgeWords = inEveryLanguage(en, () => zh)
