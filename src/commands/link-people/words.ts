import { chinese } from '../../i18n/chinese.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import { inAllPlaces } from '../framework/words.js'

export const linkMeWords = inAllPlaces(
  { en: { name: 'linkme', also: [] }, zh: { name: '绑定', also: ['关联'] } },
  {
    about: 'Link your account on another platform and share one wallet',
    example: '/linkme',
    arguments: {
      code: { name: 'code', about: 'The code from your other account; leave empty to get one' },
      sure: argumentWords.en.sure,
    },
    say: {
      code: ({ code, time }: { code: string; time: string }) =>
        `Your code:\n${code}\nFrom your other account, send /linkme with this code in a private chat with the bot. It works once, for ${time}. Never give it to anyone else: they would share your wallets.`,
      preview: ({ name, platform }: { name: string; platform: string }) =>
        `This code is from ${name} on ${platform}. Is that you? Once linked, both accounts share one wallet and get one share of each red packet, and either can spend all the money.`,
      moves: ({ amount, name }: { amount: string; name: string }) =>
        `${amount} in ${name} moves into that account’s wallet.`,
      linked: ({ name, platform }: { name: string; platform: string }) =>
        `You’re linked with ${name} on ${platform}: one wallet, and one share of each red packet. If the account that entered the code was a treasurer, an admin has to appoint it again.`,
      wallet: ({ amount, name }: { amount: string; name: string }) => `${name}: ${amount}`,
      badCode:
        'That code is invalid or has expired. Get a new one from your other account: each works once, for ten minutes.',
      sameIdentity: 'That’s your own code. Enter it from your other account.',
      alreadyOne: 'These two accounts are already linked.',
    },
  },
  (slash) => ({
    about: '绑定你在其他平台的账号，共用一个钱包',
    example: slash('linkme'),
    arguments: {
      code: { name: '码', about: '另一个账号的绑定码；不填就生成一个' },
      sure: argumentWords.zh.sure,
    },
    say: {
      code: ({ code, time }) =>
        `你的绑定码：\n${code}\n请用另一个账号私聊机器人，发 ${slash('linkme')} 和这个码。只能用一次，${time}内有效。千万别告诉别人，否则对方能用你的钱包。`,
      preview: ({ name, platform }) =>
        chinese`这个码来自 ${platform} 上的${name}，是你本人吗？绑定后两个账号共用钱包，每个红包只能抢一份，哪个账号都能花掉全部的钱。`,
      moves: ({ amount, name }) => chinese`${name}里的 ${amount} 会转入那个账号的钱包。`,
      linked: ({ name, platform }) =>
        chinese`已与 ${platform} 上的${name}绑定：共用钱包，每个红包只能抢一份。输入码的账号如果原来是财务，需要管理员重新任命。`,
      wallet: ({ amount, name }) => `${name}：${amount}`,
      badCode: '这个码无效或已过期。每个码只能用一次，10分钟内有效，请用另一个账号重新生成。',
      sameIdentity: '这是你自己的码，请用另一个账号输入。',
      alreadyOne: '这两个账号已经绑定了。',
    },
  }),
)

export const unlinkMeWords = inAllPlaces(
  { en: { name: 'unlinkme', also: [] }, zh: { name: '取消绑定', also: ['取消关联'] } },
  {
    about: 'Unlink this account from your others',
    example: '/unlinkme',
    arguments: { sure: argumentWords.en.sure },
    say: {
      preview: ({ names }: { names: string }) =>
        `You’re linked with ${names}. If you unlink, you start with an empty wallet.`,
      unlinked: ({ names }: { names: string }) =>
        `You’re no longer linked with ${names} and have your own wallet again.`,
      stays: ({ amount, name }: { amount: string; name: string }) =>
        `${amount} in ${name} stays with the other accounts.`,
      account: ({ name, platform }: { name: string; platform: string }) => `${name} (${platform})`,
      notLinked: 'Your account isn’t linked with any other.',
    },
  },
  (slash) => ({
    about: '取消这个账号与其他账号的绑定',
    example: slash('unlinkme'),
    arguments: { sure: argumentWords.zh.sure },
    say: {
      preview: ({ names }) => chinese`你已与${names}绑定。取消绑定后，你的钱包从零开始。`,
      unlinked: ({ names }) => chinese`已取消与${names}的绑定，恢复使用自己的钱包。`,
      stays: ({ amount, name }) => chinese`${name}里的 ${amount} 留给其他账号。`,
      account: ({ name, platform }) => chinese`${name}（${platform}）`,
      notLinked: '你的账号没有绑定其他账号。',
    },
  }),
)
