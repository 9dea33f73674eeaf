import type { Message } from 'telegraf/types'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import type { Reply } from '../../src/messaging/answers.js'
import { isGroup } from './asked.js'
import type { Desk } from './desk.js'
import { fitted } from './html.js'
import type { Errand } from './outbox.js'
import { timeEntities } from './times.js'
import { unlinked } from './unlinked.js'
import type { Sent } from './waiting-list.js'

/** Telegram takes so many characters. */
const LONGEST_TEXT = 4_096

export type Keyboard = readonly (readonly object[])[]

/**
 * A reply as it is sent: plain text, in which Telegram finds nothing to tap or to mention and shows times in each
 * reader's own, and perhaps buttons.
 */
export function messageOf(reply: Reply, keyboard?: Keyboard) {
  const text = fitted(unlinked(reply.text), LONGEST_TEXT)
  const entities = timeEntities(text)
  return {
    text,
    ...(entities.length > 0 && { entities }),
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: { inline_keyboard: keyboard } }),
  }
}

/** Answers a message where it was written, for everybody there to read. */
export async function answerAloud(
  message: Message,
  reply: Reply,
  { outbox }: Pick<Desk, 'outbox'>,
  errand: Errand,
  keyboard?: Keyboard,
): Promise<Sent> {
  const body = { ...messageOf(reply, keyboard), ...asReplyTo(message) }
  return await outbox.send(String(message.chat.id), body, errand)
}

/** What makes a message an answer to another, in the same topic; also when the other is gone by then. */
export function asReplyTo(message: Message): object {
  const { is_topic_message: topic, message_thread_id: thread } = message as {
    is_topic_message?: boolean
    message_thread_id?: number
  }
  return {
    reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
    ...(topic && { message_thread_id: thread }),
  }
}

export interface PrivateAnswer {
  readonly reply: Reply
  readonly errand: Errand
  readonly keyboard?: Keyboard | undefined
  /** Said in the group when the private chat is not open. */
  readonly ifClosed: string
}

/**
 * Answers whoever wrote a message in the private chat. A bot cannot open that chat, so the group is told where it is
 * when that fails.
 */
export async function answerPrivately(
  message: Message,
  { reply, errand, keyboard, ifClosed }: PrivateAnswer,
  language: Language,
  desk: Pick<Desk, 'outbox' | 'username'>,
): Promise<void> {
  const sent = await desk.outbox.send(errand.by, messageOf(reply, keyboard), errand)
  if (!isGroup(message.chat)) return
  const words = catalogue(language).telegram
  const url = `https://t.me/${desk.username()}?start=hello`
  const [text, label] =
    sent.kind === 'sent' ? [words.answeredPrivately, words.readIt] : [ifClosed, words.openIt]
  const about = reply.tone === 'bad' ? 'act' : 'read'
  await answerAloud(message, { text, tone: 'info' }, desk, { about, by: errand.by }, [[{ text: label, url }]])
}
