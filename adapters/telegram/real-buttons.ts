import { type Button, readButton } from './button-data.js'

/** Whose taps on a button count; undefined when everybody's do. */
export function ownerOf(button: Button): string | undefined {
  return 'user' in button ? button.user : undefined
}

/**
 * Whether a message really has such a button. A modified client can send any data along with any message of the
 * bot, and would otherwise have other people's messages edited or deleted. A form may have changed since it was seen,
 * so any button of the same form will do.
 */
export function hasButton(message: object, button: Button): boolean {
  const { reply_markup: markup } = message as {
    reply_markup?: { inline_keyboard?: { callback_data?: string }[][] }
  }
  return (markup?.inline_keyboard ?? [])
    .flat()
    .some(({ callback_data: data }) => data !== undefined && isSame(readButton(data), button))
}

function isSame(one: Button | undefined, other: Button): boolean {
  switch (other.kind) {
    case 'grab':
    case 'details':
      return one?.kind === other.kind && one.envelopeNo === other.envelopeNo
    case 'sure':
      return one?.kind === 'sure' && one.user === other.user && one.line === other.line
    case 'form':
    case 'dismiss':
      return one?.kind === other.kind && ownerOf(one) === ownerOf(other)
    case 'history':
      return one?.kind === 'history'
    default:
      return other satisfies never
  }
}
