import { argumentWords } from '../argument-words.js'
import { inAllPlaces } from '../words.js'
import { answers } from './answer-words.js'

/** A word behind /settings, which may be Chinese wherever the line is heard. */
export const behind = (en: string, zh: string) => ({
  en: { name: en, also: [] },
  zh: { name: zh, also: [] },
  'zh-latin': { name: zh, also: [] },
})

const group = inAllPlaces(
  { en: { name: 'settings', also: [] }, zh: { name: '设置', also: [] } },
  { about: 'Admins: currency, rules, language and treasurers' },
  () => ({ about: '管理员：货币、规则、语言和财务' }),
)

const show = inAllPlaces(
  behind('show', '查看'),
  { about: 'See the settings', example: '/settings', arguments: {}, say: answers.en },
  (slash) => ({ about: '查看设置', example: slash('settings'), arguments: {}, say: answers.zh }),
)

const currency = inAllPlaces(
  behind('currency', '货币'),
  {
    about: 'Change the name, the sign or the decimals of the currency',
    example: '/settings currency Gold 🪙',
    arguments: {
      name: { name: 'name', about: 'What the currency is called' },
      symbol: { name: 'symbol', about: 'The sign that stands before an amount' },
      decimals: {
        name: 'decimals',
        about: 'Digits after the point; fixed once money has moved',
        ask: 'Say which setting and its new value.',
      },
    },
    say: answers.en,
  },
  (slash) => ({
    about: '修改货币的名称、符号或小数位数',
    example: `${slash('settings')} 货币 金币 🪙`,
    arguments: {
      name: { name: '名称', about: '货币叫什么' },
      symbol: { name: '符号', about: '写在金额前面的符号' },
      decimals: {
        name: '小数位',
        about: '小数点后几位；有过交易后不能再改',
        ask: '请写明要改哪一项、改成什么。',
      },
    },
    say: answers.zh,
  }),
)

const rules = inAllPlaces(
  behind('rules', '规则'),
  {
    about: 'Change the rules for red packets',
    example: '/settings open 24h max 10',
    arguments: {
      open: {
        name: 'open',
        about: 'How long a red packet stays open',
        typed: ['open'],
        ask: 'Say how long it stays open, such as {times}.',
      },
      shortest: {
        name: 'shortest',
        about: 'The shortest time that a sender may choose',
        typed: ['shortest'],
        ask: 'Say how long it stays open, such as {times}.',
      },
      longest: {
        name: 'longest',
        about: 'The longest time that a sender may choose',
        typed: ['longest'],
        ask: 'Say how long it stays open, such as {times}.',
      },
      max: {
        name: 'max_open',
        about: 'How many red packets one member may have open',
        ask: 'Say which setting and its new value.',
        typed: ['max'],
      },
      most: {
        name: 'max_total',
        about: 'The most that one red packet may hold; 0 for no limit',
        ask: 'Say how much.',
        typed: ['most'],
      },
      self: {
        name: 'self_grab',
        about: 'May senders grab from their own lucky red packets?',
        ask: 'Say which setting and its new value.',
        typed: ['self'],
      },
      fairStart: {
        name: 'fair-start',
        about: 'How long the first taps are collected and then served in random order; off for not at all',
        ask: 'Say how long taps are collected, from 1s to 10s, or off.',
        typed: ['fair-start', 'fair'],
        placeholder: '3s|off',
      },
      language: {
        name: 'language',
        about: 'The language of the cards',
        ask: 'Say which setting and its new value.',
        typed: ['language'],
        choices: { en: ['English', 'en', 'english'], zh: ['Chinese', 'zh', 'chinese'] },
      },
    },
    say: answers.en,
  },
  (slash) => ({
    about: '修改红包规则',
    example: `${slash('settings')} 有效期 24小时 上限 10`,
    arguments: {
      open: {
        name: '有效期',
        about: '红包默认有效多久',
        typed: ['有效期'],
        ask: '请写清红包多久后过期，例如 {times}。',
      },
      shortest: {
        name: '最短',
        about: '发红包的人最短可选多久',
        typed: ['最短'],
        ask: '请写清红包多久后过期，例如 {times}。',
      },
      longest: {
        name: '最长',
        about: '发红包的人最长可选多久',
        typed: ['最长'],
        ask: '请写清红包多久后过期，例如 {times}。',
      },
      max: {
        name: '红包上限',
        about: '每人最多同时有几个未结束的红包',
        ask: '请写明要改哪一项、改成什么。',
        typed: ['上限'],
      },
      most: {
        name: '金额上限',
        about: '一个红包最多多少钱；0 表示没有上限',
        ask: '请写金额。',
        typed: ['最多'],
      },
      self: {
        name: '自己可抢',
        about: '发拼手气红包的人能不能抢自己的红包',
        ask: '请写明要改哪一项、改成什么。',
        typed: ['自抢'],
      },
      fairStart: {
        name: '公平开抢',
        about: '开抢后多久内点的人一起随机排序；关 表示不用',
        ask: '请写收集多久，1秒到10秒；不用就写 关。',
        typed: ['公平开抢', '公平'],
        placeholder: '3秒|关',
      },
      language: {
        name: '语言',
        about: '红包卡片用的语言',
        ask: '请写明要改哪一项、改成什么。',
        typed: ['语言'],
        choices: { en: ['英文', '英文', 'en'], zh: ['中文', '中文', 'zh'] },
      },
    },
    say: answers.zh,
  }),
)

const treasurer = inAllPlaces(
  behind('treasurer', '财务'),
  {
    about: 'Let a member top up and deduct, or stop it',
    example: '/settings treasurer @Lan yes',
    arguments: {
      member: argumentWords.en.member,
      appointed: {
        name: 'appointed',
        about: 'Yes to appoint, no to dismiss',
        ask: 'Say which setting and its new value.',
      },
    },
    say: answers.en,
  },
  (slash) => ({
    about: '授权成员充值和扣款，或取消授权',
    example: `${slash('settings')} 财务 @小兰 是`,
    arguments: {
      member: argumentWords.zh.member,
      appointed: { name: '任命', about: '是：任命；否：取消', ask: '请写明要改哪一项、改成什么。' },
    },
    say: answers.zh,
  }),
)

export const words = { group, show, currency, rules, treasurer }
