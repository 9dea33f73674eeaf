import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'

const of = ({ commands, telegram }: Catalogue) => ({
  about: commands.help.description,
  example: '/start',
  arguments: {},
  say: { welcome: telegram.welcome, joined: telegram.joined },
})

export const words = inAllPlaces({ en: { name: 'start', also: [] }, zh: { name: '开始', also: [] } }, of)
