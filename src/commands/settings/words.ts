import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

export const sayOf = ({ answers, errors }: Catalogue) => ({
  title: answers.settings,
  changed: answers.settingsChanged,
  currency: answers.settingsCurrency,
  defaultCurrency: answers.defaultCurrency,
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

const own = {
  en: {
    rulesExample: 'open 24h max 10',
    treasurerExample: 'treasurer @Lan yes',
    open: { name: 'open', about: 'How long a red packet stays open', typed: ['open'] },
    shortest: { name: 'shortest', about: 'The shortest time that a sender may choose', typed: ['shortest'] },
    longest: { name: 'longest', about: 'The longest time that a sender may choose', typed: ['longest'] },
    ...{ max: ['max'], most: ['most'], self: ['self'], language: ['language'] },
    languages: { en: ['English', 'en', 'english'], zh: ['Chinese', 'zh', 'chinese'] },
  },
  zh: {
    rulesExample: '有效期 24小时 上限 10',
    treasurerExample: '财务 @小兰 是',
    open: { name: '有效期', about: '红包默认有效多久', typed: ['有效期'] },
    shortest: { name: '最短', about: '发红包的人最短可选多久', typed: ['最短'] },
    longest: { name: '最长', about: '发红包的人最长可选多久', typed: ['最长'] },
    ...{ max: ['上限'], most: ['最多'], self: ['自抢'], language: ['语言'] },
    languages: { en: ['英文', '英文', 'en'], zh: ['中文', '中文', 'zh'] },
  },
}

/** A word behind /settings, which may be Chinese wherever the line is heard. */
export const behind = (en: string, zh: string) => ({
  en: { name: en, also: [] },
  zh: { name: zh, also: [] },
  'zh-latin': { name: zh, also: [] },
})

export const words = {
  group: inAllPlaces(
    { en: { name: 'settings', also: [] }, zh: { name: '设置', also: [] } },
    ({ commands }) => ({
      about: commands.settings.description,
    }),
  ),
  show: inAllPlaces(behind('show', '查看'), (words) => ({
    about: words.discord.description.settings_show,
    example: words.commands.settings.example.split(' ', 1)[0] as string,
    arguments: {},
    say: sayOf(words),
  })),
  currency: inAllPlaces(behind('currency', '货币'), (words) => {
    const { option, description } = words.discord
    return {
      about: description.settings_currency,
      example: words.commands.settings.example,
      arguments: {
        name: named(option.name),
        symbol: named(option.symbol),
        decimals: named(option.decimals, { ask: words.errors.usage.setting }),
      },
      say: sayOf(words),
    }
  }),
  rules: inAllPlaces(behind('rules', '规则'), (words, tongue) => {
    const { option, description } = words.discord
    const { lifetime, setting: ask, amount } = words.errors.usage
    const { rulesExample, open, shortest, longest, max, most, self, language, languages } = own[tongue]
    return {
      about: description.settings_rules,
      example: `${words.commands.settings.example.split(' ', 1)[0]} ${rulesExample}`,
      arguments: {
        open: { ...open, ask: lifetime },
        shortest: { ...shortest, ask: lifetime },
        longest: { ...longest, ask: lifetime },
        max: named(option.max_open, { ask, typed: max }),
        most: named(option.max_total, { ask: amount, typed: most }),
        self: named(option.self_grab, { ask, typed: self }),
        language: named(option.language, { ask, typed: language, choices: languages }),
      },
      say: sayOf(words),
    }
  }),
  treasurer: inAllPlaces(behind('treasurer', '财务'), (words, tongue) => {
    const { option, description } = words.discord
    return {
      about: description.settings_treasurer,
      example: `${words.commands.settings.example.split(' ', 1)[0]} ${own[tongue].treasurerExample}`,
      arguments: {
        member: named(option.member, { ask: words.errors.usage.member }),
        appointed: named(option.appointed, { ask: words.errors.usage.setting }),
      },
      say: sayOf(words),
    }
  }),
}
