import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'

const of = ({ commands }: typeof english) => ({
  about: commands.help.description,
  example: commands.help.example,
  arguments: {},
  say: {},
})

export const words = {
  en: { name: 'help', also: ['start'], ...of(english) },
  zh: { name: '帮助', also: [], ...of(chinese) },
}
