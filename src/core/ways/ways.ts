import type { Random } from '../random.js'
import { draw } from './draw.js'
import { fairStart } from './fair-start.js'
import { shake } from './shake.js'
import { speed } from './speed.js'
import type { WayOrder, WayRules } from './way.js'

/** Rules of each way to receive an envelope: a line here and a file. */
export const WAYS = { speed, fair_start: fairStart, draw, shake }

export type Way = keyof typeof WAYS
/** A way that senders choose; a fair start is an option of the plain one. */
export type ChosenWay = Exclude<Way, 'fair_start'>
/** Everything that a way fixed when its envelope was sent, as it is stored. */
export type Details = object

export function rulesOfWay(way: Way): WayRules<Details> {
  return WAYS[way] as WayRules<Details>
}

/** Returns the names of the ways whose rules are such, as a list for SQL. */
export function waysThat(are: (rules: WayRules<Details>) => boolean): string {
  const names = (Object.keys(WAYS) as Way[]).filter((way) => are(rulesOfWay(way)))
  return names.map((name) => `'${name}'`).join(', ')
}

/** Returns whether shares are drawn at the deadline instead of handed out to those who tap. */
export function isDrawn(way: Way): boolean {
  return rulesOfWay(way).serves === 'at the deadline'
}

/** Returns the way of an envelope, and everything that it fixes when one is sent. */
export function fixWay(chosen: ChosenWay, order: WayOrder, random: Random) {
  const way: Way = chosen === 'speed' && order.fairStart > 0 ? 'fair_start' : chosen
  return { way, details: rulesOfWay(way).fixed(order, random) }
}

/** Returns the terms that the commitment contains for an envelope's way. */
export function wayTerms(way: Way, details: Details): readonly string[] {
  return rulesOfWay(way).terms(details)
}
