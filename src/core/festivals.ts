import type { CalendarDate } from './calendar-date.js'
import { type Festival, festivalsOn, type OwnDay, ownDaysOn } from './festivals/festival-days.js'
import { dateAt } from './time-zone.js'

/** Occasion of an envelope. Sets the card's colour and picture, and the greeting when none was typed. */
export const THEMES = [
  'classic',
  'spring_festival',
  'lantern',
  'dragon_boat',
  'qixi',
  'mid_autumn',
  'new_year',
  'christmas',
  'qingming',
  'double_ninth',
  'winter_solstice',
  'valentines_day',
  'labour_day',
  'five_twenty',
  'childrens_day',
  'national_day',
  'singles_day',
  'easter',
  'halloween',
  'thanksgiving',
  'birthday',
  'wedding',
] as const
export type Theme = (typeof THEMES)[number]

/** A theme that a day of the year has, and that a community may switch off. */
export const FESTIVAL_THEMES = THEMES.filter(
  (theme): theme is FestivalTheme => theme !== 'classic' && theme !== 'birthday' && theme !== 'wedding',
)
export type FestivalTheme = Exclude<Theme, 'classic' | 'birthday' | 'wedding'>

/** Returns the theme of a festival: the eve belongs to the Spring Festival. */
export function themeOfFestival(festival: Festival): FestivalTheme {
  return festival === 'new_years_eve' ? 'spring_festival' : festival
}

/** The festivals as a community keeps them. */
export interface Festivals {
  /** Themes that it switched off. */
  readonly off: readonly Theme[]
  /** Days that it added. */
  readonly own: readonly OwnDay[]
}

const ALL_FESTIVALS: Festivals = { off: [], own: [] }

/** What a day is kept as: its theme, and the name of the community's own day when it is one. */
export interface Occasion {
  readonly theme: Theme
  readonly ownDay?: string
}

/** Returns what a day is kept as. A community's own day goes before every festival. */
export function occasionOn(date: CalendarDate, { off, own }: Festivals): Occasion {
  const [ownDay] = ownDaysOn(own, date)
  if (ownDay) return { theme: 'birthday', ownDay: ownDay.name }
  const theme = festivalsOn(date)
    .map(themeOfFestival)
    .find((each) => !off.includes(each))
  return { theme: theme ?? 'classic' }
}

/** The time zone whose days are the festivals' where a community has chosen none: they begin at midnight in China. */
const CHINA = 'Asia/Shanghai'

/** Returns the time zone by which a community keeps its festivals. */
export function festivalZone(timeZone: string): string {
  return timeZone === 'UTC' ? CHINA : timeZone
}

/** Returns the theme of a moment (UTC milliseconds) where a community has chosen nothing; `classic` on an ordinary day. */
export function themeOf(instant: number): Theme {
  return occasionOn(dateAt(instant, CHINA), ALL_FESTIVALS).theme
}

const LOVE = ['5.20', '13.14']
const LUCK = ['6.66', '8.88']

/** Amounts that bring luck on a day, by how they sound: 520 and 1314 in love, 6 and 8 at every other feast. */
export function luckyAmounts(theme: Theme): readonly string[] {
  switch (theme) {
    case 'classic':
    case 'qingming':
      return []
    case 'five_twenty':
    case 'valentines_day':
    case 'qixi':
    case 'wedding':
      return LOVE
    default:
      return LUCK
  }
}
