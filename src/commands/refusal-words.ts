import { chinese } from '../i18n/chinese.js'

const en = {
  insufficient: ({ balance, needed, missing }: { balance: string; needed: string; missing: string }) =>
    `You’re ${missing} short, so no money moved: that takes ${needed} and you have ${balance}. Try less, or ask an admin for a top-up.`,
  /** Said in a group in place of `insufficient`, which holds a balance. */
  insufficientAloud:
    'Not sent: your balance is too low. Open our private chat, then use the command again to see the details.',
  walletFrozen: ({ name, reason }: { name: string; reason?: string }) =>
    `${name}’s wallet is frozen, so no money moved.${reason ? ` Reason: ${reason}\n` : ' '}Ask an admin.`,
  notAdmin: 'Only admins can do that.',
  badAmount: 'That amount isn’t valid, so no money moved. Choose another.',
  keyReused: 'That request was already used for something else, so nothing was done. Please try again.',
  unknownChat: 'No one has sent a red packet here yet. Be the first!',
}

const zh: typeof en = {
  insufficient: ({ balance, needed, missing }) =>
    `余额不足，还差 ${missing}，没有扣款。需要 ${needed}，你有 ${balance}。可以减少金额，或请管理员充值。`,
  /** Said in a group in place of `insufficient`, which holds a balance. */
  insufficientAloud: '余额不足，没有发出。请点下方按钮打开私聊，再发一次命令，就能看到还差多少。',
  walletFrozen: ({ name, reason }) =>
    chinese`${name}的钱包已被冻结，没有扣款。${reason ? `理由：${reason}\n` : ''}请联系管理员。`,
  notAdmin: '只有管理员可以操作。',
  badAmount: '这个金额不行，没有扣款。请换一个金额。',
  keyReused: '这次操作已失效，没有执行。请重新发送命令。',
  unknownChat: '这里还没有人发过红包，来发第一个吧！',
}

/** Refusals that many commands share. */
export const refusalWords = { en, zh, 'zh-latin': zh }
