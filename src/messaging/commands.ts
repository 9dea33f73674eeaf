import type { Catalogue } from '../i18n/catalogue.js'

/**
 * The commands of every platform that reads text, in the order in which they are offered. The words beside
 * each are in the catalogues, and a command without words does not compile. An alias is another way to type the name.
 */
export const COMMANDS = [
  { name: 'redpacket', admin: false, aliases: ['红包', '发红包', 'hongbao'] },
  { name: 'wallet', admin: false, aliases: ['钱包', '余额'] },
  { name: 'history', admin: false, aliases: ['流水', '记录'] },
  { name: 'transfer', admin: false, aliases: ['转账'] },
  { name: 'leaderboard', admin: false, aliases: ['排行榜', '排行'] },
  { name: 'envelope', admin: false, aliases: ['详情'] },
  { name: 'verify', admin: false, aliases: ['验证'] },
  { name: 'cancel', admin: false, aliases: ['撤回', '收回'] },
  { name: 'books', admin: false, aliases: ['对账', '账本'] },
  { name: 'audit', admin: false, aliases: ['审计'] },
  { name: 'linkme', admin: false, aliases: ['关联'] },
  { name: 'unlinkme', admin: false, aliases: ['取消关联'] },
  { name: 'help', admin: false, aliases: ['帮助', 'start'] },
  { name: 'topup', admin: true, aliases: ['充值'] },
  { name: 'deduct', admin: true, aliases: ['扣款'] },
  { name: 'settings', admin: true, aliases: ['设置'] },
  { name: 'link', admin: true, aliases: ['联通'] },
  { name: 'unlink', admin: true, aliases: ['取消联通'] },
] as const satisfies readonly Command[]

interface Command {
  readonly name: keyof Catalogue['commands']
  readonly admin: boolean
  readonly aliases: readonly string[]
}

export type CommandName = (typeof COMMANDS)[number]['name']
