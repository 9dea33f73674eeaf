import { type Catalogue, catalogue, type Language } from '../i18n/catalogue.js'
import type { Tongue } from './words.js'

const own = {
  en: {
    missing: ({ about }: { about: string }) => `Something is missing: ${about}.`,
    unreadable: ({ typed, about }: { typed: string; about: string }) =>
      `I can’t read “${typed}” as this: ${about}.`,
    tooMuch: ({ typed }: { typed: string }) => `I don’t know what “${typed}” means here.`,
    contradiction: ({ typed, other }: { typed: string; other: string }) =>
      `“${typed}” and “${other}” don’t agree. Say each thing once. Nothing was done.`,
    tooMany: ({ max }: { max: number }) => `Choose at most ${max}.`,
    unknownMember: ({ name }: { name: string }) => `I don’t know anyone called ${name} here.`,
    nobodyNamed: ({ typed }: { typed: string }) =>
      `“${typed}” mentions nobody. Mention the members with an @.`,
    stale: 'This reached me too late, so nothing was done and no money moved. Give the command again.',
    formExpired: 'This form has expired. Give the command again.',
    replyWith: ({ label }: { label: string }) => `${label}: reply to this message with it.`,
    replyMentioning: ({ label }: { label: string }) =>
      `${label}: reply to this message and mention them with an @.`,
    unsent: ({ labels }: { labels: string }) =>
      `Not sent yet. Still missing: ${labels}. Tap a button for it, or reply to this message with it.`,
    unfilled: 'not chosen yet',
    total: 'Total',
    otherValue: ({ label }: { label: string }) => `${label} …`,
    back: 'Back',
    everyone: 'everyone',
    ...{ member: '@name', yesOrNo: 'yes|no' },
  },
  zh: {
    missing: ({ about }: { about: string }) => `还缺一项：${about}。`,
    unreadable: ({ typed, about }: { typed: string; about: string }) =>
      `看不懂“${typed}”，这里要写：${about}。`,
    tooMuch: ({ typed }: { typed: string }) => `看不懂“${typed}”。`,
    contradiction: ({ typed, other }: { typed: string; other: string }) =>
      `“${typed}”和“${other}”对不上，每项只写一次。没有执行。`,
    tooMany: ({ max }: { max: number }) => `最多选 ${max} 个。`,
    unknownMember: ({ name }: { name: string }) => `这里没有叫${name}的人。`,
    nobodyNamed: ({ typed }: { typed: string }) => `“${typed}”里没有 @ 任何人，请 @ 要指定的成员。`,
    stale: '收到得太晚，没有执行，也没有扣款。请重新发送命令。',
    formExpired: '表单已过期，请重新发送命令。',
    replyWith: ({ label }: { label: string }) => `${label}：请回复这条消息来填写。`,
    replyMentioning: ({ label }: { label: string }) => `${label}：请回复这条消息并 @ 他们。`,
    unsent: ({ labels }: { labels: string }) =>
      `还没发出，还缺：${labels}。请点按钮选择，或回复这条消息填写。`,
    unfilled: '还没填',
    total: '合计',
    otherValue: ({ label }: { label: string }) => `${label}…`,
    back: '返回',
    everyone: '所有人',
    ...{ member: '@某人', yesOrNo: '是|否' },
  },
}

const of = ({ discord, telegram }: Catalogue, tongue: Tongue) => ({
  ...own[tongue],
  bot: discord.noBots,
  gone: discord.chosenGone,
  chatOnly: telegram.groupOnly,
  buttonExpired: discord.unknownButton,
  notYours: telegram.notYours,
  closed: discord.leftAsItWas,
  close: discord.leave,
  backToForm: discord.formAgain,
  confirm: discord.confirm,
  cannotAsk: telegram.cannotCheckRights,
  howToName: { reply: telegram.unknownHandle, choose: telegram.howToMention },
  nobody: telegram.refusal,
  readOnly: discord.readOnly,
  cannotPost: discord.cannotPost,
  permission: discord.permission,
  onlyYouSee: discord.onlyYouSee,
  onlyYouSeeReadOnly: discord.onlyYouSeeReadOnly,
})

/** Words of the framework: what is said before a command runs, and around forms and buttons. */
export const commonWords: Readonly<Record<Language, ReturnType<typeof of>>> = {
  en: of(catalogue('en'), 'en'),
  zh: of(catalogue('zh'), 'zh'),
  'zh-latin': of(catalogue('zh-latin'), 'zh'),
}
