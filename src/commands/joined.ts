import type { Argument } from './arguments.js'
import { labelsOf, wordsOf } from './choices.js'
import type { Command } from './define.js'
import { readFragment } from './lines.js'
import type { Raws } from './request.js'

/** Options whose arguments were read apart. */
export interface Spread {
  readonly raws: Raws
  /** What one option says is said differently by another, whose label or text is `other`; `raws` is without that. */
  readonly contradiction?: { readonly typed: string; readonly other: string }
}

/**
 * A field that holds several arguments as they would be typed becomes these arguments, whatever else was chosen for them.
 * Those that it leaves out are empty.
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

/** An option in which its neighbours in the form were written, too, becomes all of them: the amount `2 each 5`. */
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
