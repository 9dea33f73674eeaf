import { PassThrough } from 'node:stream'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../src/clock.js'
import { startJobs } from '../../src/operations/jobs.js'
import { RunningClock } from '../support/running-clock.js'
import { DAY, HOUR, MINUTE, openWorld, SECOND, type World } from '../support/world.js'

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
