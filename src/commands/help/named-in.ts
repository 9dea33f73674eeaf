import { type Entry, isGroup, isOffered } from '../framework/define.js'
import { closestName } from '../framework/lines/closest-name.js'
import { spellings } from '../framework/lines/lines.js'

export type NamedEntry =
  | { readonly entry: Entry }
  | { readonly unknown: string; readonly closest: string | undefined }

/** Finds the command or group that a text begins with, such as `redpacket`, `/红包` or `settings rules`. */
export function namedIn(text: string, entries: readonly Entry[]): NamedEntry {
  const [first = '', second] = text
    .trim()
    .replace(/^[/／]/, '')
    .toLowerCase()
    .split(/\s+/)
  const offered = entries.filter(isOffered)
  const entry = offered.find((each) => spellings(each).includes(first))
  if (!entry) {
    const names = offered.map(({ name }) => name)
    return { unknown: first, closest: closestName(first, names) }
  }
  const inGroup =
    second !== undefined && isGroup(entry)
      ? entry.commands.find((each) => spellings(each).includes(second))
      : undefined
  return { entry: inGroup ?? entry }
}
