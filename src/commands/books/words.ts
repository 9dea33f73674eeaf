import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'

const of = ({ commands, answers, promises }: Catalogue) => ({
  about: commands.books.description,
  example: commands.books.example,
  arguments: {},
  say: {
    balance: answers.booksBalance,
    doNotBalance: answers.booksBroken,
    held: answers.refundsHeld,
    ok: answers.promiseOk,
    broken: answers.promiseBroken,
    titles: promises,
  },
})

export const words = inAllPlaces(
  { en: { name: 'books', also: [] }, zh: { name: '对账', also: ['账本'] } },
  of,
)
