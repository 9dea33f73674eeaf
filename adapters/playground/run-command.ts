import type { App } from '../../src/app/app.js'
import type { Person } from '../../src/app/command.js'
import type { ReconcileReport } from '../../src/app/reconcile.js'
import { type Currency, parseAmount } from '../../src/core/money.js'
import {
  answerToAdminMove,
  answerToAmount,
  answerToBooks,
  answerToCancel,
  answerToDetails,
  answerToHelp,
  answerToLeaderboard,
  answerToRecent,
  answerToSend,
  answerToStatement,
  answerToTooLong,
  answerToTransfer,
  answerToUnknownCommand,
  answerToUnknownMember,
  answerToUsage,
  answerToVerify,
  answerToWallet,
  type Reply,
} from '../../src/messaging/answers.js'
import type { ParsedLine, TypedRedpacket } from '../../src/messaging/parse-command.js'
import { ACTORS, actorMentioned, LOBBY, personOf } from './actors.js'
import type { Actor, Language } from './wire.js'

/** What a command needs. */
export interface CommandContext {
  readonly app: App
  readonly currency: Currency
  /** Proves the books as they are committed now. */
  readonly prove: () => Promise<ReconcileReport>
  readonly actor: Actor
  /** Of the request: the same id again does nothing twice. */
  readonly id: string
  readonly language: Language
}

/** The words for who asked, and the kind of the outcome behind them. */
export interface CommandAnswer {
  readonly reply: Reply
  readonly outcome: string
}

export type TypedCommand = Exclude<ParsedLine, { kind: 'say' }>

/** Does what a command asks for. Rejects only when the app does. */
export async function runCommand(typed: TypedCommand, context: CommandContext): Promise<CommandAnswer> {
  const { app, actor, language } = context
  const by = personOf(actor)
  const here = { place: LOBBY, by }
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
      return { reply: answerToStatement(outcome, language), outcome: outcome.kind }
    }
    case 'transfer': {
      const to = personMentioned(typed.to, context)
      if ('reply' in to) return to
      const amount = amountTyped(typed.amount, context)
      if (typeof amount !== 'number') return amount
      const outcome = await app.transfer({
        ...here,
        key: keyOf('transfer', context),
        to,
        amount,
        note: typed.note,
      })
      return { reply: answerToTransfer(outcome, language), outcome: outcome.kind }
    }
    case 'topup':
    case 'deduct': {
      const to = personMentioned(typed.to, context)
      if ('reply' in to) return to
      const amount = amountTyped(typed.amount, context)
      if (typeof amount !== 'number') return amount
      const move = { ...here, key: keyOf(typed.kind, context), platformAdmin: actor.admin, to, amount }
      const act = typed.kind === 'topup' ? app.topUp : app.deduct
      const outcome = await act({ ...move, reason: typed.reason })
      return { reply: answerToAdminMove(outcome, language), outcome: outcome.kind }
    }
    case 'leaderboard': {
      const outcome = await app.leaderboard({ ...here, board: typed.board, period: typed.period })
      return { reply: answerToLeaderboard(outcome, language), outcome: outcome.kind }
    }
    case 'recent': {
      const recent = await app.recentEnvelopes({ place: LOBBY }, 10)
      return { reply: answerToRecent(recent, context.currency, language), outcome: 'recent' }
    }
    case 'envelope': {
      const outcome = await app.envelopeDetails({ ...here, envelopeNo: typed.envelopeNo })
      return { reply: answerToDetails(outcome, language), outcome: outcome.kind }
    }
    case 'verify': {
      const outcome = await app.verifyEnvelope({ ...here, envelopeNo: typed.envelopeNo })
      return { reply: answerToVerify(outcome, language), outcome: outcome.kind }
    }
    case 'cancel': {
      const { envelopeNo } = typed
      const outcome = await app.cancelEnvelope({ ...here, key: keyOf('cancel', context), envelopeNo })
      return { reply: answerToCancel(outcome, language), outcome: outcome.kind }
    }
    case 'books':
      return { reply: answerToBooks(await context.prove(), language), outcome: 'books' }
    case 'help':
      return { reply: answerToHelp(actor.admin, language), outcome: 'help' }
    case 'usage':
      return { reply: answerToUsage(typed.command, typed.problem, language), outcome: 'usage' }
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

async function sendRedpacket(typed: TypedRedpacket, context: CommandContext): Promise<CommandAnswer> {
  const { app, actor, language } = context
  const amount = amountTyped(typed.amount, context)
  if (typeof amount !== 'number') return amount
  const chosen: Person[] = []
  for (const name of typed.chosen ?? []) {
    const person = personMentioned(name, context)
    if ('reply' in person) return person
    chosen.push(person)
  }
  const { count, greeting, lifetime, theme } = typed
  const outcome = await app.sendEnvelope({
    key: keyOf('send', context),
    place: LOBBY,
    by: personOf(actor),
    kind: typed.envelope,
    total: typed.each ? amount * count : amount,
    count,
    greeting,
    ...(lifetime !== undefined && { lifetime }),
    ...(theme && { theme }),
    ...(typed.chosen && { chosen }),
  })
  return { reply: answerToSend(outcome, language), outcome: outcome.kind }
}

/** The key of what a person asked for: the page repeats its id when it repeats a request. */
export function keyOf(kind: string, { actor, id }: { actor: Actor; id: string }): string {
  return `${LOBBY.platform}:${kind}:${actor.user}:${id}`
}

function amountTyped(text: string, { currency, language }: CommandContext): number | CommandAnswer {
  const parsed = parseAmount(text, currency.scale)
  if (parsed.ok) return parsed.amount
  return { reply: answerToAmount(parsed.why, text, currency, language), outcome: 'bad_amount' }
}

function personMentioned(name: string, { language }: CommandContext): Person | CommandAnswer {
  const actor = actorMentioned(name)
  if (actor) return personOf(actor)
  const names = ACTORS.map((known) => known.name)
  return { reply: answerToUnknownMember(name, names, language), outcome: 'unknown_member' }
}
