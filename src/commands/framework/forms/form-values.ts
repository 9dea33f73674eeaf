import type { Person } from '../../../core/person.js'
import type { People } from '../arguments/arguments.js'
import type { Command } from '../define.js'
import { mentionIn } from '../lines/keyworded.js'
import type { Mention, Raws, Request } from '../request.js'

/** Returns everyone named in a text, each once. */
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

/** Turns found people and roles into mentions. */
export function mentionsOf(found: Person | People): readonly Mention[] {
  if ('user' in found) return [{ kind: 'person', person: found }]
  const people = found.people.map((person) => ({ kind: 'person', person }) as const)
  return [...people, ...found.roles.map((role) => ({ kind: 'role', role }) as const)]
}

/** Returns the values that a form opens with: when people are chosen but no number, one share each. */
export function openedWith(command: Command, all: Raws, given: Raws = {}): Raws {
  const people = Object.keys(command.arguments).find((name) => command.arguments[name]?.kind === 'people')
  const raw = people === undefined ? undefined : all[people]
  return raw === undefined ? all : { ...all, ...countOf(command, raw), ...given }
}

/** Returns the number that goes with the chosen people. */
export function countOf(command: Command, people: Raws[string]): Raws {
  if (typeof people === 'string' || people.length === 0) return {}
  const counts = Object.entries(command.arguments).filter(
    ([, each]) => each.kind === 'whole' && each.eachChosen,
  )
  return Object.fromEntries(counts.map(([name]) => [name, String(people.length)]))
}
