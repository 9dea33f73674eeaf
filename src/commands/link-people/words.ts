import { argumentWords } from '../argument-words.js'
import { inAllPlaces } from '../words.js'

export const linkMeWords = inAllPlaces(
  { en: { name: 'linkme', also: [] }, zh: { name: '关联', also: [] } },
  {
    about: 'Link your account on another platform, to share one wallet',
    example: '/linkme',
    arguments: { code: argumentWords.en.code, sure: argumentWords.en.sure },
    say: {
      code: ({ code, time }: { code: string; time: string }) =>
        `Your code:\n${code}\nIt works once and for ${time}. Open a private chat with the bot from your other account, and send /linkme with the code. Never give it to anyone else: they would share your wallets.`,
      preview: ({ name, platform }: { name: string; platform: string }) =>
        `This code is from ${name} on ${platform}. Is that you? Linking makes the two accounts one person: one wallet and one share of each red packet. The other account can then spend all of it.`,
      moves: ({ amount, name }: { amount: string; name: string }) =>
        `${amount} in ${name} goes into the wallet of that account.`,
      linked: ({ name, platform }: { name: string; platform: string }) =>
        `You and ${name} on ${platform} are one person now, with one wallet and one share of each red packet. If the account that entered the code was a treasurer, an admin must appoint it again.`,
      wallet: ({ amount, name }: { amount: string; name: string }) => `${name}: ${amount}`,
      badCode:
        'That code is invalid or has expired. A code works once, for ten minutes, and only for the account or chat that enters it first. Ask for a new one.',
      sameIdentity: 'That is your own code. Enter it from your other account.',
      alreadyOne: 'These two accounts are linked already. There is nothing to do.',
    },
  },
  (slash) => ({
    about: '绑定你在其他平台的账号，共用一个钱包',
    example: slash('linkme'),
    arguments: { code: argumentWords.zh.code, sure: argumentWords.zh.sure },
    say: {
      code: ({ code, time }) =>
        `你的绑定码：\n${code}\n只能用一次，${time}内有效。请用你的另一个账号私聊机器人，发 ${slash('linkme')} 和这个码。不要给别人：谁用了它，谁就和你共用钱包。`,
      preview: ({ name, platform }) =>
        `这个码来自 ${platform} 上的 ${name}。是你本人吗？绑定后两个账号算一个人：共用钱包，每个红包只有一份。掌握那个账号的人可以花掉全部的钱。`,
      moves: ({ amount, name }) => `${name} 里的 ${amount} 会转入那个账号的钱包。`,
      linked: ({ name, platform }) =>
        `你和 ${platform} 上的 ${name} 现在是一个人：共用钱包，每个红包只有一份。输入码的账号如果原来是财务，需要管理员重新任命。`,
      wallet: ({ amount, name }) => `${name} 的余额：${amount}`,
      badCode:
        '这个码无效或已失效。每个码只能用一次，十分钟内有效，而且只归最先输入它的人或群；请重新要一个。',
      sameIdentity: '这是你自己的码，请用另一个账号输入。',
      alreadyOne: '这两个账号已经绑定，不用再绑。',
    },
  }),
)

export const unlinkMeWords = inAllPlaces(
  { en: { name: 'unlinkme', also: [] }, zh: { name: '取消关联', also: [] } },
  {
    about: 'Unlink this account from your other ones',
    example: '/unlinkme',
    arguments: { sure: argumentWords.en.sure },
    say: {
      preview: ({ names }: { names: string }) =>
        `You are linked with ${names}. If you leave, you start with an empty wallet.`,
      unlinked: ({ names }: { names: string }) =>
        `You are no longer linked with ${names}, and have a wallet of your own again.`,
      stays: ({ amount, name }: { amount: string; name: string }) =>
        `${amount} in ${name} stays with the accounts that stay.`,
      account: ({ name, platform }: { name: string; platform: string }) => `${name} (${platform})`,
      notLinked: 'Your account is not linked with any other.',
    },
  },
  (slash) => ({
    about: '取消这个账号与你其他账号的绑定',
    example: slash('unlinkme'),
    arguments: { sure: argumentWords.zh.sure },
    say: {
      preview: ({ names }) => `你已与 ${names}绑定。取消绑定后，你的钱包从零开始。`,
      unlinked: ({ names }) => `已取消与 ${names}的绑定，你重新有了自己的钱包。`,
      stays: ({ amount, name }) => `${name} 里的 ${amount} 留给仍然绑定的账号。`,
      account: ({ name, platform }) => `${name}（${platform} 账号）`,
      notLinked: '你的账号没有和别的账号绑定。',
    },
  }),
)
