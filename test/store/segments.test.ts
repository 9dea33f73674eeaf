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

/** Funds two members and has Bob grab once from each, so that neither is more of a partner to him. */
async function tie(world: World): Promise<void> {
  await world.fund(10_000, 'Ann', 'Eve')
  for (const sender of ['Eve', 'Ann']) {
    const { envelopeNo } = await world.send(sender, { kind: 'equal', total: 100, count: 1 })
    await world.grabs(envelopeNo, 'Bob')
  }
}

test('of two members with the same figures, a letter names the one from before, in one segment or several', async () => {
  const world = await openWorld()
  await tie(world)
  const { year } = await read(world)
  expect(year.partner?.name).toBe('Eve')
  world.tamper(spread)
  expect((await read(world)).year).toEqual(year)
})

test('damaged books are shown as far as they can be read, and a gigantic trade number takes no time', async () => {
  const world = await openWorld()
  await tie(world)
  world.tamper((database) => {
    spread(database)
    const account = database.prepare(`SELECT account_no FROM account WHERE username = 'Bob'`).pluck().get()
    const shown = (limit: number) =>
      newestEntries(database, account as string, limit).map(({ amount }) => amount)
    const guards = database.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'trade'`,
    )
    for (const name of guards.pluck().all()) database.exec(`DROP TRIGGER ${name}`)
    database.exec(`UPDATE trade SET trade_no = 1 << 62 WHERE trade_no = (SELECT max(trade_no) FROM trade)`)
    expect(shown(5)).toEqual([100, 100])
    database.exec(`UPDATE account SET seq = 5000 WHERE username = 'Bob'`)
    expect([shown(1), shown(5)]).toEqual([[100], [100, 100]])
    // The payer of the first is gone.
    database.exec(`UPDATE trade SET from_account = 999 WHERE trade_no = 1 << 62`)
    expect(shown(5)).toEqual([100])
  })
})

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
