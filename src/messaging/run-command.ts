import type { App } from '../app/app.js'
import type { TextFormat } from '../chat/text-format.js'
import { MAX_CHOSEN } from '../core/envelope.js'
import { type Currency, parseAmount } from '../core/money.js'
import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'
import { plainName } from '../core/text.js'
import type { Language, Lifetimes } from '../i18n/catalogue.js'
import type { ReconcileReport } from '../integrity/reconcile.js'
import {
  aloudOfAdminMove,
  aloudOfTransfer,
  answerToAdminMove,
  answerToAmount,
  answerToAudit,
  answerToBooks,
  answerToCancel,
  answerToDetails,
  answerToHelp,
  answerToLeaderboard,
  answerToRecent,
  answerToSend,
  answerToSettings,
  answerToStatement,
  answerToTooLong,
  answerToTooManyChosen,
  answerToTransfer,
  answerToTreasurer,
  answerToUnknownCommand,
  answerToUsage,
  answerToVerify,
  answerToWallet,
  type Reply,
} from './answers.js'
import {
  answerToLink,
  answerToLinkCode,
  answerToLinkPeople,
  answerToPersonCode,
  answerToUnlink,
  answerToUnlinkPerson,
} from './link-answers.js'
import type { ParsedLine, TypedRedpacket } from './parse-command.js'

/** What a typed command needs of the platform on which it was typed. */
export interface CommandContext {
  readonly app: App
  readonly place: Place
  readonly by: Person
  readonly language: Language
  readonly currency: Currency
  /** How long red packets may stay open here; as everywhere when not given. */
  readonly allowed?: Lifetimes
  /** Makes other people's words harmless for an answer on this platform; they stay as they are when not given. */
  readonly quoted?: (words: string) => string
  /** From the platform's own ids: the same request always has the same key, and another for each kind of command. */
  readonly keyOf: (kind: string) => string
  /** Whether the platform says, as of now, that the person administers the chat. Asked for admins' commands only. */
  readonly platformAdmin: () => Promise<boolean>
  /** Who is meant by a name; or what is said when it is nobody who may have a wallet. */
  readonly personNamed: (name: string) => Promise<Person | { readonly reply: Reply }>
  /** Proves the books as they are committed now. */
  readonly prove: () => Promise<ReconcileReport>
  /** How the platform shows moments and what is to be copied; as mere words when not given. */
  readonly format?: TextFormat
}

/** The words for who asked, and the kind of the outcome behind them. */
export interface CommandAnswer {
  readonly reply: Reply
  readonly outcome: string
  /** What everybody may read instead, where an answer cannot be private. */
  readonly aloud?: Reply
  /** Under which key money moved, now or when the same was asked before. */
  readonly moved?: string
  /** It was only shown what would be done: the same line with `yes` does it. */
  readonly unsure?: true
}

export type TypedCommand = Exclude<ParsedLine, { kind: 'say' }>

/** What is shown before it is done, and done when whoever asked is sure. */
export type LinkCommand = Extract<TypedCommand, { kind: 'link' | 'unlink' | 'linkme' | 'unlinkme' }>

/** So many lines of admins' actions fit into one answer. */
const AUDIT_LINES = 15

/** Does what a command asks for. Rejects only when the app does. */
export async function runCommand(typed: TypedCommand, context: CommandContext): Promise<CommandAnswer> {
  const { app, place, by, language, allowed, format } = context
  const here = { place, by }
  switch (typed.kind) {
    case 'redpacket':
      return await sendRedpacket(typed, context)
    case 'wallet': {
      const outcome = await app.wallet(here)
      return { reply: answerToWallet(outcome, language), outcome: outcome.kind }
    }
    case 'history': {
      const { before } = typed
      const outcome = await app.statement({ ...here, ...(before !== undefined && { before }) })
      return { reply: answerToStatement(outcome, language, format), outcome: outcome.kind }
    }
    case 'transfer': {
      const to = await context.personNamed(typed.to)
      if ('reply' in to) return { ...to, outcome: 'unknown_member' }
      const amount = amountTyped(typed.amount, context)
      if (typeof amount !== 'number') return amount
      const key = context.keyOf('transfer')
      const outcome = await app.transfer({ ...here, key, to, amount, note: typed.note })
      const giver = plainName(by.name)
      const aloud = aloudOfTransfer(outcome, context.quoted?.(giver) ?? giver, language)
      const told = aloud && { aloud, moved: key }
      return { reply: answerToTransfer(outcome, language), outcome: outcome.kind, ...told }
    }
    case 'topup':
    case 'deduct': {
      const to = await context.personNamed(typed.to)
      if ('reply' in to) return { ...to, outcome: 'unknown_member' }
      const amount = amountTyped(typed.amount, context)
      if (typeof amount !== 'number') return amount
      const platformAdmin = await context.platformAdmin()
      const move = { ...here, key: context.keyOf(typed.kind), platformAdmin, to, amount }
      const act = typed.kind === 'topup' ? app.topUp : app.deduct
      const outcome = await act({ ...move, reason: typed.reason })
      const aloud = aloudOfAdminMove(outcome, language)
      const told = aloud && { aloud, moved: move.key }
      return { reply: answerToAdminMove(outcome, language), outcome: outcome.kind, ...told }
    }
    case 'leaderboard': {
      const outcome = await app.leaderboard({ ...here, board: typed.board, period: typed.period })
      return { reply: answerToLeaderboard(outcome, language), outcome: outcome.kind }
    }
    case 'recent': {
      const recent = await app.recentEnvelopes({ place }, 10)
      return { reply: answerToRecent(recent, context.currency, language), outcome: 'recent' }
    }
    case 'envelope': {
      const outcome = await app.envelopeDetails({ ...here, envelopeNo: typed.envelopeNo })
      return { reply: answerToDetails(outcome, language, format), outcome: outcome.kind }
    }
    case 'verify': {
      const outcome = await app.verifyEnvelope({ ...here, envelopeNo: typed.envelopeNo })
      return { reply: answerToVerify(outcome, language, format), outcome: outcome.kind }
    }
    case 'cancel': {
      const { envelopeNo } = typed
      const outcome = await app.cancelEnvelope({ ...here, key: context.keyOf('cancel'), envelopeNo })
      return { reply: answerToCancel(outcome, language), outcome: outcome.kind }
    }
    case 'audit': {
      const outcome = await app.audit(here, AUDIT_LINES)
      return { reply: answerToAudit(outcome, language, format), outcome: outcome.kind }
    }
    case 'settings': {
      const outcome = await app.settings(here)
      return { reply: answerToSettings(outcome, language), outcome: outcome.kind }
    }
    case 'change_settings': {
      const { changes } = typed
      const platformAdmin = await context.platformAdmin()
      const outcome = await app.changeSettings({
        ...here,
        key: context.keyOf('settings'),
        platformAdmin,
        changes,
      })
      return { reply: answerToSettings(outcome, language), outcome: outcome.kind }
    }
    case 'treasurer': {
      const member = await context.personNamed(typed.member)
      if ('reply' in member) return { ...member, outcome: 'unknown_member' }
      const { appointed: treasurer } = typed
      const platformAdmin = await context.platformAdmin()
      const command = { ...here, key: context.keyOf('treasurer'), platformAdmin, member, treasurer }
      const outcome = await app.appointTreasurer(command)
      return { reply: answerToTreasurer(outcome, language), outcome: outcome.kind }
    }
    case 'link':
    case 'unlink':
      return await linkChats(typed, context)
    case 'linkme':
    case 'unlinkme':
      return await linkPeople(typed, context)
    case 'books':
      return { reply: answerToBooks(await context.prove(), language, format), outcome: 'books' }
    case 'help':
      return { reply: answerToHelp(await context.platformAdmin(), language, allowed), outcome: 'help' }
    case 'usage':
      return { reply: answerToUsage(typed.command, typed.problem, language, allowed), outcome: 'usage' }
    case 'too_long':
      return { reply: answerToTooLong(typed.max, language), outcome: 'too_long' }
    case 'unknown_command': {
      const reply = answerToUnknownCommand(typed.name, typed.closest, language)
      return { reply, outcome: 'unknown_command' }
    }
    default:
      return typed satisfies never
  }
}

/** Links the chat's community or parts it; whoever is not sure is shown what that would do. */
export async function linkChats(
  typed: Extract<LinkCommand, { kind: 'link' | 'unlink' }>,
  context: Pick<CommandContext, 'app' | 'place' | 'by' | 'language' | 'keyOf' | 'platformAdmin' | 'format'>,
): Promise<CommandAnswer> {
  const { app, place, by, language, format } = context
  const command = { place, by, platformAdmin: await context.platformAdmin() }
  const key = context.keyOf(typed.kind)
  if (typed.kind === 'unlink') {
    const outcome = typed.sure
      ? await app.unlinkCommunities({ ...command, key })
      : await app.previewUnlink(command)
    return shown(answerToUnlink(outcome, language, format), outcome.kind, 'unlink_preview')
  }
  const { code, sure } = typed
  if (code === undefined) {
    const outcome = await app.makeLinkCode({ ...command, key })
    return { reply: answerToLinkCode(outcome, app.now(), language, format), outcome: outcome.kind }
  }
  const outcome = sure
    ? await app.linkCommunities({ ...command, key, code })
    : await app.previewLink({ ...command, code })
  return shown(answerToLink(outcome, language, format), outcome.kind, 'link_preview')
}

/** Links another account of the same person or parts it; whoever is not sure is shown what that would do. */
export async function linkPeople(
  typed: Extract<LinkCommand, { kind: 'linkme' | 'unlinkme' }>,
  { app, by, language, keyOf, format }: Pick<CommandContext, 'app' | 'by' | 'language' | 'keyOf' | 'format'>,
): Promise<CommandAnswer> {
  const key = keyOf(typed.kind)
  if (typed.kind === 'unlinkme') {
    const outcome = typed.sure ? await app.unlinkPerson({ key, by }) : await app.previewUnlinkPerson({ by })
    return shown(answerToUnlinkPerson(outcome, language), outcome.kind, 'unlink_person_preview')
  }
  const { code, sure } = typed
  if (code === undefined) {
    const outcome = await app.makePersonCode({ key, by })
    return { reply: answerToPersonCode(outcome, app.now(), language, format), outcome: outcome.kind }
  }
  const outcome = sure ? await app.linkPeople({ key, by, code }) : await app.previewPersonLink({ by, code })
  return shown(answerToLinkPeople(outcome, language), outcome.kind, 'people_preview')
}

function shown(reply: Reply, outcome: string, preview: string): CommandAnswer {
  return { reply, outcome, ...(outcome === preview && { unsure: true }) }
}

async function sendRedpacket(typed: TypedRedpacket, context: CommandContext): Promise<CommandAnswer> {
  const { app, place, by, language } = context
  const amount = amountTyped(typed.amount, context)
  if (typeof amount !== 'number') return amount
  const chosen: Person[] = []
  // A platform may have to be asked about every name.
  if ((typed.chosen?.length ?? 0) > MAX_CHOSEN)
    return { reply: answerToTooManyChosen(language), outcome: 'envelope_refused' }
  for (const name of typed.chosen ?? []) {
    const person = await context.personNamed(name)
    if ('reply' in person) return { ...person, outcome: 'unknown_member' }
    chosen.push(person)
  }
  const { count, greeting, lifetime, theme } = typed
  const key = context.keyOf('send')
  const outcome = await app.sendEnvelope({
    key,
    place,
    by,
    kind: typed.envelope,
    total: typed.each ? amount * count : amount,
    count,
    greeting,
    ...(lifetime !== undefined && { lifetime }),
    ...(theme && { theme }),
    ...(typed.chosen && { chosen }),
    ...(typed.everywhere && { everywhere: true }),
  })
  const moved = outcome.kind === 'sent' && { moved: key }
  return { reply: answerToSend(outcome, language), outcome: outcome.kind, ...moved }
}

function amountTyped(text: string, { currency, language, quoted }: CommandContext): number | CommandAnswer {
  const parsed = parseAmount(text, currency.scale)
  if (parsed.ok) return parsed.amount
  const reply = answerToAmount(parsed.why, text, currency, language)
  return { reply: quoted ? { ...reply, text: quoted(reply.text) } : reply, outcome: 'bad_amount' }
}
