import type { Slash } from '../commands/framework/slash.js'
import { inEveryLanguage } from '../commands/framework/words.js'
import { plural } from '../i18n/format.js'

const en = {
  restarting: 'I’m restarting, so nothing was done. Try again in a moment.',
  unposted: ({ amount }: { amount: string }) =>
    `Your red packet couldn’t be posted. ${amount} is back in your wallet.`,
  vanished: ({ amount }: { amount: string }) =>
    `The card for your ${amount} red packet was deleted, so no one can grab it any more. You get back what’s left when it expires.`,
  morePayments: ({ count }: { count: number }) =>
    `${plural(count, 'more payment was', 'more payments were')} made here. /history lists yours.`,
  answeredPrivately: 'I’ve replied in our private chat.',
  readIt: 'Read it',
  openPrivately: 'Open our private chat first, then use the command again.',
  openIt: 'Open private chat',
  formHint: ({ example }: { example: string }) => `Tap to change it, or type: ${example}`,
  moreNames: ({ count }: { count: number }) => `and ${count} more`,
}

const zh = (slash: Slash): typeof en => ({
  restarting: '机器人正在重启，刚才的操作没有执行，请稍后再试。',
  unposted: ({ amount }) => `你的红包没能发出，${amount} 已退回钱包。`,
  vanished: ({ amount }) => `你那个 ${amount} 的红包，卡片被删了，大家没法再抢。没抢完的到期后退给你。`,
  morePayments: ({ count }) => `另有 ${count} 笔交易已完成，发 ${slash('history')} 查看自己的流水。`,
  answeredPrivately: '已私聊回复你。',
  readIt: '去看看',
  openPrivately: '请先点下方按钮打开私聊，再发一次命令。',
  openIt: '打开私聊',
  formHint: ({ example }) => `点按钮修改，或直接发：${example}`,
  moreNames: ({ count }) => `另外 ${count} 人`,
})

/** Words of messages that are no command's reply, and of what surrounds one. */
export const chatWords = inEveryLanguage(en, zh)
