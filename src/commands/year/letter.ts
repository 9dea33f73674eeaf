import type { LetterOutcome } from '../../app/community/year-letter.js'
import { isolated } from '../../core/text.js'
import { duration } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import type { ColumnsSection, Tile } from '../../pictures/drawing.js'
import { pictured, type Said } from '../framework/replies/reply.js'
import { fill, quote } from '../framework/replies/rich-text.js'
import { dayText, monthText } from './letter-dates.js'
import type { YearSay } from './words.js'

export type OwnYear = Extract<LetterOutcome, { kind: 'own_year' }>
export type ChatYear = Extract<LetterOutcome, { kind: 'chat_year' }>

/** Words, language and currency of a letter. */
export interface Pen {
  readonly say: YearSay
  readonly language: Language
  /** Writes an amount of the community's currency. */
  readonly write: (amount: number) => string
}

/** Returns the figures of a member's year. */
export function ownTiles({ year, days }: OwnYear, { say, language, write }: Pen): Tile[] {
  const { best, fastest, partner, largest } = year
  const from = (name: string) => say.from({ name: isolated(name) })
  const month = topOf(year.months)
  return [
    tile(say.sent, write(year.sent), say.packets({ count: year.packetsSent })),
    tile(say.received, write(year.received), say.packets({ count: year.packetsGrabbed })),
    tile(say.luckiest, say.times({ count: year.luckiest })),
    ...(best ? [tile(say.best, write(best.amount), from(best.name))] : []),
    ...(fastest ? [tile(say.fastest, duration(fastest.millis, language), from(fastest.name))] : []),
    ...(partner ? [tile(say.partner, partner.name, say.packets({ count: partner.packets }))] : []),
    ...(month
      ? [tile(say.bestMonth, monthText(days.months[month.index] ?? days.first, language), write(month.value))]
      : []),
    ...(largest ? [tile(say.largest, write(largest.total), largest.greeting)] : []),
  ]
}

/** Returns the figures of a community's year. */
export function chatTiles({ year, days }: ChatYear, { say, language, write }: Pen): Tile[] {
  const { generous, largest, best, fastest } = year
  const month = topOf(year.months)
  const name = month && monthText(days.months[month.index] ?? days.first, language)
  return [
    tile(say.sent, write(year.sent), say.packets({ count: year.packets })),
    tile(say.grabs, say.times({ count: year.grabs }), say.people({ count: year.people })),
    ...(generous ? [tile(say.generous, generous.name, write(generous.sent))] : []),
    ...(largest ? [tile(say.largest, write(largest.total), largest.name)] : []),
    ...(best ? [tile(say.best, write(best.amount), best.name)] : []),
    ...(fastest ? [tile(say.fastest, duration(fastest.millis, language), fastest.name)] : []),
    ...(month && name ? [tile(say.liveliest, name, say.packets({ count: month.value }))] : []),
  ]
}

/** Returns a letter as a picture and as text. */
export function letterReply(
  { name, days, year }: Pick<OwnYear | ChatYear, 'name' | 'days' | 'year'>,
  tiles: readonly Tile[],
  monthly: string,
  { say, language }: Pick<Pen, 'say' | 'language'>,
): Said {
  const span = say.days({ first: dayText(days.first, language), last: dayText(days.last, language) })
  const chart: ColumnsSection = {
    ...{ kind: 'columns', title: monthly, figure: '', values: year.months },
    first: monthText(days.months[0] ?? days.first, language),
    last: monthText(days.months.at(-1) ?? days.last, language),
  }
  const title = `${say.title} · ${isolated(name)}`
  return {
    tone: 'info',
    blocks: pictured([
      { kind: 'heading', text: title },
      { kind: 'text', text: span },
      // What people chose is quoted, so that nothing in it can be tapped.
      {
        kind: 'list',
        lines: tiles.map(({ label, figure, note }) =>
          fill(say.line, { label, figure: quote(figure), note: note === '' ? '' : quote(note) }),
        ),
      },
    ]),
    picture: {
      drawing: {
        ...{
          kind: 'sheet',
          theme: 'spring_festival',
          title: isolated(name),
          headline: say.title,
          note: span,
        },
        sections: [{ kind: 'tiles', tiles }, ...(year.months.length > 1 ? [chart] : [])],
      },
      alt: [title, span, ...tiles.map(say.line)].join('\n'),
    },
  }
}

function tile(label: string, figure: string, note = ''): Tile {
  return { label, figure, note }
}

/** Returns the largest of some figures; undefined when all are zero. */
function topOf(values: readonly number[]): { readonly index: number; readonly value: number } | undefined {
  const value = Math.max(0, ...values)
  return value === 0 ? undefined : { index: values.indexOf(value), value }
}
