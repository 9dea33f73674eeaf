import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { App } from '../../src/app/app.js'
import type { GrabOutcome } from '../../src/app/envelopes/grab-share.js'
import { AdjustableClock } from '../../src/clock.js'
import { StoreBusy, StoreClosed } from '../../src/store/engine.js'
import { StoreRefused } from '../../src/store/refused.js'
import Database from '../../src/store/sqlite-library.js'
import { type EngineThreadOptions, startEngine } from '../../src/thread/start-engine.js'
import { folderOfTest } from '../support/bot-program.js'
import { LOBBY, person } from '../support/world.js'

const SECOND = 1_000

async function engineIn(folder = folderOfTest(), options: Partial<EngineThreadOptions> = {}) {
  const fatal: Error[] = []
  const clock = new AdjustableClock()
  const engine = await startEngine({
    file: join(folder, 'luckymoney.db'),
    ledgerKeyFile: join(folder, 'luckymoney.key'),
    gatherMillis: 0,
    clock,
    skipped: clock.shared,
    onFatal: (error) => fatal.push(error),
    onDamaged: (error) => fatal.push(error),
    thread: pathToFileURL(resolve('dist/engine-thread.js')),
    ...options,
  })
  onTestFinished(() => engine.close())
  return { engine, app: engine.app, clock, fatal }
}

let keys = 0

/** A community whose members Ann and Bob have 10.00 each. */
async function founded(app: App): Promise<void> {
  const currency = { name: 'Gold', symbol: 'G', scale: 2 }
  await app.foundCommunity({ place: LOBBY, name: 'Tea House', currency })
  for (const to of ['Ann', 'Bob'].map(person))
    expect(
      await app.topUp({ ...by('Admin'), platformAdmin: true, to, amount: 1_000, reason: 'test' }),
    ).toMatchObject({
      kind: 'topped_up',
    })
}

const by = (name: string) => ({ key: `key ${++keys}`, place: LOBBY, by: person(name) })

const send = (app: App, more: object = {}) =>
  app.sendEnvelope({ ...by('Ann'), kind: 'equal', total: 200, count: 2, greeting: '', ...more })

test('the app on the other thread answers as on this one, and tells of its commits after their answers', async () => {
  const { engine, app } = await engineIn()
  const heard: string[] = []
  app.onCommit(() => heard.push('commit'))
  await founded(app)
  const transfer = app.transfer({ ...by('Ann'), to: person('Bob'), amount: 250, note: '' })
  void transfer.then(() => heard.push('answer'))
  heard.length = 0
  expect(await transfer).toMatchObject({ kind: 'transferred', amount: 250 })
  expect(await app.wallet({ place: LOBBY, by: person('Bob') })).toMatchObject({ balance: 1_250 })
  expect(heard).toEqual(['commit', 'answer'])
  expect((await app.board.chatsBehind()).now.chats).toEqual([])
  expect(engine.stats.commits).toBeGreaterThan(0)
  expect(engine.queueLength).toBe(0)
})

test("reads an admin's figures on a further thread, as of the last commit", async () => {
  const { app } = await engineIn()
  await founded(app)
  await send(app)
  const figures = await app.dashboard({ place: LOBBY, by: person('Admin'), platformAdmin: true })
  expect(figures).toMatchObject({
    kind: 'dashboard',
    circulation: 2_000,
    holders: [{ name: 'Bob' }, { name: 'Ann' }],
  })
})

test('reads a year letter on another thread', async () => {
  const { app } = await engineIn()
  await founded(app)
  await send(app)
  const letter = await app.yearLetter({ place: LOBBY, by: person('Ann'), of: 'chat' })
  // No red packet of this year has ended yet.
  expect(letter).toEqual({ kind: 'no_year' })
})

test('two programs cannot open one file, and the second is told why', async () => {
  const folder = folderOfTest()
  await engineIn(folder)
  const refused = engineIn(folder)
  await expect(refused).rejects.toBeInstanceOf(StoreRefused)
  await expect(refused).rejects.toThrow(/Another Luckymoney process is using .* DATABASE_FILE\./)
})

test('closing finishes what was called before, refuses what comes after, and releases the file', async () => {
  const folder = folderOfTest()
  const { app, engine, fatal } = await engineIn(folder)
  await founded(app)
  const last = app.transfer({ ...by('Ann'), to: person('Bob'), amount: 250, note: '' })
  const closed = engine.close()
  await expect(app.wallet({ place: LOBBY, by: person('Bob') })).rejects.toBeInstanceOf(StoreClosed)
  expect(await last).toMatchObject({ kind: 'transferred' })
  await closed
  const next = await engineIn(folder)
  expect(await next.app.wallet({ place: LOBBY, by: person('Bob') })).toMatchObject({ balance: 1_250 })
  expect(fatal).toEqual([])
})

test('a full queue refuses further calls at once, but takes them again when it has been worked off', async () => {
  const { app, engine } = await engineIn(undefined, { maxWaiting: 2 })
  await founded(app)
  const wallet = () => app.wallet({ place: LOBBY, by: person('Bob') })
  const [one, two, three] = [wallet(), wallet(), wallet()]
  await expect(three).rejects.toBeInstanceOf(StoreBusy)
  expect(engine.queueLength).toBe(2)
  expect([(await one).kind, (await two).kind, (await wallet()).kind]).toEqual(['wallet', 'wallet', 'wallet'])
})

test('taps that wait for a fair start are told that they have joined, and take no place in the queue', async () => {
  const { app, engine } = await engineIn(undefined, { maxWaiting: 2 })
  await founded(app)
  const sent = await send(app, { fairStart: SECOND })
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const joined: string[] = []
  const taps: Promise<GrabOutcome>[] = []
  for (const name of ['Cai', 'Dan', 'Eve'])
    await new Promise<void>((resolve) => {
      const told = () => {
        joined.push(name)
        resolve()
      }
      taps.push(app.grabShare({ ...by(name), envelopeNo: sent.envelopeNo }, told))
    })
  expect(engine.queueLength).toBe(0)
  expect(joined).toEqual(['Cai', 'Dan', 'Eve'])
  const kinds = (await Promise.all(taps)).map(({ kind }) => kind)
  expect(kinds.sort()).toEqual(['finished', 'grabbed', 'grabbed'])
})

test('what cannot be copied to the other thread fails alone', async () => {
  const { app } = await engineIn()
  await founded(app)
  const wallet = app.wallet({ place: LOBBY, by: person('Bob') })
  const wrong = app.wallet({
    place: LOBBY,
    by: { ...person('Bob'), name: Symbol('Bob') as unknown as string },
  })
  await expect(wrong).rejects.toThrow(/could not be cloned/)
  expect((await wallet).kind).toBe('wallet')
})

test('sends taps of a rush together, at once after another call, with the next call, or once enough wait', async () => {
  // Answers each call with the number of the message that brought it.
  const counting = `
    import { parentPort } from 'node:worker_threads'
    let messages = 0
    parentPort.on('message', ({ kind, calls }) => {
      if (kind === 'close') return parentPort.postMessage({ kind: 'closed' })
      messages++
      const answers = calls.map(({ id }) => ({ id, ok: true, outcome: messages }))
      parentPort.postMessage({ kind: 'answers', answers, committed: false, stats: {} })
    })
    parentPort.postMessage({ kind: 'ready', names: ['grabShare', 'wallet'] })
  `
  const { app } = await engineIn(undefined, {
    thread: new URL(`data:text/javascript,${encodeURIComponent(counting)}`),
    gatherMillis: 60_000,
  })
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
  const tap = () => app.grabShare({ ...by('Ann'), envelopeNo: 'any' })
  const other = () => app.wallet({ place: LOBBY, by: person('Ann') })
  expect(await other()).toBe(1)
  expect(await tap()).toBe(2)
  const gathered = [tap()]
  await nextTurn()
  gathered.push(tap())
  await nextTurn()
  expect(await other()).toBe(3)
  expect(await Promise.all(gathered)).toEqual([3, 3])
  const enough = []
  for (let count = 0; count < 32; count++) {
    enough.push(tap())
    await nextTurn()
  }
  expect(new Set(await Promise.all(enough))).toEqual(new Set([4]))
})

test('time skipped here passes on the other thread', async () => {
  const { app, clock } = await engineIn()
  await founded(app)
  await send(app)
  expect(await app.expireEnvelopes(10)).toBe(0)
  clock.skip(25 * 3_600_000)
  expect(await app.expireEnvelopes(10)).toBe(1)
  const now = clock.now()
  expect(app.now()).toBeGreaterThanOrEqual(now)
})

test('a clock that a demonstration had put forward starts where the file’s time ended', async () => {
  const folder = folderOfTest()
  const first = await engineIn(folder)
  first.clock.skip(48 * 3_600_000)
  await founded(first.app)
  const until = first.clock.now()
  await first.engine.close()
  const second = await engineIn(folder)
  expect(second.clock.now()).toBeGreaterThanOrEqual(until - SECOND)
})

test('when the thread dies, the program is told once, and no call settles: nobody knows what it did', async () => {
  const dying = `
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => { throw new Error('out of luck') })
    parentPort.postMessage({ kind: 'ready', names: ['wallet'] })
  `
  const { app, fatal, engine } = await engineIn(undefined, {
    thread: new URL(`data:text/javascript,${encodeURIComponent(dying)}`),
  })
  let settled = false
  const end = () => {
    settled = true
  }
  app.wallet({ place: LOBBY, by: person('Bob') }).then(end, end)
  await engine.close()
  expect(fatal.map(({ message }) => message)).toEqual(['out of luck'])
  expect(settled).toBe(false)
  await expect(app.wallet({ place: LOBBY, by: person('Bob') })).rejects.toBeInstanceOf(StoreClosed)
})

test('damage in a file too large to be read before use stops the program as soon as it is found', async () => {
  const folder = folderOfTest()
  const first = await engineIn(folder)
  await founded(first.app)
  await first.engine.close()
  damage(join(folder, 'luckymoney.db'), 'share')
  await expect(engineIn(folder)).rejects.toThrow(/is damaged .*restore the last good backup/s)
  let tell = (_: Error) => {}
  const told = new Promise<Error>((resolve) => {
    tell = resolve
  })
  const second = await engineIn(folder, { checkAtOnce: 0, onDamaged: tell })
  expect(await told).toBeInstanceOf(StoreRefused)
  await second.engine.close()
})

/** Overwrites a table's first page. */
function damage(file: string, table: string): void {
  const database = new Database(file)
  const page = database
    .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(table) as number
  const size = database.pragma('page_size', { simple: true }) as number
  database.close()
  const bytes = readFileSync(file)
  bytes.fill(0xa5, (page - 1) * size, page * size)
  writeFileSync(file, bytes)
}
