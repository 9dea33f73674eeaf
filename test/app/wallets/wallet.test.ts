import { expect, test } from 'vitest'
import { LOBBY, openWorld, person } from '../../support/world.js'

test('a wallet shows its balance and the number of open envelopes', async () => {
  const world = await openWorld()
  await world.fund(3000, 'Ann')
  await world.send('Ann')
  const { envelopeNo } = await world.send('Ann')
  const wallet = () => world.app.wallet({ place: LOBBY, by: person('Ann') })
  expect(await wallet()).toEqual({
    kind: 'wallet',
    name: 'Ann',
    walletNo: 'W-2',
    balance: 1000,
    currency: { name: 'Lucky', symbol: 'L', scale: 2 },
    openEnvelopes: 2,
  })
  await world.cancel('Ann', envelopeNo)
  expect(await wallet()).toMatchObject({ balance: 2000, openEnvelopes: 1 })
})

test('everyone has a wallet from the first look on, one in each community', async () => {
  const world = await openWorld()
  const elsewhere = await world.foundElsewhere()
  await world.fund(500, 'Ann')
  expect(await world.balance('New')).toBe(0)
  expect(await world.balance('Ann', elsewhere)).toBe(0)
  expect(await world.balance('Ann')).toBe(500)
})

test('a chat without a community has no wallets', async () => {
  const world = await openWorld()
  const place = { platform: 'test', chat: 'nowhere' }
  expect(await world.app.wallet({ place, by: person('Ann') })).toEqual({ kind: 'unknown_chat' })
})
