import { catalogue, type Language } from '../i18n/catalogue.js'
import type { Argument } from './arguments.js'
import { labelsOf } from './choices.js'
import { type Command, type Entry, isGroup } from './define.js'
import type { Traits } from './request.js'
import type { ArgumentWords } from './words.js'

type Hears = Pick<Traits, 'hearsChinese'>

/** More values of a choice are not written out in a usage line. */
const MAX_VALUES = 4

/** The language in which a command is written for a reader: the reader's own where the platform hears it. */
export function spokenLanguage(language: Language, { hearsChinese }: Hears): Language {
  return language === 'zh' && !hearsChinese ? 'en' : language
}

/** How a command is written, such as `/transfer @name <amount> [note]`. */
export function usageOf(
  command: Command,
  entries: readonly Entry[],
  language: Language,
  hears: Hears,
): string {
  const spoken = spokenLanguage(language, hears)
  const group = entries.find((entry) => isGroup(entry) && entry.commands.includes(command))
  const name = group ? `/${group.words[spoken].name} ` : '/'
  return name + [command.words[spoken].name, ...partsOf(command, spoken)].join(' ')
}

/** Both lines of a hint: how the command is written, and an example. */
export function usageHint(
  command: Command,
  entries: readonly Entry[],
  language: Language,
  hears: Hears,
): string {
  const { example } = command.words[spokenLanguage(language, hears)]
  return catalogue(language).errors.usageLine({ usage: usageOf(command, entries, language, hears), example })
}

function partsOf(command: Command, language: Language): string[] {
  const parts: string[] = []
  let rest: string | undefined
  for (const [name, argument] of Object.entries(command.arguments)) {
    if (argument.hidden || argument.unlisted) continue
    const part = partOf(
      argument,
      command.words[language].arguments[name] as ArgumentWords<Argument>,
      language,
    )
    if (argument.kind === 'text' && argument.rest) rest = part
    else parts.push(part)
  }
  return rest === undefined ? parts : [...parts, rest]
}

function partOf(
  argument: Argument & { optional?: true },
  words: ArgumentWords<Argument>,
  language: Language,
): string {
  const [keyword] = words.typed ?? []
  const at = language === 'zh' ? '@某人' : '@name'
  if (argument.kind === 'member') return argument.optional ? `[${at}]` : at
  const value = (): string => {
    switch (argument.kind) {
      case 'choice': {
        const typed = argument.values.map((each) => typedOf(words, each))
        return typed.length > MAX_VALUES ? `${typed.at(-2)}|…` : typed.join('|')
      }
      case 'duration':
        return language === 'zh' ? '5分|24小时|2天' : '5m|24h|2d'
      case 'people':
        return `${at} …`
      case 'flag':
        return language === 'zh' ? '是|否' : 'yes|no'
      default:
        return words.name
    }
  }
  const inner = (): string => {
    if (argument.kind === 'flag' && argument.bare) return keyword ?? words.name
    return keyword === undefined ? value() : `${keyword} ${value()}`
  }
  return argument.optional ? `[${inner()}]` : `<${inner()}>`
}

/** A value of a choice as it is typed. */
export function typedOf(words: ArgumentWords<Argument>, value: string): string {
  const [label, typed] = labelsOf(words, value)
  return typed ?? label ?? value
}

/** /help: every command that the reader may give. */
export function helpText(
  entries: readonly Entry[],
  language: Language,
  hears: Hears,
  admin: boolean,
): string {
  const { answers } = catalogue(language)
  const lineOf = (entry: Entry) => {
    const spoken = spokenLanguage(language, hears)
    const usage = isGroup(entry)
      ? `/${entry.words[spoken].name} [${entry.commands.map(({ words }) => words[spoken].name).join('|')}]`
      : usageOf(entry, entries, language, hears)
    return `${usage}\n    ${entry.words[language].about}`
  }
  const offered = entries.filter((entry) => isGroup(entry) || !entry.hidden)
  const lines = [answers.help, ...offered.filter((entry) => !isForAdmins(entry)).map(lineOf)]
  if (admin) lines.push(answers.helpAdmin, ...offered.filter(isForAdmins).map(lineOf))
  return lines.join('\n')
}

/** Whether menus and help offer it to admins only. */
export function isForAdmins({ rights = 'anyone' }: Entry): boolean {
  return rights !== 'anyone'
}
