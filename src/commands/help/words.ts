import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'

const of = ({ commands }: Catalogue) => ({
  about: commands.help.description,
  example: commands.help.example,
  arguments: {},
  say: {},
})

export const words = inAllPlaces({ en: { name: 'help', also: [] }, zh: { name: '帮助', also: [] } }, of)
