import { DEFAULT_RULES } from '../../core/envelope.js'
import type { Language } from '../../i18n/language.js'
import type { Lifetimes } from '../framework/arguments/offered-lifetimes.js'
import { type Entry, isGroup, isOffered } from '../framework/define.js'
import { isForAdmins, usageOf } from '../framework/lines/usage.js'
import { words } from './words.js'

/** The first page shows this many of them that work where help is asked for, in this order. */
const MAX_FIRST = 5
const FIRST = [
  ...['redpacket', 'wallet', 'transfer', 'leaderboard', 'history'],
  ...['linkme', 'envelope', 'verify'],
]

export interface HelpPlace {
  readonly entries: readonly Entry[]
  readonly language: Language
  /** Asked for in a chat; elsewhere only what works there is named. */
  readonly inChat: boolean
  /** Commands have options here, so no line is typed. */
  readonly optionsOnly: boolean
  readonly allowed?: Lifetimes
}

/** Returns a line for each of the commands that members need first, with an example where lines are typed. */
export function firstHelp(place: HelpPlace): string[] {
  const { language, optionsOnly } = place
  const known = new Map(offeredIn(place).map((entry) => [entry.name, entry]))
  return FIRST.flatMap((name) => known.get(name) ?? [])
    .slice(0, MAX_FIRST)
    .map(({ words: { [language]: own } }) => {
      const example = 'example' in own && !optionsOnly ? own.example : `/${own.name}`
      return words[language].say.line({ example, about: own.about })
    })
}

/** Returns every command that members may give, or that only admins may, and how it is typed. */
export function allHelp(place: HelpPlace, forAdmins: boolean): string[] {
  const { entries, language, optionsOnly, allowed = DEFAULT_RULES } = place
  return offeredIn(place)
    .filter((entry) => isForAdmins(entry) === forAdmins)
    .map((entry) => {
      const { name, about } = entry.words[language]
      if (optionsOnly) return `/${name}  ${about}`
      const usage = isGroup(entry)
        ? `/${name} [${entry.commands.map(({ words }) => words[language].name).join('|')}]`
        : usageOf(entry, entries, language, allowed)
      return `${usage}\n    ${about}`
    })
}

/** Returns how to ask for more about one of the commands. */
export function explainHint(place: HelpPlace): string {
  const { language, optionsOnly } = place
  const { name: help, arguments: own, say } = words[language]
  const [first] = offeredIn(place)
  const example = optionsOnly ? own.command.name : first?.words[language].name
  return say.explain({ example: `/${help} ${example}` })
}

function offeredIn({ entries, inChat }: HelpPlace): Entry[] {
  return entries.filter(
    (entry) => isOffered(entry) && (inChat || (!isGroup(entry) && entry.where === 'anywhere')),
  )
}
