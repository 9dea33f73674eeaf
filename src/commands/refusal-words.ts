const en = {
  insufficient: ({ balance, needed, missing }: { balance: string; needed: string; missing: string }) =>
    `That needs ${needed} and you have ${balance}: ${missing} is missing. Choose a smaller amount, or ask an admin for a top-up.`,
  /** Said in a group in place of `insufficient`, which holds a balance. */
  insufficientAloud:
    'Nothing was sent: your wallet holds less than that. Open our private chat and ask again to see what is missing.',
  walletFrozen: ({ name }: { name: string }) =>
    `The wallet of ${name} is frozen. Ask an admin about it; no money moved.`,
  notAdmin: 'Only an admin may do that. Ask one.',
  badAmount: ({ max }: { max: number }) =>
    `That amount cannot be booked. Choose one from 1 to ${max} of the smallest unit.`,
  keyReused:
    'This request was used for something else before, so nothing was done. Please give the command again.',
  unknownChat: 'Nobody has sent a red packet in this chat yet. Be the first.',
}

const zh: typeof en = {
  insufficient: ({ balance, needed, missing }) =>
    `需要 ${needed}，你只有 ${balance}，还差 ${missing}。请减少金额，或请管理员充值。`,
  /** Said in a group in place of `insufficient`, which holds a balance. */
  insufficientAloud: '没有发出：你的余额不够。请先点下方按钮打开私聊，再发一次命令，就能看到还差多少。',
  walletFrozen: ({ name }) => `${name} 的钱包已被冻结，资金没有变动。请联系管理员。`,
  notAdmin: '只有管理员可以这样做，请联系管理员。',
  badAmount: ({ max }) => `这个金额不能入账，请选择 1 到 ${max} 个最小单位。`,
  keyReused: '这个请求号之前用过，所以什么都没做。请重新发送命令。',
  unknownChat: '这个群还没有人发过红包，来发第一个吧。',
}

/** Refusals that many commands share. */
export const refusalWords = { en, zh, 'zh-latin': zh }
