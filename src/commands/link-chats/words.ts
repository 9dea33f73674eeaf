import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const sayOf = ({ links }: Catalogue) => links

const link = (words: Catalogue) => ({
  about: words.commands.link.description,
  example: words.commands.link.example,
  arguments: {
    code: named(words.discord.option.code),
    sure: { name: 'sure', about: words.discord.confirm },
  },
  say: sayOf(words),
})

const unlink = (words: Catalogue) => ({
  about: words.commands.unlink.description,
  example: words.commands.unlink.example,
  arguments: { sure: { name: 'sure', about: words.discord.confirm } },
  say: sayOf(words),
})

export const linkWords = inAllPlaces({ en: { name: 'link', also: [] }, zh: { name: '联通', also: [] } }, link)

export const unlinkWords = inAllPlaces(
  { en: { name: 'unlink', also: [] }, zh: { name: '取消联通', also: [] } },
  unlink,
)

export type Say = ReturnType<typeof sayOf>
