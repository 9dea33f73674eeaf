import { DEFAULT_CURRENCY } from '../../app/community/enter-chat.js'
import type { Settings, SettingsChanges } from '../../app/community/settings.js'
import { duration as durationText, list } from '../../i18n/format.js'
import { platformName } from '../../i18n/platform-names.js'
import {
  amount,
  choice,
  duration,
  flag,
  further,
  member,
  optional,
  text,
  whole,
} from '../framework/arguments/arguments.js'
import { type CommandGroup, type Context, defineCommand } from '../framework/define.js'
import { bad, good, type Said, type Tone } from '../framework/replies/reply.js'
import { income } from '../income/income.js'
import { ruleLines } from '../income/rule-lines.js'
import { ruleWords } from '../income/words.js'
import { newcomerLimitWords, newcomerWords } from '../newcomers/words.js'
import { pictureSetting } from '../pictures/words.js'
import { resultWords } from '../results/words.js'
import type { Say } from './answer-words.js'
import { timeZoneWords } from './time-zone-words.js'
import { words } from './words.js'

const show = defineCommand({
  name: 'settings.show',
  words: words.show,
  arguments: {},
  async run({ app, here, answer, ...context }) {
    return answer(await app.settings(here), {
      settings: (settings) => shown('info', context.say.title(settings), settings, context),
    })
  },
})

const currency = defineCommand({
  name: 'settings.currency',
  words: words.currency,
  arguments: {
    name: optional(text({ max: 32, positional: true })),
    symbol: optional(text({ max: 8, positional: true })),
    decimals: optional(whole({ max: 4, positional: true })),
  },
  rights: 'admin',
  does: 'changes something',
  run: ({ args: { name, symbol, decimals }, ...context }) =>
    change(context, { currencyName: name, currencySymbol: symbol, scale: decimals }),
})

const rules = defineCommand({
  name: 'settings.rules',
  words: words.rules,
  arguments: {
    open: optional(duration()),
    shortest: further(duration()),
    longest: further(duration()),
    maxOpen: further(whole({ max: 1_000 })),
    maxTotal: further(amount({ orNone: true })),
    selfGrab: further(flag()),
    fairStart: optional(duration({ orNone: true })),
    hide: further(flag()),
    results: optional(flag()),
    pictures: further(flag()),
    language: optional(choice(['en', 'zh'])),
  },
  rights: 'admin',
  does: 'changes something',
  run: ({ args, ...context }) =>
    change(context, {
      defaultLifetime: args.open,
      minLifetime: args.shortest,
      maxLifetime: args.longest,
      maxOpenEnvelopes: args.maxOpen,
      maxTotal: args.maxTotal,
      selfGrab: args.selfGrab,
      fairStart: args.fairStart,
      hideAmounts: args.hide,
      results: args.results,
      pictures: args.pictures,
      language: args.language,
    }),
})

const timeZone = defineCommand({
  name: 'settings.timezone',
  words: timeZoneWords,
  arguments: { zone: text({ max: 64 }) },
  rights: 'admin',
  does: 'changes something',
  run: ({ args: { zone }, ...context }) =>
    change({ ...context, say: words.show[context.language].say }, { timeZone: zone }),
})

const newcomerLimit = defineCommand({
  name: 'settings.newcomers',
  words: newcomerLimitWords,
  arguments: { amount: amount({ orNone: true }), time: optional(duration({ positional: true })) },
  rights: 'admin',
  does: 'changes something',
  run: ({ args: { amount: limit, time }, ...context }) =>
    change(
      { ...context, say: words.show[context.language].say },
      { newcomer: limit === null ? null : { limit, ...(time !== undefined && { time }) } },
    ),
})

const treasurer = defineCommand({
  name: 'settings.treasurer',
  words: words.treasurer,
  arguments: { member: member(), appointed: optional(flag({ positional: true })) },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, say, answer }) {
    const { member, appointed: treasurer = true } = args
    return answer(await app.appointTreasurer({ ...here, key, platformAdmin, member, treasurer }), {
      treasurer_appointed: (outcome) => good(say.appointed(outcome)),
      treasurer_dismissed: (outcome) => good(say.dismissed(outcome)),
    })
  },
})

export const settings: CommandGroup = {
  name: 'settings',
  words: words.group,
  rights: 'admin',
  commands: [show, currency, rules, treasurer, timeZone, newcomerLimit, income],
  otherwise: rules,
}

type Changing = Pick<
  Context<never, Say>,
  'app' | 'here' | 'key' | 'platformAdmin' | 'answer' | 'say' | 'money' | 'language'
>
type Loose<T> = { readonly [K in keyof T]: T[K] | undefined }

async function change(context: Changing, wanted: Loose<SettingsChanges>): Promise<Said> {
  const { app, here, key, platformAdmin, answer, say, money, language } = context
  const changes = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  return answer(await app.changeSettings({ ...here, key, platformAdmin, changes }), {
    settings_changed: (settings) => shown('good', say.changed(settings), settings, context),
    nothing_to_change: () => bad(say.nothingToChange),
    bad_currency: () => bad(say.badCurrency),
    bad_time_zone: () => bad(timeZoneWords[language].say.bad),
    scale_fixed: () => bad(say.scaleFixed),
    bad_rules(refusal) {
      const { min, max } = refusal
      if (refusal.rule === 'newcomer_limit') {
        const [least, most] = [money(min, refusal.currency), money(max, refusal.currency)]
        return bad(newcomerWords[language].badLimit({ min: least, max: most }))
      }
      if (refusal.rule === 'newcomer_time') {
        const [least, most] = [durationText(min, language), durationText(max, language)]
        return bad(newcomerWords[language].badTime({ min: least, max: most }))
      }
      if (refusal.rule === 'max_total') {
        const [least, most] = [money(min, refusal.currency), money(max, refusal.currency)]
        return bad(say.badRules.max_total({ min: least, max: most }))
      }
      if (refusal.rule === 'max_open') return bad(say.badRules.max_open({ min, max }))
      if (refusal.rule === 'fair_start') {
        const [least, most] = [durationText(min, language), durationText(max, language)]
        return bad(say.badRules.fair_start({ min: least, max: most }))
      }
      const [least, most] = [durationText(min, language), durationText(max, language)]
      return bad(say.badRules.lifetime({ min: least, max: most }))
    },
  })
}

function shown(
  tone: Tone,
  title: string,
  settings: Settings,
  { say, money, language }: Pick<Changing, 'say' | 'money' | 'language'>,
): Said {
  const { currency, rules, treasurers, linked } = settings
  const time = (millis: number) => durationText(millis, language)
  const names = list(
    treasurers.map(({ name }) => name),
    language,
  )
  const parts = linked.map(({ name, platform }) => say.linkedPart({ name, platform: platformName(platform) }))
  const lines = [
    say.currency({
      name: currency.name === DEFAULT_CURRENCY.name ? say.defaultCurrency : currency.name,
      // Shows all the currency's decimals.
      example: money(8 * 10 ** currency.scale, currency),
    }),
    settings.scaleFixed ? say.scale.fixed : say.scale.free,
    say.lifetime({
      time: time(rules.defaultLifetime),
      min: time(rules.minLifetime),
      max: time(rules.maxLifetime),
    }),
    say.maxOpen({ max: rules.maxOpenEnvelopes }),
    rules.maxTotal === null ? say.noMaxTotal : say.maxTotal({ max: money(rules.maxTotal, currency) }),
    rules.selfGrab ? say.selfGrab.yes : say.selfGrab.no,
    rules.fairStart === 0 ? say.fairStart.off : say.fairStart.on({ time: time(rules.fairStart) }),
    rules.hideAmounts ? say.hideAmounts.yes : say.hideAmounts.no,
    resultWords[language].setting[rules.results ? 'on' : 'off'],
    pictureSetting[language][rules.pictures ? 'on' : 'off'],
    ...(rules.newcomer
      ? [
          newcomerWords[language].rule({
            limit: money(rules.newcomer.limit, currency),
            time: time(rules.newcomer.time),
          }),
        ]
      : []),
    say.cardLanguage[settings.language ?? 'none'],
    ruleWords[language].timeZone({ zone: settings.timeZone }),
    ...ruleLines(settings.income, currency, language),
    names === '' ? say.noTreasurers : say.treasurers({ names }),
    ...(parts.length > 0 ? [say.linkedWith({ names: list(parts, language) })] : []),
  ]
  return {
    tone,
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'list', lines },
    ],
  }
}
