import { join } from 'node:path'
import { openReadOnly } from '../../src/integrity/open.js'
import { type Answered, LOBBY, type Opened, PLACES, type SoundBooks } from './sound-books.js'

/** Answers shown to people, by question. */
export type Seen = Map<string, string>

/** Returns every row of every table, by table, key and column, even those that no use case reads. */
export function rowsOf(folder: string): Map<string, string> {
  const rows = new Map<string, string>()
  const database = openReadOnly(join(folder, 'luckymoney.db'))
  try {
    for (const { name: table, columns } of tablesOf(database)) {
      const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => `quote("${name}")`)
      const list = columns.map(({ name }) => `quote("${name}")`).join()
      const query = database.prepare(`SELECT ${key.join(` || '/' || `)}, ${list} FROM "${table}"`).raw()
      for (const [id, ...values] of query.all() as string[][])
        for (const [index, value] of values.entries())
          rows.set(`${table} ${id} ${columns[index]?.name}`, value)
    }
  } finally {
    database.close()
  }
  return rows
}

export interface Table {
  readonly name: string
  readonly columns: { readonly name: string; readonly pk: number }[]
}

/** Returns the tables of a database and their stored columns. */
export function tablesOf(database: ReturnType<typeof openReadOnly>): Table[] {
  const names = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .pluck()
    .all() as string[]
  return names.map((name) => {
    const columns = database.pragma(`table_xinfo(${name})`) as { name: string; pk: number; hidden: number }[]
    return { name, columns: columns.filter(({ hidden }) => hidden === 0) }
  })
}

/** Returns what everyone is shown of wallets, statements, envelopes, settings and rights. */
export async function seenBy({ app }: Opened, { people, envelopeNos }: SoundBooks): Promise<Seen> {
  const seen: Seen = new Map()
  const look = async (what: string, asked: Promise<unknown>) => {
    seen.set(what, await asked.then(JSON.stringify, (error) => `threw ${error}`))
  }
  for (const by of people) {
    await look(`wallets of ${by.name}`, app.walletsOf({ by }))
    await look(`links of ${by.name}`, app.previewUnlinkPerson({ by }))
    for (const place of PLACES.filter((each) => each === LOBBY || each.platform === by.platform))
      await look(`statement of ${by.name} in ${place.chat}`, app.statement({ place, by, limit: 100 }))
  }
  const [by] = people
  if (!by) throw new Error('nobody is there')
  for (const place of PLACES) {
    await look(`settings of ${place.chat}`, app.settings({ place, by }))
    await look(`audit of ${place.chat}`, app.audit({ place, by }, 20))
    await look(`books of ${place.chat}`, app.books({ place, limit: 500 }))
    await look(`recent in ${place.chat}`, app.recentEnvelopes({ place }, 20))
    for (const board of ['sent', 'received', 'luckiest'] as const)
      await look(`${board} of ${place.chat}`, app.leaderboard({ place, by, board, period: 'ever' }))
    for (const envelopeNo of envelopeNos) {
      await look(`envelope ${envelopeNo} in ${place.chat}`, app.envelopeDetails({ place, by, envelopeNo }))
      await look(`proof of ${envelopeNo} in ${place.chat}`, app.verifyEnvelope({ place, by, envelopeNo }))
    }
  }
  return seen
}

/** Returns a line for each answer that a repeated command no longer gets. */
export async function answersLost({ app }: Opened, answered: readonly Answered[]): Promise<string[]> {
  const lost: string[] = []
  for (const { what, again, outcome } of answered) {
    const now = await again(app).then(JSON.stringify, (error) => `threw ${error}`)
    if (now !== outcome) lost.push(`${what}: ${outcome} was told, now ${now}`)
  }
  return lost
}

/** Continues to play for a little, and returns all answers. */
export async function playOn(opened: Opened, { people }: SoundBooks): Promise<string[]> {
  const { app, clock } = opened
  const told: string[] = []
  const [ann, bob, cai] = people
  if (!ann || !bob || !cai) throw new Error('too few people')
  const hear = async (asked: Promise<unknown>) => {
    told.push(await asked.then(JSON.stringify, (error) => `threw ${error}`))
  }
  const boss = { ...ann, user: 'boss', name: 'Boss' }
  for (const place of PLACES.filter((each) => each.platform === ann.platform)) {
    const key = (name: string) => `after:${place.chat}:${name}`
    clock.pass(1000)
    const admin = { place, by: boss, platformAdmin: true }
    await hear(app.topUp({ key: key('up'), ...admin, to: ann, amount: 500, reason: 'again' }))
    // Without an admin's rights: only a treasurer may.
    const treasurer = { place, by: bob, platformAdmin: false }
    await hear(app.topUp({ key: key('tr'), ...treasurer, to: cai, amount: 7, reason: 'treasurer' }))
    await hear(app.transfer({ key: key('move'), place, by: bob, to: cai, amount: 3, note: '' }))
    const sent = app.sendEnvelope({
      ...{ key: key('send'), place, by: ann, kind: 'lucky', total: 90, count: 3, greeting: 'again' },
    })
    await hear(sent)
    const { envelopeNo = '?' } = (await sent.catch(() => ({}))) as { envelopeNo?: string }
    for (const by of [bob, cai, bob, ann])
      await hear(app.grabShare({ key: key(`grab ${by.name} ${told.length}`), place, by, envelopeNo }))
  }
  clock.pass(8 * 24 * 3_600_000)
  await hear(app.expireEnvelopes(1000))
  return told
}
