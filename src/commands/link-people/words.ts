import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const linkMe = ({ commands, discord, links }: Catalogue) => ({
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
  },
})

const unlinkMe = ({ commands, discord, links }: Catalogue) => ({
  about: commands.unlinkme.description,
  example: commands.unlinkme.example,
  arguments: { sure: { name: 'sure', about: discord.confirm } },
  say: {
    preview: links.unlinkPersonPreview,
    unlinked: links.personUnlinked,
    stays: links.moneyStays,
    account: links.account,
    notLinked: links.personNotLinked,
  },
})

export const linkMeWords = inAllPlaces(
  { en: { name: 'linkme', also: [] }, zh: { name: '关联', also: [] } },
  linkMe,
)

export const unlinkMeWords = inAllPlaces(
  { en: { name: 'unlinkme', also: [] }, zh: { name: '取消关联', also: [] } },
  unlinkMe,
)
