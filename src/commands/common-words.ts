import type { Slash } from './slash.js'
import { inEveryLanguage } from './words.js'

const en = {
  missing: ({ about }: { about: string }) => `Something is missing: ${about}.`,
  unreadable: ({ typed, about }: { typed: string; about: string }) =>
    `I can’t read “${typed}” as this: ${about}.`,
  tooMuch: ({ typed }: { typed: string }) => `I don’t know what “${typed}” means here.`,
  contradiction: ({ typed, other }: { typed: string; other: string }) =>
    `“${typed}” and “${other}” don’t agree. Say each thing once. Nothing was done.`,
  tooMany: ({ max }: { max: number }) => `Choose at most ${max}.`,
  unknownMember: ({ name }: { name: string }) => `I don’t know anyone called ${name} here.`,
  nobodyNamed: ({ typed }: { typed: string }) => `“${typed}” mentions nobody. Mention the members with an @.`,
  stale: 'This reached me too late, so nothing was done and no money moved. Give the command again.',
  formExpired: 'This form has expired. Give the command again.',
  replyWith: ({ label }: { label: string }) => `${label}: reply to this message with it.`,
  replyMentioning: ({ label }: { label: string }) =>
    `${label}: reply to this message and mention them with an @.`,
  otherValue: ({ label }: { label: string }) => `${label} …`,
  back: 'Back',
  everyone: 'everyone',
  ...{ member: '@name', yesOrNo: 'yes|no' },
  bot: 'A bot has no wallet. Choose a person.',
  gone: 'Somebody whom you chose is not here any more, so nothing was sent. Choose again.',
  chatOnly: 'That belongs in a group: give the command there. Here I know /wallet, /history and /linkme.',
  buttonExpired: 'This button has expired. Give the command again.',
  notYours: 'This button is for someone else. Give the command yourself to get your own.',
  closed: 'Nothing was changed.',
  close: 'Cancel',
  backToForm: 'Back to the form',
  confirm: 'Confirm',
  cannotAsk:
    'Telegram does not tell me now whether you are an admin, so nothing was done. Try again in a moment.',
  howToName: {
    reply: ({ handle }: { handle: string }) =>
      `I do not know anybody here called @${handle}. Reply to a message of theirs with the command instead, or let them write /wallet once.`,
    choose: ({ name }: { name: string }) =>
      `I cannot tell who “${name}” is. Choose the person from the list that Telegram offers after an @, or reply to a message of theirs.`,
  },
  nobody: {
    anonymous:
      'Nobody can tell who an anonymous admin is, so no money moved. Switch “Remain anonymous” off and give the command again.',
    channel: 'A channel has no wallet, so no money moved. Write as yourself and give the command again.',
  },
  readOnly:
    'You can’t send messages in this channel, so nothing was sent and no money moved. Try another channel.',
  cannotPost: ({ missing }: { missing: string }) =>
    `I may not post cards in this channel, so nothing was sent and no money moved. Ask an admin to allow me: ${missing}.`,
  permission: {
    ViewChannel: 'View Channel',
    SendMessages: 'Send Messages',
    SendMessagesInThreads: 'Send Messages in Threads',
  },
  onlyYouSee: 'The bot may not post in this channel, so only you see this.',
  onlyYouSeeReadOnly: 'You can’t send messages in this channel, so only you see this.',
  unknownCommand: ({ name }: { name: string }) => `There is no command /${name}. /help lists them all.`,
  unknownCommandClosest: ({ name, closest }: { name: string; closest: string }) =>
    `There is no command /${name}. Did you mean /${closest}? /help lists them all.`,
  commandTooLong: ({ max }: { max: number }) =>
    `A command has at most ${max} characters. Nothing was done; make it shorter.`,
  busy: 'Too much is going on at once, so nothing was done. Please try again in a moment.',
  moving:
    'This chat is being linked or unlinked right now, so nothing was done. Please try again in a moment.',
  tooFast: 'That was too fast, so nothing was done. Wait a moment, then go on.',
  wrong: ({ id }: { id: string }) => `Something went wrong; nothing was lost. Please try again. (${id})`,
}

const zh = (slash: Slash): typeof en => ({
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
  otherValue: ({ label }: { label: string }) => `${label}…`,
  back: '返回',
  everyone: '所有人',
  ...{ member: '@某人', yesOrNo: '是|否' },
  bot: '机器人没有钱包，请选一位真人。',
  gone: '你选的人或身份组已经不在这里了，红包没有发出。请重新选择。',
  chatOnly: `这个命令要在群里用。这里可以用 ${slash('wallet')}、${slash('history')} 和 ${slash('linkme')}。`,
  buttonExpired: '这个按钮已经失效，请重新使用命令。',
  notYours: '这是别人的按钮。想用的话，请自己发一次命令。',
  closed: '没有任何改动。',
  close: '取消',
  backToForm: '回到表单',
  confirm: '确认',
  cannotAsk: 'Telegram 现在没有告诉我你是不是管理员，所以什么也没做。请稍后再试。',
  howToName: {
    reply: ({ handle }) =>
      `我不认识这里的 @${handle}。请改为回复对方的消息发命令，或让对方先写一次 ${slash('wallet')}。`,
    choose: ({ name }) => `我不知道“${name}”是谁。请在 @ 之后从列表里选人，或回复对方的消息。`,
  },
  nobody: {
    anonymous: '没人知道匿名管理员是谁，所以没有动钱。请关掉“匿名”后再发一次命令。',
    channel: '频道没有钱包，所以没有动钱。请用自己的身份再发一次命令。',
  },
  readOnly: '你不能在这个频道发消息，所以红包没有发出，资金没有变动。请换一个频道。',
  cannotPost: ({ missing }) =>
    `我不能在这个频道发红包卡片，所以什么也没发，钱也没动。请管理员给我这些权限：${missing}。`,
  permission: {
    ViewChannel: '查看频道',
    SendMessages: '发送消息',
    SendMessagesInThreads: '在子区内发送消息',
  },
  onlyYouSee: '机器人不能在这个频道发消息，所以只有你能看到。',
  onlyYouSeeReadOnly: '你不能在这个频道发消息，所以只有你能看到。',
  unknownCommand: ({ name }) => `没有 /${name} 这个命令。发 ${slash('help')} 查看所有命令。`,
  unknownCommandClosest: ({ name, closest }) =>
    `没有 /${name} 这个命令，你是不是想发 /${closest}？发 ${slash('help')} 查看所有命令。`,
  commandTooLong: ({ max }) => `一条命令最多 ${max} 个字。没有执行，请缩短。`,
  busy: '系统繁忙，请稍后再试（未扣款）。',
  moving: '正在处理群互通，请稍后再试（未扣款）。',
  tooFast: '太快了，什么也没做。请稍等片刻再来。',
  wrong: ({ id }) => `出错了，钱没有丢失，请再试一次。（${id}）`,
})

/** Words of the framework: what is said before a command runs, and around forms and buttons. */
export const commonWords = inEveryLanguage(en, zh)
