import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLedgerKey, readLedgerKey } from '../../src/integrity/ledger-key.js'
import { MysqlEngine } from '../../src/store/mysql.js'
import { migrateMysql } from '../../src/store/mysql-migrate.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { ask, note, tell } from '../support/raw-plan.js'
import { temporaryFolder } from '../support/temporary-folder.js'

/** An engine that lists the reads for which a plan had to wait on their own. */
async function open() {
  const { folder, remove } = temporaryFolder()
  const url = await takeDatabase(mariadbUrl() as string)
  const other = await MysqlSession.open(readMysqlUrl(url))
  await migrateMysql(other)
  createLedgerKey(join(folder, 'key'))
  const waits: string[] = []
  const connect = async () => {
    const session = await MysqlSession.open(readMysqlUrl(url))
    const execute = session.execute.bind(session)
    session.execute = (statement, values) => {
      waits.push(`${statement.sql} ${values}`)
      return execute(statement, values)
    }
    return session
  }
  const onFatal = (error: Error) => {
    throw error
  }
  const ledgerKey = readLedgerKey(join(folder, 'key'))
  const engine = new MysqlEngine({ ledgerKey, connect, onFatal, maxMillis: 60_000 })
  onTestFinished(async () => {
    await engine.drain()
    await other.close()
    await giveBack(url)
    remove()
  })
  return { engine, other, waits }
}

const VALUE = 'SELECT value FROM meta WHERE name = ?'

/** Reads the note that a note names, and adds to it. */
function* follow() {
  const [first] = yield* ask(VALUE, 'first')
  const [second] = yield* ask(VALUE, first?.value)
  yield* tell(`UPDATE meta SET value = concat(value, '+') WHERE name = ?`, first?.value)
  return second?.value
}

test('reads that a plan will probably make are sent together, and one that was guessed wrongly changes nothing', async () => {
  const { engine, other, waits } = await open()
  await engine.run(() => note('first', 'second'))
  await engine.run(() => note('second', 'x'))
  await engine.run(() => note('third', 'y'))
  expect([await engine.run(follow), await engine.run(follow)]).toEqual(['x', 'x+'])
  waits.length = 0
  expect(await engine.run(follow)).toBe('x++')
  expect(waits).toEqual([])
  await other.query(`UPDATE meta SET value = 'third' WHERE name = 'first'`)
  await other.query('COMMIT')
  expect(await engine.run(follow)).toBe('y')
  expect(waits).toEqual([`${VALUE} third`])
  expect(await other.query(`SELECT name, value FROM meta ORDER BY name`)).toEqual([
    { name: 'first', value: 'third' },
    { name: 'second', value: 'x+++' },
    { name: 'third', value: 'y+' },
  ])
})

test('a read that was sent ahead sees what the plans before it in the same transaction wrote', async () => {
  const { engine, waits } = await open()
  await engine.run(() => note('first', 'second'))
  await engine.run(() => note('second', ''))
  await engine.run(follow)
  waits.length = 0
  const { commits } = engine.stats
  const seen = await Promise.all(Array.from({ length: 20 }, () => engine.run(follow)))
  expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => '+'.repeat(index + 1)))
  expect(engine.stats.commits).toBe(commits + 1)
  expect(waits).toEqual([])
})

test('a read that was sent ahead and is made only after a write sees that write', async () => {
  const { engine, other } = await open()
  await engine.run(() => note('which', 'read'))
  await engine.run(() => note('row', 'old'))
  const plan = function* () {
    const [which] = yield* ask(VALUE, 'which')
    if (which?.value === 'write') yield* tell(`UPDATE meta SET value = 'new' WHERE name = ?`, 'row')
    const [row] = yield* ask(VALUE, 'row')
    return row?.value
  }
  expect([await engine.run(plan), await engine.run(plan)]).toEqual(['old', 'old'])
  await other.query(`UPDATE meta SET value = 'write' WHERE name = 'which'`)
  await other.query('COMMIT')
  expect(await engine.run(plan)).toBe('new')
})
