import { expect, test } from 'vitest'
import { other, unite } from '../../support/linked-world.js'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

/** Asks for taps of these people to be refused; resolves with the names of those who were, and how. */
async function refuse(world: World, envelopeNo: string, names: readonly string[]) {
  const taps = names.map((name) => ({ key: `late ${name}`, ...person(name) }))
  const outcome = await world.app.refuseLate({ place: LOBBY, envelopeNo, taps })
  return outcome && { kind: outcome.kind, names: names.filter((name) => outcome.refused.has(`late ${name}`)) }
}

test('refuses at once those whom a grab would refuse because the envelope has ended, and leaves the others out', async () => {
  const world = await openWorld({ rules: { selfGrab: false } })
  await world.fund(1000, 'Ann')
  const people = ['Bob', 'Cat', 'Dan', 'Eve', 'Fay', 'Gus']
  for (const name of people) await world.balance(name)
  await unite(world, person('Eve'), other('Eve'))
  const asAdmin = { place: LOBBY, by: person('Admin'), platformAdmin: true }
  await world.app.blockMember({ ...asAdmin, key: world.key(), member: person('Fay'), reason: 'begs' })
  const { envelopeNo } = await world.send('Ann', { kind: 'equal', total: 100, count: 1 })
  await world.app.grabShare({ key: 'late Gus', place: LOBBY, by: person('Gus'), envelopeNo })
  const names = ['Ann', ...people, 'Stranger']
  expect(await refuse(world, envelopeNo, names)).toEqual({ kind: 'finished', names: ['Bob', 'Cat', 'Dan'] })
  const renamed = { key: 'late Dan', user: 'dan', name: 'Daniel' }
  expect(await world.app.refuseLate({ place: LOBBY, envelopeNo, taps: [renamed] })).toEqual({
    kind: 'finished',
    refused: new Set(),
  })
  const grabbed = await Promise.all(names.map((name) => world.grab(name, envelopeNo, `late ${name}`)))
  expect(grabbed.map(({ kind }) => kind)).toEqual([
    ...['own_envelope', 'finished', 'finished', 'finished', 'finished', 'blocked', 'grabbed'],
    'finished',
  ])
})

test('refuses with the state of the envelope, and only where nothing but a share decides', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  await world.balance('Bob')
  const { envelopeNo } = await world.send('Ann', { total: 100 })
  const chosen = await world.send('Ann', { total: 100, count: 1, chosen: [person('Bob')] })
  expect(await refuse(world, envelopeNo, ['Bob'])).toBeUndefined()
  world.clock.pass(DAY)
  await world.app.expireEnvelopes(20)
  expect(await refuse(world, envelopeNo, ['Ann', 'Bob'])).toEqual({ kind: 'expired', names: ['Ann', 'Bob'] })
  expect(await refuse(world, chosen.envelopeNo, ['Bob'])).toBeUndefined()
  const place = await world.foundElsewhere()
  const taps = [{ key: 'late', ...person('Bob') }]
  expect(await world.app.refuseLate({ place, envelopeNo, taps })).toBeUndefined()
  const cancelled = await world.send('Ann', { total: 100 })
  await world.cancel('Ann', cancelled.envelopeNo)
  expect(await refuse(world, cancelled.envelopeNo, ['Bob'])).toEqual({ kind: 'cancelled', names: ['Bob'] })
})
