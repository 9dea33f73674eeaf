const WRITTEN = /(?<!\d)20\d{2}-\d{2}-\d{2} \d{2}:\d{2} UTC\b/g
/** Date and time, in the way of the reader's own settings. */
const FORMAT = 'Dt'
/** What a server answers that is older than these entities. */
const UNKNOWN = /can't parse (?:entities|MessageEntity)/i

/** A moment (UTC milliseconds) as it is written for apps that cannot show it in the reader's own time. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The same in HTML, shown in each reader's own time by apps that can. */
export function timeTag(at: number): string {
  return `<tg-time unix="${Math.floor(at / 1000)}" format="${FORMAT}">${utcTime(at)}</tg-time>`
}

/** Entities by which every time that `utcTime` wrote into a text is shown in each reader's own. */
export function timeEntities(text: string): object[] {
  return [...text.matchAll(WRITTEN)].flatMap(({ index: offset, 0: written }) => {
    const at = Date.parse(`${written.slice(0, 16).replace(' ', 'T')}Z`)
    if (Number.isNaN(at)) return []
    const when = { unix_time: at / 1000, date_time_format: FORMAT }
    return [{ type: 'date_time', offset, length: written.length, ...when }]
  })
}

/** The parameters of a call with its times as plain text; undefined when there are none in it. */
export function withoutTimes(parameters: object): object | undefined {
  const { text, entities } = parameters as { text?: unknown; entities?: readonly { type: string }[] }
  const plain = typeof text === 'string' ? text.replace(/<tg-time [^>]*>|<\/tg-time>/g, '') : text
  const others = entities?.filter(({ type }) => type !== 'date_time')
  if (plain === text && others?.length === entities?.length) return undefined
  return { ...parameters, text: plain, ...(others && { entities: others }) }
}

/** Whether an error says that the server reads some entity otherwise than it was meant, or not at all. */
export function refusesEntities({ code, description }: { code: number; description: string }): boolean {
  return code === 400 && UNKNOWN.test(description)
}
