import { describe, expect, test } from 'vitest'
import type { AppointTreasurer, TreasurerOutcome } from '../../../src/app/community/treasurers.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

const by = person('Admin')

function appoint(world: World, treasurer: boolean, more: Partial<AppointTreasurer> = {}) {
  const member = person('Tim')
  const command = { key: world.key(), place: LOBBY, by, platformAdmin: true, member, treasurer, ...more }
  return () => world.app.appointTreasurer(command)
}

/** Returns the answer to a top-up by Tim, who isn't an admin. */
async function topUpByTim(world: World, place = LOBBY): Promise<string> {
  const outcome = await world.app.topUp({
    ...{ key: world.key(), place, by: person('Tim'), platformAdmin: false },
    ...{ to: person('Ann'), amount: 500, reason: 'a prize' },
  })
  return outcome.kind
}

const refusals: Refusals<TreasurerOutcome, 'treasurer_appointed' | 'treasurer_dismissed'> = {
  not_admin: {
    rule: 'only a platform admin appoints, not a treasurer',
    provoke: async (world) => {
      await appoint(world, true)()
      return appoint(world, true, { by: person('Tim'), platformAdmin: false, member: person('Ann') })
    },
    says: { kind: 'not_admin' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no treasurers',
    provoke: async (world) => appoint(world, true, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('appointing is refused', () => testRefusals(refusals))

describe('a treasurer', () => {
  test('may top up once appointed, and no longer when dismissed', async () => {
    const world = await openWorld()
    expect(await topUpByTim(world)).toBe('not_admin')
    expect(await appoint(world, true)()).toEqual({ kind: 'treasurer_appointed', name: 'Tim' })
    expect(await topUpByTim(world)).toBe('topped_up')
    expect(await appoint(world, false)()).toEqual({ kind: 'treasurer_dismissed', name: 'Tim' })
    expect(await topUpByTim(world)).toBe('not_admin')
    expect(await world.broken()).toEqual([])
  })

  test('may be a newcomer, who joins by being appointed', async () => {
    const world = await openWorld()
    await appoint(world, true)()
    expect(await world.app.settings({ place: LOBBY, by })).toMatchObject({ treasurers: [{ name: 'Tim' }] })
  })

  test('has that role in one community only', async () => {
    const world = await openWorld()
    const elsewhere = await world.foundElsewhere()
    await appoint(world, true)()
    expect(await topUpByTim(world, elsewhere)).toBe('not_admin')
  })

  test('is appointed once per key, and a repeat does not undo the dismissal', async () => {
    const world = await openWorld()
    const key = world.key()
    const outcome = await expectIdempotent<TreasurerOutcome>(world, {
      first: appoint(world, true, { key }),
      otherBody: appoint(world, false, { key }),
    })
    await appoint(world, false)()
    expect(await appoint(world, true, { key })()).toEqual(outcome)
    expect(await topUpByTim(world)).toBe('not_admin')
  })
})
