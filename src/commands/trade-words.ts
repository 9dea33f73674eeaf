import { incomeTrades } from './income/trade-words.js'

const en = {
  top_up: 'Top-up',
  deduct: 'Deduction',
  transfer: 'Transfer',
  send: 'Red packet sent',
  grab: 'Red packet grabbed',
  refund: 'Red packet refunded',
  reversal: 'Reversal',
  ...incomeTrades.en,
}

const zh: typeof en = {
  top_up: '充值',
  deduct: '扣款',
  transfer: '转账',
  send: '发红包',
  grab: '抢红包',
  refund: '红包退回',
  reversal: '撤销交易',
  ...incomeTrades.zh,
}

/** Names of the trades in statements and books. */
export const tradeWords = { en, zh, 'zh-latin': zh }
