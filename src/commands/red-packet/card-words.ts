import { chinese } from '../../i18n/chinese.js'

const en = {
  each: ({ amount }: { amount: string }) => `${amount} each`,
  grab: 'Grab',
  details: 'Details',
  verify: 'Verify',
  /** Button that shows how it ended, as a picture. */
  result: 'Result',
  progress: ({ grabbed, count }: { grabbed: number; count: number }) => `${grabbed}/${count} grabbed`,
  money: ({ grabbed, total }: { grabbed: string; total: string }) => `${grabbed} of ${total}`,
  until: ({ time }: { time: string }) => `Open until ${time}`,
  chosen: ({ names }: { names: string }) => `Only for ${names}`,
  finished: ({ time }: { time: string }) => `All grabbed in ${time}`,
  expired: ({
    grabbed,
    count,
    refunded,
    sender,
  }: {
    grabbed: number
    count: number
    refunded: string
    sender: string
  }) => `Expired with ${grabbed}/${count} grabbed. ${refunded} went back to ${sender}`,
  cancelled: ({ refunded, sender }: { refunded: string; sender: string }) =>
    `Cancelled. ${refunded} went back to ${sender}`,
  luckiest: 'luckiest',
  claim: ({
    position,
    name,
    amount,
    time,
  }: {
    position: number
    name: string
    amount: string
    time: string
  }) => `${position}. ${name}  ${amount}  after ${time}`,
  more: ({ count }: { count: number }) => `and ${count} more`,
}

const zh: typeof en = {
  each: ({ amount }) => `每个 ${amount}`,
  grab: '抢',
  details: '详情',
  verify: '验证',
  result: '战绩',
  progress: ({ grabbed, count }) => `已抢 ${grabbed}/${count} 个`,
  money: ({ grabbed, total }) => `${grabbed} / ${total}`,
  until: ({ time }) => `${time} 前有效`,
  chosen: ({ names }) => `专属红包：${names}`,
  finished: ({ time }) => `${time}被抢光`,
  expired: ({ grabbed, count, refunded, sender }) =>
    chinese`已过期，抢了 ${grabbed}/${count} 个，${refunded} 已退回给${sender}`,
  cancelled: ({ refunded, sender }) => chinese`已撤回，${refunded} 已退回给${sender}`,
  luckiest: '手气最佳',
  claim: ({ position, name, amount, time }) => `${position}. ${name}  ${amount}  用时 ${time}`,
  more: ({ count }) => `还有 ${count} 人`,
}

/** Words of a red packet's card, and of the lists that repeat it. */
export const cardWords = { en, zh, 'zh-latin': zh }
