import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const linkMe = ({ commands, discord, links }: typeof english) => ({
  about: commands.linkme.description,
  example: commands.linkme.example,
  arguments: {
    code: named(discord.option.code),
    sure: { name: 'sure', about: discord.confirm },
  },
  say: {
    code: links.personCode,
    preview: links.peoplePreview,
    moves: links.peopleMoves,
    linked: links.peopleLinked,
    wallet: links.peopleWallet,
    badCode: links.badCode,
    sameIdentity: links.sameIdentity,
    alreadyOne: links.alreadyOne,
    confirm: discord.confirm,
  },
})

const unlinkMe = ({ commands, discord, links }: typeof english) => ({
  about: commands.unlinkme.description,
  example: commands.unlinkme.example,
  arguments: { sure: { name: 'sure', about: discord.confirm } },
  say: {
    preview: links.unlinkPersonPreview,
    unlinked: links.personUnlinked,
    stays: links.moneyStays,
    account: links.account,
    notLinked: links.personNotLinked,
    confirm: discord.confirm,
  },
})

export const linkMeWords = {
  en: { name: 'linkme', also: [], ...linkMe(english) },
  zh: { name: '关联', also: [], ...linkMe(chinese) },
}

export const unlinkMeWords = {
  en: { name: 'unlinkme', also: [], ...unlinkMe(english) },
  zh: { name: '取消关联', also: [], ...unlinkMe(chinese) },
}
