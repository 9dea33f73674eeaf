import { describe, expect, test } from 'vitest'
import type { Condition } from '../../../../src/core/conditions/terms.js'
import { other, unite } from '../../../support/linked-world.js'
import { HOUR, LOBBY, openWorld, person, type World } from '../../../support/world.js'

const WISHES: Condition = { kind: 'wish_wall' }

async function wallOf(world: World, envelope: Parameters<World['send']>[1] = {}): Promise<string> {
  await world.fund(10_000, 'Ann')
  return (await world.send('Ann', { conditions: [WISHES], ...envelope })).envelopeNo
}

function wish(world: World, by: ReturnType<typeof person>, envelopeNo: string, text?: string) {
  const given = text === undefined ? {} : { given: { text, inPublic: true } }
  return world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo, ...given })
}

const saidOn = async (world: World, envelopeNo: string) =>
  (await world.details(envelopeNo)).claims.map(({ member, said }) => [member.name, said])

describe('a wish wall', () => {
  test('opens with any wish, and shows all wishes beside the names', async () => {
    const world = await openWorld()
    const envelopeNo = await wallOf(world, { count: 2 })
    expect(await wish(world, person('Bob'), envelopeNo)).toEqual({ kind: 'asked', condition: WISHES })
    expect(await wish(world, person('Bob'), envelopeNo, 'world  peace')).toMatchObject({ kind: 'grabbed' })
    expect(await wish(world, person('Cai'), envelopeNo, '天天开心\u202e')).toMatchObject({ kind: 'grabbed' })
    expect(await saidOn(world, envelopeNo)).toEqual([
      ['Bob', 'world peace'],
      ['Cai', '天天开心'],
    ])
    const verified = await world.app.verifyEnvelope({ place: LOBBY, by: person('Bob'), envelopeNo })
    expect(verified).toMatchObject({ holds: true, conditions: [{ condition: WISHES }] })
    expect(await world.broken()).toEqual([])
  })

  test.each(['', ' \u200b', '愿'.repeat(61)])(
    'refuses a wish that is empty or too long: %j',
    async (text) => {
      const world = await openWorld()
      const envelopeNo = await wallOf(world)
      const refusal = { condition: 'wish_wall', why: 'bad_wish', max: 60 }
      for (let repeat = 0; repeat < 7; repeat++)
        expect(await wish(world, person('Bob'), envelopeNo, text)).toEqual({ kind: 'not_met', refusal })
      expect(await wish(world, person('Bob'), envelopeNo, '愿'.repeat(60))).toMatchObject({ kind: 'grabbed' })
    },
  )

  test('shows the wish of the entrant in a draw, whichever of their accounts is named', async () => {
    const world = await openWorld()
    const envelopeNo = await wallOf(world, { way: 'draw', lifetime: HOUR })
    await wish(world, person('Bob'), envelopeNo, 'tea')
    await unite(world, other('Bob'), person('Bob'))
    expect(await wish(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'already_joined' })
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    expect((await saidOn(world, envelopeNo)).map(([, said]) => said)).toEqual(['tea'])
    expect(await world.broken()).toEqual([])
  })
})
