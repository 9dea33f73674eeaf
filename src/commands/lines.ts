import { findCode } from '../core/link-code.js'
import type { Person } from '../core/person.js'
import { foldFullWidth, lengthOf } from '../core/text.js'
import type { Argument } from './arguments.js'
import { choiceOf, isYesNo, keywordsOf, labelsOf, TONGUES, wordsOf, YES } from './choices.js'
import { type Command, type CommandGroup, type Entry, isGroup, isOffered } from './define.js'
import { looksLikeDuration, readDuration } from './durations.js'
import type { Mention, Raw, Raws } from './request.js'

export type LineProblem =
  | { readonly why: 'missing'; readonly argument: string }
  | { readonly why: 'unreadable'; readonly argument: string; readonly typed: string }
  /** The next word may belong to the amount: `1 000` may be one number or two. */
  | { readonly why: 'spaced'; readonly argument: string }
  /** The name before an amount turns the text around, so that a reader may see another amount. */
  | { readonly why: 'turned'; readonly argument: string }
  | { readonly why: 'too_much'; readonly typed: string }

export type ReadLine =
  /** An ordinary line, to be said and not obeyed. */
  | { readonly kind: 'say' }
  | { readonly kind: 'command'; readonly command: Command; readonly raws: Raws }
  | {
      readonly kind: 'problem'
      readonly command: Command
      readonly raws: Raws
      readonly problem: LineProblem
    }
  | { readonly kind: 'unknown'; readonly name: string; readonly closest?: string }
  /** Begins as a command does, but has more than `max` characters. */
  | { readonly kind: 'too_long'; readonly max: number }

/** In characters. No command needs so many. */
const MAX_LINE = 2_000
const MAX_NAME = 20

/** Invisible characters, which could hide the slash. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Makes a reader see the signs behind it in another order than they have. */
const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/u
/** A word, with the spaces within a number that group its digits, because people read `1 000` as one number. */
const WORD = /^(?:\S|(?<=\p{N})[\u00a0\u2007-\u2009\u202f](?=\p{N}))+/u
/** From the code of an ASCII sign to that of its full-width form. */
const FULL_WIDTH = 0xfee0
/** A number, and digits that continue it when both are read as one, as people group them by thousands. */
const BEGIN_OF_NUMBER = /^\p{Nd}{1,3}$/u
const REST_OF_NUMBER = /^\p{Nd}{3}(?:[.,'’]?\p{Nd}+)*$/u
const WHOLE_NUMBER = /^[0-9]{1,15}$/
/** The word that an adapter puts behind a name that turns the text after it, where its platform says where the name ends. */
export const NAME_TURNS = '\ue001'
/** A name stands here or behind the next word, whatever signs stand between. */
const NAMED_BEHIND = /^(?:\S+\s)?[\s\p{P}\p{S}\p{Cf}]*[@＠]/u
const EVERYONE = new Set(['everyone', '所有人'])

export interface LineContext {
  readonly mentions?: ReadonlyMap<string, Mention>
  readonly repliedTo?: Person
  readonly asTyped?: (text: string) => string
}

/**
 * Reads a typed line by the definitions. Never throws, whatever the text is. A line that begins with a slash is never
 * `say`: it was meant for the program and may hold a secret.
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
    const read = readWords(isGroup(entry) ? commandIn(entry, words) : entry, words, context)
    return context.asTyped ? asTyped(read, context.asTyped) : read
  }
  const closest = closestTo(
    typed,
    offered.filter(isOffered).map(({ name }) => name),
  )
  const name = [...typed].slice(0, MAX_NAME).join('')
  return closest === undefined ? { kind: 'unknown', name } : { kind: 'unknown', name, closest }
}

/** What was read, with its texts as they were typed: a note may name people, too. */
function asTyped(read: ReadLine, typed: (text: string) => string): ReadLine {
  if (read.kind !== 'command' && read.kind !== 'problem') return read
  const entries = Object.entries(read.raws)
  const raws = Object.fromEntries(
    entries.map(([name, raw]) => [name, typeof raw === 'string' ? typed(raw) : raw]),
  )
  if (read.kind === 'command' || !('typed' in read.problem)) return { ...read, raws }
  return { ...read, raws, problem: { ...read.problem, typed: typed(read.problem.typed) } }
}

function commandIn(group: CommandGroup, words: LineWords): Command {
  const word = words.peek()?.toLowerCase()
  if (word === undefined) return group.commands[0]
  const chosen = group.commands.find((each) => spellings(each).includes(word))
  if (chosen) words.next()
  return chosen ?? group.otherwise
}

/** All spellings of a command's name, in every language. */
export function spellings(entry: Entry): string[] {
  const own = entry.name.split('.').at(-1) ?? entry.name
  return [own, ...TONGUES.flatMap((language) => [entry.words[language].name, ...entry.words[language].also])]
}

/** Reads one text field of a form that stands for several arguments, as they would be typed: `2 each 5`. */
export function readFragment(fragment: string, command: Command, names: readonly string[]): Raws | undefined {
  const arguments_: Record<string, Argument & { optional?: true }> = {}
  for (const [name, argument] of Object.entries(command.arguments))
    if (names.includes(name) || (argument.kind === 'choice' && argument.ahead !== undefined))
      arguments_[name] = argument
  const words = new LineWords(spaced(fragment, command, Object.entries(arguments_)))
  const read = readWords({ ...command, arguments: arguments_ }, words, {})
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

/**
 * Fills the arguments from words. Required and positional ones come first, in their order. Behind them, in any order
 * and once each: a choice without a keyword is its own word, all others follow their keyword. The first word that is
 * none of these begins the `rest`.
 */
function readWords(command: Command, words: LineWords, context: LineContext): ReadLine {
  const raws: Record<string, Raw> = {}
  const problem = (problem: LineProblem): ReadLine => ({ kind: 'problem', command, raws, problem })
  const mentionOf = (name: string): Mention => context.mentions?.get(name) ?? { kind: 'name', name }
  const { positional, keyworded, rest } = partsOf(command)
  let unspaced = false
  while (words.rest() !== '') {
    const next = positional[0]
    const taken = takeKeyworded(command, keyworded, raws, words, next !== undefined, mentionOf)
    if (taken === true) continue
    if (taken !== false) return problem({ why: 'missing', argument: taken })
    const word = words.peek() ?? ''
    if (!next) {
      if (rest !== undefined) raws[rest] = words.takeRest()
      else if (!command.ignoresMoreWords) return problem({ why: 'too_much', typed: word })
      break
    }
    const [name, argument] = takeNext(positional, word, words, context)
    switch (argument.kind) {
      case 'member': {
        const mention = mentionIn(word)
        if (mention !== undefined) words.next()
        // In reply to a member the command may leave the name out, unless it names another further on.
        else if (!mayLeaveOut(words, context)) return problem({ why: 'missing', argument: name })
        raws[name] =
          mention === undefined
            ? [{ kind: 'person', person: context.repliedTo as Person }]
            : [mentionOf(mention)]
        break
      }
      case 'code':
        takeCode(name, positional, raws, words)
        break
      case 'flag':
        if (isYesNo(word.toLowerCase())) raws[name] = words.next() ?? ''
        break
      case 'whole':
        if (argument.eachChosen && context.repliedTo && !/^\p{N}/u.test(word)) {
          raws[name] = '1'
          break
        }
        // A number that may be left out is, where no number stands.
        if (argument.optional && !command.ignoresMoreWords && !/^\p{N}/u.test(word)) break
        raws[name] = words.next() ?? ''
        break
      case 'text': {
        const taken = argument.takes?.(words.rest())
        raws[name] = taken ? words.take(taken) : (words.next() ?? '')
        break
      }
      default:
        raws[name] = words.next() ?? ''
    }
    if (words.turned && name in raws)
      return problem({ why: 'unreadable', argument: name, typed: word.replace(INVISIBLE, '') })
    // Read from either end, it is the same amount.
    if (argument.kind === 'amount' && words.turnedByName && word !== [...word].reverse().join(''))
      return problem({ why: 'turned', argument: name })
    if (positional.length > 0 || unspaced) continue
    unspaced = true
    const spaced = spacedAmount(command, raws, words)
    if (spaced !== undefined) return problem({ why: 'spaced', argument: spaced })
  }
  nameRepliedTo(keyworded, positional, raws, context)
  const missing = positional.find(([, argument]) => !argument.optional)
  if (missing) return problem({ why: 'missing', argument: missing[0] })
  const required = rest !== undefined && !(rest in raws) && !command.arguments[rest]?.optional
  return required ? problem({ why: 'missing', argument: rest }) : { kind: 'command', command, raws }
}

/** Takes the next positional argument off the list. A name and an amount may stand in either order. */
function takeNext(positional: Named[], word: string, words: LineWords, context: LineContext): Named {
  const [next] = positional as [Named, ...Named[]]
  const amount = positional.findIndex(([, argument]) => argument.kind === 'amount')
  const swapped =
    next[1].kind === 'member' && amount > 0 && mentionIn(word) === undefined && !mayLeaveOut(words, context)
  const [taken] = positional.splice(swapped ? amount : 0, 1)
  return taken ?? next
}

/** Whether the message that was replied to says who is meant, because the line itself names no one. */
function mayLeaveOut(words: LineWords, { repliedTo }: LineContext): boolean {
  return repliedTo !== undefined && !NAMED_BEHIND.test(words.rest())
}

/** An amount that may go on in the words behind it: `1 000`. */
function spacedAmount(command: Command, raws: Raws, words: LineWords): string | undefined {
  const [amount, ...others] = Object.entries(command.arguments)
    .filter(([name]) => name in raws)
    .filter(([, { kind }]) => kind === 'amount' || kind === 'whole')
  if (amount?.[1].kind !== 'amount' || !BEGIN_OF_NUMBER.test(raws[amount[0]] as string)) return undefined
  const [whole] = others
  // A number that follows belongs to the amount when another one follows where it should stand.
  const goesOn = whole
    ? REST_OF_NUMBER.test(raws[whole[0]] as string) && WHOLE_NUMBER.test(words.peek() ?? '')
    : REST_OF_NUMBER.test(words.peek() ?? '')
  return goesOn ? amount[0] : undefined
}

type Named = [string, Argument & { optional?: true }]

function partsOf(command: Command): { positional: Named[]; keyworded: Named[]; rest: string | undefined } {
  const positional: Named[] = []
  const keyworded: Named[] = []
  let rest: string | undefined
  for (const [name, argument] of Object.entries(command.arguments)) {
    if (argument.hidden || argument.optionOnly || argument.kind === 'role') continue
    if (argument.kind === 'text' && argument.rest) rest = name
    else if (!argument.optional || argument.positional) positional.push([name, argument])
    else keyworded.push([name, argument])
  }
  return { positional, keyworded, rest }
}

/**
 * Takes the whole line for a code, which may be typed in two halves; behind it a yes may confirm. Other words around it are
 * passed over: others may have read the code by now, and a refusal would leave it to them.
 */
function takeCode(name: string, positional: Named[], raws: Record<string, Raw>, words: LineWords): void {
  const typed: string[] = []
  for (let word = words.next(); word !== undefined; word = words.next()) typed.push(word)
  const found = findCode(typed)
  const last = typed.length - 1
  const isBehind = found ? found.start === 0 && found.end === last : last > 0
  const flag = positional.findIndex(([, argument]) => argument.kind === 'flag')
  if (flag >= 0 && isBehind && YES.has(typed[last]?.toLowerCase() ?? ''))
    raws[(positional.splice(flag, 1)[0] as Named)[0]] = typed.pop() as string
  raws[name] = (found ? typed.slice(found.start, found.end) : typed).join('')
}

/** A reply to a member's message chooses that member for an argument that chooses people. */
function nameRepliedTo(
  keyworded: readonly Named[],
  positional: Named[],
  raws: Record<string, Raw>,
  { repliedTo }: LineContext,
): void {
  const chosen = keyworded.find(([, argument]) => argument.kind === 'people')
  if (!chosen || !repliedTo || chosen[0] in raws || Object.keys(raws).length === 0) return
  raws[chosen[0]] = [{ kind: 'person', person: repliedTo }]
  const count = positional.findIndex(([, argument]) => argument.kind === 'whole' && argument.eachChosen)
  if (count >= 0) raws[(positional.splice(count, 1)[0] as Named)[0]] = '1'
}

/** Takes the next words as one of the arguments with a keyword; false when they are none, its name when it has no value. */
function takeKeyworded(
  command: Command,
  keyworded: readonly Named[],
  raws: Record<string, Raw>,
  words: LineWords,
  positionalLeft: boolean,
  mentionOf: (name: string) => Mention,
): boolean | string {
  for (const [name, argument] of keyworded) {
    if (name in raws) continue
    const ahead = argument.kind === 'choice' ? argument.ahead : undefined
    if (positionalLeft && (ahead === undefined || Object.keys(raws).length === 0)) continue
    const raw = takeOne(command, name, argument, words, mentionOf)
    if (raw === undefined) continue
    if (raw === '') return name
    // Between positional arguments only the one value counts that stands there, and behind them only the others.
    if (ahead !== undefined && (raw === ahead) !== positionalLeft) {
      words.back()
      continue
    }
    raws[name] = raw
    return true
  }
  return false
}

/** The raw value of an argument when the next words give it. Empty: its keyword stands there without a value. */
function takeOne(
  command: Command,
  name: string,
  argument: Argument,
  words: LineWords,
  mentionOf: (name: string) => Mention,
): Raw | undefined {
  const word = words.peek()?.toLowerCase() ?? ''
  const keywords = keywordsOf(command, name)
  if (argument.kind === 'choice' && keywords.length === 0) {
    const value = choiceOf(command, name, argument.values, word)
    if (value !== undefined) words.next()
    return value
  }
  if (argument.kind === 'duration') {
    const glued = keywords.find((keyword) => /\p{Script=Han}$/u.test(keyword) && word.startsWith(keyword))
    if (glued !== undefined && word !== glued) {
      const time = word.slice(glued.length)
      if (!isTime(time, command)) return undefined
      words.next()
      return time
    }
  }
  if (argument.kind === 'text' && argument.takes) {
    const taken = argument.takes(words.rest())
    return taken && words.take(taken)
  }
  if (!keywords.includes(word)) return undefined
  if (argument.kind === 'people') return takePeople(words, mentionOf)
  if (argument.kind === 'flag' && argument.bare) {
    words.next()
    return 'yes'
  }
  const value = words.peek(1)
  if (value === undefined) return hasRest(command) ? undefined : ''
  const plain = value.toLowerCase()
  if (argument.kind === 'duration' && !isTime(plain, command)) return undefined
  const chosen = argument.kind === 'choice' ? choiceOf(command, name, argument.values, plain) : value
  if (chosen === undefined && hasRest(command)) return undefined
  words.next()
  words.next()
  return chosen ?? value
}

/** Whether words that are no arguments are a text for other people. */
function hasRest(command: Command): boolean {
  return Object.values(command.arguments).some((argument) => argument.kind === 'text' && argument.rest)
}

/** Whether a word is read as a time. A mistyped one is refused later; it must not become part of a greeting. */
function isTime(word: string, command: Command): boolean {
  return !hasRest(command) || readDuration(word) !== undefined || looksLikeDuration(word)
}

function takePeople(words: LineWords, mentionOf: (name: string) => Mention): readonly Mention[] | undefined {
  words.next()
  if (EVERYONE.has(words.peek()?.toLowerCase() ?? '')) {
    words.next()
    return []
  }
  const found: Mention[] = []
  for (let name = mentionIn(words.peek()); name !== undefined; name = mentionIn(words.peek())) {
    found.push(mentionOf(name))
    words.next()
  }
  if (found.length > 0) return found
  words.back()
  return undefined
}

/** The name in `@name`, without a comma that ends it. */
export function mentionIn(word: string | undefined): string | undefined {
  return /^@(.*[^,、;])[,、;]*$/u.exec(word ?? '')?.[1]
}

/** Words of a line one by one, full-width forms folded, and the text behind them as it was typed. */
class LineWords {
  /** Whether a word so far turns the text behind it around, so that a reader takes `15` for `51`. */
  turned = false
  /** Whether a name does so that was read so far. */
  turnedByName = false
  private left: string
  private before = ''

  constructor(line: string) {
    this.left = line.trim()
  }

  peek(ahead = 0): string | undefined {
    this.passNameTurns()
    let left = this.left
    for (let skip = 0; skip < ahead; skip++) left = left.replace(WORD, '').trimStart()
    // Only these: other forms that look alike mean something else, as the ² in 10² does.
    return WORD.exec(left)?.[0].replace(/[\uff01-\uff5e]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH),
    )
  }

  next(): string | undefined {
    const word = this.peek()
    if (word !== undefined && BIDI_CONTROL.test(word)) this.turned = true
    this.before = this.left
    this.left = this.left.replace(WORD, '').trimStart()
    return word
  }

  /** Gives the last word back. */
  back(): void {
    this.left = this.before
  }

  rest(): string {
    this.passNameTurns()
    return this.left
  }

  /** Takes what an argument found at the beginning of the text. */
  take({ length, value }: { readonly length: number; readonly value: string }): string {
    this.left = this.rest().slice(length).trimStart()
    return value
  }

  takeRest(): string {
    const rest = this.rest()
    this.left = ''
    return rest
  }

  private passNameTurns(): void {
    if (!this.left.startsWith(NAME_TURNS)) return
    this.turnedByName = true
    this.left = this.left.slice(NAME_TURNS.length).trimStart()
  }
}

/** The name that was probably meant: one that begins so, or that is at most two slips away. */
function closestTo(typed: string, names: readonly string[]): string | undefined {
  if (typed.length < 2 || typed.length > MAX_NAME) return undefined
  const begun = names.find((name) => name.startsWith(typed))
  if (begun) return begun
  const [best] = names
    .map((name) => ({ name, edits: editDistance(typed, name) }))
    .sort((a, b) => a.edits - b.edits)
  return best && best.edits <= 2 && best.edits < best.name.length / 2 ? best.name : undefined
}

/** How many letters to add, drop or change to make one word of the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
