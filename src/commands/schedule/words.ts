import { plural } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import type { Slash } from '../framework/slash.js'
import { inEveryLanguage, type Tongue } from '../framework/words.js'

const en = {
  preview: ({ total, count, time, zone }: { total: string; count: number; time: string; zone: string }) =>
    `Send a red packet of ${total} in ${plural(count, 'share', 'shares')} on ${time} (${zone})?`,
  previewSeries: (order: {
    total: string
    count: number
    times: number
    sum: string
    first: string
    last: string
    zone: string
  }) =>
    `Send ${order.times} red packets of ${order.total} in ${plural(order.count, 'share', 'shares')} each, from ${order.first} to ${order.last} (${order.zone})? That’s ${order.sum} in total.`,
  held: 'The money leaves your wallet now. Until it’s sent, you can cancel in /calendar.',
  scheduled: ({
    no,
    total,
    time,
    zone,
    balance,
  }: Record<'no' | 'total' | 'time' | 'zone' | 'balance', string>) =>
    `Red packet #${no} of ${total} goes out on ${time} (${zone}). Your balance: ${balance}.`,
  scheduledSeries: (
    order: Record<'total' | 'first' | 'last' | 'zone' | 'balance', string> & { times: number },
  ) =>
    `${order.times} red packets of ${order.total} go out from ${order.first} to ${order.last} (${order.zone}). Your balance: ${order.balance}.`,
  unreadable:
    'Nothing was sent: I can’t read that time. Write it like 2027-02-14 20:00, Friday 6pm, 除夕 20:00, or every Friday 18:00 x8.',
  badTime: ({ time, zone, latest }: { time: string; zone: string; latest: string }) =>
    `Nothing was sent: that’s ${time} (${zone}). Choose a time between now and ${latest}.`,
  badTimes: ({ max }: { max: number }) => `Nothing was sent: a series can have 2 to ${max} red packets.`,
  tooMany: ({ max }: { max: number }) =>
    `Nothing was sent: you can have up to ${max} scheduled red packets. Cancel some in /calendar first.`,
  late: ({ time }: { time: string }) => `Late: it was scheduled for ${time}`,
  missed: ({ amount }: { amount: string }) =>
    `Your scheduled red packet couldn’t be sent in time. ${amount} is back in your wallet.`,
  title: 'Scheduled red packets',
  line: ({
    n,
    time,
    sender,
    total,
    count,
  }: {
    n: number
    time: string
    sender: string
    total: string
    count: number
  }) => `${n}. ${time}: ${total} in ${plural(count, 'share', 'shares')} from ${sender}`,
  more: ({ count }: { count: number }) => `and ${count} more`,
  cancel: ({ n }: { n: number }) => `Cancel ${n}`,
  cancelled: ({ amount }: { amount: string }) =>
    `The scheduled red packet is cancelled. ${amount} went back to your wallet.`,
  cancelledFor: ({ amount, sender, time }: { amount: string; sender: string; time: string }) =>
    `The red packet that ${sender} scheduled for ${time} is cancelled. ${amount} went back to ${sender}.`,
  notSender: 'Only its sender or an admin can cancel a scheduled red packet.',
  notScheduled: {
    open: 'That red packet has just been sent, so it can’t be cancelled here.',
    ended: 'That red packet is no longer scheduled.',
  },
  unknown: 'There’s no such scheduled red packet.',
  blocksLink: ({ count, time }: { count: number; time: string }) =>
    `${count === 1 ? 'One red packet is' : `${count} red packets are`} still scheduled, the last for ${time}. Nothing changed. Wait, or cancel in /calendar.`,
}

const zhUnreadable =
  '没有发出：看不懂这个时间。可以写 2027-02-14 20:00、周五18点、除夕 20:00，或 每周五18:00 x8。'

const zh = (slash: Slash): typeof en => ({
  preview: ({ total, count, time, zone }) =>
    `${time}（${zone}）发出 ${total} 的红包，共 ${count} 个，确认吗？`,
  previewSeries: ({ total, count, times, sum, first, last, zone }) =>
    `从${first}到${last}（${zone}）发 ${times} 个红包，每个 ${total}、${count} 份，一共 ${sum}，确认吗？`,
  held: `钱现在就扣，到点再发。发出前可以在 ${slash('calendar')} 里取消。`,
  scheduled: ({ no, total, time, zone, balance }) =>
    `红包 #${no}（${total}）将于${time}（${zone}）发出。你的余额：${balance}。`,
  scheduledSeries: ({ times, total, first, last, zone, balance }) =>
    `${times} 个 ${total} 的红包将从${first}到${last}（${zone}）依次发出。你的余额：${balance}。`,
  unreadable: zhUnreadable,
  badTime: ({ time, zone, latest }) => `没有发出：这是${time}（${zone}）。请选${latest}之前、还没到的时间。`,
  badTimes: ({ max }) => `没有发出：一组定时红包可以有 2 到 ${max} 个。`,
  tooMany: ({ max }) => `没有发出：每人最多定时 ${max} 个红包，请先在 ${slash('calendar')} 里取消一些。`,
  late: ({ time }) => `来晚了：原定${time}发出`,
  missed: ({ amount }) => `你的定时红包没能按时发出，${amount} 已退回钱包。`,
  title: '定时红包',
  line: ({ n, time, sender, total, count }) => `${n}. ${time}：${sender}的红包，${total}，共 ${count} 个`,
  more: ({ count }) => `还有 ${count} 个`,
  cancel: ({ n }) => `取消第 ${n} 个`,
  cancelled: ({ amount }) => `定时红包已取消，${amount} 已退回你的钱包。`,
  cancelledFor: ({ amount, sender, time }) =>
    `已取消${sender}定于${time}发出的红包，${amount} 已退回给${sender}。`,
  notSender: '只有发红包的人和管理员可以取消定时红包。',
  notScheduled: { open: '这个红包刚刚发出，不能在这里取消了。', ended: '这个红包已经不在定时列表里了。' },
  unknown: '没有这个定时红包。',
  blocksLink: ({ count, time }) =>
    `还有 ${count} 个定时红包没发出，最后一个在${time}。没有改动，请先在 ${slash('calendar')} 里取消，或等它们发完。`,
})

export type ScheduleSay = typeof en

/** Texts about red packets that are sent later. */
export const scheduleSay: Readonly<Record<Language, ScheduleSay>> = inEveryLanguage(en, zh)

/** Words of the arguments by which a red packet is scheduled. */
export const scheduleArguments = {
  en: {
    on: {
      ...{ name: 'on', label: 'When', placeholder: 'Friday 18:00', typed: ['on'] },
      about: 'Send it later: 2027-02-14 20:00, 除夕 20:00, every Friday 18:00 x8',
      ask: en.unreadable,
    },
    confirmed: { name: 'confirmed', about: 'The moment that was confirmed' },
  },
  zh: {
    on: {
      ...{ name: '定时', label: '定时', placeholder: '除夕 20:00', typed: ['定时'] },
      about: '以后再发：2027-02-14 20:00、除夕 20:00、每周五18:00 x8',
      ask: zhUnreadable,
    },
    confirmed: { name: '已确认', about: '确认过的时间' },
  },
} satisfies Record<Tongue, object>
