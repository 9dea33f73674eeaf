import { THEMES, type Theme } from '../../core/festivals.js'
import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const sayOf = ({ answers, errors }: typeof english) => ({
  sent: answers.sent,
  sentEverywhere: answers.sentEverywhere,
  tooManyOpen: errors.tooManyOpen,
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

/** A label and the word that is typed for each theme. */
const themes = (labels: Readonly<Record<Theme, string>>, typed: (theme: Theme) => string) =>
  Object.fromEntries(THEMES.map((theme) => [theme, [labels[theme], typed(theme)]])) as unknown as Record<
    Theme,
    readonly string[]
  >

const { commands, errors, card, discord } = english
const { commands: commandsZh, errors: errorsZh, card: cardZh, discord: discordZh } = chinese

export const words = {
  en: {
    name: 'redpacket',
    also: ['hongbao'],
    about: commands.redpacket.description,
    example: commands.redpacket.example,
    arguments: {
      amount: named(discord.option.amount, {
        ask: errors.usage.amount,
        label: 'Amount',
        placeholder: '88',
      }),
      count: named(discord.option.count, { ask: errors.usage.count, placeholder: '8' }),
      kind: named(discord.option.kind, {
        label: discord.modal.kind,
        choices: {
          lucky: [card.kind.lucky, 'lucky'],
          equal: [card.kind.equal, 'equal'],
          each: ['Equal, amount for each', 'each'],
        },
      }),
      chosen: { name: 'for', about: 'Only for these members', label: 'For whom', typed: ['for'] },
      lifetime: {
        ...{ name: 'time', about: 'How long it stays open', label: discord.modal.lifetime },
        ...{ ask: errors.usage.lifetime, typed: ['in'] },
      },
      theme: {
        ...{ name: 'theme', about: 'The festival on the card', label: 'Festival', typed: ['theme'] },
        choices: themes(english.theme, (theme) => theme),
      },
      everywhere: named(discord.option.everywhere, { typed: ['everywhere'] }),
      greeting: named(discord.option.greeting, {
        label: discord.modal.greeting,
        placeholder: english.greeting.classic,
      }),
    },
    form: {
      title: discord.modal.title,
      submit: 'Send it',
      joined: { name: discord.modal.money, about: discord.modal.moneyHint, placeholder: '88 8' },
    },
    say: sayOf(english),
  },
  zh: {
    name: '红包',
    also: ['发红包'],
    about: commandsZh.redpacket.description,
    example: commandsZh.redpacket.example,
    arguments: {
      amount: named(discordZh.option.amount, {
        ask: errorsZh.usage.amount,
        label: '金额',
        placeholder: '88',
      }),
      count: named(discordZh.option.count, {
        ask: errorsZh.usage.count,
        label: '红包个数',
        placeholder: '8',
      }),
      kind: named(discordZh.option.kind, {
        label: discordZh.modal.kind,
        choices: {
          lucky: [cardZh.kind.lucky, '拼手气', '手气'],
          equal: [cardZh.kind.equal, '普通', '平分'],
          each: ['普通红包（填单个金额）', '每个', '每份', '每人'],
        },
      }),
      chosen: { name: '给', about: '只有这些人能抢', label: '发给谁', typed: ['给'] },
      lifetime: {
        ...{ name: '限时', about: '多久后过期', label: discordZh.modal.lifetime },
        ...{ ask: errorsZh.usage.lifetime, typed: ['限时'] },
      },
      theme: {
        ...{ name: '主题', about: '卡片上的节日', label: '节日', typed: ['主题'] },
        choices: themes(chinese.theme, (theme) => chinese.theme[theme]),
      },
      everywhere: named(discordZh.option.everywhere, { typed: ['到处'] }),
      greeting: named(discordZh.option.greeting, {
        label: discordZh.modal.greeting,
        placeholder: chinese.greeting.classic,
      }),
    },
    form: {
      title: discordZh.modal.title,
      submit: '塞钱进红包',
      joined: { name: discordZh.modal.money, about: discordZh.modal.moneyHint, placeholder: '88 8' },
    },
    say: sayOf(chinese),
  },
}
