import { addDays, type CalendarDate, dayNumber } from '../../core/calendar-date.js'
import {
  FESTIVALS,
  festivalsOn,
  nextFestival,
  nextOwnDay,
  type OwnDay,
} from '../../core/festivals/festival-days.js'
import { readDayOfYear, writeLunarDay } from '../../core/festivals/read-day.js'
import { FESTIVAL_THEMES, type Festivals, themeOfFestival } from '../../core/festivals.js'
import { isVisible, MAX_NAME } from '../../core/text.js'
import type { Language } from '../../i18n/language.js'
import { encodeAction } from '../framework/actions.js'
import { choice, flag, text } from '../framework/arguments/arguments.js'
import { type CommandGroup, defineCommand } from '../framework/define.js'
import { bad, good } from '../framework/replies/reply.js'
import { scheduledBlocks } from '../schedule/scheduled-blocks.js'
import { words as yearWords } from '../year/words.js'
import { year } from '../year/year.js'
import { dateText } from './dates.js'
import { greetingOf, themeName } from './theme-words.js'
import { type Say, words } from './words.js'

/** How many of the days that come are listed. */
const LISTED = 8
const MAX_DATE = 40

const show = defineCommand({
  name: 'calendar.show',
  words: words.show,
  arguments: {},
  ignoresMoreWords: true,
  async run({ app, request, here, answer, say, language, money }) {
    const platformAdmin = await request.administers(here.place)
    return answer(await app.calendar({ ...here, platformAdmin }), {
      calendar({ timeZone, today, occasion, festivals, scheduled, currency }) {
        const { theme, ownDay } = occasion
        const now =
          ownDay !== undefined
            ? [say.ownToday({ name: ownDay })]
            : theme === 'classic'
              ? []
              : [say.today({ name: themeName(theme, language), wish: greetingOf(theme, language) })]
        const off = festivals.off
          .map((each) => themeName(each, language))
          .join(language === 'en' ? ', ' : '、')
        const listed = scheduledBlocks(
          scheduled,
          { platformAdmin, timeZone, language, by: here.by },
          (amount) => money(amount, currency),
        )
        const isEve = festivalsOn(today).includes('new_years_eve')
        const letter = { label: yearWords[language].say.offer, data: encodeAction(year, {}) }
        const actions = [...(isEve ? [[letter]] : []), ...listed.actions]
        return {
          tone: 'info',
          ...(actions.length > 0 && { actions }),
          blocks: [
            { kind: 'heading', text: say.title },
            {
              kind: 'list',
              lines: [
                ...now,
                ...comingLines(festivals, today, say, language),
                ...(off === '' ? [] : [say.switchedOff({ names: off })]),
                timeZone === 'UTC' ? say.noTimeZone : say.timeZone({ zone: timeZone }),
              ],
            },
            ...listed.blocks,
          ],
        }
      },
    })
  },
})

/** The festivals and own days that come after today, the next first. */
function comingLines(
  { off, own }: Festivals,
  today: CalendarDate,
  say: Say,
  language: Language,
): readonly string[] {
  const tomorrow = addDays(today, 1)
  const festivals = FESTIVALS.filter((festival) => !off.includes(themeOfFestival(festival))).map(
    (festival) => ({
      date: nextFestival(festival, tomorrow),
      name: themeName(festival, language),
    }),
  )
  const ownDays = own.map((day) => ({ date: nextOwnDay(day, tomorrow), name: ownName(day, say) }))
  return [...ownDays, ...festivals]
    .sort((a, b) => dayNumber(a.date) - dayNumber(b.date))
    .slice(0, LISTED)
    .map(({ date, name }) =>
      say.coming({ date: dateText(date, language), name, days: dayNumber(date) - dayNumber(today) }),
    )
}

function ownName(day: OwnDay, say: Say): string {
  return day.calendar === 'lunar' ? `${day.name} (${say.lunar({ date: writeLunarDay(day) })})` : day.name
}

const add = defineCommand({
  name: 'calendar.add',
  words: words.add,
  arguments: {
    date: text({
      max: MAX_DATE,
      positional: true,
      takes: (line) => {
        const read = readDayOfYear(line)
        return read && { length: read.length, value: line.slice(0, read.length) }
      },
    }),
    name: text({ max: MAX_NAME, rest: true }),
  },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, answer, say, language }) {
    const read = readDayOfYear(args.date.trim())
    if (!read || read.length !== args.date.trim().length || !isVisible(args.name))
      return bad(say.badDate, { outcome: 'usage' })
    const asked = { ...here, key, platformAdmin, called: args.name, ...read.day }
    return answer(await app.addDay(asked), {
      day_added: ({ day, today }) =>
        good(say.added({ name: ownName(day, say), date: dateText(nextOwnDay(day, today), language) })),
      too_many_days: (refusal) => bad(say.tooManyDays(refusal)),
    })
  },
})

const remove = defineCommand({
  name: 'calendar.remove',
  words: words.remove,
  arguments: { name: text({ max: MAX_NAME, rest: true }) },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, answer, say, language }) {
    return answer(await app.removeOwnDay({ ...here, key, platformAdmin, called: args.name }), {
      day_removed: ({ called }) => good(say.removed({ name: called })),
      unknown_day: ({ known }) =>
        bad(say.unknownDay({ name: args.name, known: known.join(language === 'en' ? ', ' : '、') })),
    })
  },
})

const festival = defineCommand({
  name: 'calendar.festival',
  words: words.festival,
  arguments: { festival: choice(FESTIVAL_THEMES, { positional: true }), on: flag({ positional: true }) },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, answer, say, language }) {
    const name = themeName(args.festival, language)
    return answer(
      await app.switchFestival({ ...here, key, platformAdmin, theme: args.festival, on: args.on }),
      {
        festival_switched: ({ on }) => good(say.switched[on ? 'on' : 'off']({ name })),
        nothing_to_change: () => bad(say.nothingToChange({ name })),
      },
    )
  },
})

export const calendar: CommandGroup = {
  name: 'calendar',
  words: words.group,
  commands: [show, add, remove, festival],
  otherwise: show,
}
