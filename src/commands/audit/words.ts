import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'

const of = ({ commands, answers, change }: Catalogue) => ({
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

export const words = inAllPlaces({ en: { name: 'audit', also: [] }, zh: { name: '审计', also: [] } }, of)
