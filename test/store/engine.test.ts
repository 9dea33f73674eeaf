import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../src/integrity/open.js'
import type { Plan } from '../../src/store/plan.js'
import { type EngineOptions, type Lane, StoreBusy, StoreClosed } from '../../src/store/sqlite.js'
import Database from '../../src/store/sqlite-library.js'
import { fairNow } from '../support/fair-time.js'
import { ask, note, notes, tell } from '../support/raw-plan.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { LOBBY, openWorld, person, type World } from '../support/world.js'

/** Opens a store without a community; collects fatal errors. */
async function openAlone(options: Omit<Partial<EngineOptions>, 'ledgerKey' | 'onFatal'> = {}) {
  const { folder, remove } = temporaryFolder()
  const fatal: Error[] = []
  const open = () =>
    openStore({
      file: join(folder, 'alone.db'),
      ledgerKeyFile: join(folder, 'key'),
      onFatal: (error) => fatal.push(error),
      maxMillis: 1000,
      ...options,
    })
  const store = await open()
  onTestFinished(async () => {
    await store.close()
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

  test('while plans gather, the background is run', async () => {
    const { engine } = await openAlone({ gatherMillis: 60_000 })
    const order: string[] = []
    const run = async (name: string, lane: Lane) => order.push(await engine.run(() => note(name), lane))
    await run('click 1', 'foreground')
    await Promise.all([run('click 2', 'foreground'), run('sweep', 'background')])
    expect(order).toEqual(['click 1', 'sweep', 'click 2'])
  })

  test('settles no promise before the commit', async () => {
    const { engine, store } = await openAlone()
    const commitsSeen: number[] = []
    await Promise.all(
      ['a', 'b'].map((name) =>
        engine.run(() => note(name)).then(() => commitsSeen.push(engine.stats.commits)),
      ),
    )
    expect(commitsSeen).toEqual([1, 1])
    expect(store.file).toMatch(/alone\.db$/)
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
    expect(outcomes[1]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } })
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
    await expect(stubborn).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
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

describe('while another program holds the file', () => {
  async function held(options: { busyMillis?: number } = {}) {
    const { store, engine } = await openAlone(options)
    const other = new Database(store.file)
    onTestFinished(() => {
      other.close()
    })
    other.exec('BEGIN IMMEDIATE')
    return { engine, letGo: () => other.exec('ROLLBACK') }
  }

  test('plans wait without blocking the event loop, and run once it lets go', async () => {
    const { engine, letGo } = await held()
    const waiting = ['one', 'two'].map((name) => engine.run(() => note(name)))
    // If the engine waited inside SQLite, this timer would fire seconds late.
    const begin = fairNow()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(fairNow() - begin).toBeLessThan(1000)
    letGo()
    expect(await Promise.all(waiting)).toEqual(['one', 'two'])
    expect(engine.stats).toMatchObject({ commits: 1, plans: 2 })
  })

  test('plans are refused as not run after a long wait, and later ones run', async () => {
    const { engine, letGo } = await held({ busyMillis: 50 })
    await expect(engine.run(() => note('busy'))).rejects.toBeInstanceOf(StoreBusy)
    letGo()
    expect(await engine.run(() => note('free'))).toBe('free')
    expect(await engine.run(notes)).toEqual(['free'])
  })
})

describe('gathering', () => {
  test('combines plans that arrive one by one after a commit', async () => {
    const { engine } = await openAlone({ gatherMillis: 200 })
    await engine.run(() => note('first'))
    const later: Promise<string>[] = []
    for (let index = 0; index < 10; index++) {
      later.push(engine.run(() => note(`note-${index}`)))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(later)
    expect(engine.stats).toMatchObject({ commits: 2, plans: 11 })
  })

  test('does not delay plans after a quiet period, nor once enough plans wait', async () => {
    const { engine } = await openAlone({ gatherMillis: 60_000 })
    expect(await engine.run(() => note('after a quiet time'))).toBe('after a quiet time')
    const enough = Array.from({ length: 32 }, (_, index) => engine.run(() => note(`note-${index}`)))
    expect(await Promise.all(enough)).toHaveLength(32)
    expect(engine.stats).toMatchObject({ commits: 2, plans: 33 })
  })

  test('ends when the store closes, and the waiting plans are answered', async () => {
    const { engine, store } = await openAlone({ gatherMillis: 60_000 })
    await engine.run(() => note('first'))
    const waiting = engine.run(() => note('second'))
    await Promise.all([store.close(), waiting])
    expect(await waiting).toBe('second')
  })
})

/** Returns whether a promise is still pending after everything due now has happened. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  promise.then(
    () => (settled = true),
    () => (settled = true),
  )
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  return !settled
}

describe('when the disk is full', () => {
  async function full(store: Store): Promise<void> {
    const [pages] = await store.engine.run(() => ask('PRAGMA page_count'))
    await store.engine.run(() => ask(`PRAGMA max_page_count = ${Number(pages?.page_count)}`))
  }

  test('the store reports it once, answers no waiting plan, and runs nothing more', async () => {
    const { engine, store, fatal, open } = await openAlone()
    await engine.run(() => note('acknowledged'))
    await full(store)
    const large = 'x'.repeat(100_000)
    const waiting = [
      engine.run(() => note('first')),
      engine.run(() => note('large', large)),
      engine.run(() => note('last')),
    ]
    for (const promise of waiting) expect(await isPending(promise)).toBe(true)
    expect(fatal).toMatchObject([{ code: 'SQLITE_FULL' }])
    await expect(engine.run(() => note('afterwards'))).rejects.toBeInstanceOf(StoreClosed)
    for (const promise of waiting) expect(await isPending(promise)).toBe(true)
    expect(fatal).toHaveLength(1)
    await store.close()
    const again = await open()
    expect(await again.engine.run(notes)).toEqual(['acknowledged'])
    await again.close()
  })
})

interface Line {
  asked?: string
  answered?: string
  tradeNo?: number
  fatal?: string
  afterwards?: string
}

/** Runs the process that tops up endlessly on a world's files, until it exits or `enough` returns true. */
async function topUpForever(
  world: World,
  limit: string,
  enough: (lines: Line[], child: ChildProcess) => void,
) {
  const script = join(import.meta.dirname, '../support/top-up-forever.mts')
  const command = `${limit} exec "$0" --import tsx "$1" "$2"`
  const child = spawn('bash', ['-c', command, process.execPath, script, world.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: Line[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The last line of a killed process may be cut short.
    if (!line.endsWith('}')) return
    lines.push(JSON.parse(line) as Line)
    enough(lines, child)
  })
  await once(child, 'close')
  const answered = lines.filter((line) => line.answered !== undefined)
  const keys = new Set(answered.map((line) => line.answered))
  const unanswered = lines.filter((line) => line.asked !== undefined && !keys.has(line.asked))
  return { lines, answered, unanswered }
}

/** Repeats every answered key and expects the same answer, with the money moved once. */
async function expectNothingLost(world: World, answered: Line[], unanswered: Line[]): Promise<void> {
  await world.start()
  const parties = { place: LOBBY, by: person('Admin'), to: person('Ann') }
  const repeat = (key: string | undefined) =>
    world.app.topUp({ key: key ?? '', ...parties, platformAdmin: true, amount: 1, reason: 'more' })
  for (const { answered: key, tradeNo } of answered)
    expect(await repeat(key)).toMatchObject({ kind: 'topped_up', tradeNo })
  // "Unknown" may have been either; a repeat has effect once.
  for (const { asked: key } of unanswered) expect(await repeat(key)).toMatchObject({ kind: 'topped_up' })
  expect(await world.balance('Ann')).toBe(answered.length + unanswered.length)
  expect(await world.broken()).toEqual([])
}

describe('no acknowledged plan is lost', () => {
  test('when writing fails in a commit: one fatal error, no answer to waiting plans, all answers kept', async () => {
    const world = await openWorld()
    await world.stop()
    // The write-ahead log may not exceed 600 KiB, which the commits reach quickly.
    const { lines, answered, unanswered } = await topUpForever(world, 'ulimit -f 600;', () => {})
    expect(answered.length).toBeGreaterThan(4)
    expect(lines.slice(-2)).toEqual([
      { fatal: expect.stringMatching(/^SQLITE_(IOERR|FULL)/) },
      { afterwards: 'StoreClosed' },
    ])
    expect(lines.filter((line) => line.fatal !== undefined)).toHaveLength(1)
    expect(unanswered).toHaveLength(4)
    await expectNothingLost(world, answered, unanswered)
  })

  test('when the process is killed mid-commit', async () => {
    const world = await openWorld()
    await world.stop()
    const { answered, unanswered } = await topUpForever(world, '', (lines, child) => {
      if (lines.length > 300) child.kill('SIGKILL')
    })
    expect(answered.length).toBeGreaterThan(100)
    await expectNothingLost(world, answered, unanswered)
  })
})
