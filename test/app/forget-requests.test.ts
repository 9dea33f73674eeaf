import { expect, test } from 'vitest'
import { DAY, openWorld } from '../support/world.js'

test('forgets only the answers from before, and moves no money', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  world.clock.pass(DAY)
  const key = world.key()
  const sent = await world.trySend('Ann', { key })
  const before = world.money()
  expect(await world.app.forgetRequests(world.clock.now())).toBe(1)
  expect(await world.trySend('Ann', { key })).toEqual(sent)
  expect(world.money()).toEqual(before)
  expect(await world.broken()).toEqual([])
})
