import { foldFullWidth } from '../../../core/text.js'
import type { Argument } from '../arguments/arguments.js'
import { labelsOf, wordsOf } from '../arguments/choices.js'
import type { Command } from '../define.js'
import type { Raws } from '../request.js'
import { fillArguments } from './fill-arguments.js'
import { LineWords } from './line-reader.js'

/** Parses one text field of a form that stands for several arguments, typed like `2 each 5`. */
export function readFragment(fragment: string, command: Command, names: readonly string[]): Raws | undefined {
  const arguments_: Record<string, Argument & { optional?: true }> = {}
  for (const [name, argument] of Object.entries(command.arguments))
    if (names.includes(name) || (argument.kind === 'choice' && argument.ahead !== undefined))
      arguments_[name] = argument
  const words = new LineWords(spaced(fragment, command, Object.entries(arguments_)))
  const read = fillArguments({ ...command, arguments: arguments_ }, words, {})
  return read.kind === 'command' || (read.kind === 'problem' && read.problem.why === 'missing')
    ? read.raws
    : undefined
}

/** Adds the spaces that Chinese leaves out (`2每个5份`) and replaces other separators (`88/8`). */
function spaced(fragment: string, command: Command, arguments_: readonly (readonly [string, Argument])[]) {
  let text = foldFullWidth(fragment)
    .replace(/[/、;]/g, ' ')
    .replace(/(?<=\p{Nd})[个份](?=\s|$)/gu, '')
  for (const [name, argument] of arguments_) {
    if (argument.kind !== 'choice' || argument.ahead === undefined) continue
    const { ahead } = argument
    for (const word of wordsOf(command, name).flatMap((words) => labelsOf(words, ahead).slice(1)))
      if (/\p{Script=Han}$/u.test(word)) text = text.replaceAll(word, ` ${word} `)
  }
  return text
}
