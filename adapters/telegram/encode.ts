import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import type { ToastText } from '../../src/chat/replies.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import { type Block, linesOf, type Post } from '../../src/commands/framework/replies/reply.js'
import { render } from '../../src/commands/framework/replies/rich-text.js'
import { cut, fitted } from '../../src/core/text.js'
import { timeEntity, utcTime } from './times.js'
import { gapsIn, quoted, withGaps } from './unlinked.js'

/** Telegram's limits for a message and for the answer to a tap, in characters. */
export const LONGEST_TEXT = 4_096
export const LONGEST_CAPTION = 1_024
const LONGEST_TOAST = 200

/** A text and its entities. */
interface Composed {
  readonly text: string
  readonly entities: readonly { readonly type: string; readonly offset: number; readonly length: number }[]
}

const asIs = (words: string) => words

/** Composes blocks. `own` applies to all text except what people typed, which is always escaped. */
function composed(blocks: readonly Block[], own = asIs): Composed {
  let text = ''
  const entities: Composed['entities'][number][] = []
  const add = (piece: string) => {
    text += piece
    return ''
  }
  const marked = (type: string, change: (piece: string) => string) => (piece: string) => {
    const shown = change(piece)
    entities.push({ type, offset: text.length, length: shown.length })
    return add(shown)
  }
  const quote = (typed: string) => add(quoted(typed))
  const named = ({ name }: { readonly name: string }) => quote(name)
  const writer = {
    plain: (piece: string) => add(own(piece)),
    strong: marked('bold', own),
    code: marked('code', asIs),
    at(at: number) {
      const time = utcTime(at)
      entities.push(timeEntity(at, text.length, time.length))
      return add(time)
    },
    ...{ quote, mention: named, role: named },
  }
  for (const [index, line] of linesOf(blocks).entries()) {
    if (index > 0) text += '\n'
    render(line, writer)
  }
  return { text, entities }
}

/** Returns blocks as shown: only marked parts are tappable. */
function written(blocks: readonly Block[], own = asIs): Composed {
  const { text, entities } = composed(blocks, own)
  const codes = entities.filter(({ type }) => type === 'code')
  const isCode = (at: number) => codes.some(({ offset, length }) => offset < at && at < offset + length)
  const gaps = gapsIn(text).filter((position) => !isCode(position))
  const moved = (position: number) => position + gaps.filter((gap) => gap < position).length
  return {
    text: withGaps(text, gaps),
    entities: entities.map((entity) => {
      const offset = moved(entity.offset)
      return { ...entity, offset, length: moved(entity.offset + entity.length) - offset }
    }),
  }
}

/** Returns the text of blocks as it is shown. */
export function textOf(blocks: readonly Block[], own?: (words: string) => string): string {
  return written(blocks, own).text
}

/** Returns a post as a message of at most `longest` characters: text, times in each reader’s own, and perhaps buttons. */
export function messageOf(
  { blocks, actions = [] }: Post,
  own?: (words: string) => string,
  longest = LONGEST_TEXT,
): OutgoingMessage {
  const { text, entities: all } = written(blocks, own)
  const shown = fitted(text, longest)
  const end = shown === text ? text.length : shown.length - 2
  const entities = all.filter(({ offset, length }) => length > 0 && offset + length <= end)
  const keyboard = actions.map((row) =>
    row.map(({ label, data, style }) => ({ text: label, callback_data: data, ...(style && { style }) })),
  )
  return {
    text: shown,
    ...(entities.length > 0 && { entities }),
    link_preview_options: { is_disabled: true },
    ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
  }
}

/** Returns a post as a message with its picture; Telegram describes no photos, so all words stay. */
export function pictureMessage(post: Post, picture?: DescribedPicture): OutgoingMessage {
  const message = messageOf(post)
  return picture && message.text.length <= LONGEST_CAPTION ? { ...message, picture } : message
}

/** Returns a message as the caption of a photo. */
export function captionOf({ text, entities, link_preview_options: _, ...rest }: OutgoingMessage): object {
  return { ...rest, caption: text, caption_entities: entities }
}

/** Returns a sentence with a button that leads to an address. */
export function linkMessage(text: string, button: string, url: string): OutgoingMessage {
  const message = messageOf({ blocks: [{ kind: 'text', text }] })
  return { ...message, reply_markup: { inline_keyboard: [[{ text: button, url }]] } }
}

/** Returns a post as the answer to a tap, cut to fit. */
export function toastOf({ blocks, brief }: ToastText): string {
  const text = brief ?? composed(blocks).text
  return text.length <= LONGEST_TOAST ? text : `${cut(text, LONGEST_TOAST - 1)}…`
}

/** Returns whether the whole post fits in the answer to a tap. */
export function fitsToast({ blocks, brief }: ToastText): boolean {
  return brief !== undefined || composed(blocks).text.length <= LONGEST_TOAST
}
