import { badRequest } from './api-error.js'
import type { FakeTelegram } from './fake-telegram.js'
import type { Params } from './params.js'
import type { InlineButton, Keyboard } from './shapes.js'

const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
]
const STYLES = ['danger', 'success', 'primary']
const MAX_BUTTONS = 100
const MAX_DATA_BYTES = 64
const MAX_COPIED = 256

export interface ReplyMarkup {
  inline: Keyboard
  /** Makes the user's client open a reply to the message. */
  forceReply: boolean
}

/** Returns the buttons of a bot's message; throws and records Telegram's refusals. */
export function readMarkup(fake: FakeTelegram, params: Params): ReplyMarkup {
  const sent = fake.refusing(() => params.json('reply_markup', 'reply keyboard markup'))
  const none: ReplyMarkup = { inline: [], forceReply: false }
  if (sent === undefined) return none
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    throw fake.refuse(badRequest('object expected as reply markup'))
  if ('inline_keyboard' in sent) return { ...none, inline: readKeyboard(fake, sent.inline_keyboard) }
  return { ...none, forceReply: 'force_reply' in sent && sent.force_reply === true }
}

function readKeyboard(fake: FakeTelegram, sent: unknown): Keyboard {
  if (!Array.isArray(sent) || !sent.every(Array.isArray))
    throw fake.refuse(
      badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    )
  const rows = sent.filter((row: unknown[]) => row.length > 0) as Keyboard
  const buttons = rows.flat()
  for (const button of buttons) checkButton(fake, button)
  if (buttons.length > MAX_BUTTONS)
    throw fake.refuse(badRequest('REPLY_MARKUP_TOO_LONG'), `${buttons.length} buttons`)
  return rows
}

function checkButton(fake: FakeTelegram, button: InlineButton): void {
  const unparsable = (what: string) => fake.refuse(badRequest(`can't parse inline keyboard button: ${what}`))
  if (typeof button !== 'object' || button === null) throw unparsable('Object expected')
  if (button.text === undefined) throw unparsable('Can\'t find field "text"')
  if (typeof button.text !== 'string') throw unparsable('Field "text" must be of type String')
  if (button.text.trim() === '')
    throw fake.refuse(badRequest('inline keyboard button text must be non-empty'))
  const actions = ACTIONS.filter((name) => button[name] !== undefined && button[name] !== null)
  if (actions.length > 1) throw unparsable(`Exactly one action expected, found ${actions.join(', ')}`)
  if (actions.length === 0 || button.callback_data === '' || button.url === '')
    throw unparsable('Text buttons are unallowed in the inline keyboard')
  if (button.style !== undefined && button.style !== null && !STYLES.includes(button.style))
    throw fake.refuse(badRequest("can't parse InlineKeyboardButton: Invalid button style specified"))
  if (button.callback_data !== undefined) {
    const bytes = Buffer.byteLength(String(button.callback_data))
    if (bytes > MAX_DATA_BYTES) throw fake.refuse(badRequest('BUTTON_DATA_INVALID'), `${bytes} bytes`)
  }
  if (button.url !== undefined && !/^(https?:\/\/[^\s/]+\.?[^\s]*|tg:\/\/\S+)$/.test(String(button.url)))
    throw fake.refuse(badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`))
  const copied = (button.copy_text as { text?: string } | undefined)?.text
  if (button.copy_text !== undefined && (!copied || copied.length > MAX_COPIED))
    throw fake.refuse(badRequest('BUTTON_COPY_TEXT_INVALID'))
}
