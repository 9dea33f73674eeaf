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
  },
})

export const words = inAllPlaces(
  { en: { name: 'wallet', also: [] }, zh: { name: '钱包', also: ['余额'] } },
  en,
  zh,
)
