import { expect, test } from 'vitest'
import { balanceAt, found, fundAt, GROUP, link, moneyInAll, other, unlink } from '../support/linked-world.js'
import { LOBBY, openWorld, person } from '../support/world.js'

test('linking makes two chats share members and money, and parting gives everybody their own back', async () => {
  const world = await openWorld()
  await found(world)
  await world.fund(1000, 'Ann')
  await fundAt(world, GROUP, other('Zoe'), 700)
  const outcome = await link(world)
  expect(outcome).toEqual({
    kind: 'communities_linked',
    host: 'The lobby',
    joined: 'The group',
    wallets: 1,
    amount: 700,
    currency: { name: 'Lucky', symbol: 'L', scale: 2 },
  })
  expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(700)
  expect(await balanceAt(world, GROUP, person('Ann'))).toBe(1000)
  expect(await world.broken()).toEqual([])
  expect(moneyInAll(world)).toBe(1700)
  expect(await unlink(world)).toMatchObject({
    kind: 'communities_unlinked',
    left: ['The group'],
    wallets: 1,
    amount: 700,
  })
  expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(700)
  expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(0)
  expect(await balanceAt(world, LOBBY, person('Ann'))).toBe(1000)
  expect(await world.broken()).toEqual([])
})
