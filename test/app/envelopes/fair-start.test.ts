import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { GrabOutcome } from '../../../src/app/envelopes/grab-share.js'
import { sealedOrder } from '../../../src/core/ways/sealed-order.js'
import { other, unite, unlinkPerson } from '../../support/linked-world.js'
import { skipOnMariadb } from '../../support/on-mariadb.js'
import { seededRandom } from '../../support/seeded-random.js'
import { LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../../support/world.js'

/** Ann sends a red packet with a fair start of one second. */
async function fairlySent(world: World, envelope: Parameters<World['send']>[1] = {}): Promise<string> {
  await world.fund(10_000, 'Ann')
  return (await world.send('Ann', { fairStart: SECOND, ...envelope })).envelopeNo
}

const asked = (world: World, by: ReturnType<typeof person>, envelopeNo: string, key = world.key()) => ({
  ...{ key, place: LOBBY, by, envelopeNo },
})

/** Makes taps that wait. Resolves, once all are in the database, with promises of their answers. */
async function tapping(
  world: World,
  envelopeNo: string,
  ...people: (string | ReturnType<typeof person>)[]
): Promise<{ results: Promise<GrabOutcome>[] }> {
  const results: Promise<GrabOutcome>[] = []
  for (const each of people) {
    const by = typeof each === 'string' ? person(each) : each
    await new Promise<void>((joined) => {
      results.push(world.app.grabShare(asked(world, by, envelopeNo), joined))
    })
  }
  return { results }
}

/** The same, but no caller waits for the answer, as after a shutdown. */
async function leftWaiting(world: World, envelopeNo: string, ...names: string[]): Promise<void> {
  world.app.endWaits()
  for (const name of names) expect(await world.grab(name, envelopeNo)).toMatchObject({ kind: 'waiting' })
}

function saltOf(world: World, envelopeNo: string): string {
  const select = 'SELECT salt FROM envelope WHERE envelope_no = ?'
  return world.tamper((database) => database.prepare(select).pluck().get(envelopeNo)) as string
}

const winners = async (world: World, envelopeNo: string) =>
  (await world.details(envelopeNo)).claims.map(({ member }) => member.name)

describe('a fair start', () => {
  test('serves the taps in its window in the sealed order and answers each with its result', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world, { kind: 'equal', total: 900 })
    const names = ['Bob', 'Cai', 'Dan', 'Eve', 'Fay']
    const { results } = await tapping(world, envelopeNo, ...names)
    expect(await world.details(envelopeNo)).toMatchObject({
      way: { kind: 'fair_start', window: SECOND, waiting: 5 },
      claims: [],
    })
    world.clock.pass(SECOND)
    const outcomes = await Promise.all(results)
    const order = sealedOrder(saltOf(world, envelopeNo), [1, 2, 3, 4, 5])
    for (const [turn, ticket] of order.entries())
      expect(outcomes[ticket - 1]).toMatchObject(
        turn < 3
          ? { kind: 'grabbed', amount: 300, position: turn + 1, count: 3, balance: 300 }
          : { kind: 'finished' },
      )
    expect(await winners(world, envelopeNo)).toEqual(order.slice(0, 3).map((ticket) => names[ticket - 1]))
    expect(await world.broken()).toEqual([])
  })

  test('begins with the first tap, however late, and is first come, first served afterwards', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    world.clock.pass(MINUTE)
    const { results } = await tapping(world, envelopeNo, 'Bob')
    world.clock.pass(SECOND)
    expect(await world.grab('Cai', envelopeNo)).toMatchObject({ kind: 'grabbed', position: 2 })
    expect(await Promise.all(results)).toMatchObject([{ kind: 'grabbed', position: 1 }])
    expect(await world.grab('Dan', envelopeNo)).toMatchObject({ kind: 'grabbed', position: 3 })
    expect(await world.grab('Eve', envelopeNo)).toEqual({ kind: 'finished' })
    expect(await world.broken()).toEqual([])
  })

  test('repeats the answer to the same tap, and tells another tap that the person has a share', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    const command = asked(world, person('Bob'), envelopeNo)
    const first = new Promise<Promise<GrabOutcome>>((resolve) => {
      const result = world.app.grabShare(command, () => resolve(Promise.resolve(result)))
    })
    const taps = [first, world.app.grabShare(command), world.grab('Bob', envelopeNo)]
    expect(await world.details(envelopeNo)).toMatchObject({ way: { waiting: 1 } })
    world.clock.pass(SECOND)
    const [once, again, double] = await Promise.all(taps)
    expect(once).toMatchObject({ kind: 'grabbed' })
    expect(again).toEqual(once)
    expect(double).toMatchObject({ kind: 'already_grabbed' })
    expect(await world.app.grabShare(command)).toEqual(once)
    expect(await world.broken()).toEqual([])
  })

  test('delays no other command while a thousand taps wait', async () => {
    skipOnMariadb('measures time, and the server has its own')
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    const names = Array.from({ length: 1_000 }, (_, index) => `P${index}`)
    let joined = 0
    const all = new Promise<void>((resolve) => {
      for (const name of names)
        void world.app.grabShare(asked(world, person(name), envelopeNo), () => {
          if (++joined === names.length) resolve()
        })
    })
    await all
    const other = await fairlySent(world, { fairStart: 0 })
    expect(await world.grab('Bob', other)).toMatchObject({ kind: 'grabbed' })
    expect(await world.details(envelopeNo)).toMatchObject({ way: { waiting: 1_000 }, claims: [] })
    world.app.endWaits()
  })

  test('releases waiting taps on shutdown, and the next program’s sweep serves them', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world, { count: 2 })
    const { results } = await tapping(world, envelopeNo, 'Bob', 'Cai', 'Dan')
    world.app.endWaits()
    expect(await Promise.all(results)).toMatchObject([
      { kind: 'waiting' },
      { kind: 'waiting' },
      { kind: 'waiting' },
    ])
    await world.restart()
    expect(await world.app.serveFairStarts(10)).toEqual([])
    expect(await winners(world, envelopeNo)).toEqual([])
    world.clock.pass(SECOND)
    expect(await world.app.serveFairStarts(10)).toEqual([])
    const won = await winners(world, envelopeNo)
    expect(won).toHaveLength(2)
    for (const name of ['Bob', 'Cai', 'Dan'])
      expect(await world.grab(name, envelopeNo)).toMatchObject({
        kind: won.includes(name) ? 'already_grabbed' : 'finished',
      })
    expect(await world.broken()).toEqual([])
  })

  test('serves waiting taps before the refund when the deadline comes first', async () => {
    const world = await openWorld({ rules: { minLifetime: SECOND } })
    const envelopeNo = await fairlySent(world, { fairStart: 10 * SECOND, lifetime: 5 * SECOND })
    await leftWaiting(world, envelopeNo, 'Bob')
    world.clock.pass(5 * SECOND)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
    expect(await world.details(envelopeNo)).toMatchObject({ state: 'expired', grabbedCount: 1 })
    expect(await world.broken()).toEqual([])
  })

  test('ends when the clock is set back to before it began', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    await leftWaiting(world, envelopeNo, 'Bob')
    world.clock.pass(-MINUTE)
    expect(await world.grab('Cai', envelopeNo)).toMatchObject({ kind: 'grabbed', position: 2 })
    expect(await world.broken()).toEqual([])
  })

  test('passes over a wallet that was frozen after the tap', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    await leftWaiting(world, envelopeNo, 'Bob', 'Cai')
    await world.freeze('Bob')
    world.clock.pass(SECOND)
    await world.app.serveFairStarts(10)
    expect(await winners(world, envelopeNo)).toEqual(['Cai'])
    expect(await world.broken()).toEqual([])
  })

  test('can be a community’s default, which a sender can override', async () => {
    const world = await openWorld({ rules: { fairStart: 3 * SECOND } })
    const fair = await fairlySent(world, {})
    await world.fund(10_000, 'Ann')
    const { envelopeNo } = await world.send('Ann')
    expect(await world.details(envelopeNo)).toMatchObject({ way: { kind: 'fair_start', window: 3 * SECOND } })
    expect(await world.details(fair)).toMatchObject({ way: { window: SECOND } })
    const plain = await world.send('Ann', { fairStart: 0 })
    expect(await world.grab('Bob', plain.envelopeNo)).toMatchObject({ kind: 'grabbed' })
    const draw = await world.send('Ann', { way: 'draw' })
    expect(await world.details(draw.envelopeNo)).toMatchObject({ way: { kind: 'draw' } })
    world.app.endWaits()
  })

  test('is in the text that /verify prints, with a line that recomputes the order', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world, { count: 2 })
    const names = ['Bob', 'Cai', 'Dan']
    await leftWaiting(world, envelopeNo, ...names)
    const verify = () => world.app.verifyEnvelope({ place: LOBBY, by: person('Bob'), envelopeNo })
    expect(await verify()).toMatchObject({ kind: 'sealed' })
    world.clock.pass(SECOND)
    await world.app.serveFairStarts(10)
    const proof = await verify()
    if (proof.kind !== 'revealed' || !proof.order) throw new Error(proof.kind)
    expect(proof.text).toMatch(/^luckymoney\/2 [0-9a-f]{10} fair-start window=1000 \d+,\d+ [0-9a-f]{32}$/)
    expect(proof.holds).toBe(true)
    const tickets = execFileSync('sh', ['-c', proof.order.line], { encoding: 'utf8' })
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]))
    expect(tickets.slice(0, 2).map((ticket) => names[ticket - 1])).toEqual(await winners(world, envelopeNo))
  })
})

describe('a thief', () => {
  test('gets nothing by tapping repeatedly before the fair start ends', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    world.app.endWaits()
    for (let each = 0; each < 20; each++)
      expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'waiting' })
    world.clock.pass(SECOND - 1)
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'waiting', millis: 1 })
    expect(await world.details(envelopeNo)).toMatchObject({ claims: [], way: { waiting: 1 } })
    expect(await world.broken()).toEqual([])
  })

  test('gets one turn with two linked accounts', async () => {
    const world = await openWorld()
    await unite(world, person('Bob'), other('Bob'))
    const envelopeNo = await fairlySent(world)
    const { results } = await tapping(world, envelopeNo, 'Bob', other('Bob'))
    expect(await world.details(envelopeNo)).toMatchObject({ way: { waiting: 1 } })
    world.clock.pass(SECOND)
    expect(await Promise.all(results)).toMatchObject([{ kind: 'grabbed' }, { kind: 'already_grabbed' }])
    expect(await world.broken()).toEqual([])
  })

  test('gets one share after linking accounts that have both tapped', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    world.app.endWaits()
    for (const by of [person('Bob'), other('Bob')])
      expect(await world.app.grabShare(asked(world, by, envelopeNo))).toMatchObject({ kind: 'waiting' })
    await unite(world, person('Bob'), other('Bob'))
    world.clock.pass(SECOND)
    await world.app.serveFairStarts(10)
    expect(await world.details(envelopeNo)).toMatchObject({ grabbedCount: 1 })
    expect(await world.broken()).toEqual([])
  })

  test('gets no second share by unlinking an account while it waits', async () => {
    const world = await openWorld()
    await unite(world, person('Bob'), other('Bob'))
    const envelopeNo = await fairlySent(world)
    await leftWaiting(world, envelopeNo, 'Bob')
    await unlinkPerson(world, other('Bob'))
    world.clock.pass(SECOND)
    expect(await world.app.grabShare(asked(world, other('Bob'), envelopeNo))).toMatchObject({
      kind: 'already_grabbed',
    })
    expect(await world.details(envelopeNo)).toMatchObject({ grabbedCount: 1 })
    expect(await world.broken()).toEqual([])
  })

  test('cannot cancel a red packet that someone is waiting for', async () => {
    const world = await openWorld()
    const envelopeNo = await fairlySent(world)
    await leftWaiting(world, envelopeNo, 'Bob')
    expect(await world.cancel('Ann', envelopeNo)).toEqual({ kind: 'somebody_joined', count: 1 })
  })
})

test('in 200 rushes of 51 people, always tapping first gives no advantage', async () => {
  skipOnMariadb('takes ten thousand taps')
  const [people, shares, rushes] = [51, 8, 200]
  const rules = { maxOpenEnvelopes: 1_000, selfGrab: false }
  const world = await openWorld({ random: seededRandom(11), rules })
  await world.fund(rushes * shares, 'Ann')
  world.app.endWaits()
  const names = Array.from({ length: people }, (_, index) => `P${index}`)
  const nos: string[] = []
  for (let rush = 0; rush < rushes; rush++)
    nos.push(
      (await world.send('Ann', { kind: 'equal', total: shares, count: shares, fairStart: SECOND }))
        .envelopeNo,
    )
  // The first name is the script, which makes the first tap of every rush.
  for (const name of names) await Promise.all(nos.map((no) => world.grab(name, no)))
  world.clock.pass(SECOND)
  expect(await world.app.serveFairStarts(rushes)).toEqual([])
  const wins = new Map(names.map((name) => [name, 0]))
  for (const no of nos) for (const name of await winners(world, no)) wins.set(name, (wins.get(name) ?? 0) + 1)
  const expected = (rushes * shares) / people
  const counts = [...wins.values()]
  expect(counts.reduce((sum, won) => sum + won, 0)).toBe(rushes * shares)
  const chiSquared = counts.reduce((sum, won) => sum + (won - expected) ** 2 / expected, 0)
  // 99.9 % of fair runs stay below this (50 degrees of freedom); the seed is fixed.
  expect(chiSquared).toBeLessThan(86.7)
  expect(await world.broken()).toEqual([])
})

test('a clock set back after a fair start was served alarms no one', async () => {
  const world = await openWorld({ random: seededRandom(2) })
  const envelopeNo = await fairlySent(world, { count: 4 })
  await leftWaiting(world, envelopeNo, 'Bob', 'Cai')
  world.clock.pass(SECOND)
  await world.app.serveFairStarts(9)
  world.clock.pass(-SECOND / 2)
  expect(await world.grab('Dan', envelopeNo)).toMatchObject({ kind: 'grabbed', position: 3 })
  expect(await world.broken()).toEqual([])
})
