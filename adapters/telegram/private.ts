import type { CallbackQuery, Message, User } from 'telegraf/types'
import type { OwnWallet } from '../../src/app/wallets/wallets-of.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import {
  answerToBooks,
  answerToDetails,
  answerToHelp,
  answerToStatement,
  answerToTooLong,
  answerToUnknownCommand,
  answerToUsage,
  answerToVerify,
  type Reply,
} from '../../src/messaging/answers.js'
import { answerToWallets } from '../../src/messaging/link-answers.js'
import { parseCommand } from '../../src/messaging/parse-command.js'
import { linkPeople, type TypedCommand } from '../../src/messaging/run-command.js'
import { languageOf, personOf, TELEGRAM } from './asked.js'
import { type Button, historyData } from './button-data.js'
import type { Desk } from './desk.js'
import { wordsOfFailure } from './failed.js'
import { type Keyboard, messageOf } from './speak.js'
import { sureKeyboard } from './sure.js'
import { TELEGRAM_FORMAT } from './times.js'
import { alert, type Toast } from './toast.js'

interface Answer {
  readonly reply: Reply
  readonly keyboard?: Keyboard | undefined
}

/** Handles a line that somebody wrote to the bot alone. Resolves when what it does to the books is done. */
export async function privateLine(message: Message.TextMessage, from: User, desk: Desk): Promise<void> {
  const language = languageOf(from)
  const by = personOf(from)
  if (!desk.rateLimiter.tryAcquire(by)) {
    const text = catalogue(language).errors.tooFast
    const errand = { about: 'act', by: by.user } as const
    if (desk.rateLimiter.shouldNotify(by))
      desk.later(desk.outbox.send(by.user, messageOf({ text, tone: 'bad' }), errand))
    return
  }
  const typed = parseCommand(message.text)
  let answer: Answer
  try {
    answer = await answerTo(typed, message, from, language, desk)
  } catch (error) {
    desk.log.error({ err: error, message: message.message_id }, 'a private command failed')
    const text = wordsOfFailure(error, String(message.message_id), language)
    answer = { reply: { text, tone: 'bad' } }
  }
  const moved = (typed.kind === 'linkme' || typed.kind === 'unlinkme') && answer.reply.tone === 'good'
  const errand = moved
    ? ({ about: 'money', by: by.user, language } as const)
    : ({ about: 'read', by: by.user } as const)
  desk.later(desk.outbox.send(by.user, messageOf(answer.reply, answer.keyboard), errand))
}

async function answerTo(
  typed: ReturnType<typeof parseCommand>,
  message: Message.TextMessage,
  from: User,
  language: Language,
  desk: Desk,
): Promise<Answer> {
  const { app } = desk
  const by = personOf(from)
  const words = catalogue(language).telegram
  if (typed.kind === 'say' || /^\/start\b/.test(message.text))
    return { reply: { text: words.welcome, tone: 'info' } }
  switch (typed.kind) {
    case 'wallet':
      return { reply: answerToWallets(await app.walletsOf({ by }), language) }
    case 'history':
      return await history(from, typed.before, language, desk)
    case 'linkme':
    case 'unlinkme': {
      const keyOf = (kind: string) => `${TELEGRAM}:${kind}:${message.chat.id}:${message.message_id}`
      const { reply, unsure } = await linkPeople(typed, { app, by, language, keyOf })
      return { reply, keyboard: unsure ? sureKeyboard(typed, from, language) : undefined }
    }
    case 'envelope':
    case 'verify':
      return { reply: await aboutEnvelope(typed, from, language, desk) }
    case 'books':
      return { reply: answerToBooks(await desk.prove(), language, TELEGRAM_FORMAT) }
    case 'help':
      return { reply: answerToHelp(true, language) }
    case 'usage':
      return { reply: answerToUsage(typed.command, typed.problem, language) }
    case 'unknown_command':
      return { reply: answerToUnknownCommand(typed.name, typed.closest, language) }
    case 'too_long':
      return { reply: answerToTooLong(typed.max, language) }
    default:
      return { reply: { text: words.groupOnly, tone: 'bad' } }
  }
}

/** A red packet of any community in which somebody is a member; those of others do not exist. */
async function aboutEnvelope(
  { kind, envelopeNo }: Extract<TypedCommand, { kind: 'envelope' | 'verify' }>,
  from: User,
  language: Language,
  { app }: Desk,
): Promise<Reply> {
  const by = personOf(from)
  for (const { place } of (await app.walletsOf({ by })).wallets) {
    if (kind === 'verify') {
      const outcome = await app.verifyEnvelope({ place, by, envelopeNo })
      if (outcome.kind !== 'unknown_envelope') return answerToVerify(outcome, language, TELEGRAM_FORMAT)
    } else {
      const outcome = await app.envelopeDetails({ place, by, envelopeNo })
      if (outcome.kind !== 'unknown_envelope') return answerToDetails(outcome, language, TELEGRAM_FORMAT)
    }
  }
  return answerToDetails({ kind: 'unknown_envelope' }, language)
}

/** The entries of a member's only wallet; of several, the question whose. */
async function history(
  from: User,
  before: number | undefined,
  language: Language,
  desk: Desk,
): Promise<Answer> {
  const { wallets } = await desk.app.walletsOf({ by: personOf(from) })
  const [only] = wallets
  if (!only) return { reply: answerToWallets({ kind: 'wallets', wallets }, language) }
  if (wallets.length === 1) return await page(only, from, before, language, desk)
  const keyboard = wallets
    .slice(0, 50)
    .map(({ name, walletNo, balance, currency }) => [
      { text: `${name} · ${money(balance, currency, language)}`, callback_data: historyData(walletNo) },
    ])
  return { reply: { text: catalogue(language).telegram.whichWallet, tone: 'info' }, keyboard }
}

async function page(
  { place, walletNo }: OwnWallet,
  from: User,
  before: number | undefined,
  language: Language,
  { app }: Desk,
): Promise<Answer> {
  const outcome = await app.statement({ place, by: personOf(from), ...(before !== undefined && { before }) })
  const older = outcome.kind === 'statement' ? outcome.older : undefined
  const text = catalogue(language).telegram.older
  const keyboard = older === undefined ? undefined : [[{ text, callback_data: historyData(walletNo, older) }]]
  return { reply: answerToStatement(outcome, language, TELEGRAM_FORMAT), keyboard }
}

/** A tap for a wallet's entries: they are shown in place of what is there, to the wallet's own member only. */
export async function historyTapped(
  { from }: CallbackQuery,
  message: NonNullable<CallbackQuery['message']>,
  { wallet, before }: Extract<Button, { kind: 'history' }>,
  language: Language,
  desk: Desk,
): Promise<Toast | undefined> {
  const { wallets } = await desk.app.walletsOf({ by: personOf(from) })
  const own = wallets.find(({ walletNo }) => walletNo === wallet)
  // What is in a wallet is shown to its member alone, so not where others read along.
  if (!own || message.chat.id !== from.id) return alert(catalogue(language).telegram.notYours)
  const { reply, keyboard } = await page(own, from, before, language, desk)
  const by = String(from.id)
  const shown = () => messageOf(reply, keyboard)
  desk.later(desk.outbox.edit(by, message.message_id, shown, { about: 'read', by }))
  return undefined
}
