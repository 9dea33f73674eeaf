import { THEMES, type Theme } from '../../core/festivals.js'
import type { Catalogue } from '../../i18n/catalogue.js'
import { themeName } from '../calendar/theme-words.js'
import { scheduleArguments } from '../schedule/words.js'
import { inAllPlaces, named, type Tongue } from '../words.js'

const sayOf = ({ answers, errors }: Catalogue) => ({
  sent: answers.sent,
  sentEverywhere: answers.sentEverywhere,
  tooManyOpen: errors.tooManyOpen,
  howMany: errors.usage.count,
  refused: {
    badCount: errors.badCount,
    amountTooLarge: errors.amountTooLarge,
    tooSmall: errors.tooSmall,
    notDivisible: errors.notDivisible,
    notDivisibleBetween: errors.notDivisibleBetween,
    greetingTooLong: errors.greetingTooLong,
    badLifetime: errors.badLifetime,
    badChosen: errors.badChosen,
    moreSharesThanChosen: errors.moreSharesThanChosen,
  },
})

export type Say = ReturnType<typeof sayOf>

const own = {
  en: {
    amount: { label: 'Amount' },
    count: { label: 'How many shares' },
    kinds: { lucky: ['lucky'], equal: ['equal'], each: ['Equal, amount per share', 'each'] },
    chosen: { name: 'for', about: 'Only for these members', label: 'For whom', typed: ['for'] },
    lifetime: { name: 'time', about: 'How long it stays open', typed: ['in'] },
    theme: {
      name: 'theme',
      about: 'The festival on the card',
      label: 'Festival',
      unset: 'By the date',
      typed: ['theme'],
    },
    everywhere: ['everywhere'],
    submit: 'Send it',
  },
  zh: {
    amount: { label: '金额' },
    count: { label: '红包个数' },
    kinds: {
      lucky: ['拼手气', '手气'],
      equal: ['普通', '平分'],
      each: ['普通红包（填单个金额）', '每个', '每份', '每人'],
    },
    chosen: { name: '给', about: '只有这些人能抢', label: '发给谁', typed: ['给'] },
    lifetime: { name: '限时', about: '多久后过期', typed: ['限时'] },
    theme: { name: '主题', about: '卡片上的节日', label: '节日', unset: '按日期', typed: ['主题'] },
    everywhere: ['到处'],
    submit: '塞钱进红包',
  },
}

/** A label for each theme and the word that is typed for it: in English its id, in Chinese its name. */
function themesOf(tongue: Tongue): Record<Theme, readonly string[]> {
  const choices = THEMES.map((theme) => {
    const name = themeName(theme, tongue)
    return [theme, [name, tongue === 'zh' ? name : theme]]
  })
  return Object.fromEntries(choices) as Record<Theme, readonly string[]>
}

const of = (words: Catalogue, tongue: Tongue) => {
  const { commands, discord, errors, card, greeting } = words
  const { option, modal } = discord
  const { amount, count, kinds, chosen, lifetime, theme, everywhere, submit } = own[tongue]
  return {
    about: commands.redpacket.description,
    example: commands.redpacket.example,
    arguments: {
      amount: named(option.total, { ask: errors.usage.amount, ...amount, placeholder: '88' }),
      count: named(option.count, { ask: errors.usage.count, ...count, placeholder: '8' }),
      kind: named(option.kind, {
        label: modal.kind,
        choices: {
          lucky: [card.kind.lucky, ...kinds.lucky],
          equal: [card.kind.equal, ...kinds.equal],
          each: kinds.each,
        },
      }),
      chosen,
      lifetime: { ...lifetime, label: modal.lifetime, ask: errors.usage.lifetime },
      theme: { ...theme, choices: themesOf(tongue) },
      everywhere: named(option.everywhere, { typed: everywhere }),
      greeting: named(option.greeting, { label: modal.greeting, placeholder: greeting.classic }),
      ...scheduleArguments[tongue],
    },
    form: {
      title: modal.title,
      submit,
      joined: { name: modal.money, about: modal.moneyHint, placeholder: '88 8' },
    },
    say: sayOf(words),
  }
}

export const words = inAllPlaces(
  { en: { name: 'redpacket', also: ['hongbao'] }, zh: { name: '红包', also: ['发红包'] } },
  of,
)
