import type { TextFormat } from '../../src/chat/text-format.js'

const WRITTEN = /(?<!\d)20\d{2}-\d{2}-\d{2} \d{2}:\d{2} UTC\b/g
/** Long date and short time, in the way of the reader's settings. */
const FORMAT = 'Dt'
/** The answer of a server that is older than these entities. */
const UNKNOWN = /can't parse (?:entities|MessageEntity)/i

/** Returns a moment (UTC milliseconds) as text, for clients that cannot show it in the reader's own time zone. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Moments as `timeEntities` finds them; what is to be copied stays as it is. */
export const TELEGRAM_FORMAT: TextFormat = { time: utcTime, verbatim: (line) => line }

/** Returns a moment (UTC milliseconds) in HTML, which clients that can show in the reader's own time zone. */
export function timeTag(at: number): string {
  return `<tg-time unix="${Math.floor(at / 1000)}" format="${FORMAT}">${utcTime(at)}</tg-time>`
}

/** Returns the entities by which clients show every time of `utcTime` in a text in the reader's own time zone. */
export function timeEntities(text: string): object[] {
  return [...text.matchAll(WRITTEN)].flatMap(({ index: offset, 0: written }) => {
    const at = Date.parse(`${written.slice(0, 16).replace(' ', 'T')}Z`)
    if (Number.isNaN(at)) return []
    const when = { unix_time: at / 1000, date_time_format: FORMAT }
    return [{ type: 'date_time', offset, length: written.length, ...when }]
  })
}

/** Returns the parameters of a call with its times as plain text, or undefined when it has none. */
export function withoutTimes(parameters: object): object | undefined {
  const { text, entities } = parameters as { text?: unknown; entities?: readonly { type: string }[] }
  const plain = typeof text === 'string' ? text.replace(/<tg-time [^>]*>|<\/tg-time>/g, '') : text
  const others = entities?.filter(({ type }) => type !== 'date_time')
  if (plain === text && others?.length === entities?.length) return undefined
  return { ...parameters, text: plain, ...(others && { entities: others }) }
}

/** Tells whether an error says that the server does not know an entity or a tag. */
export function refusesEntities({ code, description }: { code: number; description: string }): boolean {
  return code === 400 && UNKNOWN.test(description)
}
