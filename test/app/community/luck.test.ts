import { expect, onTestFinished, test } from 'vitest'
import type { Person } from '../../../src/core/person.js'
import { other, unite, unlinkPerson } from '../../support/linked-world.js'
import { seededRandom } from '../../support/seeded-random.js'
import { asThief } from '../../support/thief.js'
import { LOBBY, openWorld, person, World } from '../../support/world.js'

const seen = (world: World, by: Person = person('Ann')) => world.app.luck({ place: LOBBY, by })

/** Ann, Bob and Cid grab from `rounds` red packets of 10.00 in three shares; resolves with what Ann got. */
async function play(world: World, rounds: number): Promise<number> {
  await world.fund(100_000, 'Rich')
  let got = 0
  for (let round = 0; round < rounds; round++) {
    const { envelopeNo } = await world.send('Rich')
    const [amount = 0] = await world.grabs(envelopeNo, 'Ann', 'Bob', 'Cid')
    got += amount
  }
  return got
}

test('luck compares winnings with equal parts, over lucky red packets only', async () => {
  const world = await openWorld()
  const got = await play(world, 6)
  const { envelopeNo } = await world.send('Rich', { kind: 'equal', total: 900 })
  await world.grabs(envelopeNo, 'Ann')
  expect(await seen(world)).toMatchObject({ kind: 'luck', packets: 6, expected: 2_000, got })
  expect(await world.broken()).toEqual([])
})

test('the luckiest of three is luckier than all others, the unluckiest than none', async () => {
  const world = await openWorld({ random: seededRandom(5) })
  await play(world, 5)
  const all = await Promise.all(['Ann', 'Bob', 'Cid'].map((name) => seen(world, person(name))))
  const ranked = all
    .flatMap((outcome) => (outcome.kind === 'luck' ? [outcome] : []))
    .sort((one, another) => another.got - one.got)
  expect(new Set(ranked.map(({ got }) => got)).size).toBe(3)
  expect(ranked.map(({ luckierThan }) => luckierThan)).toEqual([100, 50, 0])
})

test('a lone grabber is compared with no one, and without a grab there is no luck', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Rich')
  const { envelopeNo } = await world.send('Rich')
  await world.grabs(envelopeNo, 'Ann')
  expect(await seen(world)).toMatchObject({ packets: 1, luckierThan: null })
  for (const name of ['Rich', 'Stranger'])
    expect(await seen(world, person(name))).toEqual({ kind: 'no_luck' })
  expect(await world.app.luck({ place: { platform: 'test', chat: 'nowhere' }, by: person('Ann') })).toEqual({
    kind: 'unknown_chat',
  })
})

test('linked accounts share their luck, and get their own back when unlinked', async () => {
  const world = await openWorld()
  await play(world, 3)
  const { envelopeNo } = await world.send('Rich')
  await world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Zoe'), envelopeNo })
  const [ann, zoe] = [await seen(world), await seen(world, other('Zoe'))]
  if (ann.kind !== 'luck' || zoe.kind !== 'luck') throw new Error('no luck')
  await unite(world, person('Ann'), other('Zoe'))
  const together = await seen(world, other('Zoe'))
  expect(together).toMatchObject({ packets: 4, got: ann.got + zoe.got })
  expect(await seen(world)).toEqual(together)
  expect(await world.broken()).toEqual([])
  await unlinkPerson(world, other('Zoe'))
  expect(await seen(world)).toMatchObject({ packets: 3, got: ann.got, expected: ann.expected })
  expect(await seen(world, other('Zoe'))).toMatchObject({ packets: 1, got: zoe.got })
  expect(await world.broken()).toEqual([])
})

test('reconcile finds a wrong luck figure', async () => {
  const world = await World.open()
  onTestFinished(() => world.close())
  await play(world, 1)
  await seen(world)
  world.tamper(asThief([`UPDATE standing SET score = score + 1 WHERE board = 'luck' AND member = 3`]))
  expect(
    (await world.broken()).some((line) => line.startsWith('14: the standing of member 3 luck ever 0')),
  ).toBe(true)
})
