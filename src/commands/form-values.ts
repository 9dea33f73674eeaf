import type { Person } from '../core/person.js'
import type { People } from './arguments.js'
import type { Command } from './define.js'
import { mentionIn } from './keyworded.js'
import { isGiven } from './read-arguments.js'
import type { Mention, Raws, Request } from './request.js'

/** Returns the values that a form opens with: the known ones, and the usual ones for arguments that are still needed. */
export function startsWith({ arguments: all, form }: Command, raws: Raws): Raws {
  const starts = Object.entries(form?.starts ?? {}).filter(([name]) => {
    const or = all[name]?.or
    return or === undefined || !isGiven(raws[or])
  })
  return { ...Object.fromEntries(starts), ...raws }
}

/** Everybody who is named in a text, each once. */
export function mentionsIn({
  text,
  mentions,
}: Extract<Request['wish'], { kind: 'line' }>): readonly Mention[] {
  const named = text.split(/\s+/).flatMap((word): Mention[] => {
    const name = mentionIn(word)
    return name === undefined ? [] : [mentions?.get(name) ?? { kind: 'name', name }]
  })
  const keyOf = (mention: Mention) =>
    mention.kind === 'name' ? `@${mention.name.toLowerCase()}` : JSON.stringify(mention)
  return [...new Map(named.map((mention) => [keyOf(mention), mention])).values()]
}

/** People and roles that were found, as they were named. */
export function mentionsOf(found: Person | People): readonly Mention[] {
  if ('user' in found) return [{ kind: 'person', person: found }]
  const people = found.people.map((person) => ({ kind: 'person', person }) as const)
  return [...people, ...found.roles.map((role) => ({ kind: 'role', role }) as const)]
}

/** What a form opens with: as many shares as people, when people are chosen and their number is not. */
export function openedWith(command: Command, all: Raws, given: Raws = {}): Raws {
  const people = Object.keys(command.arguments).find((name) => command.arguments[name]?.kind === 'people')
  const raw = people === undefined ? undefined : all[people]
  return raw === undefined ? all : { ...all, ...countOf(command, raw), ...given }
}

/** The number that goes with chosen people. */
export function countOf(command: Command, people: Raws[string]): Raws {
  if (typeof people === 'string' || people.length === 0) return {}
  const counts = Object.entries(command.arguments).filter(
    ([, each]) => each.kind === 'whole' && each.eachChosen,
  )
  return Object.fromEntries(counts.map(([name]) => [name, String(people.length)]))
}
