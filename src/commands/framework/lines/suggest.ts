import { DEFAULT_RULES } from '../../../core/envelope.js'
import type { Language } from '../../../i18n/language.js'
import { encodeAction } from '../actions.js'
import type { Lifetimes } from '../arguments/offered-lifetimes.js'
import { type Command, type Entry, isGroup, isOffered } from '../define.js'
import { spellings } from './lines.js'
import { isForAdmins, usageOf } from './usage.js'

/** A command as it is offered for typing. Plain data. */
export interface Offer {
  readonly name: string
  /** As it is typed, such as `/红包`. */
  readonly command: string
  readonly usage: string
  readonly about: string
  /** All ways to start it, without the slash. */
  readonly spellings: readonly string[]
  readonly forAdmins: boolean
  /** Behind a button that opens its form. */
  readonly form?: string
  /** What it is called beside a message, whose author it is for. */
  readonly onMessage?: string
  /** The commands of a group. */
  readonly within?: readonly Offer[]
}

/** A possible continuation of a typed line. */
export interface Suggestion {
  readonly key: string
  readonly title: string
  readonly hint: string
  /** The line after choosing it; the cursor goes to `cursor`. */
  readonly line: string
  readonly cursor: number
}

/** Returns all offered commands, in order. */
export function offersOf(
  entries: readonly Entry[],
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): Offer[] {
  const offerOf = (command: Command, group?: Entry): Offer => ({
    name: command.name,
    command: group
      ? `/${group.words[language].name} ${command.words[language].name}`
      : `/${command.words[language].name}`,
    usage: usageOf(command, entries, language, allowed),
    about: command.words[language].about,
    spellings: spellings(command),
    forAdmins: isForAdmins(command),
    ...(command.form && { form: encodeAction(command, {}) }),
    ...(command.onMessage && {
      onMessage: command.words[language].form?.title ?? command.words[language].about,
    }),
  })
  return entries.filter(isOffered).map((entry) =>
    isGroup(entry)
      ? {
          name: entry.name,
          command: `/${entry.words[language].name}`,
          usage: `/${entry.words[language].name}`,
          about: entry.words[language].about,
          spellings: spellings(entry),
          forAdmins: isForAdmins(entry),
          within: entry.commands.map((command) => offerOf(command, entry)),
        }
      : offerOf(entry),
  )
}

/** Returns the commands that the word at the cursor may mean. */
export function suggestCommands(
  line: string,
  cursor: number,
  offers: readonly Offer[],
  admin: boolean,
): Suggestion[] {
  const before = line.slice(0, cursor)
  const after = line.slice(cursor).trimStart()
  const [, first, second] = /^\/(\S*)(?:\s+(\S*))?$/u.exec(before) ?? []
  if (first === undefined) return []
  const mayUse = ({ forAdmins }: Offer) => admin || !forAdmins
  const beginning = (typed: string) => (offer: Offer) =>
    mayUse(offer) && offer.spellings.some((spelling) => spelling.startsWith(typed.toLowerCase()))
  const group = offers.find((offer) => mayUse(offer) && offer.spellings.includes(first.toLowerCase()))
  const found =
    second === undefined
      ? offers.filter(beginning(first))
      : (group?.within ?? []).filter((offer) => second !== '' && beginning(second)(offer))
  return found.map(({ name, command, usage, about }) => ({
    key: name,
    title: usage,
    hint: about,
    line: `${command} ${after}`,
    cursor: command.length + 1,
  }))
}
