import { describe, expect, test } from 'vitest'
import type { CancelOutcome } from '../../../src/app/envelopes/end-envelope.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, openWorld, person, type World } from '../../support/world.js'

async function sentBy(world: World, name: string, envelope: Parameters<World['send']>[1] = {}) {
  await world.fund(1000, name)
  return (await world.send(name, envelope)).envelopeNo
}

function repeatedly(world: World, name: string, envelopeNo: string) {
  const key = world.key()
  return () => world.cancel(name, envelopeNo, key)
}

const refusals: Refusals<CancelOutcome, 'envelope_cancelled'> = {
  not_sender: {
    rule: 'only the sender cancels an envelope',
    provoke: async (world) => repeatedly(world, 'Bob', await sentBy(world, 'Ann')),
    says: { kind: 'not_sender' },
  },
  somebody_grabbed: {
    rule: 'an envelope cannot be cancelled once someone has grabbed',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      await world.grabs(envelopeNo, 'Bob', 'Cai')
      return repeatedly(world, 'Ann', envelopeNo)
    },
    says: { kind: 'somebody_grabbed', count: 2 },
  },
  somebody_joined: {
    rule: 'an envelope cannot be cancelled once someone has joined',
    provoke: async (world) => {
      await world.fund(10_000, 'Ann')
      const { envelopeNo } = await world.send('Ann', { way: 'draw' })
      await world.grab('Bob', envelopeNo)
      const key = world.key()
      return () => world.cancel('Ann', envelopeNo, key)
    },
    says: { kind: 'somebody_joined', count: 1 },
  },
  ended: {
    rule: 'an ended envelope cannot be cancelled',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      world.clock.pass(DAY)
      await world.app.expireEnvelopes(10)
      return repeatedly(world, 'Ann', envelopeNo)
    },
    says: { kind: 'ended', state: 'expired' },
  },
  unknown_envelope: {
    rule: 'the envelopes of another community do not exist here',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      const place = await world.foundElsewhere()
      const command = { key: world.key(), place, by: person('Ann'), envelopeNo }
      return () => world.app.cancelEnvelope(command)
    },
    says: { kind: 'unknown_envelope' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no envelopes',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      const place = { platform: 'test', chat: 'nowhere' }
      const command = { key: world.key(), place, by: person('Ann'), envelopeNo }
      return () => world.app.cancelEnvelope(command)
    },
    says: { kind: 'unknown_chat' },
  },
}

describe('cancelling is refused', () => testRefusals(refusals))

describe('a cancelled envelope', () => {
  test('refunds the whole total, once', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const key = world.key()
    const outcome = await expectIdempotent<CancelOutcome>(world, {
      first: () => world.cancel('Ann', envelopeNo, key),
      otherBody: () => world.cancel('Ann', 'another', key),
    })
    expect(outcome).toMatchObject({ kind: 'envelope_cancelled', refunded: 1000 })
    expect(await world.balance('Ann')).toBe(1000)
    expect(await world.cancel('Ann', envelopeNo)).toEqual({ kind: 'ended', state: 'cancelled' })
    world.clock.pass(2 * DAY)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    expect(await world.details(envelopeNo)).toMatchObject({ state: 'cancelled', refunded: 1000 })
  })

  test('a simultaneous grab and cancel: the first one wins', async () => {
    const world = await openWorld()
    const first = await sentBy(world, 'Ann')
    const race = await Promise.all([world.grab('Bob', first), world.cancel('Ann', first)])
    expect(race.map((outcome) => outcome.kind)).toEqual(['grabbed', 'somebody_grabbed'])
    const second = await sentBy(world, 'Ann')
    const other = await Promise.all([world.cancel('Ann', second), world.grab('Bob', second)])
    expect(other.map((outcome) => outcome.kind)).toEqual(['envelope_cancelled', 'cancelled'])
    expect(await world.broken()).toEqual([])
  })
})

describe('the sweep', () => {
  test('refunds only the unclaimed shares, and once', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const [grabbed = 0] = await world.grabs(envelopeNo, 'Bob')
    world.clock.pass(DAY)
    const ended = await Promise.all(Array.from({ length: 3 }, () => world.app.expireEnvelopes(10)))
    expect(ended).toEqual([1, 0, 0])
    expect(await world.balance('Ann')).toBe(1000 - grabbed)
    expect(await world.details(envelopeNo)).toMatchObject({
      state: 'expired',
      refunded: 1000 - grabbed,
      grabbedTotal: grabbed,
      endedAt: world.clock.now(),
    })
    expect(await world.broken()).toEqual([])
  })

  test('leaves envelopes alone until the exact millisecond they are due', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann', { lifetime: HOUR })
    world.clock.pass(HOUR - 1)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    expect((await world.details(envelopeNo)).state).toBe('open')
    world.clock.pass(1)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
  })

  test('works in batches, most overdue first', async () => {
    const world = await openWorld()
    const envelopes: string[] = []
    for (const lifetime of [3 * HOUR, HOUR, 2 * HOUR])
      envelopes.push(await sentBy(world, 'Ann', { lifetime }))
    world.clock.pass(DAY)
    const states = () =>
      Promise.all(envelopes.map(async (envelopeNo) => (await world.details(envelopeNo)).state))
    expect(await world.app.expireEnvelopes(2)).toBe(2)
    expect(await states()).toEqual(['open', 'expired', 'expired'])
    expect(await world.app.expireEnvelopes(2)).toBe(1)
    expect(await world.app.expireEnvelopes(2)).toBe(0)
  })

  test('refunds a frozen wallet too, because the money is its own', async () => {
    const world = await openWorld()
    await sentBy(world, 'Ann')
    await world.freeze('Ann')
    world.clock.pass(DAY)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
    expect(await world.balance('Ann')).toBe(1000)
    expect(await world.broken()).toEqual([])
  })

  test('beats a grab in the same batch at the deadline, whichever comes first', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    world.clock.pass(DAY)
    const outcomes = await Promise.all([
      world.grab('Bob', envelopeNo),
      world.app.expireEnvelopes(10),
      world.grab('Cai', envelopeNo),
    ])
    expect(outcomes).toEqual([{ kind: 'expired' }, 1, { kind: 'expired' }])
  })

  test('requests the final state on the card', async () => {
    const world = await openWorld()
    await sentBy(world, 'Ann')
    const card = await world.app.board.nextCard('test', 'lobby')
    if (!card) throw new Error('no card is wanted')
    await world.app.board.shown(card.id, 'message-1', card.rev)
    expect(await world.app.pendingMessages()).toBe(0)
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    const again = await world.app.board.nextCard('test', 'lobby')
    expect(again).toMatchObject({ message: 'message-1', envelope: { state: 'expired' } })
  })
})

describe('an envelope sent while the clock was ahead', () => {
  async function sentAhead(): Promise<{ world: World; envelopeNo: string }> {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    world.clock.pass(30 * DAY)
    const { envelopeNo } = await world.send('Ann', { lifetime: HOUR })
    await world.grabs(envelopeNo, 'Bob')
    world.clock.pass(-30 * DAY)
    return { world, envelopeNo }
  }

  test.each([
    ['in a batch', (world: World) => world.app.expireEnvelopes(10)],
    ['one by one', async (world: World) => (await world.app.expireOneByOne(10)).ended],
  ])('ends one lifetime after the correction: %s', async (_, expire) => {
    const { world, envelopeNo } = await sentAhead()
    expect(await expire(world)).toBe(0)
    world.clock.pass(HOUR - 1)
    expect(await expire(world)).toBe(0)
    const [share] = await world.grabs(envelopeNo, 'Cai')
    world.clock.pass(1)
    expect(await expire(world)).toBe(1)
    expect(await world.details(envelopeNo)).toMatchObject({ state: 'expired', grabbedCount: 2 })
    expect(await world.balance('Cai')).toBe(share)
    expect(world.money().openEnvelopes).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('ends at the earlier time when the clock is corrected in two steps', async () => {
    const { world } = await sentAhead()
    world.clock.pass(DAY)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(-DAY)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(HOUR)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
  })

  test('keeps its own deadline when the clock was wrong only briefly, for example before it was set at boot', async () => {
    const { world } = await sentAhead()
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(30 * DAY + HOUR - 1)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(1)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
    expect(await world.broken()).toEqual([])
  })

  test('is unaffected when the clock went back slightly', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await world.send('Ann', { lifetime: HOUR })
    world.clock.pass(-9 * 60_000)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(HOUR)
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(9 * 60_000)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
  })
})
