const en = { checkin: 'Check-in', starting: 'Starting sum', allowance: 'Allowance', rain: 'Rain' }
const zh: typeof en = { checkin: '签到', starting: '新人红利', allowance: '津贴', rain: '红包雨' }

/** Names of the trades that bring income, as statements and books show them. */
export const incomeTrades = { en, zh, 'zh-latin': zh }
