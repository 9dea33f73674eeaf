import { describe, expect, test } from 'vitest'
import type { GrabOutcome } from '../../../src/app/envelopes/grab-share.js'
import type { Amount } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, openWorld, person, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }

/** Sends an envelope as a member; returns a grab of it. */
async function sentBy(world: World, name: string, envelope: Parameters<World['send']>[1] = {}) {
  await world.fund(10_000, name)
  return (await world.send(name, envelope)).envelopeNo
}

function repeatedly(world: World, name: string, envelopeNo: string) {
  const key = world.key()
  return () => world.grab(name, envelopeNo, key)
}

// Draws, fair starts, shakes and conditions have their own tests.
type OfWays =
  | 'asked'
  | 'wrong_answer'
  | 'not_met'
  | 'missed'
  | 'no_tries_left'
  | 'waiting'
  | 'joined'
  | 'already_joined'
  | 'being_drawn'
  | 'drawn'
  | 'not_drawn'
  | 'way_says'

const refusals: Refusals<GrabOutcome, 'grabbed' | OfWays> = {
  already_grabbed: {
    rule: 'a member has at most one share, and the answer says which',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann', { kind: 'equal', total: 900 })
      await world.grabs(envelopeNo, 'Bob', 'Cai')
      return repeatedly(world, 'Cai', envelopeNo)
    },
    says: { kind: 'already_grabbed', amount: 300 as Amount, position: 2, currency },
  },
  not_chosen: {
    rule: 'only the chosen get a share',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann', { count: 1, chosen: [person('Bob'), person('Cai')] })
      return repeatedly(world, 'Dan', envelopeNo)
    },
    says: { kind: 'not_chosen' },
  },
  blocked: {
    rule: 'a blocked member gets no share',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      await world.app.blockMember({
        ...{ key: world.key(), place: world.place, by: person('Admin'), platformAdmin: true },
        ...{ member: person('Bob'), reason: 'a script' },
      })
      return repeatedly(world, 'Bob', envelopeNo)
    },
    says: { kind: 'blocked', reason: 'a script' },
  },
  own_envelope: {
    rule: 'the sender cannot grab from their own equal envelope',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann', { kind: 'equal', total: 900 })
      return repeatedly(world, 'Ann', envelopeNo)
    },
    says: { kind: 'own_envelope' },
  },
  finished: {
    rule: 'nothing can be grabbed once all shares are taken',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann', { count: 2 })
      await world.grabs(envelopeNo, 'Bob', 'Cai')
      return repeatedly(world, 'Dan', envelopeNo)
    },
    says: { kind: 'finished' },
  },
  expired: {
    rule: 'the exact deadline is too late, even before the sweep',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      world.clock.pass(DAY)
      return repeatedly(world, 'Bob', envelopeNo)
    },
    says: { kind: 'expired' },
  },
  cancelled: {
    rule: 'a cancelled envelope cannot be grabbed',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      await world.cancel('Ann', envelopeNo)
      return repeatedly(world, 'Bob', envelopeNo)
    },
    says: { kind: 'cancelled' },
  },
  unknown_envelope: {
    rule: 'the envelopes of another community do not exist here',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      const place = await world.foundElsewhere()
      const command = { key: world.key(), place, by: person('Bob'), envelopeNo }
      return () => world.app.grabShare(command)
    },
    says: { kind: 'unknown_envelope' },
  },
  wallet_frozen: {
    rule: 'a frozen wallet receives no share',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      await world.freeze('Bob')
      return repeatedly(world, 'Bob', envelopeNo)
    },
    says: { kind: 'wallet_frozen', name: 'Bob' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no envelopes',
    provoke: async (world) => {
      const envelopeNo = await sentBy(world, 'Ann')
      const place = { platform: 'test', chat: 'nowhere' }
      const command = { key: world.key(), place, by: person('Bob'), envelopeNo }
      return () => world.app.grabShare(command)
    },
    says: { kind: 'unknown_chat' },
  },
}

describe('a grab is refused', () => testRefusals(refusals))

describe('a grab', () => {
  test('moves the share into the wallet and returns position, count and new balance', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann', { kind: 'equal', total: 900 })
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({
      kind: 'grabbed',
      amount: 300,
      position: 1,
      count: 3,
      balance: 300,
      currency,
    })
    expect(await world.balance('Bob')).toBe(300)
  })

  test('one millisecond before the deadline is in time', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann', { lifetime: HOUR })
    world.clock.pass(HOUR - 1)
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'grabbed' })
  })

  test('of the last share ends the envelope, and the shares sum to the total', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const amounts = await world.grabs(envelopeNo, 'Bob', 'Cai', 'Dan')
    expect(amounts.reduce((left, right) => left + right)).toBe(1000)
    expect(await world.details(envelopeNo)).toMatchObject({ state: 'finished', grabbedCount: 3, refunded: 0 })
    expect(await world.broken()).toEqual([])
  })

  test('repeats its answer for the same key and grabs nothing more', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const other = await sentBy(world, 'Bob')
    const key = world.key()
    const outcome = await expectIdempotent(world, {
      first: () => world.grab('Cai', envelopeNo, key),
      otherBody: () => world.grab('Cai', other, key),
    })
    expect(outcome.kind).toBe('grabbed')
  })

  test("with another member's key is refused", async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const key = world.key()
    await world.grab('Bob', envelopeNo, key)
    expect(await world.grab('Cai', envelopeNo, key)).toEqual({ kind: 'key_reused' })
    expect(await world.balance('Cai')).toBe(0)
  })

  test('repeated at once under two keys gives one share', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const taps = await Promise.all(Array.from({ length: 5 }, () => world.grab('Bob', envelopeNo)))
    expect(taps.map((tap) => tap.kind).sort()).toEqual([...new Array(4).fill('already_grabbed'), 'grabbed'])
    expect((await world.details(envelopeNo)).grabbedCount).toBe(1)
  })

  test('by a hundred members at once gives the first three a share each', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann')
    const grabs = await Promise.all(
      Array.from({ length: 100 }, (_, index) => world.grab(`Member${index}`, envelopeNo)),
    )
    const kinds = grabs.map((grab) => grab.kind)
    expect(kinds).toEqual([...new Array(3).fill('grabbed'), ...new Array(97).fill('finished')])
    expect(await world.broken()).toEqual([])
  })

  test("of one's own lucky envelope is allowed, unless the community forbids it", async () => {
    const free = await openWorld()
    expect(await free.grab('Ann', await sentBy(free, 'Ann'))).toMatchObject({ kind: 'grabbed' })
    const strict = await openWorld({ rules: { selfGrab: false } })
    expect(await strict.grab('Ann', await sentBy(strict, 'Ann'))).toEqual({ kind: 'own_envelope' })
  })

  test('is open to chosen members, even newcomers', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann', { count: 2, chosen: [person('Bob'), person('Cai')] })
    await world.grabs(envelopeNo, 'Cai', 'Bob')
    expect((await world.details(envelopeNo)).state).toBe('finished')
  })

  test('by a sender who was not chosen is refused', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann', { count: 1, chosen: [person('Bob')] })
    expect(await world.grab('Ann', envelopeNo)).toEqual({ kind: 'not_chosen' })
  })

  test('reports the share again after the end', async () => {
    const world = await openWorld()
    const envelopeNo = await sentBy(world, 'Ann', { kind: 'equal', total: 300 })
    await world.grabs(envelopeNo, 'Bob')
    world.clock.pass(2 * DAY)
    await world.app.expireEnvelopes(10)
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'already_grabbed', amount: 100 })
    expect(await world.grab('Cai', envelopeNo)).toEqual({ kind: 'expired' })
  })
})
