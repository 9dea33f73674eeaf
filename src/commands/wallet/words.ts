import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'

const of = ({ commands, answers, links }: Catalogue) => ({
  about: commands.wallet.description,
  example: commands.wallet.example,
  arguments: {},
  say: { one: answers.wallet, all: links.wallets, each: links.wallet, none: links.noWallets },
})

export const words = inAllPlaces(
  { en: { name: 'wallet', also: [] }, zh: { name: '钱包', also: ['余额'] } },
  of,
)
