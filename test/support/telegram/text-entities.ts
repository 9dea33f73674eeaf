import { badRequest } from './api-error.js'
import type { FakeTelegram } from './fake-telegram.js'
import { inOrder, parseHtml, TIME_FORMAT } from './html-entities.js'
import type { Params } from './params.js'
import type { Entity } from './shapes.js'

/** Patterns that Telegram finds in any text. */
const FOUND: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['url', /https?:\/\/[^\s<>"]+/g],
  ['mention', /(?<![\w@/])@[A-Za-z]\w{3,31}\b/g],
  ['bot_command', /(?<![\w/@>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])/g],
  ['hashtag', /(?<![\w#])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu],
  ['email', /(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+/g],
  ['phone_number', /(?<![\w+.,-])(?:\+\d[\d ().-]{5,17}\d|\d{3}[ -]?\d{3,4}[ -]?\d{4})(?![\w,-]|\.\d)/g],
]
const TYPES = new Set(
  (
    'mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler ' +
    'blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time'
  ).split(' '),
)
/** Telegram finds nothing inside these. */
const OPAQUE = new Set(['code', 'pre', 'text_link', 'text_mention', 'date_time'])
const MAX_TEXT = 4096
const MAX_CAPTION = 1024

export interface FormattedText {
  text: string
  entities: Entity[]
}

/** Returns the text that a bot sends, with its entities; throws and records Telegram's refusals. */
export function readText(fake: FakeTelegram, params: Params, tooLong: string): FormattedText {
  const source = params.text('text')
  if (source === '') throw fake.refuse(badRequest('message text is empty'))
  const { text, entities } = tidy(formatted(fake, params, source))
  if (text === '') throw fake.refuse(badRequest('text must be non-empty'))
  if (text.length > MAX_TEXT) throw fake.refuse(badRequest(tooLong), `${text.length} characters`)
  return { text, entities: withFound(text, entities) }
}

/** Returns the caption of a photo, which may be empty; throws and records Telegram's refusals. */
export function readCaption(fake: FakeTelegram, params: Params): FormattedText {
  const { text, entities } = tidy(formatted(fake, params, params.text('caption'), 'caption_entities'))
  if (text.length > MAX_CAPTION)
    throw fake.refuse(badRequest('message caption is too long'), `${text.length} characters`)
  return { text, entities: withFound(text, entities) }
}

function formatted(fake: FakeTelegram, params: Params, source: string, given = 'entities'): FormattedText {
  const mode = params.text('parse_mode').toLowerCase()
  if (mode === '' || mode === 'none')
    return { text: source, entities: givenEntities(fake, params, source, given) }
  if (mode !== 'html') {
    if (mode.startsWith('markdown'))
      fake.violations.push(`${params.text('parse_mode')}: never with a user's text`)
    throw fake.refuse(badRequest('unsupported parse_mode'))
  }
  // An old server's refusal of new tags isn't the bot's fault.
  const parsed = fake.knowsTimes ? fake.refusing(() => parseHtml(source)) : parseHtml(source, { old: true })
  const { text, entities, sloppy } = parsed
  if (sloppy) fake.violations.push(`HTML with an & that is not escaped: ${source}`)
  return { text, entities: entities.flatMap((entity) => linked(fake, entity)) }
}

/** Turns a link to a user into a mention if the bot can know the user; otherwise drops it. */
function linked(fake: FakeTelegram, entity: Entity): Entity[] {
  const id = /^tg:\/\/user\?id=(\d+)$/.exec(entity.url ?? '')?.[1]
  if (id === undefined) return [entity]
  const user = fake.users.get(Number(id))
  const { url: _, ...rest } = entity
  return user ? [{ ...rest, type: 'text_mention', user: user.api }] : []
}

function givenEntities(fake: FakeTelegram, params: Params, text: string, given: string): Entity[] {
  const sent = params.json(given)
  if (sent === undefined) return []
  const refuse = (what: string) => fake.refuse(badRequest(what))
  if (!Array.isArray(sent)) throw refuse("can't parse entities: Array expected")
  return inOrder(
    (sent as Entity[]).map((entity) => {
      const { type, offset, length } = entity
      if (type === 'date_time' && !fake.knowsTimes)
        throw badRequest("can't parse MessageEntity: Unsupported type specified")
      if (!TYPES.has(type)) throw refuse("can't parse MessageEntity: Unsupported type specified")
      if (!(offset >= 0)) throw refuse(`receive an entity with incorrect offset ${offset}`)
      if (!(length > 0)) throw refuse(`receive an entity with incorrect length ${length}`)
      if (offset > text.length)
        throw refuse(`entity begins after the end of the text at UTF-16 offset ${offset}`)
      if (offset + length > text.length)
        throw refuse(
          `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${offset + length}`,
        )
      if (splitsPair(text, offset) || splitsPair(text, offset + length))
        throw refuse(`entity beginning at UTF-16 offset ${offset} splits a character`)
      if (type === 'date_time') checkTime(entity, refuse)
      if (type !== 'text_mention') return entity
      const user = fake.users.get(Number(entity.user?.id))
      if (!user) throw refuse('user not found')
      return { ...entity, user: user.api }
    }),
  )
}

function checkTime(
  { unix_time: at, date_time_format: format }: Entity,
  refuse: (what: string) => Error,
): void {
  if (!Number.isInteger(at) || Number(at) <= 0)
    throw refuse("can't parse MessageEntity: Invalid Unix time specified")
  if (typeof format !== 'string' || !TIME_FORMAT.test(format))
    throw refuse("can't parse MessageEntity: Invalid date-time format specified")
}

function splitsPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}

/** Trims a message like Telegram. */
function tidy({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length
  const tidied = text.trim()
  const moved = entities.flatMap((entity) => {
    const from = Math.max(0, entity.offset - start)
    const to = Math.min(tidied.length, entity.offset + entity.length - start)
    return to > from ? [{ ...entity, offset: from, length: to - from }] : []
  })
  return { text: tidied, entities: moved }
}

/** Adds the commands, mentions, links and hashtags that Telegram finds in every text. */
export function withFound(text: string, given: readonly Entity[]): Entity[] {
  const found = [...given]
  const taken = (from: number, to: number) =>
    found.some(
      ({ type, offset, length }) =>
        (OPAQUE.has(type) || FOUND.some(([each]) => each === type)) && offset < to && offset + length > from,
    )
  for (const [type, pattern] of FOUND)
    for (const { index, 0: match } of text.matchAll(pattern))
      if (!taken(index, index + match.length)) found.push({ type, offset: index, length: match.length })
  return inOrder(found)
}
