import { plural } from '../../i18n/format.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Check that every cent is accounted for',
  example: '/books',
  arguments: {},
  say: {
    balance: ({ trades, entries, time }: { trades: number; entries: number; time: string }) =>
      `The books balance. Checked ${plural(trades, 'trade', 'trades')} and ${plural(entries, 'entry', 'entries')}, ${time}.`,
    doNotBalance: ({ trades, time }: { trades: number; time: string }) =>
      `THE BOOKS DO NOT BALANCE (${plural(trades, 'trade', 'trades')} checked, ${time}). Ask whoever runs this bot to stop it and keep a copy of its data.`,
    held: ({ minutes, due }: { minutes: number; due: number }) =>
      `Refunds are on hold for up to ${plural(minutes, 'minute', 'minutes')}, because the bot’s clock jumped. ${plural(due, 'red packet is', 'red packets are')} waiting.`,
    ok: ({ number, title }: { number: number; title: string }) => `ok      ${number}. ${title}`,
    broken: ({ number, title, count }: { number: number; title: string; count: number }) =>
      `BROKEN  ${number}. ${title}: ${plural(count, 'problem', 'problems')}`,
    /** The invariants that reconcile checks, by number. */
    titles: {
      1: 'all balances add up to zero',
      2: 'every balance is the sum of its entries',
      3: 'entries follow one another without gaps',
      4: 'every trade has two entries that cancel out',
      5: 'only the mint is ever below zero',
      6: 'entries are only ever added, and their hash chain holds',
      7: 'every red packet: total = grabbed + refunded + left',
      8: 'one share per person, one trade per share',
      9: 'a red packet ends once, with no grab after its deadline',
      10: 'every request has one answer',
      11: 'every answer is in the books',
      12: 'no red packet stays open past its deadline',
      13: 'no money crosses communities',
      14: 'the database is sound',
    },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '核对每一分钱，看账目平不平',
  example: slash('books'),
  arguments: {},
  say: {
    balance: ({ trades, entries, time }) =>
      `账目平衡。已核对 ${trades} 笔交易、${entries} 条流水（${time}）。`,
    doNotBalance: ({ trades, time }) =>
      `账目不平！（已核对 ${trades} 笔交易，${time}）请机器人的运营者马上停机，并保留数据副本。`,
    held: ({ minutes, due }) =>
      `机器人的时间突然变了，退款最多暂停 ${minutes} 分钟，有 ${due} 个红包在等退款。`,
    ok: ({ number, title }) => `正常  ${number}. ${title}`,
    broken: ({ number, title, count }) => `异常  ${number}. ${title}：${count} 处`,
    /** The invariants that reconcile checks, by number. */
    titles: {
      1: '所有余额加起来为零',
      2: '每个余额等于流水之和',
      3: '流水逐条衔接，没有缺号',
      4: '每笔交易一进一出，合计为零',
      5: '只有发行账户可以为负',
      6: '流水只增不改，哈希链完整',
      7: '红包总额 = 已抢 + 已退 + 未抢',
      8: '每人最多一份，每份一笔交易',
      9: '红包只结束一次，过期后不能再抢',
      10: '每个请求只有一个结果',
      11: '回复过的结果都在账上',
      12: '到期的红包都已结束',
      13: '没互通的群之间没有资金往来',
      14: '数据库完好',
    },
  },
})

export const words = inAllPlaces(
  { en: { name: 'books', also: [] }, zh: { name: '对账', also: ['账本'] } },
  en,
  zh,
)
