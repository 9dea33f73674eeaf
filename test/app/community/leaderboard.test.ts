import { describe, expect, test } from 'vitest'
import type { Board } from '../../../src/app/community/leaderboard.js'
import type { Period } from '../../../src/core/periods.js'
import { seededRandom } from '../../support/seeded-random.js'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

async function ranks(world: World, board: Board, period: Period = 'ever', place = LOBBY) {
  const outcome = await world.app.leaderboard({ place, by: person('Admin'), board, period })
  if (outcome.kind !== 'leaderboard') throw new Error(outcome.kind)
  return outcome.ranks.map(({ name, score, times }) => [name, score, times])
}

const equal = (total: number, count: number) => ({ kind: 'equal', total, count }) as const

describe('a leaderboard', () => {
  test('of senders counts what was given away or still may be, but not refunds', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann', 'Bob', 'Cai')
    await world.grabs((await world.send('Ann', equal(900, 3))).envelopeNo, 'Dan')
    await world.send('Bob', equal(500, 1))
    await world.cancel('Cai', (await world.send('Cai', equal(800, 1))).envelopeNo)
    expect(await ranks(world, 'sent')).toEqual([
      ['Ann', 900, 1],
      ['Bob', 500, 1],
    ])
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    expect(await ranks(world, 'sent')).toEqual([['Ann', 300, 1]])
  })

  test('of receivers sums the grabs, the earlier member first on a tie', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    for (const grabbers of [['Bob', 'Cai'], ['Cai', 'Dan'], ['Dan']])
      await world.grabs((await world.send('Ann', equal(200, 2))).envelopeNo, ...grabbers)
    expect(await ranks(world, 'received')).toEqual([
      ['Cai', 200, 2],
      ['Dan', 200, 2],
      ['Bob', 100, 1],
    ])
  })

  test('of the luckiest counts ended lucky envelopes with more than one grab', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    const ended = await world.send('Ann', { count: 2, total: 101 })
    const amounts = await world.grabs(ended.envelopeNo, 'Bob', 'Cai')
    await world.grabs((await world.send('Ann', { count: 3 })).envelopeNo, 'Dan', 'Eve')
    await world.grabs((await world.send('Ann', { count: 1 })).envelopeNo, 'Fay')
    await world.grabs((await world.send('Ann', equal(200, 2))).envelopeNo, 'Gil', 'Hua')
    const [first = 0, second = 0] = amounts
    expect(await ranks(world, 'luckiest')).toEqual([[first > second ? 'Bob' : 'Cai', 1, 1]])
    const crowned = (await world.details(ended.envelopeNo)).claims.filter((claim) => claim.luckiest)
    expect(crowned.map((claim) => claim.member.name)).toEqual([first > second ? 'Bob' : 'Cai'])
  })

  test('of the luckiest gives a tie to the earliest', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    await world.grabs((await world.send('Ann', { count: 3, total: 3 })).envelopeNo, 'Bob', 'Cai', 'Dan')
    expect(await ranks(world, 'luckiest')).toEqual([['Bob', 1, 1]])
  })

  test.each<[Period, number, number]>([
    ['week', Date.UTC(2026, 5, 15), Date.UTC(2026, 5, 22)],
    ['month', Date.UTC(2026, 6, 1), Date.UTC(2026, 7, 1)],
  ])('of a %s starts over at midnight UTC', async (period, start, end) => {
    const world = await openWorld({ startAt: start - 1 })
    await world.fund(10_000, 'Ann', 'Bob')
    const before = await world.send('Ann', { count: 2, total: 2 })
    await world.grabs(before.envelopeNo, 'Cai')
    world.clock.time = start
    await world.grabs((await world.send('Bob', equal(300, 1))).envelopeNo, 'Dan')
    await world.grabs(before.envelopeNo, 'Eve')
    for (const now of [start, end - 1]) {
      world.clock.time = now
      expect(await ranks(world, 'sent', period)).toEqual([['Bob', 300, 1]])
      expect(await ranks(world, 'received', period)).toEqual([
        ['Dan', 300, 1],
        ['Eve', 1, 1],
      ])
      // It was sent in the previous period, but ended in this one.
      expect(await ranks(world, 'luckiest', period)).toEqual([['Cai', 1, 1]])
    }
    world.clock.time = end
    for (const board of ['sent', 'received', 'luckiest'] as const)
      expect(await ranks(world, board, period)).toEqual([])
    expect(await ranks(world, 'sent', 'ever')).toHaveLength(2)
  })

  test('has at most ten ranks, all of its own community', async () => {
    const world = await openWorld()
    const elsewhere = await world.foundElsewhere()
    await world.fund(10_000, 'Ann')
    const { envelopeNo } = await world.send('Ann', equal(1200, 12))
    await world.grabs(envelopeNo, ...Array.from({ length: 12 }, (_, index) => `Member${index}`))
    expect(await ranks(world, 'received')).toHaveLength(10)
    for (const board of ['sent', 'received', 'luckiest'] as const)
      expect(await ranks(world, board, 'ever', elsewhere)).toEqual([])
  })

  test('does not exist in a chat without a community', async () => {
    const world = await openWorld()
    const place = { platform: 'test', chat: 'nowhere' }
    const query = { place, by: person('Ann'), board: 'sent', period: 'week' } as const
    expect(await world.app.leaderboard(query)).toEqual({ kind: 'unknown_chat' })
  })
})

describe('hidden amounts', () => {
  const twoSent = async (hideAmounts: boolean) => {
    const world = await openWorld({ rules: { hideAmounts }, random: seededRandom(7) })
    await world.fund(10_000, 'Ann')
    const names = Array.from({ length: 11 }, (_, index) => `P${index}`)
    await world.grabs((await world.send('Ann', equal(1_100, 11))).envelopeNo, ...names)
    const { envelopeNo } = await world.send('Ann', { total: 5_000, count: 3 })
    const amounts = await world.grabs(envelopeNo, 'Bob', 'P10')
    return { world, envelopeNo, amounts }
  }

  test('are not told by the leaderboard of receivers before the red packet ends', async () => {
    const { world, envelopeNo, amounts } = await twoSent(true)
    const before = Array.from({ length: 10 }, (_, index) => [`P${index}`, 100, 1])
    for (const period of ['week', 'ever'] as const)
      expect(await ranks(world, 'received', period)).toEqual(before)
    await world.grabs(envelopeNo, 'Cai')
    const after = await ranks(world, 'received')
    expect(after).toHaveLength(10)
    expect(after).toContainEqual(['Bob', amounts[0], 1])
    expect(after).toContainEqual(['P10', 100 + (amounts[1] as number), 2])
  })

  test('count at once where the community shows them', async () => {
    const { world, amounts } = await twoSent(false)
    expect(await ranks(world, 'received')).toContainEqual(['Bob', amounts[0], 1])
  })
})
