import { plural } from '../../i18n/format.js'
import { argumentWords } from '../argument-words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  code: ({ code, name, time }: { code: string; name: string; time: string }) =>
    `The code to link another chat with ${name}:\n${code}\nIt works once and for ${time}. Give it only to an admin of that chat, who sends /link there with the code. Then the admins of both manage one purse together: each may top up, deduct and change the settings.`,
  preview: ({ host, joined }: { host: string; joined: string }) =>
    `${joined} would join ${host}: one list of members, one purse, the currency and the settings of ${host}, and the admins of both manage it together.`,
  nothingMoves: 'No money moves.',
  moves: ({ wallets, amount }: { wallets: number; amount: string }) =>
    `${amount} in ${plural(wallets, 'wallet', 'wallets')} moves along.`,
  linked: ({ host, joined }: { host: string; joined: string }) =>
    `${joined} is linked with ${host} now: one list of members and one purse.`,
  unlinkPreview: ({ host, names }: { host: string; names: string }) =>
    `${names} would leave ${host} and go back to its own members and purse.`,
  unlinked: ({ host, names }: { host: string; names: string }) =>
    `${names} left ${host} and has its own members and purse again.`,
  staysWithHost: ({ host }: { host: string }) =>
    `Whoever can still be reached in ${host} keeps the money there.`,
  badCode:
    'That code is invalid or has expired. A code works once, for ten minutes, and only for the account or chat that enters it first. Ask for a new one.',
  alreadyLinked: ({ name }: { name: string }) =>
    `This chat is part of ${name} already. There is nothing to link.`,
  openEnvelopes: ({ count, time }: { count: number; time: string }) =>
    `${plural(count, 'red packet is', 'red packets are')} still open, the last until ${time}. Wait for the end or take back with /cancel, and try again. Nothing was changed.`,
  otherScale: ({ host, hostScale, scale }: { host: string; hostScale: number; scale: number }) =>
    `The money of ${host} has ${plural(hostScale, 'decimal', 'decimals')} and yours has ${scale}, so it does not fit together. Nothing was changed; link with another chat.`,
  circulationFull: ({ host }: { host: string }) =>
    `${host} would have more money in circulation than the books can hold. Deduct some first, then try again.`,
  notLinked: 'This chat is not linked with any other. /settings shows what is.',
}

const zh = (slash: Slash): typeof en => ({
  code: ({ code, name, time }) =>
    `与 ${name} 互通的码：\n${code}\n只能用一次，${time}内有效。只交给另一个群的管理员，由对方在那个群里输入。之后两边的管理员共同管理同一本账：都可以充值、扣款和修改设置。`,
  preview: ({ host, joined }) =>
    `${joined} 将并入 ${host}：成员和钱包合在一起，使用 ${host} 的货币和设置，两边的管理员共同管理。`,
  nothingMoves: '没有资金要转移。',
  moves: ({ wallets, amount }) => `${wallets} 个钱包里共 ${amount} 随之转入。`,
  linked: ({ host, joined }) => `${joined} 已与 ${host} 互通：成员和钱包合在一起了。`,
  unlinkPreview: ({ host, names }) => `${names} 将与 ${host} 分开，恢复自己的成员和钱包。`,
  unlinked: ({ host, names }) => `${names} 已与 ${host} 分开，恢复了自己的成员和钱包。`,
  staysWithHost: ({ host }) => `在 ${host} 还能用的人，钱仍留在那里。`,
  badCode: '这个码无效或已失效。每个码只能用一次，十分钟内有效，而且只归最先输入它的人或群；请重新要一个。',
  alreadyLinked: ({ name }) => `这个群已经属于 ${name}，不用再互通。`,
  openEnvelopes: ({ count, time }) =>
    `还有 ${count} 个红包没结束，最晚到 ${time}。请等它们结束，或用 ${slash('cancel')} 撤回，然后再试。没有任何改动。`,
  otherScale: ({ host, hostScale, scale }) =>
    `${host} 的货币有 ${hostScale} 位小数，这里有 ${scale} 位，合不到一起。没有任何改动，请换一个群互通。`,
  circulationFull: ({ host }) => `合并后 ${host} 流通的资金会超过账本上限，请先扣款再试。`,
  notLinked: `这个群没有和别的群互通。发 ${slash('settings')} 查看设置。`,
})

export type Say = typeof en

export const linkWords = inAllPlaces(
  { en: { name: 'link', also: [] }, zh: { name: '联通', also: [] } },
  {
    about: 'Admins: share one currency and one purse with another chat',
    example: '/link',
    arguments: { code: argumentWords.en.code, sure: argumentWords.en.sure },
    say: en,
  },
  (slash) => ({
    about: '管理员：与另一个群互通，共用货币和钱包',
    example: slash('link'),
    arguments: { code: argumentWords.zh.code, sure: argumentWords.zh.sure },
    say: zh(slash),
  }),
)

export const unlinkWords = inAllPlaces(
  { en: { name: 'unlink', also: [] }, zh: { name: '取消联通', also: [] } },
  {
    about: 'Admins: unlink this chat from the ones it shares a purse with',
    example: '/unlink',
    arguments: { sure: argumentWords.en.sure },
    say: en,
  },
  (slash) => ({
    about: '管理员：取消与其他群的互通',
    example: slash('unlink'),
    arguments: { sure: argumentWords.zh.sure },
    say: zh(slash),
  }),
)
