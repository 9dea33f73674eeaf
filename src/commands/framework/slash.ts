/** Chinese names of the commands that texts mention. */
const CHINESE_NAMES = {
  redpacket: '红包',
  grab: '抢',
  wallet: '钱包',
  history: '流水',
  transfer: '转账',
  tip: '打赏',
  leaderboard: '排行榜',
  envelope: '详情',
  verify: '验证',
  cancel: '撤回',
  again: '再发',
  calendar: '日历',
  books: '对账',
  audit: '审计',
  linkme: '绑定',
  unlinkme: '取消绑定',
  help: '帮助',
  topup: '充值',
  deduct: '扣款',
  freeze: '冻结',
  thaw: '解冻',
  reverse: '撤销交易',
  settings: '设置',
  link: '互通',
  unlink: '取消互通',
  checkin: '签到',
  allowance: '津贴',
  supply: '发行',
  rain: '红包雨',
  luck: '运气',
  suspects: '异常',
  dashboard: '群数据',
  year: '年报',
  block: '拉黑',
  unblock: '取消拉黑',
  cover: '封面',
} as const

export type MentionedCommand = keyof typeof CHINESE_NAMES

/** Writes a command's name, with its slash, in the form that works in the place. */
export type Slash = (command: MentionedCommand) => string

/** Names commands in Chinese. */
export const chineseSlash: Slash = (command) => `/${CHINESE_NAMES[command]}`

/** Names commands in Latin letters, for Chinese texts where only those are heard, such as Telegram groups. */
export const latinSlash: Slash = (command) => `/${command}`
