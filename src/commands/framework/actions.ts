import type { Person } from '../../core/person.js'
import type { Argument, Arguments } from './arguments/arguments.js'
import { writeDuration } from './arguments/durations.js'
import type { Command } from './define.js'
import type { FormStep, Raws } from './request.js'

/** Version of the codec: buttons of another version have expired. */
const VERSION = '1'
/** Telegram's limit, the strictest. */
const MAX_BYTES = 64

/** Meaning of a button. Nothing in it is trusted: `owner` only spares others a refusal. */
export type DecodedAction =
  | { readonly kind: 'command'; readonly command: Command; readonly owner?: string; readonly raws: Raws }
  | { readonly kind: 'form'; readonly id: string; readonly step: FormStep }

/** A step behind a button. A submit button carries no values: the form is sent as it is. */
export type TappedStep = Exclude<FormStep, { kind: 'submit' }> | { readonly kind: 'submit' }

const lettersOf = new WeakMap<Arguments, ReadonlyMap<string, string>>()

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

/** Assigns each argument a letter: the first of its name that no earlier argument has, or of the alphabet. */
function letters(arguments_: Arguments): ReadonlyMap<string, string> {
  let known = lettersOf.get(arguments_)
  if (!known) {
    const taken = new Map<string, string>()
    for (const name of Object.keys(arguments_)) {
      const letter = [...name.toLowerCase(), ...ALPHABET].find((one) => !taken.has(one))
      if (letter === undefined) throw new Error(`no letter is left for the argument ${name}`)
      taken.set(letter, name)
    }
    known = taken
    lettersOf.set(arguments_, known)
  }
  return known
}

/** Encodes a command with arguments as [A-Za-z0-9_-]{1,64}: a Discord custom_id, Telegram callback_data and a deep link. */
export function encodeAction<Args extends Arguments>(
  command: { readonly name: string; readonly arguments: Args },
  values: { readonly [Name in keyof Args]?: unknown },
  owner?: Person,
): string {
  let data = `${VERSION}${command.name.replace('.', '_')}-${owner ? shortUser(owner.user) : ''}`
  for (const [letter, name] of letters(command.arguments)) {
    const value = values[name]
    if (value === undefined) continue
    const text = canonical(command.arguments[name]?.kind, value)
    if (!/^\w+$/.test(text)) throw new RangeError(`${command.name}: a button cannot carry ${name}=${text}`)
    data += `-${letter}${text}`
  }
  if (data.length > MAX_BYTES)
    throw new RangeError(`${command.name}: ${data.length} bytes do not fit behind a button`)
  return data
}

/** Encodes a step of an open form. */
export function encodeFormStep(id: string, step: TappedStep): string {
  if (step.kind !== 'pick') return `${VERSION}-${id}-${step.kind}`
  return `${VERSION}-${id}-${step.field}${step.option === undefined ? '' : `-${step.option}`}`
}

/**
 * Returns the part that all buttons of a form share, because the message may have been redrawn since the tap; for other
 * buttons, everything.
 */
export function commonPart(data: string): string {
  return /^1-\w+-/.exec(data)?.[0] ?? data
}

/** Decodes a button; undefined for anything that this version did not make. */
export function decodeAction(
  data: string,
  find: (name: string) => Command | undefined,
): DecodedAction | undefined {
  if (!/^1[\w-]{1,63}$/.test(data)) return undefined
  const [head = '', ...rest] = data.split('-')
  if (head === VERSION) return decodeFormStep(rest)
  const [owner = '', ...parts] = rest
  const command = find(head.slice(1)) ?? find(head.slice(1).replace('_', '.'))
  if (!command || rest.length === 0) return undefined
  const raws: Record<string, string> = {}
  for (const part of parts) {
    const name = letters(command.arguments).get(part[0] ?? '')
    if (name === undefined || Object.hasOwn(raws, name)) return undefined
    raws[name] = part.slice(1)
  }
  return owner === '' ? { kind: 'command', command, raws } : { kind: 'command', command, raws, owner }
}

function decodeFormStep([id, step, option, ...more]: readonly string[]): DecodedAction | undefined {
  if (id === undefined || id === '' || step === undefined || more.length > 0) return undefined
  if ((step === 'open' || step === 'more' || step === 'close') && option === undefined)
    return { kind: 'form', id, step: { kind: step } }
  if (step === 'submit' && option === undefined) return { kind: 'form', id, step: { kind: step, raws: {} } }
  const numbers = [step, option].filter((part) => part !== undefined)
  if (!numbers.every((part) => /^\d{1,3}$/.test(part))) return undefined
  const field = Number(step)
  return {
    ...{ kind: 'form', id },
    step: option === undefined ? { kind: 'pick', field } : { kind: 'pick', field, option: Number(option) },
  }
}

/** Returns the shortest text that reads as the same value. */
function canonical(kind: Argument['kind'] | undefined, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return kind === 'duration' ? writeDuration(value as number) : String(value)
}

/** Shortens a user's id. */
export function shortUser(user: string): string {
  return /^[1-9]\d{0,19}$/.test(user) ? BigInt(user).toString(36) : user.replace(/\W/g, '').slice(0, 20)
}
