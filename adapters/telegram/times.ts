/** The error of a server that is too old for these entities. */
const UNKNOWN = /can't parse (?:entities|MessageEntity)/i

/** Returns a moment (UTC milliseconds) as text, for clients that cannot show it in the reader’s own time zone. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Returns the entity by which clients show a moment, written by `utcTime`, in the reader’s own time zone and format. */
export function timeEntity(at: number, offset: number, length: number) {
  const when = { unix_time: Math.floor(at / 1000), date_time_format: 'Dt' }
  return { type: 'date_time', offset, length, ...when }
}

/** Returns the parameters of a call with its times as plain text, or undefined when it has none. */
export function withoutTimes(parameters: object): object | undefined {
  const { entities, caption_entities: captions } = parameters as {
    entities?: readonly { type: string }[]
    caption_entities?: readonly { type: string }[]
  }
  const all = entities ?? captions
  const others = all?.filter(({ type }) => type !== 'date_time')
  if (others?.length === all?.length) return undefined
  return { ...parameters, [entities ? 'entities' : 'caption_entities']: others }
}

/** Returns whether an error means that the server doesn't know an entity. */
export function refusesEntities({ code, description }: { code: number; description: string }): boolean {
  return code === 400 && UNKNOWN.test(description)
}
