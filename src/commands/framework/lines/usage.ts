import { DEFAULT_RULES } from '../../../core/envelope.js'
import type { Language } from '../../../i18n/language.js'
import { commonWords } from '../../common-words.js'
import type { Argument } from '../arguments/arguments.js'
import { labelsOf } from '../arguments/choices.js'
import { type Lifetimes, lifetimesOffered } from '../arguments/offered-lifetimes.js'
import { readingWords } from '../arguments/reading-words.js'
import { type Command, type Entry, isGroup } from '../define.js'
import type { Traits } from '../request.js'
import type { ArgumentWords } from '../words.js'

/** Choices with more values aren't spelled out in a usage line. */
const MAX_VALUES = 4

/** Returns how to write a command, such as `/transfer @name <amount> [note]`: no further arguments, and only allowed times. */
export function usageOf(
  command: Command,
  entries: readonly Entry[],
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): string {
  return [typedName(command, entries, language), ...partsOf(command, language, allowed)].join(' ')
}

/** An argument that a usage leaves out. */
export interface FurtherPart {
  readonly name: string
  /** How it is typed, such as `password sesame`. */
  readonly typed: string
  readonly about: string
}

/** Returns a command's further arguments, as far as the platform has what they need. */
export function furtherParts(
  command: Command,
  language: Language,
  tells: Traits['tells'] = [],
  allowed: Lifetimes = DEFAULT_RULES,
): FurtherPart[] {
  return Object.entries(command.arguments)
    .filter(([, argument]) => argument.further && isTyped(argument))
    .filter(([, { needs }]) => needs === undefined || tells.includes(needs))
    .map(([name, argument]) => {
      const words = command.words[language].arguments[name] as ArgumentWords<Argument>
      const typed = innerOf(argument, words, language, allowed)
      return { name, typed, about: words.about }
    })
}

/** Returns the name of a command as it is typed, such as `/settings rules`. */
export function typedName(command: Command, entries: readonly Entry[], language: Language): string {
  const group = entries.find((entry) => isGroup(entry) && entry.commands.includes(command))
  const { name } = command.words[language]
  return group ? `/${group.words[language].name} ${name}` : `/${name}`
}

/** Returns the word for a command's further arguments. */
export function moreOf(command: Command, language: Language): string {
  return command.words[language].more ?? commonWords[language].more
}

/** Returns where the further arguments of a command are explained; nothing for a command without any. */
function moreLines(command: Command, entries: readonly Entry[], language: Language): string[] {
  const help = entries.find(({ name }) => name === 'help')
  if (!help || !Object.values(command.arguments).some(({ further }) => further)) return []
  const line = `/${help.words[language].name} ${typedName(command, entries, language).slice(1)}`
  return [readingWords[language].more({ label: moreOf(command, language), line })]
}

/** Returns lines: how to write the command, an example, and where its further arguments are explained. */
export function usageHint(
  command: Command,
  entries: readonly Entry[],
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): string {
  const { example } = command.words[language]
  const usage = usageOf(command, entries, language, allowed)
  const lines = [readingWords[language].usage({ usage, example }), ...moreLines(command, entries, language)]
  return lines.join('\n')
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
  const more = group.commands.flatMap((command) => moreLines(command, entries, language))
  return [readingWords[language].usage({ usage: usages.join('\n'), example }), ...more].join('\n')
}

function partsOf(command: Command, language: Language, allowed: Lifetimes): string[] {
  const parts: string[] = []
  let rest: string | undefined
  for (const [name, argument] of Object.entries(command.arguments)) {
    // A usage is the same on every platform; the form offers it where it can be had.
    if (!isTyped(argument) || argument.further || argument.needs) continue
    const words = command.words[language].arguments[name] as ArgumentWords<Argument>
    const part = partOf(argument, words, language, allowed)
    if (argument.kind === 'text' && argument.rest) rest = part
    else parts.push(part)
  }
  return rest === undefined ? parts : [...parts, rest]
}

function isTyped({ hidden, unlisted, optionOnly, kind }: Argument): boolean {
  return !hidden && !unlisted && !optionOnly && kind !== 'role' && kind !== 'picture'
}

function partOf(
  argument: Argument & { optional?: true },
  words: ArgumentWords<Argument>,
  language: Language,
  allowed: Lifetimes,
): string {
  const { member } = commonWords[language]
  if (argument.kind === 'member') return argument.optional ? `[${member}]` : member
  const inner = innerOf(argument, words, language, allowed)
  return argument.optional ? `[${inner}]` : `<${inner}>`
}

/** Returns how an argument is typed, without the brackets that say whether it must be. */
function innerOf(
  argument: Argument,
  words: ArgumentWords<Argument>,
  language: Language,
  allowed: Lifetimes,
): string {
  const [keyword] = words.typed ?? []
  const { member, yesOrNo } = commonWords[language]
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
  if (argument.kind === 'flag' && argument.bare) return keyword ?? words.name
  const ends = argument.kind === 'text' ? (argument.ends ?? '') : ''
  return keyword === undefined ? value() : `${keyword} ${value()}${ends}`
}

/** Returns how to type a value of a choice. */
export function typedOf(words: ArgumentWords<Argument>, value: string): string {
  const [label, typed] = labelsOf(words, value)
  return typed ?? label ?? value
}

/** Returns whether menus and help offer it to admins only. */
export function isForAdmins({ rights = 'anyone' }: Entry): boolean {
  return rights !== 'anyone'
}
