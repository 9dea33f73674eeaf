import type { Argument } from '../arguments/arguments.js'
import { labelsOf, wordsOf } from '../arguments/choices.js'
import type { Command } from '../define.js'
import type { Raws } from '../request.js'
import { readFragment } from './fragment.js'

/** Options after `spread`. */
export interface Spread {
  readonly raws: Raws
  /** The option `typed` disagrees with another one, `other`, which `raws` leaves out. */
  readonly contradiction?: { readonly typed: string; readonly other: string }
}

/**
 * Expands a form field that holds several arguments, overriding other values for them. Arguments that
 * the field leaves out become empty.
 */
export function unjoined(command: Command, raws: Raws): Raws {
  const isJoined = ([name, raw]: [string, Raws[string]]) => name.includes('+') && typeof raw === 'string'
  const all = Object.fromEntries(Object.entries(raws).filter((each) => !isJoined(each)))
  for (const [name, raw] of Object.entries(raws).filter(isJoined)) {
    const names = name.split('+')
    for (const each of names) all[each] = ''
    Object.assign(all, readFragment(raw as string, command, names) ?? { [names[0] as string]: raw })
  }
  return all
}

/** Reads an option that also holds its neighbours in the form, such as the amount `2 each 5`. */
export function spread(command: Command, raws: Raws): Spread {
  const group = command.form?.fields.find((names): names is readonly string[] => typeof names !== 'string')
  const [first] = group ?? []
  const typed = first === undefined ? undefined : raws[first]
  const read = group && typeof typed === 'string' ? readFragment(typed, command, group) : undefined
  if (!read) return { raws }
  for (const [name, raw] of Object.entries(read)) {
    const other = raws[name]
    if (name === first || typeof other !== 'string' || other === raw) continue
    const argument = command.arguments[name] as Argument
    if (argument.kind === 'choice' && argument.ahead === raw && argument.implies === other) continue
    const { [name]: _, ...kept } = raws
    const [label = other] = labelsOf(wordsOf(command, name)[0] as never, other)
    return { raws: kept, contradiction: { typed: typed as string, other: label } }
  }
  return { raws: { ...raws, ...read } }
}
