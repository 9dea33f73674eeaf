import type { Message } from 'telegraf/types'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import type { Reply } from '../../src/messaging/answers.js'
import { parseCommand } from '../../src/messaging/parse-command.js'
import { type CommandAnswer, runCommand, type TypedCommand } from '../../src/messaging/run-command.js'
import { languageOf, personOf, placeOf, senderRefusal, titleOf } from './asked.js'
import type { Desk } from './desk.js'
import { wordsOfFailure } from './failed.js'
import { formReplied, showForm } from './form.js'
import { groupContext } from './group-context.js'
import { isForOthers, opensForm } from './group-lines.js'
import { asWritten, lineOf } from './mentions.js'
import type { Errand } from './outbox.js'
import { answerAloud, answerPrivately, messageOf } from './speak.js'
import { sureKeyboard } from './sure.js'
import type { Sent } from './waiting-list.js'

/** What is nobody else's business is answered in private, if at all possible. */
const PRIVATE = new Set<TypedCommand['kind']>(['wallet', 'history', 'linkme', 'unlinkme'])
/** So is a code that links, and an answer that says what is in a wallet. */
const PRIVATE_OUTCOMES = new Set(['link_code', 'insufficient', 'member_lacks'])
/** Commands whose success moves money. */
const MOVES_MONEY = new Set<TypedCommand['kind']>([
  ...([
    'redpacket',
    'transfer',
    'topup',
    'deduct',
    'cancel',
    'link',
    'unlink',
    'linkme',
    'unlinkme',
  ] as const),
])

/**
 * Handles a line that somebody wrote in a group. Resolves when what it does to the books is done; answers follow
 * by themselves.
 */
export async function groupLine(message: Message.TextMessage, desk: Desk): Promise<void> {
  const line = lineOf(message)
  const typed = asWritten(parseCommand(line.text), line)
  const from = message.from
  const language: Language = from ? languageOf(from) : 'en'
  if (typed.kind === 'say') return await formReplied(message, language, desk)
  if (isForOthers(message, typed, desk.username())) return
  const refusal = senderRefusal(message)
  // Other bots are not talked to: two that answer each other never stop.
  if (refusal === 'bot') return
  if (refusal || !from) {
    const text = catalogue(language).telegram.refusal[refusal ?? 'channel']
    const by = String(message.sender_chat?.id)
    return desk.later(answerAloud(message, { text, tone: 'bad' }, desk, { about: 'act', by }))
  }
  const place = placeOf(message)
  const by = personOf(from)
  if (!desk.rateLimiter.tryAcquire(by, place)) {
    const text = catalogue(language).errors.tooFast
    const errand = { about: 'act', by: by.user } as const
    if (desk.rateLimiter.shouldNotify(by))
      desk.later(answerAloud(message, { text, tone: 'bad' }, desk, errand))
    return
  }
  let answer: CommandAnswer
  try {
    const community = await desk.enter(place.chat, titleOf(message.chat), from)
    if (opensForm(typed, line)) return desk.later(showForm(message, from, community, language, desk))
    answer = await runCommand(typed, groupContext(message, line, community, desk))
  } catch (error) {
    desk.log.error({ err: error, chat: place.chat, message: message.message_id }, 'a command failed')
    const text = wordsOfFailure(error, String(message.message_id), language)
    answer = { reply: { text, tone: 'bad' }, outcome: 'failed' }
  }
  desk.later(say(message, typed, answer, language, desk))
}

/** Brings an answer to whom it is for: aloud, or in private with a hint aloud when that is not possible. */
async function say(
  message: Message.TextMessage,
  typed: TypedCommand,
  answer: CommandAnswer,
  language: Language,
  desk: Desk,
): Promise<void> {
  const { reply, outcome, aloud, moved, unsure } = answer
  const from = message.from as NonNullable<Message.TextMessage['from']>
  const errand = errandOf(typed, answer, String(from.id), language)
  const keyboard = unsure ? sureKeyboard(typed, from, language) : undefined
  if (PRIVATE.has(typed.kind) || PRIVATE_OUTCOMES.has(outcome)) {
    const words = catalogue(language).telegram
    const ifClosed =
      outcome === 'insufficient' || outcome === 'member_lacks'
        ? words.nothingMoved[outcome]
        : words.openPrivately
    return await answerPrivately(message, { reply, errand, keyboard, ifClosed }, language, desk)
  }
  // Telegram repeats what it is not sure of, and a second announcement would look like a second payment.
  if (moved !== undefined && (await desk.app.announced.already(moved))) return
  // The card says it to everybody; what is left in the wallet is the sender's business.
  const told =
    outcome === 'sent' ? tellQuietly(reply, errand, desk) : aloud && answerAloud(message, aloud, desk, errand)
  if (!told) {
    await answerAloud(message, reply, desk, errand, keyboard)
    return
  }
  const announced = told.then(async ({ kind }) => {
    if (kind === 'sent' && moved !== undefined) await desk.app.announced.done(moved)
  })
  // The private chat has calls of its own, so neither waits for the other.
  await Promise.all([announced, aloud && tellQuietly(reply, errand, desk)])
}

function errandOf(
  { kind }: TypedCommand,
  { reply, aloud }: CommandAnswer,
  by: string,
  language: Language,
): Errand {
  if (MOVES_MONEY.has(kind) && (reply.tone === 'good' || aloud)) return { about: 'money', by, language }
  const acts = MOVES_MONEY.has(kind) || kind === 'treasurer' || kind === 'change_settings'
  return { about: acts ? 'act' : 'read', by }
}

/** Writes to somebody in private, which only works for those who have opened that chat once. */
async function tellQuietly(reply: Reply, errand: Errand, { outbox }: Desk): Promise<Sent> {
  return await outbox.send(errand.by, messageOf(reply), errand)
}
