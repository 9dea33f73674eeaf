import { describe, expect, test } from 'vitest'
import { consoleTopUp } from '../../../src/app/wallets/console-top-up.js'
import { LOBBY, openWorld, person, START, type World } from '../../support/world.js'

const visitor = { place: LOBBY, by: person('Visitor') }
const currency = { name: 'Lucky', symbol: 'L', scale: 2 }

function move(world: World, verb: 'topUp' | 'deduct', amount: number, reason: string) {
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  return world.app[verb]({ ...admin, to: person('Ann'), amount, reason })
}

async function amounts(world: World, limit: number): Promise<(number | null)[]> {
  const outcome = await world.app.audit(visitor, limit)
  if (outcome.kind !== 'audit') throw new Error(outcome.kind)
  return outcome.lines.map((line) => line.amount)
}

describe('the audit', () => {
  test('shows everyone who moved how much for whom and why, newest first', async () => {
    const world = await openWorld()
    await move(world, 'topUp', 500, 'a prize')
    world.clock.pass(1000)
    await move(world, 'deduct', 200, 'too much')
    const ann = { actor: 'Admin', member: 'Ann' }
    expect(await world.app.audit(visitor, 10)).toEqual({
      kind: 'audit',
      currency,
      lines: [
        { ...ann, tradeNo: 2, at: START + 1000, kind: 'deduct', amount: 200, reason: 'too much' },
        { ...ann, tradeNo: 1, at: START, kind: 'top_up', amount: 500, reason: 'a prize' },
      ],
    })
  })

  test('names no actor for an operator at the console', async () => {
    const world = await openWorld()
    await world.balance('Ann')
    const command = { key: '1', community: 1, walletNo: 'W-1', amount: '5', reason: 'a gift' }
    await world.engine.run(() => consoleTopUp(command, START))
    const outcome = await world.app.audit(visitor, 10)
    expect(outcome).toMatchObject({ lines: [{ actor: null, member: 'Ann', amount: 500, reason: 'a gift' }] })
  })

  test("excludes members' own transfers, and other communities", async () => {
    const world = await openWorld()
    await move(world, 'topUp', 5000, 'a prize')
    await world.grabs((await world.send('Ann')).envelopeNo, 'Bob')
    const place = await world.foundElsewhere()
    const admin = { key: world.key(), place, by: person('Admin'), platformAdmin: true }
    await world.app.topUp({ ...admin, to: person('Ann'), amount: 7, reason: 'elsewhere' })
    expect(await amounts(world, 10)).toEqual([5000])
    expect(await world.app.audit({ place, by: person('Ann') }, 10)).toMatchObject({ lines: [{ amount: 7 }] })
  })

  test('has as many lines as requested, from 1 to 100', async () => {
    const world = await openWorld()
    for (let amount = 1; amount <= 101; amount++) await move(world, 'topUp', amount, 'one more')
    expect(await amounts(world, 3)).toEqual([101, 100, 99])
    expect(await amounts(world, 0)).toEqual([101])
    expect(await amounts(world, 1000)).toHaveLength(100)
  })

  test('does not exist for a chat without a community', async () => {
    const world = await openWorld()
    const nowhere = { place: { platform: 'test', chat: 'nowhere' }, by: person('Ann') }
    expect(await world.app.audit(nowhere, 10)).toEqual({ kind: 'unknown_chat' })
  })
})
