import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/integrity/open.js'
import { openMysqlStore } from '../../src/integrity/open-mysql.js'
import { type EngineOptions, type Lane, StoreBusy, StoreClosed } from '../../src/store/engine.js'
import type { Plan } from '../../src/store/plan.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { note, notes, tell } from '../support/raw-plan.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { openWorld } from '../support/world.js'

// What every engine promises, on a SQLite file and on MariaDB.

/** What the databases call a row that is there already. */
const TAKEN = expect.stringMatching(/^(SQLITE_CONSTRAINT_PRIMARYKEY|ER_DUP_ENTRY)$/)

/** Opens a store without a community; collects fatal errors. */
async function openAlone(options: Omit<Partial<EngineOptions>, 'ledgerKey' | 'onFatal'> = {}) {
  const { folder, remove } = temporaryFolder()
  const server = mariadbUrl()
  const url = server && (await takeDatabase(server))
  const fatal: Error[] = []
  const common = {
    ledgerKeyFile: join(folder, 'key'),
    onFatal: (error: Error) => fatal.push(error),
    maxMillis: 1000,
    ...options,
  }
  const open = () =>
    url ? openMysqlStore({ url, ...common }) : openStore({ file: join(folder, 'alone.db'), ...common })
  const store = await open()
  onTestFinished(async () => {
    await store.close()
    if (url) await giveBack(url)
    remove()
  })
  return { store, engine: store.engine, fatal, open }
}

describe('group commit', () => {
  test('commits all waiting plans at once', async () => {
    const { engine } = await openAlone()
    const names = Array.from({ length: 100 }, (_, index) => `note-${index}`)
    const done = await Promise.all(names.map((name) => engine.run(() => note(name))))
    expect(done).toEqual(names)
    expect(engine.stats).toMatchObject({ commits: 1, plans: 100 })
    expect(await engine.run(notes)).toHaveLength(100)
  })

  test('limits the plans per commit and loses none', async () => {
    const { engine } = await openAlone({ maxPlans: 16 })
    await Promise.all(Array.from({ length: 100 }, (_, index) => engine.run(() => note(`note-${index}`))))
    expect(engine.stats).toMatchObject({ commits: 7, plans: 100 })
  })

  test('limits the time per commit: a slow plan gets its own', async () => {
    const { engine } = await openAlone({ maxMillis: 5 })
    function* slow(name: string): Plan<string> {
      const until = performance.now() + 10
      while (performance.now() < until);
      return yield* note(name)
    }
    await Promise.all([1, 2, 3].map((index) => engine.run(() => slow(`note-${index}`))))
    expect(engine.stats).toMatchObject({ commits: 3, plans: 3 })
  })

  test('runs plans in order of arrival, each seeing the writes of those before it', async () => {
    const { engine } = await openAlone()
    const counts = await Promise.all(
      [0, 1, 2].map((index) =>
        engine.run(function* () {
          yield* note(`note-${index}`)
          return (yield* notes()).length
        }),
      ),
    )
    expect(counts).toEqual([1, 2, 3])
  })

  test('a plan queued behind the background is run before its next portion, and the background goes on behind it', async () => {
    const { engine } = await openAlone({ maxPlans: 1 })
    const order: string[] = []
    const run = async (name: string, lane: Lane) => order.push(await engine.run(() => note(name), lane))
    const [first, ...sweep] = [1, 2, 3].map((portion) => run(`sweep ${portion}`, 'background'))
    await first
    await Promise.all([...sweep, run('click 1', 'foreground'), run('click 2', 'foreground')])
    expect(order).toEqual(['sweep 1', 'click 1', 'sweep 2', 'click 2', 'sweep 3'])
  })

  test('settles no promise before the commit', async () => {
    const { engine } = await openAlone()
    const commitsSeen: number[] = []
    await Promise.all(
      ['a', 'b'].map((name) =>
        engine.run(() => note(name)).then(() => commitsSeen.push(engine.stats.commits)),
      ),
    )
    expect(commitsSeen).toEqual([1, 1])
  })

  test('calls its listeners after each commit that changed something, until they unsubscribe', async () => {
    const { engine } = await openAlone()
    let heard = 0
    const stop = engine.onCommit(() => heard++)
    await Promise.all([engine.run(() => note('a')), engine.run(() => note('b'))])
    expect(heard).toBe(1)
    await engine.run(notes)
    expect(heard).toBe(1)
    stop()
    await engine.run(() => note('c'))
    expect(heard).toBe(1)
  })
})

describe('a failing plan', () => {
  test('that throws after writing stores nothing and affects no other plan of the batch', async () => {
    const { engine } = await openAlone()
    const outcomes = await Promise.allSettled([
      engine.run(() => note('before')),
      engine.run(function* () {
        yield* note('broken-1')
        yield* note('broken-2')
        throw new Error('a bug')
      }),
      engine.run(() => note('after')),
    ])
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 'before' },
      { status: 'rejected', reason: new Error('a bug') },
      { status: 'fulfilled', value: 'after' },
    ])
    expect(engine.stats.commits).toBe(1)
    expect(await engine.run(notes)).toEqual(['after', 'before'])
  })

  test('that violates a constraint stores nothing and affects no other plan of the batch', async () => {
    const { engine, fatal } = await openAlone()
    const outcomes = await Promise.allSettled([
      engine.run(() => note('taken')),
      engine.run(function* () {
        yield* note('mine')
        yield* note('taken')
      }),
      engine.run(() => note('after')),
    ])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: TAKEN } })
    expect(await engine.run(notes)).toEqual(['after', 'taken'])
    expect(fatal).toEqual([])
  })

  test('amid grabs changes nothing for them: each share goes out once, with the right answer', async () => {
    const world = await openWorld({ maxMillis: 10_000 })
    await world.fund(10_000, 'Ann')
    const { envelopeNo } = await world.send('Ann', { kind: 'equal', total: 300, count: 3 })
    const commits = world.engine.stats.commits
    const bug = () =>
      world.engine.run(function* () {
        yield* tell(`UPDATE account SET balance = balance + 1 WHERE account_type = 'wallet'`)
        throw new Error('a bug')
      })
    const outcomes = await Promise.allSettled([
      world.grab('Bob', envelopeNo),
      bug(),
      world.grab('Cai', envelopeNo),
      world.grab('Bob', envelopeNo),
      bug(),
      world.grab('Dan', envelopeNo),
      world.grab('Eve', envelopeNo),
      bug(),
    ])
    const told = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? outcome.reason.message : (outcome.value as { kind: string }).kind,
    )
    expect(told).toEqual([
      'grabbed',
      'a bug',
      'grabbed',
      'already_grabbed',
      'a bug',
      'grabbed',
      'finished',
      'a bug',
    ])
    expect(world.engine.stats.commits).toBe(commits + 1)
    for (const name of ['Bob', 'Cai', 'Dan']) expect(await world.balance(name)).toBe(100)
    expect(await world.broken()).toEqual([])
  })

  test('that throws before its first step, or yields invalid SQL, is the only one rejected', async () => {
    const { engine } = await openAlone()
    const outcomes = await Promise.allSettled([
      engine.run(() => {
        throw new Error('early')
      }),
      engine.run(() => tell('INSERT INTO nowhere VALUES (1)')),
      engine.run(() => note('fine')),
    ])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })

  test('cannot continue after a failed statement: everything is rolled back', async () => {
    const { engine } = await openAlone()
    await engine.run(() => note('taken'))
    const stubborn = engine.run(function* () {
      yield* note('mine')
      try {
        yield* note('taken')
      } catch {
        return 'went on'
      }
      return 'nothing happened'
    })
    await expect(stubborn).rejects.toMatchObject({ code: TAKEN })
    expect(await engine.run(notes)).toEqual(['taken'])
  })
})

describe('closing', () => {
  test('finishes the waiting plans and refuses new ones', async () => {
    const { engine, store, open } = await openAlone({ maxPlans: 3 })
    const waiting = Array.from({ length: 10 }, (_, index) =>
      engine.run(() => note(`note-${index}`), index % 2 === 0 ? 'foreground' : 'background'),
    )
    const closed = store.close()
    await expect(engine.run(() => note('late'))).rejects.toBeInstanceOf(StoreClosed)
    await closed
    await expect(Promise.all(waiting)).resolves.toHaveLength(10)
    await expect(engine.run(() => note('later'))).rejects.toBeInstanceOf(StoreClosed)
    const again = await open()
    expect(await again.engine.run(notes)).toHaveLength(10)
    await again.close()
  })

  test('twice has the same effect as once', async () => {
    const { store } = await openAlone()
    await Promise.all([store.close(), store.close()])
    await store.close()
  })
})

test('refuses plans beyond the queue limit as not run, and runs the others', async () => {
  const { engine } = await openAlone({ maxWaiting: 10 })
  const tries = await Promise.allSettled(
    Array.from({ length: 15 }, (_, index) => engine.run(() => note(`note-${index}`))),
  )
  expect(tries.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 10 }, () => 'fulfilled'),
    ...Array.from({ length: 5 }, () => 'rejected'),
  ])
  expect((tries[14] as PromiseRejectedResult).reason).toBeInstanceOf(StoreBusy)
  expect(await engine.run(notes)).toHaveLength(10)
})
