import type { CallbackQuery } from 'telegraf/types'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { answerToGrab } from '../../src/messaging/answers.js'
import { failureOf } from './api.js'
import { isGroup, languageOf, personOf, TELEGRAM } from './asked.js'
import { type Button, readButton } from './button-data.js'
import type { Desk } from './desk.js'
import { summaryOf } from './details.js'
import { wordsOfFailure } from './failed.js'
import { formTapped } from './form.js'
import { historyTapped } from './private.js'
import { hasButton, ownerOf } from './real-buttons.js'
import { dismissed, sureTapped } from './sure.js'
import { alert, type Toast, toastText } from './toast.js'

/**
 * Handles a tap on a button. Resolves when what it does to the books is done; the answer follows by itself, so
 * that one slow chat holds up no other.
 */
export async function tapped(query: CallbackQuery, desk: Desk): Promise<void> {
  const language = languageOf(query.from)
  let toast: Toast | undefined
  try {
    toast = await toastFor(query, language, desk)
  } catch (error) {
    desk.log.error({ err: error, query: query.id }, 'a tap failed')
    toast = alert(wordsOfFailure(error, query.id.slice(-6), language))
  }
  desk.later(answer(query.id, toast, desk))
}

async function toastFor(query: CallbackQuery, language: Language, desk: Desk): Promise<Toast | undefined> {
  const { from, message } = query
  const words = catalogue(language).telegram
  const button = 'data' in query ? readButton(query.data) : undefined
  if (!button || !message) return alert(catalogue(language).discord.unknownButton)
  if (from.is_bot) return alert(words.refusal.bot)
  const here = { platform: TELEGRAM, chat: String(message.chat.id) }
  if (!desk.rateLimiter.tryAcquire(personOf(from), here)) return alert(catalogue(language).errors.tooFast)
  const owner = ownerOf(button)
  if (owner !== undefined && owner !== String(from.id)) return alert(words.notYours)
  // Cards count by their number, wherever it was read; everything else acts on the message that was tapped.
  const onCard = button.kind === 'grab' || button.kind === 'details'
  if (!onCard && !hasButton(message, button)) return alert(catalogue(language).discord.unknownButton)
  const chat = String(message.chat.id)
  switch (button.kind) {
    case 'grab':
      return await grab(query, message, button, language, desk)
    case 'details': {
      const place = { platform: TELEGRAM, chat }
      const outcome = await desk.app.envelopeDetails({
        place,
        by: personOf(from),
        envelopeNo: button.envelopeNo,
      })
      return alert(summaryOf(outcome, language))
    }
    case 'form':
      // Forged: a private chat is no community, and must not become one.
      if (!isGroup(message.chat)) return alert(words.groupOnly)
      return await formTapped(query, message, button, language, desk)
    case 'sure':
      return await sureTapped(query, message, button.line, language, desk)
    case 'dismiss':
      dismissed(message, desk)
      return undefined
    case 'history':
      return await historyTapped(query, message, button, language, desk)
    default:
      return button satisfies never
  }
}

async function grab(
  query: CallbackQuery,
  message: NonNullable<CallbackQuery['message']>,
  button: Extract<Button, { kind: 'grab' | 'details' }>,
  language: Language,
  desk: Desk,
): Promise<Toast> {
  const key = `${TELEGRAM}:tap:${query.id}`
  const { envelopeNo } = button
  const chat = String(message.chat.id)
  const place = { platform: TELEGRAM, chat }
  const outcome = await desk.app.grabShare({ key, place, by: personOf(query.from), envelopeNo })
  const { message_id: card } = message
  if (hasButton(message, button) && desk.strayCards.isStray(envelopeNo, chat, String(card)))
    desk.later(desk.api.call('deleteMessage', { chat_id: chat, message_id: card }))
  return alert(answerToGrab(outcome, language))
}

/** Answers once; tries once more only when it is not known whether the first answer came. */
async function answer(query: string, toast: Toast | undefined, { api, log }: Desk): Promise<void> {
  const shown = toast && { text: toastText(toast.text), show_alert: toast.alert }
  const body = { callback_query_id: query, ...shown }
  try {
    await api.call('answerCallbackQuery', body, { patience: 5_000 })
  } catch (error) {
    const failure = failureOf(error)
    // Too old, or answered by an earlier try: nobody waits any more.
    if (failure.kind !== 'later')
      return log.debug({ query, why: failure.kind }, 'a tap was answered too late')
    await new Promise((resolve) => setTimeout(resolve, Math.min(failure.after, 3_000)))
    await api.call('answerCallbackQuery', body, { patience: 5_000 }).catch((again) => {
      const second = failureOf(again)
      if (second.kind === 'later') log.warn({ query, why: second.why }, 'a tap could not be answered')
    })
  }
}
