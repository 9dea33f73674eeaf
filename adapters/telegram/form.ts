import type { CallbackQuery, Message, User } from 'telegraf/types'
import type { Community } from '../../src/core/community.js'
import { MAX_CHOSEN } from '../../src/core/envelope.js'
import { type Currency, parseAmount } from '../../src/core/money.js'
import { catalogue, commandWords, type Language } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import {
  answerToAmount,
  answerToSend,
  answerToTooManyChosen,
  bad,
  type Reply,
  shortened,
} from '../../src/messaging/answers.js'
import { personOf, placeOf, TELEGRAM, titleOf } from './asked.js'
import { type FormButton, formData } from './button-data.js'
import type { Desk } from './desk.js'
import { wordsOfFailure } from './failed.js'
import { blankForm, type Form, type FormField, type FormState } from './forms.js'
import { type Mentioned, mentionedIn, repliedTo } from './mentions.js'
import { hasButton } from './real-buttons.js'
import { answerAloud, asReplyTo, type Keyboard, messageOf } from './speak.js'
import { alert, type Toast } from './toast.js'
import { quoted } from './unlinked.js'

const AMOUNTS = ['5', '10', '20', '50', '88', '100']
const COUNTS = [1, 3, 5, 8, 10, 20]
const KINDS = ['lucky', 'equal'] as const
/** Taps within so many milliseconds are drawn together: each was answered with a toast already. */
const REDRAW_AFTER = 1_000
/** Names of chosen people that fit into a toast. */
const MOST_NAMES = 3

/** Shows a form in which a red packet is put together by tapping. It cleans up after itself. */
export async function showForm(
  message: Message.TextMessage,
  from: User,
  { currency }: Community,
  language: Language,
  desk: Desk,
): Promise<void> {
  const chat = String(message.chat.id)
  const owner = String(from.id)
  const replied = repliedTo(message)
  const state = blankForm(replied && [personOf(replied)])
  const shown = { ...formOf(owner, state, currency, language), ...asReplyTo(message) }
  const sent = await desk.outbox.send(chat, shown, { about: 'act', by: owner })
  if (sent.kind === 'sent') desk.forms.start(chat, Number(sent.message), owner, state)
}

/** A tap on the form, by the one whose form it is. */
export async function formTapped(
  { from }: CallbackQuery,
  message: NonNullable<CallbackQuery['message']>,
  button: FormButton,
  language: Language,
  desk: Desk,
): Promise<Toast | undefined> {
  const chat = String(message.chat.id)
  if (button.action === 'close') {
    desk.forms.end(chat, message.message_id)
    return undefined
  }
  const known = desk.forms.find(chat, message.message_id)
  if (known?.sent !== undefined) {
    desk.forms.finish(known)
    return { text: known.sent, alert: false }
  }
  if (known && button.action === 'send') return await send(known, from, message as Message, language, desk)
  const form = known ?? desk.forms.start(chat, message.message_id, button.user)
  // Before anything is awaited, so that taps count in their order.
  const question = known && change(known, button)
  const { currency } = await desk.enter(chat, titleOf(message.chat))
  redrawSoon(form, currency, language, desk)
  const { form: words } = catalogue(language).telegram
  if (!known) return alert(words.forgotten({ state: stateLine(form, currency, language) }))
  if (question) return alert(words.ask[question])
  const text = [stateLine(form, currency, language), ...detailsOf(form, language)].join('\n')
  return { text, alert: false }
}

/** Changes the state by a tap. Returns the field that the owner's next reply fills in, if any. */
function change(form: Form, { action, value }: FormButton): FormField | undefined {
  form.asked = undefined
  switch (action) {
    case 'amount':
      form.amount = value
      return undefined
    case 'count':
      form.count = Number(value)
      return undefined
    case 'kind':
      form.kind = value as FormState['kind']
      return undefined
    case 'ask':
      return askOrTakeBack(form, value as FormField)
    case 'send':
    case 'close':
      return undefined
    default:
      return action satisfies never
  }
}

/** The button that asks for a greeting or for people takes them back once they are there. */
function askOrTakeBack(form: Form, field: FormField): FormField | undefined {
  if (field === 'greeting' && form.greeting !== '') form.greeting = ''
  else if (field === 'chosen' && form.chosen.length > 0) form.chosen = []
  else form.asked = field
  return form.asked
}

/** Sends exactly what the form says at this moment. */
async function send(
  form: Form,
  from: User,
  message: Message,
  language: Language,
  desk: Desk,
): Promise<Toast> {
  const asTapped: FormState = { ...form }
  const { amount, count, kind, greeting, chosen } = asTapped
  const { currency } = await desk.enter(form.chat, titleOf(message.chat))
  const parsed = parseAmount(amount, currency.scale)
  if (!parsed.ok) return alert(answerToAmount(parsed.why, amount, currency, language))
  const outcome = await desk.app.sendEnvelope({
    // A form sends once, however often it is tapped.
    fromForm: true,
    key: `${TELEGRAM}:form:${form.chat}:${form.message}`,
    place: placeOf(message),
    by: personOf(from),
    ...{ kind, count, total: parsed.amount, greeting },
    ...(chosen.length > 0 && { chosen }),
  })
  const reply = answerToSend(outcome, language)
  if (outcome.kind !== 'sent') return alert(reply)
  const { card } = catalogue(language)
  form.sent = [reply.text, card.kind[kind], ...detailsOf(asTapped, language)].join('\n')
  desk.forms.finish(form)
  return { text: form.sent, alert: false }
}

/**
 * Takes a reply to a form for what its owner was asked for, and passes over every other line. Resolves when the form
 * is changed; answers follow by themselves.
 */
export async function formReplied(
  message: Message.TextMessage,
  language: Language,
  desk: Desk,
): Promise<void> {
  const { from, reply_to_message: replied } = message
  if (!from || replied?.from?.username !== desk.username()) return
  const chat = String(message.chat.id)
  const owner = String(from.id)
  if (!hasButton(replied, { kind: 'form', user: owner, action: 'close', value: '' })) return
  const known = desk.forms.find(chat, replied.message_id)
  const asked = known?.asked
  // People may talk beside a form.
  if (known && !asked) return
  if (!desk.rateLimiter.tryAcquire(personOf(from), placeOf(message))) return
  const form = known ?? desk.forms.start(chat, replied.message_id, owner)
  let refusal: Reply | undefined
  try {
    const { currency } = await desk.enter(chat, titleOf(message.chat))
    const forgotten = () => stateLine(form, currency, language)
    refusal = asked
      ? await fillIn(form, asked, message, currency, language, desk)
      : bad(catalogue(language).telegram.form.forgotten({ state: forgotten() }))
    // A reply gets no toast, so it is drawn at once.
    redraw(form, currency, language, desk, 'act')
  } catch (error) {
    desk.log.error({ err: error, chat, message: message.message_id }, 'a reply to a form failed')
    refusal = bad(wordsOfFailure(error, String(message.message_id), language))
  }
  if (refusal) desk.later(answerAloud(message, refusal, desk, { about: 'act', by: owner }))
}

/** Fills in the field that was asked for. Returns the refusal when the reply does not fit it. */
async function fillIn(
  form: Form,
  asked: FormField,
  message: Message.TextMessage,
  currency: Currency,
  language: Language,
  desk: Desk,
): Promise<Reply | undefined> {
  const words = catalogue(language).telegram
  const text = message.text.trim()
  switch (asked) {
    case 'amount': {
      const parsed = parseAmount(text, currency.scale)
      if (!parsed.ok) return bad(quoted(answerToAmount(parsed.why, text, currency, language).text))
      form.amount = text
      break
    }
    case 'greeting':
      form.greeting = text
      break
    case 'chosen': {
      const chosen = []
      const named = distinct(mentionedIn(message))
      // Telegram has to be asked about every name.
      if (named.length > MAX_CHOSEN) return answerToTooManyChosen(language)
      for (const who of named) {
        if ('user' in who && who.user.is_bot) return bad(words.noBots)
        const person = 'user' in who ? personOf(who.user) : await desk.personCalled(form.chat, who.handle)
        if (!person) return bad(words.unknownHandle({ handle: 'handle' in who ? who.handle : '' }))
        chosen.push(person)
      }
      if (chosen.length === 0) return bad(words.howToMention({ name: quoted(shortened(text)) }))
      form.chosen = chosen
      form.count = chosen.length
      break
    }
    default:
      return asked satisfies never
  }
  form.asked = undefined
  return undefined
}

/** Those who are named, each once. */
function distinct(mentioned: readonly Mentioned[]): Mentioned[] {
  const keyOf = (who: Mentioned) => ('user' in who ? who.user.id : who.handle.toLowerCase())
  return [...new Map(mentioned.map((who) => [keyOf(who), who])).values()]
}

function redrawSoon(form: Form, currency: Currency, language: Language, desk: Desk): void {
  if (form.redraw) return
  form.redraw = setTimeout(() => redraw(form, currency, language, desk, 'redraw'), REDRAW_AFTER)
  form.redraw.unref()
}

/** Shows the state of a form as it is when the edit's turn comes. */
function redraw(
  form: Form,
  currency: Currency,
  language: Language,
  desk: Desk,
  about: 'act' | 'redraw',
): void {
  clearTimeout(form.redraw)
  form.redraw = undefined
  const { chat, message, owner: by } = form
  const shown = () => formOf(by, form, currency, language)
  if (JSON.stringify(shown()) === form.drawn) return
  const draw = () => {
    form.drawn = JSON.stringify(shown())
    return shown()
  }
  const edited = desk.outbox.edit(chat, message, draw, { about, by }).then(({ kind }) => {
    if (kind === 'unsent') form.drawn = undefined
  })
  desk.later(edited)
}

function formOf(owner: string, state: FormState, currency: Currency, language: Language) {
  const { form } = catalogue(language).telegram
  const { example } = commandWords('redpacket', language)
  const details = detailsOf(state, language).map(quoted)
  const lines = [stateLine(state, currency, language), ...details, form.hint({ example })]
  return messageOf({ text: lines.join('\n'), tone: 'info' }, keyboardOf(owner, state, currency, language))
}

function stateLine({ amount, count, kind }: FormState, currency: Currency, language: Language): string {
  const { telegram, card } = catalogue(language)
  return telegram.form.state({ total: totalOf(amount, currency, language), count, kind: card.kind[kind] })
}

function totalOf(amount: string, currency: Currency, language: Language): string {
  const parsed = parseAmount(amount, currency.scale)
  return parsed.ok ? money(parsed.amount, currency, language) : amount
}

/** The greeting and the chosen people of a form, if there are any. */
function detailsOf({ greeting, chosen }: FormState, language: Language): string[] {
  const { telegram, card } = catalogue(language)
  const lines = []
  if (greeting !== '') lines.push(telegram.form.greetingIs({ greeting: shortened(greeting) }))
  if (chosen.length > 0) {
    const names = chosen.slice(0, MOST_NAMES).map(({ name }) => shortened(name))
    if (chosen.length > MOST_NAMES) names.push(card.more({ count: chosen.length - MOST_NAMES }))
    lines.push(card.chosen({ names: names.join(language === 'zh' ? '、' : ', ') }))
  }
  return lines
}

function keyboardOf(owner: string, state: FormState, currency: Currency, language: Language): Keyboard {
  const { form } = catalogue(language).telegram
  const { card } = catalogue(language)
  const button = (text: string, chosen: boolean, ...what: [FormButton['action'], string?]) => ({
    text: chosen ? `✓ ${text}` : text,
    callback_data: formData(owner, ...what),
  })
  const amounts = AMOUNTS.map((each) => button(each, each === state.amount, 'amount', each))
  const counts = COUNTS.map((each) => button(`×${each}`, each === state.count, 'count', String(each)))
  const isOwn = !AMOUNTS.includes(state.amount)
  const own = isOwn ? totalOf(state.amount, currency, language) : form.ownAmount
  return [
    amounts.slice(0, 3),
    amounts.slice(3),
    counts.slice(0, 3),
    counts.slice(3),
    KINDS.map((kind) => button(card.kind[kind], kind === state.kind, 'kind', kind)),
    [
      button(own, isOwn, 'ask', 'amount'),
      button(form.greeting, state.greeting !== '', 'ask', 'greeting'),
      button(form.people, state.chosen.length > 0, 'ask', 'chosen'),
    ],
    [{ ...button(`🧧 ${form.send}`, false, 'send'), style: 'danger' }, button(form.close, false, 'close')],
  ]
}
