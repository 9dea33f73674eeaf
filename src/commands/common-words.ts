import type { Language } from '../i18n/catalogue.js'
import { en as english } from '../i18n/en.js'
import { zh as chinese } from '../i18n/zh.js'

const en = {
  missing: ({ about }: { about: string }) => `Something is missing: ${about}.`,
  unreadable: ({ typed, about }: { typed: string; about: string }) =>
    `I can’t read “${typed}” as this: ${about}.`,
  tooMuch: ({ typed }: { typed: string }) => `I don’t know what “${typed}” means here.`,
  tooMany: ({ max }: { max: number }) => `Choose at most ${max}.`,
  bot: english.discord.noBots,
  gone: english.discord.chosenGone,
  unknownMember: ({ name }: { name: string }) => `I don’t know anyone called ${name} here.`,
  stale: 'This reached me too late, so nothing was done and no money moved. Give the command again.',
  chatOnly: english.telegram.groupOnly,
  buttonExpired: english.discord.unknownButton,
  formExpired: 'This form has expired. Give the command again.',
  notYours: english.telegram.notYours,
  closed: english.discord.leftAsItWas,
  close: english.discord.leave,
  confirm: english.discord.confirm,
  backToForm: english.discord.formAgain,
}

const zh: typeof en = {
  missing: ({ about }) => `还缺一项：${about}。`,
  unreadable: ({ typed, about }) => `看不懂“${typed}”，这里要写：${about}。`,
  tooMuch: ({ typed }) => `看不懂“${typed}”。`,
  tooMany: ({ max }) => `最多选 ${max} 个。`,
  bot: chinese.discord.noBots,
  gone: chinese.discord.chosenGone,
  unknownMember: ({ name }) => `这里没有叫${name}的人。`,
  stale: '收到得太晚，没有执行，也没有扣款。请重新发送命令。',
  chatOnly: chinese.telegram.groupOnly,
  buttonExpired: chinese.discord.unknownButton,
  formExpired: '表单已过期，请重新发送命令。',
  notYours: chinese.telegram.notYours,
  closed: chinese.discord.leftAsItWas,
  close: chinese.discord.leave,
  confirm: chinese.discord.confirm,
  backToForm: chinese.discord.formAgain,
}

/** Words of the framework: what is said before a command runs, and around forms and buttons. */
export const commonWords: Readonly<Record<Language, typeof en>> = { en, zh }
