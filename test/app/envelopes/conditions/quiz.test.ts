import { describe, expect, test } from 'vitest'
import type { Condition } from '../../../../src/core/conditions/terms.js'
import { other, unite } from '../../../support/linked-world.js'
import { seededRandom } from '../../../support/seeded-random.js'
import { HOUR, LOBBY, openWorld, person, type World } from '../../../support/world.js'

const QUIZ: Condition = { kind: 'quiz', question: '1+1?', answers: ['2', '3', '4'], right: 0 }

async function quizOf(world: World, envelope: Parameters<World['send']>[1] = {}): Promise<string> {
  await world.fund(10_000, 'Ann')
  return (await world.send('Ann', { conditions: [QUIZ], ...envelope })).envelopeNo
}

function answer(
  world: World,
  by: ReturnType<typeof person>,
  envelopeNo: string,
  text?: string,
  inPublic = false,
) {
  const given = text === undefined ? {} : { given: { text, inPublic } }
  return world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo, ...given })
}

const bob = person('Bob')
const refusal = (why: string) => ({ kind: 'not_met', refusal: { condition: 'quiz', why } })

describe('a quiz', () => {
  test('opens with the right answer, and gives one try', async () => {
    const world = await openWorld()
    const envelopeNo = await quizOf(world)
    expect(await answer(world, bob, envelopeNo, '3')).toEqual({
      ...{ kind: 'wrong_answer', condition: 'quiz', left: 0 },
    })
    expect(await answer(world, bob, envelopeNo, '2')).toEqual(refusal('no_tries_left'))
    expect(await answer(world, person('Cai'), envelopeNo, '2')).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('spends no try on what is none of its answers, or was said in public', async () => {
    const world = await openWorld()
    const envelopeNo = await quizOf(world)
    expect(await answer(world, bob, envelopeNo, '5')).toEqual(refusal('not_an_answer'))
    expect(await answer(world, bob, envelopeNo, '3', true)).toEqual(refusal('in_public'))
    expect(await answer(world, bob, envelopeNo, '2')).toMatchObject({ kind: 'grabbed' })
  })

  test('hides which answer is right until it ends, and shows it then', async () => {
    const world = await openWorld({ random: seededRandom(6) })
    const envelopeNo = await quizOf(world, { count: 1 })
    const { conditions: [open] = [] } = await world.details(envelopeNo)
    expect(open).toEqual({ kind: 'quiz', question: '1+1?', answers: expect.any(Array) })
    const asked = await answer(world, bob, envelopeNo)
    expect(asked).toEqual({ kind: 'asked', condition: open })
    expect(JSON.stringify(await answer(world, person('Cai'), envelopeNo, '4'))).not.toContain('right')
    await answer(world, bob, envelopeNo, '2')
    const { conditions: [ended] = [] } = await world.details(envelopeNo)
    if (ended?.kind !== 'quiz') throw new Error('no quiz')
    expect(ended.answers[ended.right ?? -1]).toBe('2')
    const verified = await world.app.verifyEnvelope({ place: LOBBY, by: bob, envelopeNo })
    if (verified.kind !== 'revealed') throw new Error(verified.kind)
    expect(verified.holds).toBe(true)
    const letter = 'ABC'[ended.right ?? -1]
    expect(verified.conditions?.[0]?.sealed).toMatch(new RegExp(`^[0-9a-f]{32} ${letter} 1\\+1\\? / `))
  })

  test('gives linked accounts one try between them', async () => {
    const world = await openWorld()
    const envelopeNo = await quizOf(world)
    await unite(world, bob, other('Bob'))
    await answer(world, bob, envelopeNo, '3')
    expect(await answer(world, other('Bob'), envelopeNo, '2')).toEqual(refusal('no_tries_left'))
    expect(await world.broken()).toEqual([])
  })

  test('lets the right ones join a draw', async () => {
    const world = await openWorld()
    const envelopeNo = await quizOf(world, { way: 'draw', lifetime: HOUR })
    expect(await answer(world, bob, envelopeNo, '2')).toMatchObject({ kind: 'joined' })
    expect(await answer(world, bob, envelopeNo, '3')).toMatchObject({ kind: 'already_joined' })
    await answer(world, person('Cai'), envelopeNo, '3')
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    expect((await world.details(envelopeNo)).claims.map(({ member }) => member.name)).toEqual(['Bob'])
    expect(await world.broken()).toEqual([])
  })
})
