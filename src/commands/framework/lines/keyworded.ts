import type { Argument } from '../arguments/arguments.js'
import { choiceOf, keywordsOf, NO } from '../arguments/choices.js'
import { looksLikeDuration, readDuration } from '../arguments/durations.js'
import type { Command } from '../define.js'
import type { Mention, Raw } from '../request.js'
import type { LineWords } from './line-reader.js'

const EVERYONE = new Set(['everyone', '所有人'])

/** An argument with its name. */
export type Named = [string, Argument & { optional?: true }]

/**
 * Takes the next words as one of the keyword arguments; false when they aren't, the argument's name when its value is
 * missing.
 */
export function takeKeyworded(
  command: Command,
  keyworded: readonly Named[],
  raws: Record<string, Raw>,
  words: LineWords,
  positionalLeft: boolean,
  mentionOf: (name: string) => Mention,
): boolean | string {
  for (const [name, argument] of keyworded) {
    if (name in raws || (argument.behind !== undefined && !(argument.behind in raws))) continue
    const ahead = argument.kind === 'choice' ? argument.ahead : undefined
    if (positionalLeft && (ahead === undefined || Object.keys(raws).length === 0)) continue
    const raw = takeOne(command, name, argument, words, mentionOf)
    if (raw === undefined) continue
    if (raw === '') return name
    // Between positional arguments only `ahead` is valid, and after them only the other values.
    if (ahead !== undefined && (raw === ahead) !== positionalLeft) {
      words.back()
      continue
    }
    raws[name] = raw
    const time = argument.kind === 'choice' ? argument.takes?.[raw as string] : undefined
    const next = words.peek()?.toLowerCase()
    if (time !== undefined && !(time in raws) && next !== undefined && isTime(next, command))
      raws[time] = words.next() as string
    return true
  }
  return false
}

/** Returns an argument's raw value if the next words give it. Empty: its keyword without a value. */
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
  const isNone = argument.kind === 'duration' && argument.orNone === true && NO.has(plain)
  if (argument.kind === 'duration' && !isNone && !isTime(plain, command)) return undefined
  if (argument.kind === 'whole' && hasRest(command) && !/^\p{N}/u.test(plain)) return undefined
  if (argument.kind === 'text') {
    words.next()
    return words.takeQuoted()
  }
  const chosen = argument.kind === 'choice' ? choiceOf(command, name, argument.values, plain) : value
  if (chosen === undefined && hasRest(command)) return undefined
  words.next()
  words.next()
  return chosen ?? value
}

/** Returns whether extra words are a text for other people. */
function hasRest(command: Command): boolean {
  return Object.values(command.arguments).some((argument) => argument.kind === 'text' && argument.rest)
}

/** Returns whether a word reads as a time. A mistyped one is refused later; it must not become part of a greeting. */
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

/** Returns the name in `@name`, without a trailing comma. */
export function mentionIn(word: string | undefined): string | undefined {
  return /^@(.*[^,、;])[,、;]*$/u.exec(word ?? '')?.[1]
}
