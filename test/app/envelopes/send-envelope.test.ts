import { describe, expect, test } from 'vitest'
import type { SendOutcome } from '../../../src/app/envelopes/send-envelope.js'
import type { EnvelopeRefusal } from '../../../src/core/envelope.js'
import { type Amount, MAX_AMOUNT } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { seededRandom } from '../../support/seeded-random.js'
import { DAY, HOUR, LOBBY, openWorld, person, START, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }

function repeatedly(world: World, name: string, envelope: Parameters<World['trySend']>[1] = {}) {
  const key = world.key()
  return () => world.trySend(name, { ...envelope, key })
}

const refusals: Refusals<SendOutcome, 'sent' | 'scheduled'> = {
  insufficient: {
    rule: 'the wallet must hold the total (余额不足), and the answer states both amounts',
    provoke: async (world) => {
      await world.fund(999, 'Ann')
      return repeatedly(world, 'Ann')
    },
    says: { kind: 'insufficient', balance: 999 as Amount, needed: 1000 as Amount, currency },
  },
  too_many_open: {
    rule: 'a member has at most twenty open envelopes',
    provoke: async (world) => {
      await world.fund(10_000, 'Ann')
      for (let sent = 0; sent < 20; sent++) await world.send('Ann', { total: 3 })
      return repeatedly(world, 'Ann')
    },
    says: { kind: 'too_many_open', max: 20 },
  },
  bad_appointment: {
    rule: 'an envelope is scheduled for a moment to come, at most a year ahead',
    provoke: async (world) => {
      await world.fund(10_000, 'Ann')
      return repeatedly(world, 'Ann', {
        appointments: [world.clock.now() + HOUR, world.clock.now() + 367 * DAY],
      })
    },
    says: { kind: 'bad_appointment', earliest: START, latest: START + 366 * DAY, timeZone: 'UTC' },
  },
  too_many_scheduled: {
    rule: 'a member has at most fifty scheduled envelopes, however they were ordered',
    provoke: async (world) => {
      await world.fund(100_000, 'Ann')
      const soon = world.clock.now() + HOUR
      const series = Array.from({ length: 30 }, (_, week) => soon + week * DAY)
      await world.trySend('Ann', { total: 300, appointments: series })
      return repeatedly(world, 'Ann', { total: 300, appointments: series.slice(0, 21) })
    },
    says: { kind: 'too_many_scheduled', max: 50 },
  },
  newcomer_limit: {
    rule: 'what a newcomer sends and gives in a day is limited',
    provoke: async (world) => {
      await world.app.changeSettings({
        ...{ key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true },
        changes: { newcomer: { limit: 100, time: 7 * DAY } },
      })
      await world.fund(1_000, 'Ann')
      return repeatedly(world, 'Ann')
    },
    says: {
      ...{ kind: 'newcomer_limit', limit: 100 as Amount, left: 100 as Amount, currency },
      ...{ renews: START + 12 * HOUR, until: START + 7 * DAY },
    },
  },
  wallet_frozen: {
    rule: 'a frozen wallet sends nothing',
    provoke: async (world) => {
      await world.fund(10_000, 'Ann')
      await world.freeze('Ann')
      return repeatedly(world, 'Ann')
    },
    says: { kind: 'wallet_frozen', name: 'Ann' },
  },
  envelope_refused: {
    rule: 'an envelope that breaks a rule is not sent, and the answer names the rule',
    provoke: async (world) => {
      await world.fund(10_000, 'Ann')
      return repeatedly(world, 'Ann', { kind: 'equal' })
    },
    says: {
      kind: 'envelope_refused',
      refusal: { kind: 'not_divisible', count: 3, lower: 999, higher: 1002 },
      currency,
    },
  },
  unknown_chat: {
    rule: 'nothing is sent in a chat without a community',
    provoke: async (world) => repeatedly(world, 'Ann', { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('sending is refused', () => testRefusals(refusals))

const broken: { [Kind in EnvelopeRefusal['kind']]: Parameters<World['trySend']>[1] } = {
  bad_count: { count: 201 },
  amount_too_large: { total: MAX_AMOUNT + 1 },
  too_small: { total: 2 },
  not_divisible: { kind: 'equal' },
  greeting_too_long: { greeting: '福'.repeat(121) },
  bad_lifetime: { lifetime: 1 },
  bad_fair_start: { fairStart: 10_001 },
  fair_start_elsewhere: { way: 'draw', fairStart: 3_000 },
  bad_chosen: { chosen: [] },
  bad_age: { conditions: [{ kind: 'known', least: 1_000 }] },
  bad_turns: { conditions: [{ kind: 'turns', last: 11 }] },
  bad_password: { conditions: [{ kind: 'password', word: ' \u200b', secret: false }] },
  bad_quiz: { conditions: [{ kind: 'quiz', question: '1+1?', answers: ['2', ' 2'], right: 0 }] },
  repeated_condition: { conditions: [{ kind: 'wish_wall' }, { kind: 'wish_wall' }] },
  several_questions: {
    conditions: [{ kind: 'wish_wall' }, { kind: 'password', word: 'sesame', secret: true }],
  },
  // The same person twice counts as one member.
  more_shares_than_chosen: { count: 2, chosen: [person('Bob'), { ...person('Bob'), name: 'Robert' }] },
}

test.each(Object.entries(broken))("the use case enforces the core's rule: %s", async (kind, envelope) => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann')
  const before = world.money()
  expect(await world.trySend('Ann', envelope)).toMatchObject({ kind: 'envelope_refused', refusal: { kind } })
  expect(world.money()).toEqual(before)
})

describe('a sent envelope', () => {
  test('takes the total from the wallet and holds it', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const sent = await world.send('Ann', { greeting: ' 恭喜\n发财 ' })
    expect(sent).toMatchObject({ kind: 'sent', total: 1000, count: 3, balance: 4000, currency })
    expect(sent.deadline).toBe(world.clock.now() + DAY)
    expect(world.money().balances).toMatchObject({ [`E-${sent.envelopeNo}`]: 1000, 'M-1': -5000 })
    expect(await world.balance('Ann')).toBe(4000)
    expect(await world.details(sent.envelopeNo)).toMatchObject({
      sender: { name: 'Ann' },
      kind: 'lucky',
      audience: 'everyone',
      chosen: [],
      theme: 'classic',
      greeting: '恭喜 发财',
      state: 'open',
      claims: [],
      commitment: sent.commitment,
    })
    expect(await world.broken()).toEqual([])
  })

  test('may take the whole balance', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    expect(await world.send('Ann')).toMatchObject({ balance: 0 })
  })

  test('is sent once per key', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const key = world.key()
    const outcome = await expectIdempotent<SendOutcome>(world, {
      first: () => world.trySend('Ann', { key }),
      otherBody: () => world.trySend('Ann', { key, greeting: 'another' }),
    })
    expect(outcome.kind).toBe('sent')
  })

  test.each([
    ['amount', { total: 1001 }],
    ['count', { count: 4 }],
    ['kind', { kind: 'equal', total: 900 }],
    ['lifetime', { lifetime: HOUR }],
    ['chosen members', { chosen: [person('Bob'), person('Cai'), person('Dan')] }],
    ['theme', { theme: 'wedding' }],
    ['place', { place: { platform: 'test', chat: 'elsewhere' } }],
    ['sender', { by: person('Bob') }],
  ] as const)('with the same key but another %s is refused', async (_, change) => {
    const world = await openWorld()
    await world.foundElsewhere()
    await world.fund(5000, 'Ann', 'Bob')
    const key = world.key()
    await world.send('Ann', { key })
    const before = world.money()
    expect(await world.trySend('Ann', { key, ...change })).toEqual({ kind: 'key_reused' })
    expect(world.money()).toEqual(before)
  })

  test('a refusal is final under its key; the member may try again with a new one', async () => {
    const world = await openWorld()
    const key = world.key()
    expect(await world.trySend('Ann', { key })).toMatchObject({ kind: 'insufficient' })
    await world.fund(5000, 'Ann')
    expect(await world.trySend('Ann', { key })).toMatchObject({ kind: 'insufficient', balance: 0 })
    expect(await world.trySend('Ann')).toMatchObject({ kind: 'sent' })
  })

  test('two at once with money for one: one is sent, the other refused', async () => {
    const world = await openWorld()
    await world.fund(1500, 'Ann')
    const outcomes = await Promise.all([world.trySend('Ann'), world.trySend('Ann')])
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['sent', 'insufficient'])
    expect(await world.broken()).toEqual([])
  })

  test('makes room for another when it ends', async () => {
    const world = await openWorld({ rules: { maxOpenEnvelopes: 1 } })
    await world.fund(5000, 'Ann')
    const { envelopeNo } = await world.send('Ann')
    expect(await world.trySend('Ann')).toEqual({ kind: 'too_many_open', max: 1 })
    await world.cancel('Ann', envelopeNo)
    expect(await world.trySend('Ann')).toMatchObject({ kind: 'sent' })
  })

  test('belongs to one thread of its chat, where it requests one card', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    await world.send('Ann', { place: { ...LOBBY, thread: '7' } })
    expect(await world.app.board.nextCard('test', 'lobby')).toMatchObject({ thread: '7', message: null })
    expect(await world.app.pendingMessages()).toBe(1)
  })

  test('gets the same shares from the same random source', async () => {
    const envelopes = []
    for (let round = 0; round < 2; round++) {
      const world = await openWorld({ random: seededRandom(8) })
      await world.fund(5000, 'Ann')
      const { envelopeNo, commitment } = await world.send('Ann')
      envelopes.push({ envelopeNo, commitment, amounts: await world.grabs(envelopeNo, 'Bob', 'Cai', 'Dan') })
    }
    expect(envelopes[1]).toEqual(envelopes[0])
  })
})

test('chosen people are distinguished by platform and user, whatever characters these contain', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  const chosen = [
    { platform: 'test:a', user: 'b', name: 'One' },
    { platform: 'test', user: 'a:b', name: 'Two' },
  ]
  const { envelopeNo } = await world.send('Ann', { total: 100, count: 2, chosen })
  expect((await world.details(envelopeNo)).chosen.map(({ name }) => name)).toEqual(['One', 'Two'])
})
