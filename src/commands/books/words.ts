import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'

const of = ({ commands, answers, promises }: typeof english) => ({
  about: commands.books.description,
  example: commands.books.example,
  arguments: {},
  say: {
    balance: answers.booksBalance,
    doNotBalance: answers.booksBroken,
    ok: answers.promiseOk,
    broken: answers.promiseBroken,
    titles: promises,
  },
})

export const words = {
  en: { name: 'books', also: [], ...of(english) },
  zh: { name: '对账', also: ['账本'], ...of(chinese) },
}
