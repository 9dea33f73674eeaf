import { expect, test } from 'vitest'
import { LOBBY, openWorld, person } from '../../support/world.js'

test('the books list both sides of each trade, oldest first, and each side names the other', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  const { envelopeNo } = await world.send('Ann')
  const entries = await world.app.books({ place: LOBBY, limit: 100 })
  expect(
    entries.map(({ id, logNo, accountNo, targetAccountNo, type, flag, balance }) => [
      id,
      logNo,
      accountNo,
      targetAccountNo,
      type,
      flag,
      balance,
    ]),
  ).toEqual([
    [1, 'M-1.1', 'M-1', 'W-2', 'top_up', -1, -1000],
    [2, 'W-2.1', 'W-2', 'M-1', 'top_up', 1, 1000],
    [3, 'W-2.2', 'W-2', `E-${envelopeNo}`, 'send', -1, 0],
    [4, `E-${envelopeNo}.1`, `E-${envelopeNo}`, 'W-2', 'send', 1, 1000],
  ])
  expect(entries.map((entry) => entry.owner)).toEqual(['', 'Ann', 'Ann', 'Ann'])
})

test('the books continue from an id, or start near the end', async () => {
  const world = await openWorld()
  for (let amount = 1; amount <= 5; amount++) await world.fund(amount, 'Ann')
  const newest = await world.app.books({ place: LOBBY, limit: 4 })
  expect(newest.map((entry) => entry.id)).toEqual([7, 8, 9, 10])
  const next = await world.app.books({ place: LOBBY, after: 3, limit: 2 })
  expect(next.map((entry) => entry.id)).toEqual([4, 5])
  expect(await world.app.books({ place: LOBBY, after: 10, limit: 2 })).toEqual([])
})

test('the books of a busy community do not hide the newest entries of a quiet one', async () => {
  const world = await openWorld()
  const elsewhere = await world.foundElsewhere()
  await world.fund(5, 'Ann')
  const busy = Array.from({ length: 10 }, () => world.key())
  for (const key of busy)
    await world.app.topUp({
      key,
      place: elsewhere,
      by: person('Admin'),
      platformAdmin: true,
      to: person('Bob'),
      amount: 1,
      reason: 'x',
    })
  const quiet = await world.app.books({ place: LOBBY, limit: 4 })
  expect(quiet.map((entry) => entry.amount)).toEqual([5, 5])
})

test('a community sees nothing of another, and a chat without one has no books', async () => {
  const world = await openWorld()
  const elsewhere = await world.foundElsewhere()
  await world.fund(5, 'Ann')
  expect(await world.app.books({ place: elsewhere, limit: 10 })).toEqual([])
  expect(await world.app.books({ place: { platform: 'test', chat: 'nowhere' }, limit: 10 })).toEqual([])
})
