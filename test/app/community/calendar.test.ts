import { describe, expect, test } from 'vitest'
import type { AddDay, AddDayOutcome } from '../../../src/app/community/calendar.js'
import type { Theme } from '../../../src/core/festivals.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { HOUR, LOBBY, openWorld, person, type World } from '../../support/world.js'

const by = person('Admin')
const admin = (world: World) => ({ key: world.key(), place: LOBBY, by, platformAdmin: true })
const birthday = { called: '小兰生日', calendar: 'lunar', month: 8, day: 3 } as const

function add(world: World, more: Partial<AddDay> = {}) {
  const command = { ...admin(world), ...birthday, ...more }
  return () => world.app.addDay(command)
}

async function sentOn(world: World, moment: string, options: { theme?: Theme; greeting?: string } = {}) {
  world.clock.time = Date.parse(moment)
  const { envelopeNo } = await world.send('Lan', options)
  const { theme, greeting } = await world.details(envelopeNo)
  return [theme, greeting]
}

const refusals: Refusals<AddDayOutcome, 'day_added'> = {
  not_admin: {
    rule: 'only an admin of the platform adds a day',
    provoke: async (world) => add(world, { by: person('Ann'), platformAdmin: false }),
    says: { kind: 'not_admin' },
  },
  too_many_days: {
    rule: 'a calendar has room for fifty',
    provoke: async (world) => {
      for (let day = 0; day < 50; day++) await add(world, { called: `Day ${day}` })()
      return add(world, { called: 'One more' })
    },
    says: { kind: 'too_many_days', max: 50 },
  },
  unknown_chat: {
    rule: 'a chat without a community has no calendar',
    provoke: async (world) => add(world, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('a day is refused', () => {
  testRefusals(refusals)
})

describe('the day gives a red packet its theme', () => {
  test('in China, until a time zone is chosen', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Lan')
    expect(await sentOn(world, '2026-10-31T15:59:00Z')).toEqual(['halloween', ''])
    expect(await sentOn(world, '2026-10-31T16:00:00Z')).toEqual(['classic', ''])
    const timeZone = 'America/New_York'
    await world.app.changeSettings({ ...admin(world), changes: { timeZone } })
    expect(await sentOn(world, '2026-11-01T03:59:00Z')).toEqual(['halloween', ''])
    expect(await sentOn(world, '2026-11-01T04:00:00Z')).toEqual(['classic', ''])
  })

  test('unless the sender chooses one, or the community switched it off', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Lan')
    const moment = '2026-05-20T04:00:00Z'
    expect(await sentOn(world, moment)).toEqual(['five_twenty', ''])
    expect(await sentOn(world, moment, { theme: 'wedding' })).toEqual(['wedding', ''])
    const off = { ...admin(world), theme: 'five_twenty', on: false } as const
    await expectIdempotent(world, {
      first: () => world.app.switchFestival(off),
      otherBody: () => world.app.switchFestival({ ...off, on: true }),
    })
    expect(await sentOn(world, moment)).toEqual(['classic', ''])
    await world.app.switchFestival({ ...off, key: world.key(), on: true })
    expect(await sentOn(world, moment)).toEqual(['five_twenty', ''])
  })

  test('where a festival is switched off, another of the same day counts', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Lan')
    const moment = '2026-04-05T04:00:00Z'
    expect(await sentOn(world, moment)).toEqual(['qingming', ''])
    await world.app.switchFestival({ ...admin(world), theme: 'qingming', on: false })
    expect(await sentOn(world, moment)).toEqual(['easter', ''])
  })

  test('and a day that was added gives its name too, before every festival', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Lan')
    const command = { ...admin(world), ...birthday }
    await expectIdempotent(world, {
      first: () => world.app.addDay(command),
      otherBody: () => world.app.addDay({ ...command, called: '小红生日' }),
    })
    // The third day of the eighth month.
    expect(await sentOn(world, '2026-09-13T04:00:00Z')).toEqual(['birthday', '小兰生日'])
    expect(await sentOn(world, '2026-09-13T04:00:00Z', { greeting: 'Hello' })).toEqual(['birthday', 'Hello'])
    await add(world, { called: 'Founding', calendar: 'solar', month: 10, day: 1 })()
    expect(await sentOn(world, '2026-10-01T04:00:00Z')).toEqual(['birthday', 'Founding'])
    await world.app.removeOwnDay({ ...admin(world), called: 'Founding' })
    expect(await sentOn(world, '2026-10-01T04:00:00Z')).toEqual(['national_day', ''])
    await world.app.expireEnvelopes(10)
    expect(await world.broken()).toEqual([])
  })
})

test('the calendar is still so after a restart, and of no other community', async () => {
  const world = await openWorld()
  await add(world)()
  await world.app.switchFestival({ ...admin(world), theme: 'easter', on: false })
  const before = await world.app.calendar({ place: LOBBY, by, platformAdmin: false })
  expect(before).toMatchObject({
    festivals: { off: ['easter'], own: [{ name: '小兰生日', calendar: 'lunar', month: 8, day: 3 }] },
  })
  await world.restart()
  expect(await world.app.calendar({ place: LOBBY, by, platformAdmin: false })).toEqual(before)
  const elsewhere = { platform: 'test', chat: 'elsewhere' }
  await world.app.foundCommunity({
    place: elsewhere,
    name: 'Elsewhere',
    currency: { name: 'G', symbol: 'G', scale: 0 },
  })
  expect(await world.app.calendar({ place: elsewhere, by, platformAdmin: false })).toMatchObject({
    festivals: { off: [], own: [] },
  })
  expect(await world.broken()).toEqual([])
})

test('reads what is scheduled in portions, and shows all of it in order', async () => {
  const world = await openWorld()
  const senders = Array.from({ length: 11 }, (_, index) => `Sender ${index}`)
  await world.fund(10_000, ...senders)
  for (const [index, sender] of senders.entries()) {
    const appointments = Array.from({ length: 50 }, (_, n) => world.clock.now() + (n + 1) * HOUR + index)
    expect(await world.trySend(sender, { appointments, total: 100, count: 1 })).toMatchObject({
      kind: 'scheduled',
    })
  }
  const before = world.engine.stats.plans
  const calendar = await world.app.calendar({ place: LOBBY, by: person('Sender 3'), platformAdmin: true })
  expect(world.engine.stats.plans - before).toBe(2)
  const scheduled = calendar.kind === 'calendar' ? calendar.scheduled : []
  expect(new Set(scheduled.map(({ id }) => id)).size).toBe(550)
  expect(scheduled.map(({ opensAt }) => opensAt)).toEqual(
    scheduled.map(({ opensAt }) => opensAt).sort((one, other) => one - other),
  )
  expect(scheduled.filter(({ own }) => own)).toHaveLength(50)
})
