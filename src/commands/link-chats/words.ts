import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  code: ({ code, name, time }: { code: string; name: string; time: string }) =>
    `To link another chat with ${name}, give this code to an admin there:\n${code}\nThey enter it with /link. It works once, for ${time}. Admins of both chats will then manage money and settings together.`,
  preview: ({ host, joined }: { host: string; joined: string }) =>
    `${joined} would join ${host}: one set of members and wallets, with the currency and settings of ${host}. Admins of both manage it together.`,
  nothingMoves: 'No money moves.',
  moves: ({ wallets, amount }: { wallets: number; amount: string }) =>
    `${amount} in ${plural(wallets, 'wallet', 'wallets')} moves with it.`,
  walletsMove: ({ wallets }: { wallets: number }) =>
    `The money in ${plural(wallets, 'wallet', 'wallets')} moves with it.`,
  linked: ({ host, joined }: { host: string; joined: string }) =>
    `${joined} is now linked with ${host}, with shared members and wallets.`,
  unlinkPreview: ({ host, names }: { host: string; names: string }) =>
    `${names} would leave ${host}. Members and wallets would be separate again.`,
  unlinked: ({ host, names }: { host: string; names: string }) =>
    `${names} left ${host}. Members and wallets are separate again.`,
  staysWithHost: ({ host }: { host: string }) => `Members who are still in ${host} keep their money there.`,
  badCode: 'That code is invalid or has expired. Ask for a new one: each works once, for ten minutes.',
  alreadyLinked: ({ name }: { name: string }) => `This chat is already part of ${name}.`,
  openEnvelopes: ({ count, time }: { count: number; time: string }) =>
    `Nothing changed: ${plural(count, 'red packet is', 'red packets are')} still open, the last until ${time}. Wait until they end, or cancel them with /cancel.`,
  otherScale: ({ host, hostScale, scale }: { host: string; hostScale: number; scale: number }) =>
    `Nothing changed: money in ${host} has ${plural(hostScale, 'decimal', 'decimals')} and here it has ${scale}, so the two can’t be linked.`,
  circulationFull: ({ host }: { host: string }) =>
    `Nothing changed: ${host} would have more money than its books can hold. Deduct some first.`,
  otherDatabase: ({ host }: { host: string }) =>
    `Nothing changed: the books of ${host} are kept elsewhere, so only a chat that hasn’t used the bot yet can join. Create a new chat and enter a new code there before anything else.`,
  notLinked: 'This chat isn’t linked with any other.',
}

const zh = (slash: Slash): typeof en => ({
  code: ({ code, name, time }) =>
    chinese`与${name}互通的码：\n${code}\n请交给另一个群的管理员，在那个群里发 ${slash('link')} 和这个码。只能用一次，${time}内有效。互通后，两边的管理员共同管理资金和设置。`,
  preview: ({ host, joined }) =>
    chinese`${joined}将与${host}互通：成员和钱包合在一起，货币和设置以${host}为准，两边的管理员共同管理。`,
  nothingMoves: '没有钱要转。',
  moves: ({ wallets, amount }) => `${wallets} 个钱包里的钱（共 ${amount}）一起转入。`,
  walletsMove: ({ wallets }) => `${wallets} 个钱包里的钱一起转入。`,
  linked: ({ host, joined }) => chinese`${joined}已与${host}互通，成员和钱包合在一起了。`,
  unlinkPreview: ({ host, names }) => chinese`${names}将与${host}取消互通，恢复自己的成员和钱包。`,
  unlinked: ({ host, names }) => chinese`${names}已与${host}取消互通，恢复了自己的成员和钱包。`,
  staysWithHost: ({ host }) => chinese`仍在${host}的人，钱留在那边。`,
  badCode: '这个码无效或已过期。每个码只能用一次，10分钟内有效，请重新要一个。',
  alreadyLinked: ({ name }) => chinese`这个群已经和${name}互通了。`,
  openEnvelopes: ({ count, time }) =>
    `没有改动：还有 ${count} 个红包没结束，最晚到 ${time}。请等它们结束，或用 ${slash('cancel')} 撤回。`,
  otherScale: ({ host, hostScale, scale }) =>
    chinese`没有改动：${host}的货币有 ${hostScale} 位小数，这里有 ${scale} 位，不能互通。`,
  circulationFull: ({ host }) => chinese`没有改动：互通后${host}的流通总额会超过上限，请先扣款。`,
  otherDatabase: ({ host }) =>
    chinese`没有改动：${host}的账本存放在另一处，只有还没用过机器人的新群才能互通。请新建一个群，先在那里输入新的互通码，再做别的。`,
  notLinked: '这个群没有和其他群互通。',
})

export type Say = typeof en

export const linkWords = inAllPlaces(
  { en: { name: 'link', also: [] }, zh: { name: '互通', also: ['联通'] } },
  {
    about: 'Admins: link this chat with another to share currency and wallets',
    example: '/link',
    arguments: {
      code: { name: 'code', about: 'The code from the other chat; leave empty to get one' },
      sure: argumentWords.en.sure,
    },
    say: en,
  },
  (slash) => ({
    about: '管理员：与另一个群互通，共用货币和钱包',
    example: slash('link'),
    arguments: {
      code: { name: '码', about: '另一个群给的互通码；不填就生成一个' },
      sure: argumentWords.zh.sure,
    },
    say: zh(slash),
  }),
)

export const unlinkWords = inAllPlaces(
  { en: { name: 'unlink', also: [] }, zh: { name: '取消互通', also: ['取消联通'] } },
  {
    about: 'Admins: unlink this chat from the others',
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
