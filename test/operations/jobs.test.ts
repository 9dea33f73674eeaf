import { PassThrough } from 'node:stream'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../src/clock.js'
import { type Jobs, startJobs } from '../../src/operations/jobs.js'
import { fundAt, unite } from '../support/linked-world.js'
import { DAY, HOUR, MINUTE, openWorld, person, SECOND, type World } from '../support/world.js'

/** A clock whose two times the test moves independently. */
class TwoHandedClock implements Clock {
  constructor(private readonly world: World) {}
  elapsed = 0
  now(): number {
    return this.world.clock.now()
  }
  monotonic(): number {
    return this.elapsed
  }
}

function start(
  world: Pick<World, 'app' | 'clock'>,
  clock: Clock = world.clock,
): { jobs: Jobs; lines: string[] } {
  const lines: string[] = []
  const stream = new PassThrough()
  stream.on('data', (line) => lines.push(String(line)))
  const jobs = startJobs({ app: world.app, clock, log: pino({ level: 'warn' }, stream) })
  onTestFinished(() => jobs.stop())
  return { jobs, lines }
}

test('at start, refunds what fell due while the program was down, once', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { count: 3 })
  const [amount] = await world.grabs(envelopeNo, 'Wei')
  await world.stop()
  world.clock.pass(3 * DAY)
  await world.start()
  const { jobs } = start(world)
  await jobs.sweep()
  await jobs.sweep()
  expect((await world.details(envelopeNo)).state).toBe('expired')
  expect(await world.balance('Lan')).toBe(1000 - (amount as number))
  expect(await world.broken()).toEqual([])
})

test('reports at start books that do not balance', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  world.tamper((database) => database.exec(`UPDATE member SET treasurer = 1 WHERE name = 'Lan'`))
  const { lines } = start(world)
  await expect.poll(() => lines.join()).toContain('THE BOOKS DO NOT BALANCE')
})

test('at start, what fell due while the program was down does not count as an error', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 100 } })
  await world.fund(10_000, 'Lan')
  for (let sent = 0; sent < 60; sent++) await world.send('Lan', { total: 100, count: 2 })
  await world.stop()
  world.clock.pass(3 * DAY)
  await world.start()
  const reconciled: string[] = []
  const reconcile = async () => {
    const report = await world.app.reconcile()
    reconciled.push(...report.invariants.filter(({ ok }) => !ok).map(({ title }) => title), 'done')
    return report
  }
  const log = pino({ level: 'silent' })
  const jobs = startJobs({ app: { ...world.app, reconcile }, clock: world.clock, log })
  onTestFinished(() => jobs.stop())
  await expect.poll(() => reconciled).toEqual(['done'])
})

test('stopping does not wait for a reconcile, and reports no error for it', async () => {
  const world = await openWorld()
  const { jobs, lines } = await new Promise<ReturnType<typeof start>>((resolve) => {
    const reconcile = () => {
      // The first sweep has ended, so the jobs have started.
      resolve(started)
      return new Promise<never>(() => {})
    }
    const started = start({ clock: world.clock, app: { ...world.app, reconcile } })
  })
  await jobs.stop()
  expect(lines).toEqual([])
})

test('at night, what fell due while the machine slept does not count as an error', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  const { jobs, lines } = start(world)
  await jobs.sweep()
  world.clock.pass(3 * DAY)
  await jobs.runNightly()
  expect(lines.join()).not.toContain('THE BOOKS DO NOT BALANCE')
})

test('at night, transfers money in a frozen wallet that was thawed to its owner', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan', 'Lanlan')
  await world.send('Lanlan', { total: 300 })
  await unite(world, person('Lan'), person('Lanlan'))
  const setMerged = (status: string) =>
    world.tamper((database) =>
      database.exec(
        `UPDATE account SET status = '${status}' WHERE user_id = (SELECT id FROM member WHERE merged_into IS NOT NULL)`,
      ),
    )
  setMerged('frozen')
  const { jobs, lines } = start(world)
  world.clock.pass(DAY)
  await jobs.sweep()
  expect(await world.balance('Lan')).toBe(1700)
  setMerged('active')
  await jobs.runNightly()
  expect(await world.balance('Lan')).toBe(2000)
  expect(lines).toEqual([])
})

test('a sweep ends everything due, however much, and gives clicks their turn', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 1000 } })
  await world.fund(100_000, 'Lan')
  const sent = await Promise.all(
    Array.from({ length: 300 }, () => world.send('Lan', { total: 100, count: 2 })),
  )
  world.clock.pass(DAY - 1)
  const late = await world.send('Lan', { total: 100, count: 2 })
  world.clock.pass(1)
  const { jobs } = start(world)
  const order: string[] = []
  const sweep = jobs.sweep().then(() => order.push('sweep'))
  const click = world.grab('Wei', late.envelopeNo).then(({ kind }) => order.push(kind))
  await Promise.all([sweep, click])
  expect(order).toEqual(['grabbed', 'sweep'])
  for (const { envelopeNo } of sent) expect((await world.details(envelopeNo)).state).toBe('expired')
  expect(await world.broken()).toEqual([])
})

test('a forward clock jump holds the refunds and warns, until it is corrected', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  const clock = new TwoHandedClock(world)
  const { jobs, lines } = start(world, clock)
  await jobs.sweep()
  world.clock.pass(2 * DAY)
  clock.elapsed += 1000
  expect(await jobs.sweep()).toBe(0)
  expect(lines.join()).toContain('the clock jumped forward')
  world.clock.pass(-2 * DAY + HOUR)
  clock.elapsed += HOUR - 1000
  expect(await jobs.sweep()).toBe(0)
  expect((await world.details(envelopeNo)).state).toBe('open')
})

test('accepts a lasting clock jump after ten minutes', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  const clock = new TwoHandedClock(world)
  const { jobs } = start(world, clock)
  await jobs.sweep()
  world.clock.pass(2 * DAY)
  expect(await jobs.sweep()).toBe(0)
  world.clock.pass(10 * MINUTE)
  clock.elapsed += 10 * MINUTE
  expect(await jobs.sweep()).toBe(1)
  expect((await world.details(envelopeNo)).state).toBe('expired')
})

test('an envelope that cannot end delays no other, and the log names it', async () => {
  const world = await openWorld()
  await world.fund(2000, 'Lan', 'Wei')
  const broken = await world.send('Lan')
  const sound = await world.send('Wei')
  // Only an attacker or operator with a shell can do this: no use case freezes an envelope's account.
  world.tamper((database) =>
    database
      .prepare(`UPDATE account SET status = 'frozen' WHERE account_no = ?`)
      .run(`E-${broken.envelopeNo}`),
  )
  world.clock.pass(DAY)
  const { jobs, lines } = start(world)
  await jobs.sweep()
  expect((await world.details(sound.envelopeNo)).state).toBe('expired')
  expect(await world.balance('Wei')).toBe(2000)
  expect((await world.details(broken.envelopeNo)).state).toBe('open')
  expect(lines.join()).toContain(`E-${broken.envelopeNo} is frozen`)
  const said = lines.length
  await jobs.sweep()
  expect(lines).toHaveLength(said)
  world.tamper((database) =>
    database
      .prepare(`UPDATE account SET status = 'active' WHERE account_no = ?`)
      .run(`E-${broken.envelopeNo}`),
  )
  world.clock.pass(10 * MINUTE)
  await jobs.sweep()
  expect(await world.balance('Lan')).toBe(2000)
  expect(await world.broken()).toEqual([])
})

test('envelopes that cannot end, among many that can, still give clicks their turn', async () => {
  const DUE = 400
  const world = await openWorld({ rules: { maxOpenEnvelopes: DUE } })
  await world.fund(100_000, 'Lan')
  await Promise.all(Array.from({ length: DUE }, () => world.send('Lan', { total: 100, count: 2 })))
  world.tamper((database) =>
    database.exec(
      `UPDATE account SET status = 'frozen' WHERE account_no IN (SELECT account_no FROM envelope WHERE id % 50 = 0)`,
    ),
  )
  world.clock.pass(DAY)
  const { jobs } = start(world)
  let sweeping = true
  const sweep = jobs.sweep().finally(() => (sweeping = false))
  let longest = 0
  while (sweeping) {
    const before = world.engine.stats.plans
    await world.grab('Wei', 'none')
    longest = Math.max(longest, world.engine.stats.plans - before)
  }
  expect(await sweep).toBe(DUE - DUE / 50)
  // Plans ahead of a click: at most a hundred envelopes one by one, and a few others.
  expect(longest).toBeLessThan(150)
})

test('postponed envelopes delay no sweep until they are retried', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  await world.freeze('Lan')
  world.tamper((database) => database.exec(`UPDATE account SET status = 'closed' WHERE username = 'Lan'`))
  world.clock.pass(DAY)
  const tried: unknown[] = []
  const expireOneByOne: typeof world.app.expireOneByOne = (...asked) => {
    tried.push(asked)
    return world.app.expireOneByOne(...asked)
  }
  const log = pino({ level: 'silent' })
  const jobs = startJobs({ app: { ...world.app, expireOneByOne }, clock: world.clock, log })
  onTestFinished(() => jobs.stop())
  for (const minutes of [0, 5, 4]) {
    world.clock.pass(minutes * MINUTE)
    await jobs.sweep()
  }
  expect(tried).toHaveLength(1)
  world.clock.pass(MINUTE)
  await jobs.sweep()
  expect(tried).toHaveLength(2)
})

test('while refunds wait for the clock, reconcile calls nothing late and reports until when they wait', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  const clock = new TwoHandedClock(world)
  const { jobs } = start(world, clock)
  await jobs.sweep()
  world.clock.pass(2 * DAY)
  await jobs.sweep()
  const until = world.clock.now() + 10 * MINUTE
  expect(await world.app.reconcile()).toMatchObject({ ok: true, hold: { until, due: 1 } })
  world.clock.pass(-2 * DAY)
  await jobs.sweep()
  const report = await world.app.reconcile()
  expect(report.ok).toBe(true)
  expect(report).not.toHaveProperty('hold')
})

test('a hold that was never lifted hides nothing once it has expired', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  const clock = new TwoHandedClock(world)
  const { jobs } = start(world, clock)
  await jobs.sweep()
  world.clock.pass(2 * DAY)
  await jobs.sweep()
  await jobs.stop()
  world.clock.pass(11 * MINUTE + SECOND)
  expect(await world.broken()).toEqual([
    `12: envelope ${envelopeNo} was due ${DAY / SECOND + 11 * 60 + 1} s ago`,
  ])
})

test('retries postponed work at once after the clock went back', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  const clock = new TwoHandedClock(world)
  const { jobs } = start(world, clock)
  await jobs.sweep()
  const card = await world.app.board.nextCard('test', 'lobby')
  await world.app.board.later(card?.id as number, MINUTE, 1)
  await jobs.sweep()
  expect(await world.app.board.nextCard('test', 'lobby')).toBeUndefined()
  world.clock.pass(-30 * DAY)
  await jobs.sweep()
  expect(await world.app.board.nextCard('test', 'lobby')).toMatchObject({ id: card?.id, attempts: 1 })
})

test('at start, retries work that was postponed under another clock', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  const card = await world.app.board.nextCard('test', 'lobby')
  await world.app.board.shown(card?.id as number, 'm1', card?.rev as number)
  await world.app.board.gone(card?.id as number)
  const notification = await world.app.board.nextNotification('test')
  await world.app.board.notificationLater(notification?.id as number, MINUTE, 1)
  world.clock.pass(-30 * DAY)
  const { jobs } = start(world)
  await jobs.sweep()
  expect(await world.app.board.nextNotification('test')).toMatchObject({
    envelope: { envelopeNo },
    attempts: 1,
  })
})

test('the first possible sweep moves a chat whose move to a new id was postponed', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const place = await world.foundElsewhere('new id')
  await fundAt(world, place, person('Lan'), 50)
  await world.send('Lan', { place, total: 50 })
  await world.app.migrateChat({ platform: 'test', from: 'lobby', to: 'new id' })
  const { jobs } = start(world)
  await jobs.sweep()
  expect(await world.balance('Lan', place)).toBe(0)
  world.clock.pass(DAY)
  await jobs.sweep()
  expect(await world.balance('Lan', place)).toBe(1050)
  expect(await world.broken()).toEqual([])
})
