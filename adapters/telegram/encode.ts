import type { ToastText } from '../../src/chat/replies.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import type { Block, Post } from '../../src/commands/reply.js'
import { render, type Text } from '../../src/commands/rich-text.js'
import { fitted } from './html.js'
import { timeEntity, utcTime } from './times.js'
import { gapsIn, quoted, withGaps } from './unlinked.js'

/** Telegram's limits for a message and for the answer to a tap, in characters. */
export const LONGEST_TEXT = 4_096
const LONGEST_TOAST = 200

interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
}

/** Composes blocks into text with entities. */
function composed(blocks: readonly Block[]): { readonly text: string; readonly entities: readonly Entity[] } {
  let text = ''
  const entities: Entity[] = []
  const plain = (piece: string) => {
    text += piece
    return ''
  }
  const marked = (type: string) => (piece: string) => {
    entities.push({ type, offset: text.length, length: piece.length })
    return plain(piece)
  }
  const at = (at: number) => {
    const time = utcTime(at)
    entities.push(timeEntity(at, text.length, time.length))
    return plain(time)
  }
  const quote = (typed: string) => plain(quoted(typed))
  const named = ({ name }: { readonly name: string }) => quote(name)
  const write = {
    plain,
    strong: marked('bold'),
    code: marked('code'),
    at,
    quote,
    mention: named,
    role: named,
  }
  const linesOf = (block: Block): readonly Text[] => (block.kind === 'list' ? block.lines : [block.text])
  for (const [index, line] of blocks.flatMap(linesOf).entries()) {
    if (index > 0) text += '\n'
    render(line, write)
  }
  return { text, entities }
}

/** Renders blocks as in a message: only its own entities are tappable. */
function written(blocks: readonly Block[]): { readonly text: string; readonly entities: readonly Entity[] } {
  const { text, entities } = composed(blocks)
  const isMarked = (position: number) =>
    entities.some(
      ({ type, offset, length }) => type === 'code' && offset < position && position < offset + length,
    )
  const gaps = gapsIn(text).filter((position) => !isMarked(position))
  const moved = (position: number) => position + gaps.filter((gap) => gap < position).length
  return {
    text: withGaps(text, gaps),
    entities: entities.map((entity) => {
      const offset = moved(entity.offset)
      return { ...entity, offset, length: moved(entity.offset + entity.length) - offset }
    }),
  }
}

/** Renders a post as a message: text, times in each reader's time zone, and optional buttons. */
export function messageOf({ blocks, actions = [] }: Post): OutgoingMessage {
  const { text, entities: all } = written(blocks)
  const shown = fitted(text, LONGEST_TEXT)
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

/** Builds a message of one sentence and a button that opens a URL. */
export function linkMessage(text: string, button: string, url: string): OutgoingMessage {
  const message = messageOf({ blocks: [{ kind: 'text', text }] })
  return { ...message, reply_markup: { inline_keyboard: [[{ text: button, url }]] } }
}

/** Renders a post as the answer to a tap, cut to what fits. */
export function toastOf({ blocks, brief }: ToastText): string {
  const text = brief ?? composed(blocks).text
  if (text.length <= LONGEST_TOAST) return text
  // Removes half a character at the end.
  return `${text.slice(0, LONGEST_TOAST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Returns whether the whole post fits in the answer to a tap. */
export function fitsToast({ blocks, brief }: ToastText): boolean {
  return brief !== undefined || composed(blocks).text.length <= LONGEST_TOAST
}
