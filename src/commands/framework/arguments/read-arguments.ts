import type { CommunityInfo } from '../../../app/community/enter-chat.js'
import type { ChosenRole } from '../../../app/envelopes/send-envelope.js'
import { readCode } from '../../../core/link-code.js'
import { type AmountRefusal, parseAmount } from '../../../core/money.js'
import type { Person } from '../../../core/person.js'
import { foldFullWidth } from '../../../core/text.js'
import type { Command } from '../define.js'
import type { Mention, Raw, Raws, Request, SentFile } from '../request.js'
import type { Argument } from './arguments.js'
import { choiceOf, NO, YES } from './choices.js'
import { readDuration } from './durations.js'

export type ReadProblem = { readonly argument: string; readonly typed: string } & (
  | { readonly why: 'missing' | 'unreadable' | 'bot' | 'gone' }
  | { readonly why: 'unknown_member'; readonly known?: readonly string[]; readonly how?: 'reply' | 'choose' }
  | { readonly why: 'too_many'; readonly max: number }
  | { readonly why: 'amount'; readonly amount: AmountRefusal }
)

/** Needs no folding. */
const PLAIN = /^[\x20-\x7e]*$/
/** Longer than the name of any choice, number or time. */
const MAX_WORD = 64

/**
 * Reads all arguments of a command from an adapter, a line, a button or a form, or returns the first problem; missing
 * arguments come last, because a form asks for them.
 */
export async function readArguments(
  command: Command,
  raws: Raws,
  community: CommunityInfo | undefined,
  resolve: Request['resolve'],
): Promise<{ readonly values: Readonly<Record<string, unknown>> } | { readonly problem: ReadProblem }> {
  const values: Record<string, unknown> = {}
  let missing: string | undefined
  for (const name in command.arguments) {
    const argument = command.arguments[name] as Argument & { optional?: true }
    const raw = raws[name]
    if (raw === undefined || raw === '' || (raw.length === 0 && argument.kind === 'member')) {
      if (!argument.optional && (argument.or === undefined || !isGiven(raws[argument.or]))) missing ??= name
      continue
    }
    const read =
      argument.kind === 'member' || argument.kind === 'people'
        ? await readPeople(argument, raw, resolve)
        : argument.kind === 'role'
          ? readRole(raw)
          : argument.kind === 'picture'
            ? readFile(raw)
            : readScalar(command, name, argument, raw, community)
    if ('why' in read) {
      const typed = typeof raw === 'string' ? raw : ''
      return { problem: { argument: name, typed, ...read } as ReadProblem }
    }
    values[name] = read.value
  }
  return missing === undefined ? { values } : { problem: { argument: missing, typed: '', why: 'missing' } }
}

/** Returns whether there is a value. A form sends every field, empty ones too. */
export function isGiven(raw: Raw | undefined): boolean {
  return raw !== undefined && raw.length > 0
}

interface Why {
  readonly why: ReadProblem['why']
  readonly typed?: string
  readonly max?: number
  readonly amount?: AmountRefusal
  readonly known?: readonly string[]
  readonly how?: 'reply' | 'choose'
}

const UNREADABLE: Why = { why: 'unreadable' }

function readScalar(
  command: Command,
  name: string,
  argument: Exclude<Argument, { kind: 'member' | 'people' | 'role' | 'picture' }>,
  raw: Raw,
  community: CommunityInfo | undefined,
): { readonly value: unknown } | Why {
  if (typeof raw !== 'string') return UNREADABLE
  // The use case limits the length of a text, because it counts the text as it is stored.
  if (argument.kind === 'text') return { value: raw }
  // The use case takes codes as typed: a malformed code is an invalid code like any other.
  if (argument.kind === 'code') return { value: readCode(raw) ?? raw.slice(0, MAX_WORD) }
  if (argument.kind === 'amount') {
    if (argument.orNone && foldFullWidth(raw).trim() === '0') return { value: null }
    const parsed = parseAmount(raw, community?.currency.scale ?? 2)
    return parsed.ok ? { value: parsed.amount } : { why: 'amount', amount: parsed.why }
  }
  if (raw.length > MAX_WORD) return UNREADABLE
  const plain = (PLAIN.test(raw) ? raw : foldFullWidth(raw)).trim().toLowerCase()
  switch (argument.kind) {
    case 'whole':
      return /^[0-9]{1,15}$/.test(plain) ? { value: Number(plain) } : UNREADABLE
    case 'choice': {
      const value = choiceOf(command, name, argument.values, plain)
      return value === undefined ? UNREADABLE : { value }
    }
    case 'flag':
      return YES.has(plain) ? { value: true } : NO.has(plain) ? { value: false } : UNREADABLE
    case 'duration': {
      const value = argument.orNone && NO.has(plain) ? 0 : readDuration(plain)
      return value === undefined ? UNREADABLE : { value }
    }
    case 'envelope': {
      const value = /^(?:#|e-)?([0-9a-f]{4,32})$/.exec(plain)?.[1]
      return value === undefined ? UNREADABLE : { value }
    }
    default:
      return argument satisfies never
  }
}

function readRole(raw: Raw): { readonly value: ChosenRole } | Why {
  const [mention] = typeof raw === 'string' ? [] : raw
  return mention?.kind === 'role' ? { value: mention.role } : UNREADABLE
}

function readFile(raw: Raw): { readonly value: SentFile } | Why {
  const [file] = typeof raw === 'string' ? [] : raw
  return file?.kind === 'file' ? { value: file } : UNREADABLE
}

async function readPeople(
  argument: Extract<Argument, { kind: 'member' | 'people' }>,
  mentions: Raw,
  resolve: Request['resolve'],
): Promise<{ readonly value: unknown } | Why> {
  if (typeof mentions === 'string') return UNREADABLE
  if (argument.kind === 'people' && mentions.length > argument.max)
    return { why: 'too_many', max: argument.max }
  const people: Person[] = []
  const roles: ChosenRole[] = []
  for (const mention of mentions) {
    if (mention.kind === 'file') return UNREADABLE
    const found: Mention = mention.kind === 'name' ? await resolve(mention.name) : mention
    if (found.kind === 'person') people.push(found.person)
    else if (found.kind === 'role') roles.push(found.role)
    else if (found.kind === 'unknown' || found.kind === 'name')
      return {
        ...{ why: 'unknown_member', typed: found.name },
        ...('known' in found && found.known && { known: found.known }),
        ...('how' in found && found.how && { how: found.how }),
      }
    else return { why: found.kind }
  }
  if (argument.kind === 'people') return { value: { people, roles } }
  return people.length === 1 && roles.length === 0 ? { value: people[0] } : UNREADABLE
}
