import { findCode } from '../../../core/link-code.js'
import type { Person } from '../../../core/person.js'
import { isYesNo, YES } from '../arguments/choices.js'
import type { Command } from '../define.js'
import type { Mention, Raw, Raws } from '../request.js'
import { mentionIn, type Named, takeKeyworded } from './keyworded.js'
import { INVISIBLE, type LineWords } from './line-reader.js'
import type { LineContext, LineProblem, ReadLine } from './lines.js'

/** A number, and digits that continue it when both are read as one, as people group them by thousands. */
const BEGIN_OF_NUMBER = /^\p{Nd}{1,3}$/u
const REST_OF_NUMBER = /^\p{Nd}{3}(?:[.,'’]?\p{Nd}+)*$/u
const WHOLE_NUMBER = /^[0-9]{1,15}$/
/** A name follows here or after the next word, whatever punctuation is in between. */
const NAMED_BEHIND = /^(?:\S+\s)?[\s\p{P}\p{S}\p{Cf}]*[@＠]/u

/**
 * Fills the arguments from words. Required and positional ones come first, in their order. After them, in any order and
 * once each: a choice without a keyword is its own word, all others follow their keyword. The first word that fits none
 * of these starts the `rest`.
 */
export function fillArguments(command: Command, words: LineWords, context: LineContext): ReadLine {
  const raws: Record<string, Raw> = {}
  const problem = (problem: LineProblem): ReadLine => ({ kind: 'problem', command, raws, problem })
  const mentionOf = (name: string): Mention => context.mentions?.get(name) ?? { kind: 'name', name }
  const { positional, keyworded, rest } = partsOf(command, context)
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
        // In reply to a member, the name may be omitted, unless another one follows later.
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
        // An optional number is omitted when the next word isn't a number.
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
    // The same amount from either end.
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

/** Takes the next positional argument from the list. A name and an amount may come in either order. */
function takeNext(positional: Named[], word: string, words: LineWords, context: LineContext): Named {
  const [next] = positional as [Named, ...Named[]]
  const amount = positional.findIndex(([, argument]) => argument.kind === 'amount')
  const swapped =
    next[1].kind === 'member' && amount > 0 && mentionIn(word) === undefined && !mayLeaveOut(words, context)
  const [taken] = positional.splice(swapped ? amount : 0, 1)
  return taken ?? next
}

/** Returns whether the replied-to message says who is meant, because the line itself names no one. */
function mayLeaveOut(words: LineWords, { repliedTo }: LineContext): boolean {
  return repliedTo !== undefined && !NAMED_BEHIND.test(words.rest())
}

/** Reports an amount that may continue in the following words: `1 000`. */
function spacedAmount(command: Command, raws: Raws, words: LineWords): string | undefined {
  const [amount, ...others] = Object.entries(command.arguments)
    .filter(([name]) => name in raws)
    .filter(([, { kind }]) => kind === 'amount' || kind === 'whole')
  if (amount?.[1].kind !== 'amount' || !BEGIN_OF_NUMBER.test(raws[amount[0]] as string)) return undefined
  const [whole] = others
  // A following number belongs to the amount if another one comes where it should be.
  const goesOn = whole
    ? REST_OF_NUMBER.test(raws[whole[0]] as string) && WHOLE_NUMBER.test(words.peek() ?? '')
    : REST_OF_NUMBER.test(words.peek() ?? '')
  return goesOn ? amount[0] : undefined
}

function partsOf(
  command: Command,
  { tells = [] }: LineContext,
): { positional: Named[]; keyworded: Named[]; rest: string | undefined } {
  const positional: Named[] = []
  const keyworded: Named[] = []
  let rest: string | undefined
  for (const [name, argument] of Object.entries(command.arguments)) {
    if (argument.hidden || argument.optionOnly) continue
    if (argument.kind === 'role' || argument.kind === 'picture') continue
    if (argument.needs && !tells.includes(argument.needs)) continue
    if (argument.kind === 'text' && argument.rest) rest = name
    else if (!argument.optional || argument.positional) positional.push([name, argument])
    else keyworded.push([name, argument])
  }
  return { positional, keyworded, rest }
}

/**
 * Takes the whole line for a code, which may be typed in two halves and confirmed by a yes after it. Ignores other
 * words: others may have read the code by now, and a refusal would leave it to them.
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

/** Makes the author of the replied-to message the value of an argument that chooses people. */
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
