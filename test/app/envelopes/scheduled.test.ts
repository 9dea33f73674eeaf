import { describe, expect, test } from 'vitest'
import type { CancelScheduled, CancelScheduledOutcome } from '../../../src/app/envelopes/scheduled.js'
import type { SendOutcome } from '../../../src/app/envelopes/send-envelope.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { fundAt, GROUP, link, moneyInAll, unite, unlink, unlinkPerson } from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../../support/world.js'

type Scheduled = Extract<SendOutcome, { kind: 'scheduled' }>

async function schedule(
  world: World,
  name: string,
  envelope: Parameters<World['trySend']>[1] = {},
): Promise<Scheduled & { no: string }> {
  const appointments = [world.clock.now() + HOUR]
  const outcome = await world.trySend(name, { appointments, ...envelope })
  if (outcome.kind !== 'scheduled') throw new Error(JSON.stringify(outcome))
  return { ...outcome, no: outcome.envelopes[0]?.envelopeNo as string }
}

function cancel(world: World, envelopeNo: string, more: Partial<CancelScheduled> = {}) {
  const command = {
    key: world.key(),
    place: LOBBY,
    by: person('Ann'),
    platformAdmin: false,
    envelopeNo,
    ...more,
  }
  return () => world.app.cancelScheduled(command)
}

const stateOf = (world: World, no: string) =>
  world.tamper((database) =>
    database.prepare('SELECT state FROM envelope WHERE envelope_no = ?').pluck().get(no),
  )
const cardsOf = (world: World, no: string) =>
  world.tamper((database) =>
    database
      .prepare(
        `SELECT m.platform || '/' || m.chat FROM envelope_message m JOIN envelope e ON e.id = m.envelope
         WHERE e.envelope_no = ? AND m.state = 'live' ORDER BY m.id`,
      )
      .pluck()
      .all(no),
  )
const notifications = (world: World) =>
  world.tamper((database) => database.prepare('SELECT kind, platform FROM notification').all())

const refusals: Refusals<CancelScheduledOutcome, 'schedule_cancelled'> = {
  not_sender: {
    rule: 'only the sender or an admin cancels',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      return cancel(world, (await schedule(world, 'Ann')).no, { by: person('Ben') })
    },
    says: { kind: 'not_sender' },
  },
  not_scheduled: {
    rule: 'what was sent is not cancelled as if it were still scheduled, not even by an admin',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      const { no } = await schedule(world, 'Ann')
      world.clock.pass(HOUR)
      await world.app.openScheduled(10)
      return cancel(world, no, { platformAdmin: true })
    },
    says: { kind: 'not_scheduled', state: 'open' },
  },
  unknown_envelope: {
    rule: 'one that was sent at once was never scheduled',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      return cancel(world, (await world.send('Ann')).envelopeNo)
    },
    says: { kind: 'unknown_envelope' },
  },
  unknown_chat: {
    rule: 'in a chat without a community nothing is scheduled',
    provoke: async (world) => cancel(world, 'ffffffffff', { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('cancelling what is scheduled is refused', () => testRefusals(refusals))

test('a scheduled envelope counts on the leaderboard of senders once it is sent, in the period of that moment', async () => {
  const world = await openWorld()
  await world.fund(9_000, 'Ann')
  const { no } = await schedule(world, 'Ann', { total: 1_000, appointments: [world.clock.now() + 8 * DAY] })
  const cancelled = await schedule(world, 'Ann', { total: 3_000 })
  await world.send('Ann', { total: 500 })
  await cancel(world, cancelled.no)()
  const sent = async (period: 'week' | 'ever') => {
    const outcome = await world.app.leaderboard({ place: LOBBY, by: person('Ann'), board: 'sent', period })
    return outcome.kind === 'leaderboard' && outcome.ranks.map(({ score, times }) => [score, times])
  }
  expect(await sent('ever')).toEqual([[500, 1]])
  expect(await world.broken()).toEqual([])
  world.clock.pass(8 * DAY)
  await world.app.openScheduled(10)
  expect(await sent('week')).toEqual([[1_000, 1]])
  expect(await sent('ever')).toEqual([[1_500, 2]])
  await world.grabs(no, 'Ben')
  world.clock.pass(2 * DAY)
  while ((await world.app.expireEnvelopes(10)) > 0);
  const [[score] = []] = (await sent('ever')) || []
  expect(score).toBe(await world.balance('Ben'))
  expect(await world.broken()).toEqual([])
})

test('scheduled envelopes pass the limit of open ones at their time, and then count towards it', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 1 } })
  await world.fund(9_000, 'Ann')
  const soon = world.clock.now() + HOUR
  await schedule(world, 'Ann', { total: 300, appointments: [soon, soon + 1, soon + 2] })
  expect((await world.trySend('Ann', { total: 300, lifetime: 2 * HOUR })).kind).toBe('sent')
  world.clock.pass(HOUR + 2)
  await world.app.openScheduled(10)
  expect(world.money().openEnvelopes).toBe(4)
  expect(await world.trySend('Ann', { total: 300 })).toEqual({ kind: 'too_many_open', max: 1 })
  expect(await world.broken()).toEqual([])
})

describe('a scheduled envelope', () => {
  test('holds its money and its shares from the order on, and nobody sees or grabs it before', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no, balance } = await schedule(world, 'Ann', { total: 1_000 })
    expect(balance).toBe(4_000)
    expect(world.money().balances).toMatchObject({ [`E-${no}`]: 1_000 })
    expect(cardsOf(world, no)).toEqual([])
    expect(await world.grab('Ben', no)).toEqual({ kind: 'unknown_envelope' })
    const query = { place: LOBBY, by: person('Ben'), envelopeNo: no }
    const notYet = { kind: 'not_sent_yet', opensAt: world.clock.now() + HOUR }
    expect(await world.app.envelopeDetails(query)).toEqual(notYet)
    expect(await world.app.verifyEnvelope(query)).toEqual(notYet)
    const shares = () =>
      world.tamper((database) => database.prepare('SELECT position, amount FROM share').all())
    const sealed = shares()
    world.clock.pass(HOUR)
    expect(await world.app.openScheduled(10)).toEqual({ count: 1, next: undefined })
    expect(shares()).toEqual(sealed)
    expect(cardsOf(world, no)).toEqual(['test/lobby'])
    expect(await world.details(no)).toMatchObject({ createdAt: world.clock.now(), state: 'open' })
    await world.grabs(no, 'Ben', 'Cai', 'Ann')
    expect((await world.details(no)).state).toBe('finished')
    expect(await world.broken()).toEqual([])
  })

  test('is not opened a moment before its time, and once however often it is tried', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann')
    world.clock.pass(HOUR - 1)
    expect(await world.app.openScheduled(10)).toEqual({ count: 0, next: world.clock.now() + 1 })
    world.clock.pass(1)
    const tries = await Promise.all([
      ...Array.from({ length: 5 }, () => world.app.openScheduled(10)),
      world.app.openOneByOne(10).then(({ ended }) => ({ count: ended })),
    ])
    expect(tries.reduce((sum, { count }) => sum + count, 0)).toBe(1)
    expect(cardsOf(world, no)).toHaveLength(1)
  })

  test('is opened once also when the clock goes back after that, and is open until its own end', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann', { lifetime: HOUR })
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    world.clock.pass(-30 * MINUTE)
    expect(await world.app.openScheduled(10)).toEqual({ count: 0, next: undefined })
    expect((await world.grab('Ben', no)).kind).toBe('grabbed')
    world.clock.pass(90 * MINUTE - 1)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(1)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
    expect(cardsOf(world, no)).toHaveLength(1)
    expect(await world.broken()).toEqual([])
  })

  test('is sent after a restart, late with the word that it is', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no, envelopes } = await schedule(world, 'Ann', { lifetime: HOUR })
    await world.stop()
    world.clock.pass(HOUR + 10 * MINUTE)
    await world.start()
    await world.app.openScheduled(10)
    const details = await world.details(no)
    expect(details).toMatchObject({ state: 'open', lateFor: envelopes[0]?.opensAt })
    expect(details.deadline).toBe((envelopes[0]?.opensAt ?? 0) + HOUR)
    expect(notifications(world)).toEqual([])
  })

  test('is refunded when its whole life has passed while the program was down, and the sender is told', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann', { lifetime: HOUR })
    await world.stop()
    world.clock.pass(2 * HOUR)
    await world.start()
    expect((await world.app.openScheduled(10)).count).toBe(1)
    expect(stateOf(world, no)).toBe('expired')
    expect(await world.balance('Ann')).toBe(5_000)
    expect(cardsOf(world, no)).toEqual([])
    expect(notifications(world)).toEqual([{ kind: 'missed', platform: 'test' }])
    expect(await world.app.board.nextNotification('test')).toMatchObject({ envelope: { state: 'expired' } })
    expect(await world.broken()).toEqual([])
  })

  test('is ordered once for its key', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const key = world.key()
    const appointments = [world.clock.now() + HOUR, world.clock.now() + DAY]
    const outcome = await expectIdempotent<SendOutcome>(world, {
      first: () => world.trySend('Ann', { key, appointments }),
      otherBody: () => world.trySend('Ann', { key, appointments: [world.clock.now() + HOUR] }),
    })
    expect(outcome).toMatchObject({ kind: 'scheduled', balance: 3_000 })
  })

  test('of a series holds its own money and has its own shares', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    const appointments = Array.from({ length: 8 }, (_, week) => world.clock.now() + HOUR + week * 7 * DAY)
    const { envelopes, balance } = await schedule(world, 'Ann', { total: 1_000, count: 5, appointments })
    expect(balance).toBe(2_000)
    expect(new Set(envelopes.map(({ commitment }) => commitment)).size).toBe(8)
    expect(envelopes.map(({ opensAt }) => opensAt)).toEqual(appointments)
    const { balances } = world.money()
    for (const { envelopeNo } of envelopes) expect(balances[`E-${envelopeNo}`]).toBe(1_000)
    const first = envelopes[0]?.envelopeNo as string
    await cancel(world, envelopes[3]?.envelopeNo as string)()
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    expect(envelopes.map(({ envelopeNo }) => stateOf(world, envelopeNo))).toEqual([
      ...['open', 'scheduled', 'scheduled', 'cancelled', 'scheduled', 'scheduled', 'scheduled', 'scheduled'],
    ])
    expect((await world.grab('Ben', first)).kind).toBe('grabbed')
    expect(await world.broken()).toEqual([])
  })

  test('has the theme of the day on which it is sent', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann', { appointments: [Date.parse('2026-10-31T12:00:00Z')] })
    world.clock.time = Date.parse('2026-10-31T12:00:00Z')
    await world.app.openScheduled(10)
    expect((await world.details(no)).theme).toBe('halloween')
  })

  test('does not count among the open ones, and may be more than those', async () => {
    const world = await openWorld({ rules: { maxOpenEnvelopes: 2 } })
    await world.fund(5_000, 'Ann')
    const appointments = Array.from({ length: 4 }, (_, day) => world.clock.now() + SECOND + day)
    const { envelopes } = await schedule(world, 'Ann', { total: 100, appointments })
    await world.send('Ann', { total: 100 })
    world.clock.pass(MINUTE)
    expect((await world.app.openScheduled(10)).count).toBe(4)
    expect(envelopes.every(({ envelopeNo }) => stateOf(world, envelopeNo) === 'open')).toBe(true)
  })
})

describe('a thief', () => {
  test('gets exactly one of both when an envelope is cancelled while it is sent', async () => {
    const world = await openWorld()
    await world.fund(30_000, 'Ann')
    for (let round = 0; round < 20; round++) {
      const { no } = await schedule(world, 'Ann')
      world.clock.pass(HOUR)
      const cancelling = cancel(world, no)
      const opening = () => world.app.openScheduled(10)
      const tries = round % 2 === 0 ? [cancelling, opening] : [opening, cancelling]
      const outcomes = await Promise.all(tries.map((attempt) => attempt()))
      const cancelled = outcomes.some((outcome) => 'kind' in outcome && outcome.kind === 'schedule_cancelled')
      expect(stateOf(world, no)).toBe(cancelled ? 'cancelled' : 'open')
      expect(cardsOf(world, no)).toHaveLength(cancelled ? 0 : 1)
      if (!cancelled) await world.cancel('Ann', no)
    }
    expect(await world.balance('Ann')).toBe(30_000)
    expect(await world.broken()).toEqual([])
  })

  test('gets the money back once, however it is cancelled, and an admin gets nothing of it', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann')
    const outcomes = await Promise.all([
      cancel(world, no)(),
      cancel(world, no)(),
      cancel(world, no, { by: person('Admin'), platformAdmin: true })(),
      world.cancel('Ann', no),
    ])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...['ended', 'not_scheduled', 'not_scheduled', 'schedule_cancelled'],
    ])
    expect(await world.balance('Ann')).toBe(5_000)
    expect(await world.balance('Admin')).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('cancels nothing of another community, whatever right is claimed there', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann')
    const place = await world.foundElsewhere()
    expect(await cancel(world, no, { place, platformAdmin: true })()).toEqual({ kind: 'unknown_envelope' })
    expect(stateOf(world, no)).toBe('scheduled')
  })

  test('who opens one with SQL is found', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann')
    world.tamper((database) =>
      database.exec(`UPDATE envelope SET state = 'open' WHERE envelope_no = '${no}'`),
    )
    expect(await world.broken()).toEqual([`9: envelope ${no} (open) was not opened as it says`])
  })

  test('who changes an appointment with SQL is refused by the file', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann')
    for (const change of [
      `UPDATE envelope SET opens_at = opens_at - 60000 WHERE envelope_no = '${no}'`,
      `UPDATE appointment SET chat = 'elsewhere'`,
      'DELETE FROM appointment',
    ])
      expect(() => world.tamper((database) => database.exec(change))).toThrow(/changed|deleted/)
  })
})

test('reconcile says what was to be sent and was not', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Ann')
  const { no } = await schedule(world, 'Ann')
  await world.app.refunding({ since: world.clock.now(), held: false })
  world.clock.pass(HOUR + MINUTE)
  expect(await world.broken()).toEqual([])
  world.clock.pass(SECOND)
  expect(await world.broken()).toEqual([`12: envelope ${no} was to be sent 61 s ago`])
})

describe('linked chats and people', () => {
  test('whoever represents the sender cancels, and gets the money', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann', 'Anna')
    const { no } = await schedule(world, 'Anna')
    await unite(world, person('Ann'), person('Anna'))
    const calendar = await world.app.calendar({ place: LOBBY, by: person('Ann'), platformAdmin: false })
    expect(calendar).toMatchObject({ scheduled: [{ envelopeNo: no, own: true }] })
    expect((await cancel(world, no, { by: person('Ann') })()).kind).toBe('schedule_cancelled')
    expect(await world.balance('Ann')).toBe(10_000)
    expect(await world.broken()).toEqual([])
  })

  test('the number that a person may schedule counts for all of their members', async () => {
    const world = await openWorld()
    await world.fund(50_000, 'Ann', 'Anna')
    const appointments = Array.from({ length: 30 }, (_, hour) => world.clock.now() + (hour + 1) * HOUR)
    await schedule(world, 'Anna', { total: 100, appointments })
    await unite(world, person('Ann'), person('Anna'))
    expect(await world.trySend('Ann', { total: 100, appointments })).toMatchObject({
      kind: 'too_many_scheduled',
    })
    await unlinkPerson(world, person('Anna'))
    await schedule(world, 'Ann', { total: 100, appointments })
    expect(await world.broken()).toEqual([])
  })

  test('one for everywhere is shown in the chats that are linked when it is sent', async () => {
    const world = await openWorld()
    await world.app.foundCommunity({
      place: GROUP,
      name: 'G',
      currency: { name: 'O', symbol: 'O', scale: 2 },
    })
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann', { everywhere: true })
    await link(world)
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    expect(cardsOf(world, no)).toEqual(['test/lobby', 'other/group'])
    expect(await world.broken()).toEqual([])
  })

  test('what members who stay schedule in the host keeps no chat from leaving', async () => {
    const world = await openWorld()
    await world.app.foundCommunity({
      place: GROUP,
      name: 'G',
      currency: { name: 'O', symbol: 'O', scale: 2 },
    })
    await link(world)
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann', { everywhere: true })
    expect((await unlink(world)).kind).toBe('communities_unlinked')
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    expect(cardsOf(world, no)).toEqual(['test/lobby'])
    expect(await world.broken()).toEqual([])
  })

  test('a chat that got another id is found under that', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const { no } = await schedule(world, 'Ann')
    await world.app.migrateChat({ platform: LOBBY.platform, from: LOBBY.chat, to: 'bigger' })
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    expect(cardsOf(world, no)).toEqual(['test/bigger'])
    expect(
      (
        await world.app.grabShare({
          ...{
            key: world.key(),
            place: { platform: 'test', chat: 'bigger' },
            by: person('Ben'),
            envelopeNo: no,
          },
        })
      ).kind,
    ).toBe('grabbed')
    expect(await world.broken()).toEqual([])
  })

  test('what was scheduled in a community that is merged into an old chat is refunded, and its sender told', async () => {
    const world = await openWorld()
    const newer = { platform: 'test', chat: 'newer' }
    await world.app.foundCommunity({
      place: newer,
      name: 'N',
      currency: { name: 'O', symbol: 'O', scale: 2 },
    })
    await fundAt(world, newer, person('Ann'), 3_000)
    const { no } = await schedule(world, 'Ann', { place: newer })
    const before = moneyInAll(world)
    expect(await world.app.migrateChat({ platform: 'test', from: LOBBY.chat, to: 'newer' })).toEqual({
      kind: 'migrated',
    })
    expect(stateOf(world, no)).toBe('cancelled')
    expect(notifications(world)).toEqual([{ kind: 'missed', platform: 'test' }])
    expect(await world.balance('Ann', newer)).toBe(3_000)
    expect(moneyInAll(world)).toBe(before)
    expect(await world.broken()).toEqual([])
  })

  test('one whose sender was frozen is not sent, and refunds into the frozen wallet', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    const sent = await schedule(world, 'Ann')
    const cancelled = await schedule(world, 'Ann')
    await world.freeze('Ann')
    expect((await cancel(world, cancelled.no, { by: person('Admin'), platformAdmin: true })()).kind).toBe(
      'schedule_cancelled',
    )
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    expect(stateOf(world, sent.no)).toBe('cancelled')
    expect(notifications(world)).toEqual([{ kind: 'missed', platform: 'test' }])
    expect(await world.balance('Ann')).toBe(5_000)
    expect(await world.broken()).toEqual([])
  })
})

test('members see in the calendar what will be sent here and what is their own, admins everything', async () => {
  const world = await openWorld()
  const den = { platform: 'test', chat: 'den', within: { chat: LOBBY.chat, name: 'The lobby' } }
  await world.app.joinMember({ place: den, by: person('Ann') })
  await world.fund(5_000, 'Ann', 'Ben')
  const here = await schedule(world, 'Ann', { total: 100 })
  const there = await schedule(world, 'Ann', {
    total: 100,
    place: den,
    appointments: [world.clock.now() + MINUTE],
  })
  const seen = async (name: string, place = LOBBY, platformAdmin = false) => {
    const outcome = await world.app.calendar({ place, by: person(name), platformAdmin })
    return outcome.kind === 'calendar' && outcome.scheduled.map(({ envelopeNo }) => envelopeNo)
  }
  expect(await seen('Ann')).toEqual([there.no, here.no])
  expect(await seen('Ben')).toEqual([here.no])
  expect(await seen('Ben', den)).toEqual([there.no])
  expect(await seen('Admin', LOBBY, true)).toEqual([there.no, here.no])
  expect(await world.broken()).toEqual([])
})
