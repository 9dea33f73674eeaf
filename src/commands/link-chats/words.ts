import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const sayOf = ({ links, discord }: typeof english) => ({ ...links, confirm: discord.confirm })

const link = (words: typeof english) => ({
  about: words.commands.link.description,
  example: words.commands.link.example,
  arguments: {
    code: named(words.discord.option.code),
    sure: { name: 'sure', about: words.discord.confirm },
  },
  say: sayOf(words),
})

const unlink = (words: typeof english) => ({
  about: words.commands.unlink.description,
  example: words.commands.unlink.example,
  arguments: { sure: { name: 'sure', about: words.discord.confirm } },
  say: sayOf(words),
})

export const linkWords = {
  en: { name: 'link', also: [], ...link(english) },
  zh: { name: '联通', also: [], ...link(chinese) },
}

export const unlinkWords = {
  en: { name: 'unlink', also: [], ...unlink(english) },
  zh: { name: '取消联通', also: [], ...unlink(chinese) },
}

export type Say = ReturnType<typeof sayOf>
