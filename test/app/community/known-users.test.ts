import { describe, expect, test } from 'vitest'
import type { KnownUsersOutcome, KnownUsersQuery } from '../../../src/app/community/known-users.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

function ask(world: World, more: Partial<KnownUsersQuery> = {}) {
  return () =>
    world.app.knownUsers({ place: LOBBY, by: person('Admin'), platformAdmin: true, max: 10, ...more })
}

const refusals: Refusals<KnownUsersOutcome, 'known_users'> = {
  not_admin: {
    rule: 'only those who may top up get the list',
    provoke: async (world) => ask(world, { by: person('Eve'), platformAdmin: false }),
    says: { kind: 'not_admin' },
  },
  too_many_known: {
    rule: 'a longer list than requested is refused',
    provoke: async (world) => {
      await world.fund(100, 'Ann', 'Bob')
      return ask(world, { max: 2 })
    },
    says: { kind: 'too_many_known', max: 2 },
  },
  unknown_chat: {
    rule: 'a chat without a community knows no users',
    provoke: async (world) => ask(world, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe("listing a community's users is refused", () => testRefusals(refusals))

test('lists everyone on the platform who has acted here, and no one from other platforms or communities', async () => {
  const world = await openWorld()
  await world.fund(100, 'Ann', 'Bob')
  await world.app.joinMember({ place: LOBBY, by: { platform: 'other', user: 'zed', name: 'Zed' } })
  const elsewhere = await world.foundElsewhere()
  await world.app.joinMember({ place: elsewhere, by: person('Cai') })
  expect(await ask(world)()).toEqual({ kind: 'known_users', users: ['admin', 'ann', 'bob'] })
  expect(await ask(world, { max: 3 })()).toMatchObject({ kind: 'known_users' })
})

test('a treasurer may list them', async () => {
  const world = await openWorld()
  const [by, member] = [person('Admin'), person('Tim')]
  await world.app.appointTreasurer({
    ...{ key: world.key(), place: LOBBY, by, platformAdmin: true, member, treasurer: true },
  })
  expect(await ask(world, { by: member, platformAdmin: false })()).toMatchObject({ kind: 'known_users' })
})
