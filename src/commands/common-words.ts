import { chinese } from '../i18n/chinese.js'
import type { Slash } from './framework/slash.js'
import { inEveryLanguage } from './framework/words.js'

const en = {
  missing: ({ about }: { about: string }) => `Still missing: ${about}.`,
  unreadable: ({ typed, about }: { typed: string; about: string }) =>
    `I can’t read “${typed}” here. Expected: ${about}.`,
  tooMuch: ({ typed }: { typed: string }) => `I don’t understand “${typed}”.`,
  contradiction: ({ typed, other }: { typed: string; other: string }) =>
    `“${typed}” and “${other}” contradict each other, so nothing was done. Use only one of them.`,
  tooMany: ({ max }: { max: number }) => `Choose at most ${max}.`,
  unknownMember: ({ name }: { name: string }) => `I don’t know anyone called ${name} here.`,
  nobodyNamed: ({ typed }: { typed: string }) => `“${typed}” mentions no one. Mention members with @.`,
  stale: 'That reached me too late, so no money moved. Please send it again.',
  formExpired: 'This form has expired. Use the command again.',
  replyWith: ({ label }: { label: string }) => `${label}: reply to this message with it.`,
  replyMentioning: ({ label }: { label: string }) =>
    `${label}: reply to this message and mention them with @.`,
  sendPrivately: ({ label }: { label: string }) => `${label}: send it to me in our private chat.`,
  writePrivately: 'Everyone here can read that, so I didn’t use it. Send it to me in our private chat.',
  unsent: ({ labels }: { labels: string }) =>
    `Not sent yet. Still missing: ${labels}. Tap a button for it, or reply to this message with it.`,
  unfilled: 'not chosen yet',
  total: 'Total',
  otherValue: ({ label }: { label: string }) => `${label} …`,
  more: 'More',
  back: 'Back',
  everyone: 'everyone',
  ...{ member: '@name', yesOrNo: 'yes|no' },
  bot: 'Bots have no wallet. Choose a person.',
  gone: 'Someone you chose has left, so nothing was sent. Choose again.',
  chatOnly: 'Use that in a group. Here you can use /wallet, /history and /linkme.',
  buttonExpired: 'This button has expired. Use the command again.',
  notYours: 'This button is for someone else. Use the command to get your own.',
  closed: 'Nothing changed.',
  close: 'Cancel',
  backToForm: 'Back to the form',
  confirm: 'Confirm',
  cannotAsk: ({ platform }: { platform: string }) =>
    `${platform} isn’t responding right now, so nothing was done. Try again in a moment.`,
  howToName: {
    reply: ({ handle }: { handle: string }) =>
      `I don’t know @${handle}. Reply to one of their messages with the command, or ask them to send /wallet once.`,
    choose: ({ name }: { name: string }) =>
      `I can’t tell who “${name}” is. Type @ and pick them from the list, or reply to one of their messages.`,
  },
  nobody: {
    anonymous:
      'I can’t tell who you are while you’re an anonymous admin, so no money moved. Turn off “Remain anonymous” and try again.',
    channel: 'Channels have no wallet, so no money moved. Post as yourself and try again.',
  },
  readOnly: 'You can’t send messages in that chat, so nothing was sent and no money moved. Try another one.',
  cannotPost: ({ missing }: { missing: string }) =>
    `I can’t post in this channel, so nothing was sent and no money moved. Ask an admin to give me: ${missing}.`,
  permission: {
    ViewChannel: 'View Channel',
    SendMessages: 'Send Messages',
    SendMessagesInThreads: 'Send Messages in Threads',
  },
  onlyYouSee: 'I can’t post in this channel, so only you can see this.',
  onlyYouSeeReadOnly: 'You can’t send messages in that chat, so only you can see this.',
  unknownCommand: ({ name }: { name: string }) => `There’s no /${name} command. Try /help.`,
  unknownCommandClosest: ({ name, closest }: { name: string; closest: string }) =>
    `There’s no /${name} command. Did you mean /${closest}?`,
  commandTooLong: ({ max }: { max: number }) =>
    `That’s too long, so nothing was done. A command has at most ${max} characters.`,
  busy: 'I’m too busy right now, so nothing was done. Try again in a moment.',
  moving: 'This chat is being linked or unlinked right now, so nothing was done. Try again in a moment.',
  tooFast: 'Too fast, so nothing was done. Wait a moment and try again.',
  wrong: ({ id }: { id: string }) => `Something went wrong, but no money was lost. Please try again. (${id})`,
}

const zh = (slash: Slash): typeof en => ({
  missing: ({ about }) => `还缺：${about}。`,
  unreadable: ({ typed, about }: { typed: string; about: string }) =>
    `看不懂“${typed}”，这里要写：${about}。`,
  tooMuch: ({ typed }: { typed: string }) => `看不懂“${typed}”。`,
  contradiction: ({ typed, other }) => `“${typed}”和“${other}”有冲突，没有执行。请只写一个。`,
  tooMany: ({ max }: { max: number }) => `最多选 ${max} 个。`,
  unknownMember: ({ name }) => chinese`这里没有叫${name}的人。`,
  nobodyNamed: ({ typed }) => `“${typed}”没有 @ 到人，请 @ 一下要选的成员。`,
  stale: '消息送达太晚，没有扣款，请重新发送。',
  formExpired: '表单已过期，请重新发送命令。',
  replyWith: ({ label }) => `${label}：请直接回复这条消息。`,
  replyMentioning: ({ label }) => `${label}：请回复这条消息，并 @ 对方。`,
  sendPrivately: ({ label }) => `${label}：请私聊发给我。`,
  writePrivately: '这里大家都看得到，这次不算。请私聊发给我。',
  unsent: ({ labels }) => `还没发出，还缺：${labels}。请点按钮选择，或直接回复这条消息。`,
  unfilled: '还没填',
  total: '合计',
  otherValue: ({ label }: { label: string }) => `${label}…`,
  more: '更多',
  back: '返回',
  everyone: '所有人',
  ...{ member: '@某人', yesOrNo: '是|否' },
  bot: '机器人没有钱包，请选一个人。',
  gone: '你选的人或身份组已经不在了，红包没有发出。请重新选择。',
  chatOnly: `请在群里用这个命令。私聊里可以用 ${slash('wallet')}、${slash('history')} 和 ${slash('linkme')}。`,
  buttonExpired: '按钮已失效，请重新发送命令。',
  notYours: '这是别人的按钮，想用的话请自己发一次命令。',
  closed: '没有任何改动。',
  close: '取消',
  backToForm: '回到表单',
  confirm: '确认',
  cannotAsk: ({ platform }) => `${platform} 暂时没有回应，没有执行。请稍后再试。`,
  howToName: {
    reply: ({ handle }) =>
      `我不认识 @${handle}。请用命令回复对方的一条消息，或者请对方先发一次 ${slash('wallet')}。`,
    choose: ({ name }) => `不知道“${name}”是谁。请输入 @ 后从列表里选，或者回复对方的消息。`,
  },
  nobody: {
    anonymous: '匿名发言认不出你是谁，没有扣款。请关掉“匿名”再试。',
    channel: '频道没有钱包，没有扣款。请用自己的账号再试。',
  },
  readOnly: '你不能在那里发言，红包没有发出，也没有扣款。请换个地方。',
  cannotPost: ({ missing }) => `我不能在这个频道发红包，没有扣款。请管理员给我开启权限：${missing}。`,
  permission: {
    ViewChannel: '查看频道',
    SendMessages: '发送消息',
    SendMessagesInThreads: '在子区内发送消息',
  },
  onlyYouSee: '我不能在这个频道发言，所以只有你能看到。',
  onlyYouSeeReadOnly: '你不能在那里发言，所以只有你能看到。',
  unknownCommand: ({ name }) => `没有 /${name} 这个命令，发 ${slash('help')} 看看有哪些命令。`,
  unknownCommandClosest: ({ name, closest }) => `没有 /${name} 这个命令，你是想发 /${closest} 吗？`,
  commandTooLong: ({ max }) => `命令太长，没有执行。最多 ${max} 个字。`,
  busy: '系统繁忙，请稍后再试（未扣款）。',
  moving: '正在处理群互通，请稍后再试（未扣款）。',
  tooFast: '操作太快了，请稍后再试（未扣款）。',
  wrong: ({ id }) => `出错了，钱没有丢，请再试一次。（${id}）`,
})

/** Words of the framework: what is said before a command runs, and around forms and buttons. */
export const commonWords = inEveryLanguage(en, zh)
