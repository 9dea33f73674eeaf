import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import { envelopeWords, notSentYet, unknownEnvelope } from '../envelope-words.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { cardWords } from '../red-packet/card-words.js'
import { festivalWords } from '../red-packet/festival-words.js'

const en = {
  about: 'See who got what in a red packet',
  example: '/envelope 3fa94c01be',
  arguments: { number: argumentWords.en.envelope },
  say: {
    details: ({
      sender,
      total,
      count,
      kind,
    }: {
      sender: string
      total: string
      count: number
      kind: string
    }) => `${sender}’s red packet: ${total}, ${plural(count, 'share', 'shares')}, ${kind}`,
    which: argumentWords.en.envelope.ask,
    recent: 'Latest red packets. Use /envelope with a number to see who got what:',
    recentLine: ({
      no,
      sender,
      total,
      grabbed,
      count,
      state,
    }: {
      no: string
      sender: string
      total: string
      grabbed: number
      count: number
      state: string
    }) => `${no}  ${sender}  ${total}  ${grabbed}/${count}  ${state}`,
    columns: ['From', 'Total', 'Grabbed'],
    recentEmpty: 'No red packets here yet. Send the first with /redpacket!',
    nobody: 'No one has grabbed yet',
    fullList: ({ no, open }: { no: string; open: boolean }) =>
      open ? `All of them: /envelope ${no}` : `Check: /verify ${no}`,
    notSentYet: notSentYet.en,
    unknown: unknownEnvelope.en,
    kind: envelopeWords.en.kind,
    state: envelopeWords.en.state,
    greeting: festivalWords.en.greeting,
    card: cardWords.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '看红包详情和大家的手气',
  example: `${slash('envelope')} 3fa94c01be`,
  arguments: { number: argumentWords.zh.envelope },
  say: {
    details: ({ sender, total, count, kind }) => chinese`${sender}的红包：${total}，共 ${count} 个，${kind}`,
    which: argumentWords.zh.envelope.ask,
    recent: `最近的红包。发 ${slash('envelope')} 加编号，看看大家的手气：`,
    recentLine: ({ no, sender, total, grabbed, count, state }) =>
      `${no}  ${sender}  ${total}  ${grabbed}/${count}  ${state}`,
    columns: ['谁发的', '总额', '已抢'],
    recentEmpty: `这里还没有红包，发 ${slash('redpacket')} 来发第一个吧！`,
    nobody: '还没有人抢',
    fullList: ({ no, open }) =>
      open ? `完整名单：${slash('envelope')} ${no}` : `验证：${slash('verify')} ${no}`,
    notSentYet: notSentYet.zh,
    unknown: unknownEnvelope.zh(slash),
    kind: envelopeWords.zh.kind,
    state: envelopeWords.zh.state,
    greeting: festivalWords.zh.greeting,
    card: cardWords.zh,
  },
})

export const words = inAllPlaces(
  { en: { name: 'envelope', also: [] }, zh: { name: '详情', also: [] } },
  en,
  zh,
)

export type Say = typeof en.say
