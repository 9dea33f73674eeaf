import { plural } from '../../i18n/format.js'
import { themeChoices } from '../calendar/theme-words.js'
import { envelopeWords } from '../envelope-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { scheduleArguments } from '../schedule/words.js'
import { conditionArgumentWords } from './conditions/conditions.js'
import { festivalWords } from './festival-words.js'
import { refusals } from './refusal-words.js'
import { fairStartWords } from './ways/fair-start-words.js'
import { wayChoices } from './ways/ways.js'
import { waysWords } from './ways-words.js'

const en = {
  about: 'Send a red packet for everyone to grab',
  example: '/redpacket 88 8 Happy New Year',
  more: 'More',
  arguments: {
    amount: {
      name: 'amount',
      about: 'Total, such as 88. Or per share: 2 each 5',
      ask: 'How much? For example 88.',
      label: 'Amount',
      placeholder: '88',
    },
    count: {
      name: 'count',
      about: 'Number of shares',
      ask: 'How many shares? Write a whole number.',
      label: 'Shares',
      placeholder: '8',
    },
    kind: {
      name: 'kind',
      about: 'Lucky: random shares. Equal: the same for everyone',
      label: 'Lucky or equal?',
      choices: {
        lucky: [envelopeWords.en.kind.lucky, 'lucky'],
        equal: [envelopeWords.en.kind.equal, 'equal'],
        each: ['Equal, amount per share', 'each'],
      },
    },
    for: { name: 'for', about: 'Only these members can grab', label: 'Who can grab', typed: ['for'] },
    time: {
      name: 'time',
      about: 'How long it stays open',
      typed: ['in'],
      label: 'Open for how long?',
      ask: 'How long should it stay open? For example {times}.',
    },
    way: { ...waysWords.en.argument, choices: wayChoices('en') },
    fairStart: fairStartWords.en.argument,
    ...conditionArgumentWords('en'),
    theme: {
      name: 'theme',
      about: 'Theme of the card',
      label: 'Theme',
      unset: 'By date',
      typed: ['theme'],
      choices: themeChoices.en,
    },
    everywhere: {
      name: 'everywhere',
      about: 'Post it in all linked chats',
      typed: ['everywhere'],
    },
    greeting: {
      name: 'greeting',
      about: 'Greeting on the card',
      label: 'Greeting',
      placeholder: festivalWords.en.greeting.classic,
    },
    ...scheduleArguments.en,
  },
  form: {
    title: 'Send a red packet',
    submit: 'Send it',
    joined: {
      name: 'Amount and shares',
      about: '“88 8”: 88 in 8 shares. “2 each 5”: 5 equal shares of 2',
      placeholder: '88 8',
    },
  },
  say: {
    sent: ({ total, count, balance }: { total: string; count: number; balance: string }) =>
      `Sent! ${total} in ${plural(count, 'share', 'shares')}. You have ${balance} left.`,
    sentEverywhere: ({ chats }: { chats: number }) => `It’s in ${plural(chats, 'chat', 'chats')}.`,
    tooManyOpen: ({ max }: { max: number }) =>
      `Nothing was sent: you have ${plural(max, 'open red packet', 'open red packets')}, the limit. Wait until one ends, or cancel one with /cancel.`,
    howMany: 'How many shares? Write a whole number.',
    refused: { ...refusals.en, ...fairStartWords.en.refused },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '发红包给大家抢',
  example: `${slash('redpacket')} 88 8 恭喜发财`,
  more: '更多玩法',
  arguments: {
    amount: {
      name: '金额',
      about: '总金额，例如 88；也可以写每个多少：2 每个 5',
      ask: '请写金额，例如 88。',
      label: '金额',
      placeholder: '88',
    },
    count: {
      name: '个数',
      about: '分成几个',
      ask: '请写红包个数（整数）。',
      label: '红包个数',
      placeholder: '8',
    },
    kind: {
      name: '类型',
      about: '拼手气：金额随机。普通：每份相同',
      label: '拼手气还是普通？',
      choices: {
        lucky: [envelopeWords.zh.kind.lucky, '拼手气', '手气'],
        equal: [envelopeWords.zh.kind.equal, '普通', '平分'],
        each: ['普通红包（填单个金额）', '每个', '每份', '每人'],
      },
    },
    for: { name: '给', about: '只有这些人能抢', label: '发给谁', typed: ['给'] },
    time: {
      name: '限时',
      about: '多久后过期',
      typed: ['限时'],
      label: '多久后过期？',
      ask: '多久后过期？例如 {times}。',
    },
    way: { ...waysWords.zh.argument, choices: wayChoices('zh') },
    fairStart: fairStartWords.zh.argument,
    ...conditionArgumentWords('zh'),
    theme: {
      name: '主题',
      about: '卡片的主题',
      label: '主题',
      unset: '跟随节日',
      typed: ['主题'],
      choices: themeChoices.zh,
    },
    everywhere: { name: '所有群', about: '同时发到所有互通的群', typed: ['所有群', '到处'] },
    greeting: {
      name: '祝福语',
      about: '写在红包上的祝福语',
      label: '祝福语',
      placeholder: festivalWords.zh.greeting.classic,
    },
    ...scheduleArguments.zh,
  },
  form: {
    title: '发红包',
    submit: '塞钱进红包',
    joined: {
      name: '金额和个数',
      about: '“88 8”：88 分 8 个。“2 每个 5”：5 个，每个 2',
      placeholder: '88 8',
    },
  },
  say: {
    sent: ({ total, count, balance }) => `红包已发出：${total}，共 ${count} 个。余额 ${balance}。`,
    sentEverywhere: ({ chats }) => `已同时发到 ${chats} 个群。`,
    tooManyOpen: ({ max }) =>
      `没有发出：你已有 ${max} 个红包没抢完，达到上限。等一个结束，或用 ${slash('cancel')} 撤回一个。`,
    howMany: '请写红包个数（整数）。',
    refused: { ...refusals.zh, ...fairStartWords.zh.refused },
  },
})

export const words = inAllPlaces(
  { en: { name: 'redpacket', also: ['hongbao'] }, zh: { name: '红包', also: ['发红包'] } },
  en,
  zh,
)

export type Say = typeof en.say
