import { plural } from '../../i18n/format.js'
import { themeChoices } from '../calendar/theme-words.js'
import { envelopeWords } from '../envelope-words.js'
import { scheduleArguments } from '../schedule/words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'
import { festivalWords } from './festival-words.js'
import { refusals } from './refusal-words.js'
import { waysWords } from './ways-words.js'

const en = {
  about: 'Send a red packet. “2 each 5” makes five equal shares of 2',
  example: '/redpacket 88 8 Happy New Year',
  arguments: {
    amount: {
      name: 'amount',
      about: 'How much in all, such as 88; or for each share: 2 each 5',
      ask: 'Say how much.',
      label: 'Amount',
      placeholder: '88',
    },
    count: {
      name: 'count',
      about: 'How many shares',
      ask: 'Say how many shares, as a whole number.',
      label: 'How many shares',
      placeholder: '8',
    },
    kind: {
      name: 'kind',
      about: 'Lucky: chance decides. Equal: the same for each',
      label: 'How is it divided?',
      choices: {
        lucky: [envelopeWords.en.kind.lucky, 'lucky'],
        equal: [envelopeWords.en.kind.equal, 'equal'],
        each: ['Equal, amount per share', 'each'],
      },
    },
    chosen: { name: 'for', about: 'Only for these members', label: 'For whom', typed: ['for'] },
    lifetime: {
      name: 'time',
      about: 'How long it stays open',
      typed: ['in'],
      label: 'How long is it open?',
      ask: 'Say how long it stays open, such as {times}.',
    },
    way: waysWords.en.argument,
    fairStart: waysWords.en.fairStart,
    theme: {
      name: 'theme',
      about: 'The festival on the card',
      label: 'Festival',
      unset: 'By the date',
      typed: ['theme'],
      choices: themeChoices.en,
    },
    everywhere: {
      name: 'everywhere',
      about: 'Show it in all linked chats, one card in each',
      typed: ['everywhere'],
    },
    greeting: {
      name: 'greeting',
      about: 'What stands on the card',
      label: 'Greeting',
      placeholder: festivalWords.en.greeting.classic,
    },
    ...scheduleArguments.en,
  },
  form: {
    title: 'Send a red packet',
    submit: 'Send it',
    joined: {
      name: 'How much, in how many shares?',
      about: '88 8 is 88 in 8 shares; 2 each 5 is five equal shares of 2',
      placeholder: '88 8',
    },
  },
  say: {
    sent: ({ no, total, count, balance }: { no: string; total: string; count: number; balance: string }) =>
      `Your red packet ${no} is out: ${total} in ${plural(count, 'share', 'shares')}. You have ${balance} left.`,
    sentEverywhere: ({ chats }: { chats: number }) => `It is shown in ${plural(chats, 'chat', 'chats')}.`,
    tooManyOpen: ({ max }: { max: number }) =>
      `You have ${plural(max, 'open red packet', 'open red packets')}, which is the limit. Wait until one ends, or take one back with /cancel.`,
    howMany: 'Say how many shares, as a whole number.',
    refused: { ...refusals.en, ...waysWords.en.refused },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '发红包。写“2 每个 5”就是 5 个普通红包，每个 2',
  example: `${slash('redpacket')} 88 8 恭喜发财`,
  arguments: {
    amount: {
      name: '金额',
      about: '总金额，例如 88；也可以写每个多少：2 每个 5',
      ask: '请写金额。',
      label: '金额',
      placeholder: '88',
    },
    count: {
      name: '个数',
      about: '分成几份',
      ask: '请写红包个数，要整数。',
      label: '红包个数',
      placeholder: '8',
    },
    kind: {
      name: '类型',
      about: '拼手气：金额随机。普通：每份相同',
      label: '怎么分？',
      choices: {
        lucky: [envelopeWords.zh.kind.lucky, '拼手气', '手气'],
        equal: [envelopeWords.zh.kind.equal, '普通', '平分'],
        each: ['普通红包（填单个金额）', '每个', '每份', '每人'],
      },
    },
    chosen: { name: '给', about: '只有这些人能抢', label: '发给谁', typed: ['给'] },
    lifetime: {
      name: '限时',
      about: '多久后过期',
      typed: ['限时'],
      label: '多久后过期？',
      ask: '请写清红包多久后过期，例如 {times}。',
    },
    way: waysWords.zh.argument,
    fairStart: waysWords.zh.fairStart,
    theme: {
      name: '主题',
      about: '卡片上的节日',
      label: '节日',
      unset: '按日期',
      typed: ['主题'],
      choices: themeChoices.zh,
    },
    everywhere: { name: '到处', about: '同时发到所有互通的群，每个群一张卡片', typed: ['到处'] },
    greeting: {
      name: '祝福语',
      about: '写在红包上的话',
      label: '祝福语',
      placeholder: festivalWords.zh.greeting.classic,
    },
    ...scheduleArguments.zh,
  },
  form: {
    title: '发红包',
    submit: '塞钱进红包',
    joined: {
      name: '多少钱，分成几份？',
      about: '88 8 就是 88 分成 8 份；2 每个 5 就是 5 份，每份 2',
      placeholder: '88 8',
    },
  },
  say: {
    sent: ({ no, total, count, balance }) => `红包 ${no} 已发出：${total}，共 ${count} 个。余额 ${balance}。`,
    sentEverywhere: ({ chats }) => `红包同时出现在 ${chats} 个群里。`,
    tooManyOpen: ({ max }) =>
      `你已有 ${max} 个进行中的红包，达到上限。请等其中一个结束，或用 ${slash('cancel')} 撤回一个。`,
    howMany: '请写红包个数，要整数。',
    refused: { ...refusals.zh, ...waysWords.zh.refused },
  },
})

export const words = inAllPlaces(
  { en: { name: 'redpacket', also: ['hongbao'] }, zh: { name: '红包', also: ['发红包'] } },
  en,
  zh,
)

export type Say = typeof en.say
