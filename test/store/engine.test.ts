import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../src/integrity/open.js'
import { type EngineOptions, type Lane, StoreBusy, StoreClosed } from '../../src/store/engine.js'
import Database from '../../src/store/sqlite-library.js'
import { fairNow } from '../support/fair-time.js'
import { ask, note, notes } from '../support/raw-plan.js'
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
  test('while plans gather, the background is run', async () => {
    const { engine } = await openAlone({ gatherMillis: 60_000 })
    const order: string[] = []
    const run = async (name: string, lane: Lane) => order.push(await engine.run(() => note(name), lane))
    await run('click 1', 'foreground')
    await Promise.all([run('click 2', 'foreground'), run('sweep', 'background')])
    expect(order).toEqual(['click 1', 'sweep', 'click 2'])
  })

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
