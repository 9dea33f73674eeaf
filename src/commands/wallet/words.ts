import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { ownerWords } from '../freeze/words.js'
import { walletLines } from './wallet-words.js'

const en = {
  about: 'See your balance',
  example: '/wallet',
  arguments: {},
  say: {
    one: ({ balance, open }: { balance: string; open: number }) =>
      `You have ${balance}.${open === 0 ? '' : ` ${plural(open, 'of your red packets is', 'of your red packets are')} still open.`}`,
    all: 'Your wallets, most recent first:',
    frozen: ownerWords.en,
    ...walletLines.en,
    picture: {
      title: ({ name }: { name: string }) => `${name}’s wallet`,
      wallets: ({ name }: { name: string }) => `${name}’s wallets`,
      frozen: 'Frozen',
      open: ({ open }: { open: number }) => `${plural(open, 'red packet', 'red packets')} still open`,
      movements: ({ count }: { count: number }) => `Balance over the last ${count} entries`,
    },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看余额',
  example: slash('wallet'),
  arguments: {},
  say: {
    one: ({ balance, open }) => `余额 ${balance}。${open === 0 ? '' : `还有 ${open} 个红包没抢完。`}`,
    all: '你的钱包，最近有变动的在前：',
    frozen: ownerWords.zh,
    ...walletLines.zh,
    picture: {
      title: ({ name }) => chinese`${name}的钱包`,
      wallets: ({ name }) => chinese`${name}的钱包`,
      frozen: '已冻结',
      open: ({ open }) => `还有 ${open} 个红包没抢完`,
      movements: ({ count }) => `最近 ${count} 笔的余额变化`,
    },
  },
})

export const words = inAllPlaces(
  { en: { name: 'wallet', also: [] }, zh: { name: '钱包', also: ['余额'] } },
  en,
  zh,
)

export type WalletSay = typeof en.say
