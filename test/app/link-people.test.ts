import { expect, test } from 'vitest'
import { balanceAt, fundAt, other, part, unite } from '../support/linked-world.js'
import { LOBBY, openWorld, person } from '../support/world.js'

test('two identities of one person have one wallet, and one share of each envelope', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann', 'Bob')
  await fundAt(world, LOBBY, other('Ann'), 500)
  const { envelopeNo } = await world.send('Bob')
  expect(
    await world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Ann'), envelopeNo }),
  ).toMatchObject({ kind: 'grabbed' })
  await unite(world, person('Ann'), other('Ann'))
  expect(await world.grab('Ann', envelopeNo)).toMatchObject({ kind: 'already_grabbed' })
  expect(await balanceAt(world, LOBBY, other('Ann'))).toBe(await world.balance('Ann'))
  expect(await world.broken()).toEqual([])
  expect(await part(world, other('Ann'))).toMatchObject({ kind: 'person_unlinked' })
  expect(await balanceAt(world, LOBBY, other('Ann'))).toBe(0)
  expect(await world.broken()).toEqual([])
})
