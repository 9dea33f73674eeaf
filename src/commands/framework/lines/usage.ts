import { DEFAULT_RULES } from '../../../core/envelope.js'
import type { Language } from '../../../i18n/language.js'
import { commonWords } from '../../common-words.js'
import type { Argument } from '../arguments/arguments.js'
import { labelsOf } from '../arguments/choices.js'
import { type Lifetimes, lifetimesOffered } from '../arguments/offered-lifetimes.js'
import { readingWords } from '../arguments/reading-words.js'
import { type Command, type Entry, isGroup } from '../define.js'
import type { ArgumentWords } from '../words.js'

/** Choices with more values aren't spelled out in a usage line. */
const MAX_VALUES = 4

/** Returns how to write a command, such as `/transfer @name <amount> [note]`, listing only allowed times. */
export function usageOf(
  command: Command,
  entries: readonly Entry[],
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): string {
  const group = entries.find((entry) => isGroup(entry) && entry.commands.includes(command))
  const begin = group ? `/${group.words[language].name} ` : '/'
  return begin + [command.words[language].name, ...partsOf(command, language, allowed)].join(' ')
}

/** Returns two lines: how to write the command, and an example. */
export function usageHint(
  command: Command,
  entries: readonly Entry[],
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): string {
  const { example } = command.words[language]
  return readingWords[language].usage({
    usage: usageOf(command, entries, language, allowed),
    example,
  })
}

/** The lines of `usageHint` for all commands of a group. */
export function groupHint(
  name: string,
  entries: readonly Entry[],
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): string {
  const group = entries.filter(isGroup).find((entry) => entry.name === name)
  if (!group) throw new TypeError(`no group ${name}`)
  const usages = group.commands.map((command) => usageOf(command, entries, language, allowed))
  const { example } = group.otherwise.words[language]
  return readingWords[language].usage({ usage: usages.join('\n'), example })
}

function partsOf(command: Command, language: Language, allowed: Lifetimes): string[] {
  const parts: string[] = []
  let rest: string | undefined
  for (const [name, argument] of Object.entries(command.arguments)) {
    if (argument.hidden || argument.unlisted || argument.optionOnly || argument.kind === 'role') continue
    // A usage is the same on every platform; the form offers it where it can be had.
    if (argument.needs) continue
    const words = command.words[language].arguments[name] as ArgumentWords<Argument>
    const part = partOf(argument, words, language, allowed)
    if (argument.kind === 'text' && argument.rest) rest = part
    else parts.push(part)
  }
  return rest === undefined ? parts : [...parts, rest]
}

function partOf(
  argument: Argument & { optional?: true },
  words: ArgumentWords<Argument>,
  language: Language,
  allowed: Lifetimes,
): string {
  const [keyword] = words.typed ?? []
  const { member, yesOrNo } = commonWords[language]
  if (argument.kind === 'member') return argument.optional ? `[${member}]` : member
  const value = (): string => {
    switch (argument.kind) {
      case 'choice': {
        const typed = argument.values.map((each) => typedOf(words, each))
        return typed.length > MAX_VALUES ? `${typed.at(-2)}|…` : typed.join('|')
      }
      case 'duration':
        return argument.orNone || argument.unset
          ? (words.placeholder ?? '…')
          : lifetimesOffered(language, allowed).join('|')
      case 'people':
        return `${member} …`
      case 'flag':
        return yesOrNo
      default:
        // A word of its own kind of value says more than dots.
        return keyword === undefined ? words.name : (words.placeholder ?? '…')
    }
  }
  const inner = (): string => {
    if (argument.kind === 'flag' && argument.bare) return keyword ?? words.name
    const ends = argument.kind === 'text' ? (argument.ends ?? '') : ''
    return keyword === undefined ? value() : `${keyword} ${value()}${ends}`
  }
  return argument.optional ? `[${inner()}]` : `<${inner()}>`
}

/** Returns how to type a value of a choice. */
export function typedOf(words: ArgumentWords<Argument>, value: string): string {
  const [label, typed] = labelsOf(words, value)
  return typed ?? label ?? value
}

/** Whether menus and help offer it to admins only. */
export function isForAdmins({ rights = 'anyone' }: Entry): boolean {
  return rights !== 'anyone'
}
