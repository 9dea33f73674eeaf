import type { OwnDay } from '../core/festivals/festival-days.js'
import type { Festivals, Theme } from '../core/festivals.js'
import { build, many, type Plan, run, statement } from './plan.js'

const selectOff = statement<{ community: number }>()((arg) =>
  build.selectFrom('festival_off').select('theme').where('community', '=', arg('community')).orderBy('theme'),
)

const selectDays = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('community_day')
    .select(['name', 'calendar', 'month', 'day'])
    .where('community', '=', arg('community'))
    .orderBy('name'),
)

const insertOff = statement<{ community: number; theme: Theme }>()((arg) =>
  build
    .insertInto('festival_off')
    .values({ community: arg('community'), theme: arg('theme') })
    .onConflict((conflict) => conflict.doNothing()),
)

const deleteOff = statement<{ community: number; theme: Theme }>()((arg) =>
  build
    .deleteFrom('festival_off')
    .where('community', '=', arg('community'))
    .where('theme', '=', arg('theme')),
)

const insertDay = statement<OwnDay & { community: number; at: number }>()((arg) =>
  build.insertInto('community_day').values({
    community: arg('community'),
    name: arg('name'),
    calendar: arg('calendar'),
    month: arg('month'),
    day: arg('day'),
    created_at: arg('at'),
  }),
)

const deleteDay = statement<{ community: number; name: string }>()((arg) =>
  build.deleteFrom('community_day').where('community', '=', arg('community')).where('name', '=', arg('name')),
)

/** The festivals as a community keeps them. */
export function* festivalsOf(community: number): Plan<Festivals> {
  const off = (yield* many(selectOff, { community })).map(({ theme }) => theme)
  return { off, own: yield* many(selectDays, { community }) }
}

/** Switches the theme of a festival on or off. Returns whether it was the other before. */
export function* switchTheme(community: number, theme: Theme, on: boolean): Plan<boolean> {
  const written = on
    ? yield* run(deleteOff, { community, theme })
    : yield* run(insertOff, { community, theme })
  return written.changes > 0
}

/** Adds a day to a community's calendar, in place of one of the same name. */
export function* putDay(community: number, day: OwnDay, at: number): Plan<void> {
  yield* run(deleteDay, { community, name: day.name })
  yield* run(insertDay, { ...day, community, at })
}

/** Takes a day out of a community's calendar. Returns whether there was one of that name. */
export function* removeDay(community: number, name: string): Plan<boolean> {
  return (yield* run(deleteDay, { community, name })).changes > 0
}
