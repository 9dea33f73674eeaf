import { plural } from '../../i18n/format.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'
import { walletLines } from './wallet-words.js'

const en = {
  about: 'See what you have',
  example: '/wallet',
  arguments: {},
  say: {
    one: ({
      name,
      balance,
      walletNo,
      open,
    }: {
      name: string
      balance: string
      walletNo: string
      open: number
    }) =>
      `${name}, you have ${balance} (wallet ${walletNo}). ${open === 0 ? 'None of your red packets is open.' : `${plural(open, 'red packet of yours is', 'red packets of yours are')} still open.`}`,
    all: 'Your wallets, the one that moved last first:',
    ...walletLines.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看余额',
  example: slash('wallet'),
  arguments: {},
  say: {
    one: ({ name, balance, walletNo, open }) =>
      `${name}，你的余额是 ${balance}（钱包 ${walletNo}）。${open === 0 ? '你没有进行中的红包。' : `你还有 ${open} 个红包没被抢完。`}`,
    all: '你的钱包，最近有变动的在前：',
    ...walletLines.zh,
  },
})

export const words = inAllPlaces(
  { en: { name: 'wallet', also: [] }, zh: { name: '钱包', also: ['余额'] } },
  en,
  zh,
)
