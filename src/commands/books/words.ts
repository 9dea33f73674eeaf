import { plural } from '../../i18n/format.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'Check that every cent is accounted for',
  example: '/books',
  arguments: {},
  say: {
    balance: ({ trades, entries, time }: { trades: number; entries: number; time: string }) =>
      `The books balance: ${plural(trades, 'trade', 'trades')} and ${plural(entries, 'entry', 'entries')} checked, ${time}.`,
    doNotBalance: ({ trades, time }: { trades: number; time: string }) =>
      `THE BOOKS DO NOT BALANCE (${plural(trades, 'trade', 'trades')} read, ${time}). Tell whoever runs this bot to stop it and keep a copy of its file.`,
    held: ({ minutes, due }: { minutes: number; due: number }) =>
      `Refunds are on hold for up to ${plural(minutes, 'minute', 'minutes')}, because this bot's clock jumped. Red packets that wait: ${due}.`,
    ok: ({ number, title }: { number: number; title: string }) => `ok      ${number}. ${title}`,
    broken: ({ number, title, count }: { number: number; title: string; count: number }) =>
      `BROKEN  ${number}. ${title}: ${plural(count, 'finding', 'findings')}`,
    /** The invariants that reconcile checks, by number. */
    titles: {
      1: 'the balances of a community sum to zero',
      2: 'a balance equals the sum of its entries',
      3: 'each entry follows from the one before, without gaps',
      4: 'a trade has two linked entries that net to zero',
      5: 'only a mint is below zero, and never above',
      6: 'the log is append-only and its hash chain holds',
      7: 'a red packet: total = grabbed + refunded + held',
      8: 'one share for each person, one trade for each share',
      9: 'a red packet ends once; nobody grabs after the deadline',
      10: 'a key has one answer and an answer one key',
      11: 'an answer that was given is in the books',
      12: 'no red packet stays open past its deadline',
      13: 'money never crosses communities',
      14: 'the database is sound',
    },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '核对每一分钱是否都对得上账',
  example: slash('books'),
  arguments: {},
  say: {
    balance: ({ trades, entries, time }) => `账目平衡：已核对 ${trades} 笔交易、${entries} 条流水，${time}。`,
    doNotBalance: ({ trades, time }) =>
      `账目不平！（已核对 ${trades} 笔交易，${time}）请告诉机器人的运营者：停止运行，并保留数据文件的副本。`,
    held: ({ minutes, due }) =>
      `机器人的时钟刚跳变过，退款最多暂停 ${minutes} 分钟。等待退款的红包：${due} 个。`,
    ok: ({ number, title }) => `正常  ${number}. ${title}`,
    broken: ({ number, title, count }) => `异常  ${number}. ${title}：${count} 处`,
    /** The invariants that reconcile checks, by number. */
    titles: {
      1: '社区内所有余额之和为零',
      2: '每个余额等于其流水之和',
      3: '流水逐条衔接，没有缺号',
      4: '每笔交易有两条互相对应、合计为零的流水',
      5: '只有发行账户可以为负，且从不为正',
      6: '流水只增不改，哈希链完整',
      7: '红包总额 = 已抢 + 已退 + 未抢',
      8: '每人最多一份，每份恰有一笔交易',
      9: '红包只结束一次，过期后无人能抢',
      10: '一个请求号只有一个结果',
      11: '已答复的结果都在账上',
      12: '没有红包逾期未结束',
      13: '资金从不跨社区',
      14: '数据库完好',
    },
  },
})

export const words = inAllPlaces(
  { en: { name: 'books', also: [] }, zh: { name: '对账', also: ['账本'] } },
  en,
  zh,
)
