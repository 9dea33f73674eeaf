import { expect, test } from 'vitest'
import type { StatementLine } from '../../src/app/wallets/statement.js'
import { newestEntries } from '../../src/operations/inspect.js'
import type Database from '../../src/store/sqlite-library.js'
import { memberYear } from '../../src/store/year-letter.js'
import { LOBBY, openWorld, person, START, type World } from '../support/world.js'

/** Nearly half a segment: two of these trades are in one, and the next two in another. */
const APART = 32_000

/** Gives trades numbers that are far apart, as if others had been between them. */
function spread(database: Database.Database): void {
  const guard = database.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'trade_no_update'`).pluck().get()
  database.pragma('foreign_keys = OFF')
  database.exec('DROP TRIGGER trade_no_update')
  database.exec(`UPDATE trade SET trade_no = trade_no * ${APART}`)
  database.exec(guard as string)
}

async function statementOf(world: World, name: string): Promise<Omit<StatementLine, 'tradeNo'>[]> {
  const lines: StatementLine[] = []
  let before: number | undefined
  do {
    const page = await world.app.statement({
      ...{ place: LOBBY, by: person(name), limit: 3 },
      ...(before !== undefined && { before }),
    })
    if (page.kind !== 'statement') throw new Error(page.kind)
    lines.push(...page.lines)
    before = page.older
  } while (before !== undefined)
  return lines.map(({ tradeNo: _, ...line }) => line)
}

/** All that is read by the index over what accounts received. */
async function read(world: World) {
  const statements = [await statementOf(world, 'Ann'), await statementOf(world, 'Bob')]
  return world.tamper((database) => {
    const accounts = database.prepare('SELECT account_no FROM account ORDER BY id').pluck().all() as string[]
    const entries = (limit: number) =>
      accounts.map((account) =>
        newestEntries(database, account, limit).map(({ trade_no: _, ...entry }) => entry),
      )
    const bob = database.prepare(`SELECT id FROM member WHERE name = 'Bob'`).pluck().get() as number
    const year = memberYear(database, bob, { from: START, until: START + 1e9, months: [START] })
    return { statements, newest: entries(4), all: entries(100), year }
  })
}

test('statements, entries and letters are the same however many trades of others are between those of a member', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann', 'Bob')
  for (const count of [1, 2, 2]) {
    const { envelopeNo } = await world.send('Ann', { count })
    await world.grabs(envelopeNo, ...['Bob', 'Cai'].slice(0, count))
    const transfer = { place: LOBBY, by: person('Bob'), to: person('Ann'), amount: 5, note: '' }
    await world.app.transfer({ key: world.key(), ...transfer })
  }
  const before = await read(world)
  expect(before.statements.map(({ length }) => length)).toEqual([7, 7])
  expect(before.year.packetsGrabbed).toBe(3)
  world.tamper(spread)
  const segments = world.tamper((database) =>
    database.prepare('SELECT count(DISTINCT trade_no >> 16) FROM trade').pluck().get(),
  )
  expect(segments).toBe(7)
  expect(await read(world)).toEqual(before)
})
