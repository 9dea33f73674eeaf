import type { Telling } from '../../../core/conditions/platform-facts.js'
import type { Person } from '../../../core/person.js'
import { lengthOf } from '../../../core/text.js'
import { TONGUES } from '../arguments/choices.js'
import { type Command, type CommandGroup, type Entry, isGroup, isOffered } from '../define.js'
import type { Mention, Raws } from '../request.js'
import { closestName } from './closest-name.js'
import { fillArguments } from './fill-arguments.js'
import { INVISIBLE, LineWords } from './line-reader.js'

export type LineProblem =
  | { readonly why: 'missing'; readonly argument: string }
  | { readonly why: 'unreadable'; readonly argument: string; readonly typed: string }
  /** The next word may belong to the amount: `1 000` may be one number or two. */
  | { readonly why: 'spaced'; readonly argument: string }
  /** The name before an amount reverses the text after it, so the reader may see a different amount. */
  | { readonly why: 'turned'; readonly argument: string }
  | { readonly why: 'too_much'; readonly typed: string }
  /** The word after a group's name is neither one of its commands nor an argument of its default command. */
  | { readonly why: 'not_in_group'; readonly group: string; readonly typed: string }

export type ReadLine =
  /** An ordinary message, to post rather than obey. */
  | { readonly kind: 'say' }
  | { readonly kind: 'command'; readonly command: Command; readonly raws: Raws }
  | {
      readonly kind: 'problem'
      readonly command: Command
      readonly raws: Raws
      readonly problem: LineProblem
    }
  | { readonly kind: 'unknown'; readonly name: string; readonly closest?: string }
  /** Starts like a command, but has more than `max` characters. */
  | { readonly kind: 'too_long'; readonly max: number }

/** In characters. No command needs more. */
const MAX_LINE = 2_000
const MAX_NAME = 20

export interface LineContext {
  readonly mentions?: ReadonlyMap<string, Mention>
  readonly repliedTo?: Person
  readonly asTyped?: (text: string) => string
  /** What the platform tells about people. */
  readonly tells?: readonly Telling[] | undefined
}

/**
 * Parses a typed line by the definitions. Never throws, whatever the text. A line that starts with a slash is never
 * `say`: it was meant for the bot and may hold a secret.
 */
export function readLine(line: string, entries: readonly Entry[], context: LineContext = {}): ReadLine {
  const words = new LineWords(line)
  let first = words.next()?.replace(INVISIBLE, '')
  while (first === '') first = words.next()?.replace(INVISIBLE, '')
  if (!first?.startsWith('/')) return { kind: 'say' }
  if (lengthOf(line) > MAX_LINE) return { kind: 'too_long', max: MAX_LINE }
  // A platform may add the bot's name: /wallet@bot.
  const typed = (first.slice(1).split('@')[0] ?? '').toLowerCase()
  const offered = entries.filter((entry) => isGroup(entry) || !entry.hidden)
  const entry = offered.find((each) => spellings(each).includes(typed))
  if (entry) {
    const read = isGroup(entry) ? readInGroup(entry, words, context) : fillArguments(entry, words, context)
    return context.asTyped ? asTyped(read, context.asTyped) : read
  }
  const closest = closestName(
    typed,
    offered.filter(isOffered).map(({ name }) => name),
  )
  const name = [...typed].slice(0, MAX_NAME).join('')
  return closest === undefined ? { kind: 'unknown', name } : { kind: 'unknown', name, closest }
}

/** Returns the result with its texts as they were typed: a note may name people, too. */
function asTyped(read: ReadLine, typed: (text: string) => string): ReadLine {
  if (read.kind !== 'command' && read.kind !== 'problem') return read
  const entries = Object.entries(read.raws)
  const raws = Object.fromEntries(
    entries.map(([name, raw]) => [name, typeof raw === 'string' ? typed(raw) : raw]),
  )
  if (read.kind === 'command' || !('typed' in read.problem)) return { ...read, raws }
  return { ...read, raws, problem: { ...read.problem, typed: typed(read.problem.typed) } }
}

function readInGroup(group: CommandGroup, words: LineWords, context: LineContext): ReadLine {
  const word = words.peek()?.toLowerCase()
  if (word === undefined) return fillArguments(group.commands[0], words, context)
  const chosen = group.commands.find((each) => spellings(each).includes(word))
  if (chosen) {
    words.next()
    return fillArguments(chosen, words, context)
  }
  const read = fillArguments(group.otherwise, words, context)
  const isFirst = read.kind === 'problem' && Object.keys(read.raws).length === 0
  if (!isFirst || read.problem.why !== 'too_much') return read
  return { ...read, problem: { ...read.problem, why: 'not_in_group', group: group.name } }
}

/** Cached, because every typed line looks up those of many commands. */
const known = new WeakMap<Entry, readonly string[]>()

/** Returns all spellings of a command's name, in every language. */
export function spellings(entry: Entry): readonly string[] {
  const names = known.get(entry) ?? makeSpellings(entry)
  known.set(entry, names)
  return names
}

function makeSpellings({ name, words }: Entry): readonly string[] {
  const own = name.split('.').at(-1) ?? name
  return [own, ...TONGUES.flatMap((language) => [words[language].name, ...words[language].also])]
}
