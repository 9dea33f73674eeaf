import type { CallbackQuery, Message, User } from 'telegraf/types'
import type { Community } from '../../src/app/command.js'
import { type Currency, parseAmount } from '../../src/core/money.js'
import { catalogue, commandWords, type Language } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import { answerToAmount, answerToSend } from '../../src/messaging/answers.js'
import { personOf, placeOf, TELEGRAM, titleOf } from './asked.js'
import { type Button, type FormState, formData } from './button-data.js'
import type { Desk } from './desk.js'
import { asReplyTo, type Keyboard, messageOf } from './speak.js'
import { alert, type Toast } from './toast.js'

const AMOUNTS = ['5', '10', '20', '50', '88', '100']
const COUNTS = [1, 3, 5, 8, 10, 20]
const KINDS = ['lucky', 'equal'] as const
/** A form that nobody has finished by then is taken away. Milliseconds. */
const FORM_LIVES = 10 * 60_000

/** Shows a form in which a red packet is put together by tapping. It cleans up after itself. */
export async function showForm(
  message: Message,
  from: User,
  { currency }: Community,
  language: Language,
  desk: Desk,
): Promise<void> {
  const chat = String(message.chat.id)
  const state: FormState = { user: String(from.id), amount: '10', count: 5, kind: 'lucky' }
  const sent = await desk.outbox.send(chat, { ...formOf(state, currency, language), ...asReplyTo(message) })
  if (sent.kind !== 'sent') return
  const timer = setTimeout(() => desk.later(takeAway(chat, Number(sent.message), desk)), FORM_LIVES)
  timer.unref()
}

/** A tap on the form, by the one whose form it is. */
export async function formTapped(
  { from }: CallbackQuery,
  message: NonNullable<CallbackQuery['message']>,
  { action, state }: Extract<Button, { kind: 'form' }>,
  language: Language,
  desk: Desk,
): Promise<Toast | undefined> {
  const chat = String(message.chat.id)
  if (action === 'close') {
    desk.later(takeAway(chat, message.message_id, desk))
    return undefined
  }
  const { currency } = await desk.enter(chat, titleOf(message.chat))
  if (action === 'show') {
    desk.later(desk.outbox.edit(chat, message.message_id, formOf(state, currency, language)))
    return undefined
  }
  const parsed = parseAmount(state.amount, currency.scale)
  if (!parsed.ok) return alert(answerToAmount(parsed.why, state.amount, currency, language))
  const { count, kind } = state
  const outcome = await desk.app.sendEnvelope({
    // A form sends once, however often it is tapped.
    fromForm: true,
    key: `${TELEGRAM}:form:${chat}:${message.message_id}`,
    place: placeOf(message as Message),
    by: personOf(from),
    ...{ kind, count, total: parsed.amount, greeting: '' },
  })
  const reply = answerToSend(outcome, language)
  if (outcome.kind !== 'sent') return alert(reply)
  desk.later(takeAway(chat, message.message_id, desk))
  return { text: reply.text, alert: false }
}

async function takeAway(chat: string, message: number, { api }: Desk): Promise<void> {
  await api.call('deleteMessage', { chat_id: chat, message_id: message })
}

function formOf(state: FormState, currency: Currency, language: Language) {
  const { form } = catalogue(language).telegram
  const { card } = catalogue(language)
  const parsed = parseAmount(state.amount, currency.scale)
  const total = parsed.ok ? money(parsed.amount, currency, language) : state.amount
  const { example } = commandWords('redpacket', language)
  const text = form.text({ total, count: state.count, kind: card.kind[state.kind], example })
  return messageOf({ text, tone: 'info' }, keyboardOf(state, language))
}

function keyboardOf(state: FormState, language: Language): Keyboard {
  const { form } = catalogue(language).telegram
  const { card } = catalogue(language)
  const option = (text: string, change: Partial<FormState>, chosen: boolean) => ({
    text: chosen ? `✓ ${text}` : text,
    callback_data: formData('show', { ...state, ...change }),
  })
  const amounts = AMOUNTS.map((amount) => option(amount, { amount }, amount === state.amount))
  const counts = COUNTS.map((count) => option(`×${count}`, { count }, count === state.count))
  return [
    amounts.slice(0, 3),
    amounts.slice(3),
    counts.slice(0, 3),
    counts.slice(3),
    KINDS.map((kind) => option(card.kind[kind], { kind }, kind === state.kind)),
    [
      { text: `🧧 ${form.send}`, callback_data: formData('send', state), style: 'danger' },
      { text: form.close, callback_data: formData('close', state) },
    ],
  ]
}
