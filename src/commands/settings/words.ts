import { argumentWords } from '../framework/arguments/argument-words.js'
import { inAllPlaces } from '../framework/words.js'
import { pictureSetting } from '../pictures/words.js'
import { resultWords } from '../results/words.js'
import { answers } from './answer-words.js'

/** A word behind /settings, which may be Chinese wherever the line is heard. */
const behind = (en: string, zh: string) => ({
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
    about: 'Change the currency’s name, symbol or decimals',
    example: '/settings currency Gold 🪙',
    arguments: {
      name: { name: 'name', about: 'Name of the currency' },
      symbol: { name: 'symbol', about: 'Symbol in front of amounts' },
      decimals: {
        name: 'decimals',
        about: 'Number of decimals; can’t change once money has moved',
        ask: 'Choose a setting and a new value.',
      },
    },
    say: answers.en,
  },
  (slash) => ({
    about: '修改货币的名称、符号或小数位数',
    example: `${slash('settings')} 货币 金币 🪙`,
    arguments: {
      name: { name: '名称', about: '货币名称' },
      symbol: { name: '符号', about: '金额前面的符号' },
      decimals: {
        name: '小数位',
        about: '小数点后几位；有了交易就不能改了',
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
        ask: 'How long should red packets stay open? For example {times}.',
      },
      shortest: {
        name: 'shortest',
        about: 'Shortest time a sender can choose',
        typed: ['shortest'],
        ask: 'What’s the shortest time a sender can choose? For example {times}.',
      },
      longest: {
        name: 'longest',
        about: 'Longest time a sender can choose',
        typed: ['longest'],
        ask: 'What’s the longest time a sender can choose? For example {times}.',
      },
      maxOpen: {
        name: 'max_open',
        about: 'Open red packets per member',
        ask: 'Choose a setting and a new value.',
        typed: ['max'],
      },
      maxTotal: {
        name: 'max_total',
        about: 'Largest total of a red packet; 0 for no limit',
        ask: 'How much? For example 88.',
        typed: ['most'],
      },
      selfGrab: {
        name: 'self_grab',
        about: 'Can senders grab from their own lucky red packets?',
        ask: 'Choose a setting and a new value.',
        typed: ['self'],
      },
      fairStart: {
        name: 'fair_start',
        about: 'How long to collect taps before serving them in random order; off to disable',
        ask: 'How long should the fair start last? 1s to 10s, or off.',
        typed: ['fair-start', 'fair'],
        placeholder: '3s|off',
      },
      hide: {
        name: 'hide',
        about: 'Hide amounts from members who haven’t grabbed until the red packet ends?',
        ask: 'Choose a setting and a new value.',
        typed: ['hide'],
      },
      results: resultWords.en.setting.argument,
      pictures: pictureSetting.en.argument,
      language: {
        name: 'language',
        about: 'Language of the cards',
        ask: 'Choose a setting and a new value.',
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
        ask: '红包有效多久？例如 {times}。',
      },
      shortest: {
        name: '最短',
        about: '发红包的人最短可选多久',
        typed: ['最短'],
        ask: '红包有效多久？例如 {times}。',
      },
      longest: {
        name: '最长',
        about: '发红包的人最长可选多久',
        typed: ['最长'],
        ask: '红包有效多久？例如 {times}。',
      },
      maxOpen: {
        name: '红包上限',
        about: '每人同时最多有几个进行中的红包',
        ask: '请写明要改哪一项、改成什么。',
        typed: ['上限'],
      },
      maxTotal: {
        name: '金额上限',
        about: '一个红包最多多少钱；写 0 就是没有上限',
        ask: '请写金额，例如 88。',
        typed: ['最多'],
      },
      selfGrab: {
        name: '自抢',
        about: '能不能抢自己发的拼手气红包',
        ask: '请写明要改哪一项、改成什么。',
        typed: ['自抢'],
      },
      fairStart: {
        name: '公平开抢',
        about: '开头几秒内点的人随机排先后；写“关”就不用',
        ask: '公平开抢要几秒？1秒到10秒都行，不用就写“关”。',
        typed: ['公平开抢', '公平'],
        placeholder: '3秒|关',
      },
      hide: {
        name: '隐藏金额',
        about: '自己抢到或红包结束后，才显示别人抢了多少',
        ask: '请写明要改哪一项、改成什么。',
        typed: ['隐藏金额'],
      },
      results: resultWords.zh.setting.argument,
      pictures: pictureSetting.zh.argument,
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
    about: 'Appoint or remove a treasurer',
    example: '/settings treasurer @Lan yes',
    arguments: {
      member: argumentWords.en.member,
      appointed: {
        name: 'appointed',
        about: 'Yes to appoint, no to remove',
        ask: 'Choose a setting and a new value.',
      },
    },
    say: answers.en,
  },
  (slash) => ({
    about: '任命或取消财务',
    example: `${slash('settings')} 财务 @小兰 是`,
    arguments: {
      member: argumentWords.zh.member,
      appointed: { name: '任命', about: '是：任命；否：取消', ask: '请写明要改哪一项、改成什么。' },
    },
    say: answers.zh,
  }),
)

export const words = { group, show, currency, rules, treasurer }
