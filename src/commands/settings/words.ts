import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const sayOf = ({ answers, errors }: typeof english) => ({
  title: answers.settings,
  changed: answers.settingsChanged,
  currency: answers.settingsCurrency,
  scale: answers.scale,
  lifetime: answers.settingsLifetime,
  maxOpen: answers.settingsMaxOpen,
  maxTotal: answers.settingsMaxTotal,
  noMaxTotal: answers.settingsNoMaxTotal,
  selfGrab: answers.selfGrab,
  cardLanguage: answers.cardLanguage,
  treasurers: answers.treasurers,
  noTreasurers: answers.noTreasurers,
  linkedWith: answers.linkedWith,
  linkedPart: answers.linkedPart,
  appointed: answers.treasurerAppointed,
  dismissed: answers.treasurerDismissed,
  nothingToChange: errors.nothingToChange,
  badCurrency: errors.badCurrency,
  scaleFixed: errors.scaleFixed,
  badRules: errors.badRules,
})

export type Say = ReturnType<typeof sayOf>

const say = { en: sayOf(english), zh: sayOf(chinese) }
const options = { en: english.discord.option, zh: chinese.discord.option }
const abouts = { en: english.discord.description, zh: chinese.discord.description }
const usage = { en: english.errors.usage, zh: chinese.errors.usage }

export const words = {
  group: {
    en: { name: 'settings', also: [], about: english.commands.settings.description },
    zh: { name: '设置', also: [], about: chinese.commands.settings.description },
  },
  show: {
    en: {
      ...{ name: 'show', also: [], about: abouts.en.settings_show, example: '/settings' },
      arguments: {},
      say: say.en,
    },
    zh: {
      ...{ name: '查看', also: [], about: abouts.zh.settings_show, example: '/设置' },
      arguments: {},
      say: say.zh,
    },
  },
  currency: {
    en: {
      ...{ name: 'currency', also: [], about: abouts.en.settings_currency },
      example: english.commands.settings.example,
      arguments: {
        name: named(options.en.name),
        symbol: named(options.en.symbol),
        decimals: named(options.en.decimals, { ask: usage.en.setting }),
      },
      say: say.en,
    },
    zh: {
      ...{ name: '货币', also: [], about: abouts.zh.settings_currency },
      example: chinese.commands.settings.example,
      arguments: {
        name: named(options.zh.name),
        symbol: named(options.zh.symbol),
        decimals: named(options.zh.decimals, { ask: usage.zh.setting }),
      },
      say: say.zh,
    },
  },
  rules: {
    en: {
      ...{ name: 'rules', also: [], about: abouts.en.settings_rules, example: '/settings open 24h max 10' },
      arguments: {
        open: {
          ...{ name: 'open', about: 'How long a red packet stays open' },
          ...{ ask: usage.en.lifetime, typed: ['open'] },
        },
        shortest: {
          ...{ name: 'shortest', about: 'The shortest time that a sender may choose' },
          ...{ ask: usage.en.lifetime, typed: ['shortest'] },
        },
        longest: {
          ...{ name: 'longest', about: 'The longest time that a sender may choose' },
          ...{ ask: usage.en.lifetime, typed: ['longest'] },
        },
        max: named(options.en.max_open, { ask: usage.en.setting, typed: ['max'] }),
        most: named(options.en.max_total, { ask: usage.en.amount, typed: ['most'] }),
        self: named(options.en.self_grab, { ask: usage.en.setting, typed: ['self'] }),
        language: named(options.en.language, {
          ask: usage.en.setting,
          typed: ['language'],
          choices: { en: ['English', 'en', 'english'], zh: ['Chinese', 'zh', 'chinese'] },
        }),
      },
      say: say.en,
    },
    zh: {
      ...{ name: '规则', also: [], about: abouts.zh.settings_rules, example: '/设置 有效期 24小时 上限 10' },
      arguments: {
        open: {
          ...{ name: '有效期', about: '红包默认有效多久' },
          ...{ ask: usage.zh.lifetime, typed: ['有效期'] },
        },
        shortest: {
          ...{ name: '最短', about: '发红包的人可选的最短有效时间' },
          ...{ ask: usage.zh.lifetime, typed: ['最短'] },
        },
        longest: {
          ...{ name: '最长', about: '发红包的人可选的最长有效时间' },
          ...{ ask: usage.zh.lifetime, typed: ['最长'] },
        },
        max: named(options.zh.max_open, { ask: usage.zh.setting, typed: ['上限'] }),
        most: named(options.zh.max_total, { ask: usage.zh.amount, typed: ['最多', '金额上限'] }),
        self: named(options.zh.self_grab, { ask: usage.zh.setting, typed: ['自抢'] }),
        language: named(options.zh.language, {
          ask: usage.zh.setting,
          typed: ['语言'],
          choices: { en: ['英文', 'en', '英文'], zh: ['中文', 'zh', '中文'] },
        }),
      },
      say: say.zh,
    },
  },
  treasurer: {
    en: {
      ...{ name: 'treasurer', also: [], about: abouts.en.settings_treasurer },
      example: '/settings treasurer @Lan yes',
      arguments: {
        member: named(options.en.member, { ask: usage.en.member }),
        appointed: named(options.en.appointed, { ask: usage.en.setting }),
      },
      say: say.en,
    },
    zh: {
      ...{ name: '财务', also: [], about: abouts.zh.settings_treasurer },
      example: '/设置 财务 @小兰 是',
      arguments: {
        member: named(options.zh.member, { ask: usage.zh.member }),
        appointed: named(options.zh.appointed, { ask: usage.zh.setting }),
      },
      say: say.zh,
    },
  },
}
