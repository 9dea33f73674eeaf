import { PassThrough } from 'node:stream'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../src/clock.js'
import { startJobs } from '../../src/operations/jobs.js'
import { RunningClock } from '../support/running-clock.js'
import { DAY, HOUR, MINUTE, openWorld, person, SECOND, type World } from '../support/world.js'

function start(world: World, clock: Clock = world.clock) {
  const lines: string[] = []
  const stream = new PassThrough()
  stream.on('data', (line) => lines.push(String(line)))
  const jobs = startJobs({ app: world.app, clock, log: pino({ level: 'warn' }, stream) })
  onTestFinished(() => jobs.stop())
  return { jobs, lines }
}

async function schedule(world: World, opensAt: number, name = 'Lan') {
  const outcome = await world.trySend(name, { total: 100, count: 2, appointments: [opensAt], lifetime: HOUR })
  if (outcome.kind !== 'scheduled') throw new Error(JSON.stringify(outcome))
  return outcome.envelopes[0]?.envelopeNo as string
}

const states = (world: World) =>
  world.tamper((database) => database.prepare('SELECT state FROM envelope ORDER BY id').pluck().all())

test('what fell due while the program was down is sent at the start, or refunded when its life is over', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Lan')
  await schedule(world, world.clock.now() + HOUR)
  await schedule(world, world.clock.now() + 150 * MINUTE)
  await schedule(world, world.clock.now() + DAY)
  await world.stop()
  world.clock.pass(3 * HOUR)
  await world.start()
  const { jobs, lines } = start(world)
  await jobs.sweep()
  expect(states(world)).toEqual(['expired', 'open', 'scheduled'])
  expect(lines).toEqual([])
  expect(await world.broken()).toEqual([])
})

test('waits for the clock when that jumps ahead, and is sent when it goes back and the time comes', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Lan')
  const elapsed = { time: 0 }
  const clock: Clock = { now: () => world.clock.now(), monotonic: () => elapsed.time }
  const { jobs } = start(world, clock)
  await schedule(world, world.clock.now() + HOUR)
  world.clock.pass(2 * HOUR)
  elapsed.time += SECOND
  await jobs.sweep()
  expect(states(world)).toEqual(['scheduled'])
  world.clock.pass(-2 * HOUR + SECOND)
  elapsed.time += SECOND
  await jobs.sweep()
  expect(states(world)).toEqual(['scheduled'])
  world.clock.pass(HOUR)
  elapsed.time += HOUR
  await jobs.sweep()
  expect(states(world)).toEqual(['open'])
})

test('one that cannot be sent holds up no other, and is named', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Lan')
  const opensAt = world.clock.now() + HOUR
  for (let count = 0; count < 25; count++) await schedule(world, opensAt + count)
  // As a use case would leave it that has a bug.
  world.tamper((database) => {
    const trigger = database
      .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'appointment_opens_once'`)
      .pluck()
      .get() as string
    database.exec('DROP TRIGGER appointment_opens_once')
    database.exec('UPDATE appointment SET opened_at = 1 WHERE envelope = 3')
    database.exec(trigger)
  })
  world.clock.pass(HOUR + SECOND)
  const { jobs, lines } = start(world)
  await jobs.sweep()
  expect(states(world).filter((state) => state === 'open')).toHaveLength(24)
  expect(lines.join()).toContain('scheduled envelopes cannot be sent; all others are')
})

test('is sent within a second of its time', async () => {
  const clock = new RunningClock(Date.UTC(2026, 5, 10, 12))
  const world = await openWorld({ startAt: clock.now() })
  await world.fund(1_000, 'Lan')
  const opensAt = clock.now() + 1_700
  await schedule(world, opensAt)
  world.clock.time = clock.now()
  const app = { ...world.app }
  const opened = new Promise<number>((resolve) => {
    app.openScheduled = async (...asked) => {
      world.clock.time = clock.now()
      const found = await world.app.openScheduled(...asked)
      if (found.count > 0) resolve(clock.now())
      return found
    }
  })
  const jobs = startJobs({ app, clock, log: pino({ level: 'silent' }) })
  onTestFinished(() => jobs.stop())
  const late = (await opened) - opensAt
  expect(late).toBeGreaterThanOrEqual(0)
})

test('is sent at its time while a sweep goes on', async () => {
  const clock = new RunningClock(Date.UTC(2026, 5, 10, 12))
  const world = await openWorld({ startAt: clock.now() })
  await world.fund(1_000, 'Lan')
  await schedule(world, clock.now() + 2_500)
  const app = { ...world.app }
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  app.expireEnvelopes = () => ended.then(() => 0)
  const opened = new Promise<number>((resolve) => {
    app.openScheduled = async (...asked) => {
      world.clock.time = clock.now()
      const found = await world.app.openScheduled(...asked)
      if (found.count > 0) resolve(found.count)
      return found
    }
  })
  const jobs = startJobs({ app, clock, log: pino({ level: 'silent' }) })
  onTestFinished(() => jobs.stop())
  expect(await opened).toBe(1)
  end()
})

test('two thousand for one moment are all sent, in plans between which others have their turn', async () => {
  const world = await openWorld()
  const people = 40
  const names = Array.from({ length: people }, (_, index) => `Member ${index}`)
  await world.fund(10_000, ...names, 'Lan', 'Wei')
  const opensAt = world.clock.now() + HOUR
  const moments = new Array<number>(50).fill(opensAt)
  await Promise.all(names.map((name) => world.trySend(name, { total: 100, count: 2, appointments: moments })))
  world.clock.pass(HOUR)
  const turns: number[] = []
  let opened = 0
  const app = {
    ...world.app,
    openScheduled: async (...asked: Parameters<World['app']['openScheduled']>) => {
      const found = await world.app.openScheduled(...asked)
      opened += found.count
      return found
    },
  }
  const jobs = startJobs({ app, clock: world.clock, log: pino({ level: 'silent' }) })
  onTestFinished(() => jobs.stop())
  const swept = jobs.sweep()
  while (opened < people * 50) {
    await world.app.transfer({
      ...{ key: world.key(), place: world.place, by: person('Lan'), to: person('Wei'), amount: 1, note: '' },
    })
    turns.push(opened)
  }
  await swept
  expect(opened).toBe(people * 50)
  // A click waits for what was there before it, which is at most eight plans of twenty.
  const waits = turns.map((turn, index) => turn - (turns[index - 1] ?? 0))
  expect(Math.max(...waits)).toBeLessThanOrEqual(2 * 8 * 20)
  expect(await world.broken()).toEqual([])
})
