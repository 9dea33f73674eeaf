import { envelopeWords } from '../envelope-words.js'
import type { Slash } from '../slash.js'
import { tradeWords } from '../trade-words.js'
import { walletLines } from '../wallet/wallet-words.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'See what came into your wallet and what left it',
  example: '/history',
  arguments: {
    before: {
      name: 'line',
      about: 'The number of a line; only older ones are shown',
      ask: 'Say the number of a line, or leave it out to see the newest.',
    },
    wallet: { name: 'wallet', about: 'You have several wallets. Which one?' },
  },
  say: {
    title: ({ balance }: { balance: string }) => `Your account log, the newest first. Balance ${balance}.`,
    empty:
      'Nothing has come into your wallet or left it yet. Grab a red packet, or ask an admin for a top-up.',
    line: ({
      time,
      change,
      sign,
      amount,
      balance,
      about,
    }: {
      time: string
      change: string
      sign: string
      amount: string
      balance: string
      about: string
    }) => `${time}  ${change}  ${sign}${amount} → ${balance}${about === '' ? '' : `  (${about})`}`,
    older: 'Older',
    whichWallet: 'You have several wallets. Which one?',
    wallet: walletLines.en.each,
    noWallets: walletLines.en.none,
    state: envelopeWords.en.state,
    change: tradeWords.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看钱包的收支流水',
  example: slash('history'),
  arguments: {
    before: { name: '行号', about: '只看这一行之前的记录', ask: '请写行号，要整数；不写就看最新的。' },
    wallet: { name: 'wallet', about: '你有几个钱包，看哪一个？' },
  },
  say: {
    title: ({ balance }) => `你的账户流水，最新的在前。余额 ${balance}。`,
    empty: '你的钱包还没有收支。去抢个红包，或者请管理员充值。',
    line: ({ time, change, sign, amount, balance, about }) =>
      `${time}  ${change}  ${sign}${amount} → ${balance}${about === '' ? '' : `（${about}）`}`,
    older: '更早的',
    whichWallet: '你有几个钱包，看哪一个？',
    wallet: walletLines.zh.each,
    noWallets: walletLines.zh.none,
    state: envelopeWords.zh.state,
    change: tradeWords.zh,
  },
})

export const words = inAllPlaces(
  { en: { name: 'history', also: [] }, zh: { name: '流水', also: ['记录'] } },
  en,
  zh,
)
