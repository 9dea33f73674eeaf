/** Long date and short time, in the format of the reader's settings. */
const FORMAT = 'Dt'
/** The error of a server that is too old for these entities. */
const UNKNOWN = /can't parse (?:entities|MessageEntity)/i

/** Returns a moment (UTC milliseconds) as text, for clients that cannot show it in the reader's own time zone. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Returns a moment (UTC milliseconds) in HTML, which clients that can show in the reader's own time zone. */
export function timeTag(at: number): string {
  return `<tg-time unix="${Math.floor(at / 1000)}" format="${FORMAT}">${utcTime(at)}</tg-time>`
}

/** Returns the entity by which clients show a moment, written by `utcTime`, in the reader's own time zone. */
export function timeEntity(at: number, offset: number, length: number) {
  const when = { unix_time: Math.floor(at / 1000), date_time_format: FORMAT }
  return { type: 'date_time', offset, length, ...when }
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
