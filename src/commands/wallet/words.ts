import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'

const of = ({ commands, answers, links }: typeof english) => ({
  about: commands.wallet.description,
  example: commands.wallet.example,
  arguments: {},
  say: { one: answers.wallet, all: links.wallets, each: links.wallet, none: links.noWallets },
})

export const words = {
  en: { name: 'wallet', also: [], ...of(english) },
  zh: { name: '钱包', also: ['余额'], ...of(chinese) },
}
