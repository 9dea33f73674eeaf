import type { Slash } from '../commands/slash.js'
import { inEveryLanguage } from '../commands/words.js'
import { plural } from '../i18n/format.js'

const en = {
  restarting: 'The bot is being restarted. Nothing was done; try again in a moment.',
  unposted: ({ no, amount }: { no: string; amount: string }) =>
    `Your red packet ${no} could not be shown in its chat. ${amount} is in your wallet again.`,
  vanished: ({ no }: { no: string }) =>
    `The card of your red packet ${no} is gone from its chat, so nobody can grab any more. What is left returns to you at its deadline.`,
  morePayments: ({ count }: { count: number }) =>
    `${plural(count, 'more payment was', 'more payments were')} made here, too many to list. Your own are in /history.`,
  answeredPrivately: 'The answer is in our private chat.',
  readIt: 'Read it',
  openPrivately:
    'That is for you alone, and I may not write to you first. Open our private chat, then ask again.',
  openIt: 'Open the private chat',
  formHint: ({ example }: { example: string }) => `Tap to change it, or write it yourself: ${example}`,
  moreNames: ({ count }: { count: number }) => `and ${count} more`,
}

const zh = (slash: Slash): typeof en => ({
  restarting: '机器人正在重启，什么都没做。请稍等片刻再试。',
  unposted: ({ no, amount }) => `你的红包 ${no} 没能发出卡片，${amount} 已退回你的钱包。`,
  vanished: ({ no }) => `你的红包 ${no} 的卡片已经不见了，不能再抢了。没抢完的钱到期后会退给你。`,
  morePayments: ({ count }) =>
    `另有 ${count} 笔交易已完成，太多了没法逐条列出。发 ${slash('history')} 查看自己的流水。`,
  answeredPrivately: '已私聊回复你。',
  readIt: '去看看',
  openPrivately: '请先点下方按钮打开私聊，再发一次命令。',
  openIt: '打开私聊',
  formHint: ({ example }) => `点按钮修改，或自己写：${example}`,
  moreNames: ({ count }) => `还有 ${count} 人`,
})

/** Words of messages that are no command's reply, and of what surrounds one. */
export const chatWords = inEveryLanguage(en, zh)
