import { badRequest } from './api-error.js'
import type { Entity } from './shapes.js'

/** Entity types by tag. */
const TAGS: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }
const START = /^<([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>/i
const END = /^<\/([a-z][a-z0-9-]*)?\s*>/i
const ATTRIBUTE = /([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/gi

interface OpenTag {
  name: string
  attributes: Record<string, string>
  /** Offset in the plain text. */
  offset: number
  /** Offset in the source, for the error. */
  at: number
}

export interface ParsedHtml {
  text: string
  entities: Entity[]
  /** Contains a bare `&`: Telegram displays it, but the sender forgot to escape. */
  sloppy: boolean
}

/** Tags unknown to servers older than Bot API 9.5. */
const NEW_TAGS = new Set(['tg-time'])
/** Valid date_time formats. */
export const TIME_FORMAT = /^(?:r|w?[dD]?[tT]?)$/

/**
 * Parses a text of parse_mode HTML; throws Telegram's error when it is malformed. `old`: like a server without times in
 * messages.
 */
export function parseHtml(source: string, { old = false } = {}): ParsedHtml {
  let text = ''
  let at = 0
  let sloppy = false
  const open: OpenTag[] = []
  const entities: Entity[] = []
  while (at < source.length) {
    const char = source[at]
    if (char === '&') {
      const found = /^&(#x[0-9a-f]+|#\d+|[a-z]+);?/i.exec(source.slice(at, at + 12))
      const decoded = found?.[1] === undefined ? undefined : decode(found[1])
      if (decoded === undefined || !found?.[0].endsWith(';')) sloppy = true
      text += decoded ?? '&'
      at += decoded === undefined ? 1 : (found?.[0].length ?? 1)
    } else if (char !== '<') {
      text += char
      at += 1
    } else if (source[at + 1] === '/') {
      at += endTag(source, at, open, text, entities)
    } else {
      at += startTag(source, at, open, text, old)
    }
  }
  const left = open.at(-1)
  if (left) throw unparsable(`Can't find end tag corresponding to start tag "${left.name}"`)
  return { text, entities: inOrder(entities), sloppy }
}

/** Sorts entities like Telegram: by position, outer ones first. */
export function inOrder(entities: readonly Entity[]): Entity[] {
  return [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length)
}

function startTag(source: string, at: number, open: OpenTag[], text: string, old: boolean): number {
  const found = START.exec(source.slice(at))
  const offset = Buffer.byteLength(source.slice(0, at))
  const word = /^<([^\s>]*)/.exec(source.slice(at))?.[1]?.toLowerCase() ?? ''
  if (!source.slice(at).includes('>')) throw unparsable(`Unclosed start tag at byte offset ${offset}`)
  if (!(word in TAGS) || (old && NEW_TAGS.has(word)))
    throw unparsable(`Unsupported start tag "${word}" at byte offset ${offset}`)
  if (!found)
    throw unparsable(
      `Expected equal sign in declaration of an attribute of the tag "${word}" at byte offset ${offset}`,
    )
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single, bare] of (found[2] ?? '').matchAll(ATTRIBUTE))
    attributes[name.toLowerCase()] = unescaped(double ?? single ?? bare ?? '')
  if (word === 'span' && attributes.class !== 'tg-spoiler')
    throw unparsable(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`)
  if (word === 'tg-time' && !/^\d+$/.test(attributes.unix ?? ''))
    throw unparsable(`Invalid Unix time specified at byte offset ${offset}`)
  if (word === 'tg-time' && !TIME_FORMAT.test(attributes.format ?? ''))
    throw unparsable(`Invalid date-time format specified at byte offset ${offset}`)
  open.push({ name: word, attributes, offset: text.length, at: offset })
  return found[0].length
}

function endTag(source: string, at: number, open: OpenTag[], text: string, entities: Entity[]): number {
  const offset = Buffer.byteLength(source.slice(0, at))
  const tag = open.pop()
  if (!tag) throw unparsable(`Unexpected end tag at byte offset ${offset}`)
  const found = END.exec(source.slice(at))
  if (!found) throw unparsable(`Unclosed end tag at byte offset ${offset}`)
  const name = found[1]?.toLowerCase() ?? tag.name
  if (name !== tag.name)
    throw unparsable(
      `Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`,
    )
  const entity = entityOf(tag, text)
  if (entity) entities.push(entity)
  return found[0].length
}

/** Drops empty entities and invalid links, like Telegram. */
function entityOf({ name, attributes, offset }: OpenTag, text: string): Entity | undefined {
  const entity: Entity = { type: TAGS[name] ?? name, offset, length: text.length - offset }
  if (entity.length === 0) return undefined
  if (name === 'tg-emoji') return { ...entity, custom_emoji_id: attributes['emoji-id'] ?? '' }
  if (name === 'tg-time')
    return { ...entity, unix_time: Number(attributes.unix), date_time_format: attributes.format ?? '' }
  if (name === 'blockquote' && 'expandable' in attributes) return { ...entity, type: 'expandable_blockquote' }
  const language = /^language-(.+)$/.exec(attributes.class ?? '')?.[1]
  if (name === 'code' && language) return { ...entity, language }
  if (name !== 'a') return entity
  const url = attributes.href ?? text.slice(offset)
  if (/^tg:\/\/user\?id=\d+$/.test(url) || /^(https?|tg):\/\//.test(url)) return { ...entity, url }
  return /^[\w-]+(\.[\w-]+)+/.test(url) ? { ...entity, url: `http://${url}` } : undefined
}

function decode(name: string): string | undefined {
  if (!name.startsWith('#')) return NAMED[name]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : undefined
}

function unescaped(value: string): string {
  return value.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (all, name: string) => decode(name) ?? all)
}

const unparsable = (what: string) => badRequest(`can't parse entities: ${what}`)
