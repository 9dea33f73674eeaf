import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'

const of = ({ discord }: Catalogue) => ({
  about: discord.leave,
  example: discord.leave,
  arguments: {},
  say: { unchanged: discord.leftAsItWas },
})

export const words = inAllPlaces({ en: { name: 'dismiss', also: [] }, zh: { name: '取消', also: [] } }, of)
