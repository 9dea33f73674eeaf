import { expect, test } from 'vitest'
import {
  found,
  fundAt,
  GROUP,
  link,
  moneyInAll,
  other,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

/** Wallets with money that no identity reaches on a platform of the community's chats. */
const unreachable = (world: World) =>
  world.tamper((database) =>
    database
      .prepare(
        `SELECT a.account_no, a.balance FROM account a JOIN member m ON m.id = a.user_id
         WHERE a.balance > 0 AND NOT EXISTS (
           SELECT 1 FROM identity i JOIN chat c ON c.platform = i.platform AND c.community = i.community
           WHERE i.member = coalesce(m.merged_into, m.id))`,
      )
      .all(),
  )

const here = person('Ann')
const there = other('Ann')

test.each([
  [here, there, here],
  [here, there, there],
  [there, here, here],
  [there, here, there],
])(
  'no money is out of reach when chats and then people unlink: %o stays, %o goes, %o leaves',
  async (stays, goes, leaver) => {
    const world = await openWorld()
    await found(world)
    await world.fund(1_000, 'Ann')
    await fundAt(world, GROUP, there, 700)
    await link(world)
    await unite(world, stays, goes)
    expect((await unlink(world)).kind).toBe('communities_unlinked')
    const preview = await world.app.previewUnlinkPerson({ by: leaver })
    expect((await unlinkPerson(world, leaver)).kind).toBe('person_unlinked')
    expect(unreachable(world)).toEqual([])
    expect(moneyInAll(world)).toBe(1_700)
    // Only the account on the lobby's platform reaches the lobby, whichever of the two leaves.
    expect(await world.balance('Ann')).toBe(1_700)
    expect(preview).toMatchObject({ stays: leaver === here ? [] : [{ name: 'The lobby', amount: 1_700 }] })
    expect(await world.app.wallet({ place: GROUP, by: there })).toMatchObject({ balance: 0 })
    expect(await world.broken()).toEqual([])
  },
)

test('money that others can reach stays with them, as ever', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  await unite(world, here, person('Twin'))
  await unlinkPerson(world, here)
  expect([await world.balance('Ann'), await world.balance('Twin')]).toEqual([0, 1_000])
  expect(await world.app.wallet({ place: LOBBY, by: here })).toMatchObject({ balance: 0 })
})
