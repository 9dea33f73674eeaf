import { envelopeWords } from '../envelope-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { tradeWords } from '../trade-words.js'
import { walletLines } from '../wallet/wallet-words.js'

const en = {
  about: 'See your payments and balance',
  example: '/history',
  arguments: {
    line: {
      name: 'line',
      about: 'A line number; shows older lines only',
      ask: 'Give a line number, or leave it out to see the latest.',
    },
    wallet: { name: 'wallet', about: 'Which wallet?' },
  },
  say: {
    title: ({ balance }: { balance: string }) => `Balance ${balance}. Latest first:`,
    empty: 'Nothing here yet. Grab a red packet, or ask an admin for a top-up.',
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
    columns: ['What', 'Amount', 'Balance'],
    trade: ({ no }: { no: number }) => `trade ${no}`,
    reverses: ({ no }: { no: number }) => `reverses trade ${no}`,
    older: 'Older',
    whichWallet: 'Which wallet?',
    wallet: walletLines.en.each,
    noWallets: walletLines.en.none,
    state: envelopeWords.en.state,
    change: tradeWords.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '查看收支流水',
  example: slash('history'),
  arguments: {
    line: { name: '行号', about: '只看这一行之前的记录', ask: '请写行号；不写就看最新的。' },
    wallet: { name: 'wallet', about: '你有几个钱包，看哪一个？' },
  },
  say: {
    title: ({ balance }) => `余额 ${balance}，最新的在前：`,
    empty: '还没有流水。去抢个红包，或请管理员充值。',
    line: ({ time, change, sign, amount, balance, about }) =>
      `${time}  ${change}  ${sign}${amount} → ${balance}${about === '' ? '' : `（${about}）`}`,
    columns: ['收支', '金额', '余额'],
    trade: ({ no }) => `交易 ${no}`,
    reverses: ({ no }) => `原交易 ${no}`,
    older: '更早的',
    whichWallet: '看哪个钱包？',
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
