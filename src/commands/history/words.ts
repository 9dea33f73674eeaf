import type { Catalogue } from '../../i18n/catalogue.js'
import { incomeTrades } from '../income/trade-words.js'
import { inAllPlaces, named, type Tongue } from '../words.js'

const of = (
  { commands, discord: { option }, answers, errors, card, change, links, telegram }: Catalogue,
  tongue: Tongue,
) => ({
  about: commands.history.description,
  example: commands.history.example,
  arguments: {
    before: named(option.before, { ask: errors.usage.line }),
    wallet: { name: 'wallet', about: telegram.whichWallet },
  },
  say: {
    title: answers.statement,
    empty: answers.statementEmpty,
    line: answers.statementLine,
    older: telegram.older,
    whichWallet: telegram.whichWallet,
    wallet: links.wallet,
    noWallets: links.noWallets,
    state: card.state,
    change: { ...change, ...incomeTrades[tongue] },
  },
})

export const words = inAllPlaces(
  { en: { name: 'history', also: [] }, zh: { name: '流水', also: ['记录'] } },
  of,
)
