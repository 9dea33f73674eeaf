import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app/app.js'
import { type MysqlOpenOptions, openMysqlStore } from '../../src/integrity/open-mysql.js'
import { cryptoRandom } from '../../src/random.js'
import { StoreBusy } from '../../src/store/engine.js'
import { MysqlEngine } from '../../src/store/mysql.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import type { Plan } from '../../src/store/plan.js'
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.js'
import { expectLaneBreaches } from '../support/lane-breaches.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { ask, note, notes, tell } from '../support/raw-plan.js'
import { SettableClock } from '../support/settable-clock.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { LOBBY, person, START } from '../support/world.js'

/** Takes a database with a proxy in front; `open` opens stores that share it and one ledger key. */
async function onServer() {
  const { folder, remove } = temporaryFolder()
  const direct = await takeDatabase(mariadbUrl() as string)
  const proxy: CuttingProxy = await startCuttingProxy(direct)
  const fatal: Error[] = []
  const closers: (() => Promise<void>)[] = []
  onTestFinished(async () => {
    for (const close of closers) await close()
    await proxy.close()
    await giveBack(direct)
    remove()
    expect(fatal).toEqual([])
  })
  const open = async (options: Partial<MysqlOpenOptions> = {}) => {
    const store = await openMysqlStore({
      url: proxy.url,
      ledgerKeyFile: join(folder, 'key'),
      onFatal: (error) => fatal.push(error),
      ...options,
    })
    closers.push(() => store.close())
    return store
  }
  const session = async () => {
    const opened = await MysqlSession.open(readMysqlUrl(direct))
    closers.push(() => opened.close())
    return opened
  }
  return { proxy, open, session }
}

describe('a connection that is lost', () => {
  test.each([
    ['before a statement reaches the server', { before: 'wanted' }],
    ['before COMMIT reaches the server', { before: 'COMMIT' }],
    ['when the server has committed', { after: 'COMMIT' }],
  ] as const)('%s costs no plan and repeats none, although they have no key', async (_when, cut) => {
    const { proxy, open } = await onServer()
    const { engine } = await open()
    // Prepares the statements.
    await engine.run(() => note('first'))
    const lost = proxy.cut(cut)
    const names = ['wanted 1', 'wanted 2', 'wanted 3']
    // A second run of the same would find its name taken.
    expect(await Promise.all(names.map((name) => engine.run(() => note(name))))).toEqual(names)
    await lost
    expect(await engine.run(notes)).toEqual(['first', ...names])
    expect(engine.stats).toMatchObject({ plans: 5 })
  })

  test('for longer than plans wait refuses them as not run, and later plans run', async () => {
    const { proxy, open } = await onServer()
    const { engine } = await open({ busyMillis: 200 })
    await engine.run(() => note('first'))
    proxy.shut()
    await expect(engine.run(() => note('second'))).rejects.toBeInstanceOf(StoreBusy)
    proxy.open()
    expect(await engine.run(() => note('second'))).toBe('second')
  })
})

test('a plan may take long, as long as the server answers', async () => {
  const { open } = await onServer()
  const { engine } = await open({ stalledMillis: 2_000, busyMillis: 1 })
  function* slowly(steps: number, seconds: number): Plan<string> {
    for (let step = 0; step < steps; step++) yield* ask('SELECT SLEEP(?)', seconds)
    return 'done'
  }
  expect(await engine.run(() => slowly(5, 0.5))).toBe('done')
  await expect(engine.run(() => slowly(1, 10))).rejects.toBeInstanceOf(StoreBusy)
})

test('a server on which no transaction works refuses what waits as not run, and later plans run', async () => {
  const { open, session } = await onServer()
  const notices: string[] = []
  const { engine } = await open({ busyMillis: 200, onNotice: (notice) => notices.push(notice) })
  const other = await session()
  await other.query('RENAME TABLE writer TO gone')
  await expect(engine.run(() => note('first'))).rejects.toBeInstanceOf(StoreBusy)
  expect(notices).toEqual([expect.stringContaining('(ER_NO_SUCH_TABLE)')])
  await other.query('RENAME TABLE gone TO writer')
  expect(await engine.run(() => note('first'))).toBe('first')
})

describe('a lock that another program holds', () => {
  test('makes plans wait, and they see what it has written', async () => {
    const { open, session } = await onServer()
    const { engine } = await open()
    const other = await session()
    await other.query('SELECT id FROM lane FOR UPDATE')
    const waiting = engine.run(notes)
    await other.query(`INSERT INTO meta (name, value) VALUES ('theirs', '')`)
    await other.query('COMMIT')
    expect(await waiting).toEqual(['theirs'])
  })

  test('in a deadlock with ours makes the engine repeat the transaction', async () => {
    const { open, session } = await onServer()
    const { engine } = await open()
    await engine.run(() => note('row'))
    const other = await session()
    // The server gives up the transaction that has written less.
    for (let row = 0; row < 50; row++)
      await other.query('INSERT INTO meta (name, value) VALUES (?, ?)', [`x${row}`, ''])
    await other.query(`UPDATE meta SET value = 'theirs' WHERE name = 'row'`)
    // Each run is foreseen once, before it holds the lane.
    let runs = 0
    const ours = engine.run(function* () {
      runs++
      yield* tell(`UPDATE meta SET value = concat(value, '+ours') WHERE name = 'row'`)
      return 'done'
    })
    const theirs = async () => {
      await expect.poll(() => runs).toBeGreaterThan(1)
      await other.query('SELECT id FROM lane FOR UPDATE')
      await other.query('COMMIT')
    }
    expect(await Promise.all([ours, theirs()])).toEqual(['done', undefined])
    const [row] = await other.query<{ value: string }[]>(`SELECT value FROM meta WHERE name = 'row'`)
    expect(row).toEqual({ value: 'theirs+ours' })
    expect(runs).toBeGreaterThan(3)
  })
})

describe('two programs on one database', () => {
  test('keep the books balanced, the trades numbered without gaps, and give each share once', async () => {
    const { open } = await onServer()
    const clock = new SettableClock(START)
    const stores = [await open(), await open()]
    const apps = stores.map((store) => createApp({ store, clock, random: cryptoRandom }))
    const [app] = apps as [(typeof apps)[number]]
    const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
    await app.foundCommunity({ place: LOBBY, name: 'The lobby', currency })
    const ann = { place: LOBBY, by: person('Ann') }
    const gift = { ...ann, key: 'fund', platformAdmin: true, to: person('Ann'), amount: 10_000, reason: 'x' }
    await app.topUp(gift)
    const sent = await app.sendEnvelope({
      ...{ ...ann, key: 'send', kind: 'lucky', total: 5_000, count: 30, greeting: '' },
    })
    const { envelopeNo } = sent as Extract<typeof sent, { kind: 'sent' }>
    const taps = Array.from({ length: 80 }, (_, index) => ({
      key: `tap ${index}`,
      place: LOBBY,
      by: person(`P${index % 40}`),
      envelopeNo,
    }))
    const outcomes = await Promise.all(taps.map((tap, index) => apps[index % 2]?.grabShare(tap)))
    const grabbed = outcomes.filter((outcome) => outcome?.kind === 'grabbed')
    expect(grabbed).toHaveLength(30)
    expect(new Set(grabbed.map((outcome) => (outcome as { tradeNo: number }).tradeNo)).size).toBe(30)
    // Gapless numbers and the chains of hashes are among the invariants.
    expect((await app.reconcile()).invariants.filter(({ ok }) => !ok)).toEqual([])
  })

  test.each([
    ['run one plan after another', true],
    ['would overwrite each other without the lane', false],
  ])('%s', async (_rule, locks) => {
    const { proxy, open } = await onServer()
    const { engine, ledgerKey } = await open()
    await engine.run(() => note('counter', '0'))
    const outside: (readonly string[])[] = []
    const connect = async () => {
      const session = await MysqlSession.open(readMysqlUrl(proxy.url))
      outside.push(expectLaneBreaches(session))
      const execute = session.execute.bind(session)
      if (!locks)
        session.execute = (statement, values) =>
          execute({ ...statement, sql: statement.sql.replace('FOR UPDATE', '') }, values)
      return session
    }
    const engines = [1, 2].map(() => new MysqlEngine({ ledgerKey, connect, onFatal: () => {} }))
    function* count() {
      const [row] = yield* ask(`SELECT value FROM meta WHERE name = 'counter'`)
      yield* tell(`UPDATE meta SET value = ? WHERE name = 'counter'`, `${Number(row?.value) + 1}`)
    }
    await Promise.all(Array.from({ length: 40 }, (_, index) => engines[index % 2]?.run(count)))
    for (const each of engines) await each.drain()
    const [counter] = await engine.run(() => ask(`SELECT value FROM meta WHERE name = 'counter'`))
    expect(counter?.value === '40').toBe(locks)
    // Every test on MariaDB asks for this; here is how it would find a plan that writes outside the lane.
    expect(outside.flat().length === 0).toBe(locks)
  })
})
