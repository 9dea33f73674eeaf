import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'

const of = ({ commands, answers, change }: typeof english) => ({
  about: commands.audit.description,
  example: commands.audit.example,
  arguments: {},
  say: {
    title: answers.audit,
    empty: answers.auditEmpty,
    line: answers.auditLine,
    noMember: answers.noMember,
    console: answers.console,
    change,
  },
})

export const words = {
  en: { name: 'audit', also: [], ...of(english) },
  zh: { name: '审计', also: [], ...of(chinese) },
}
