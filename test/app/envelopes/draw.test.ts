import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { sealedOrder } from '../../../src/core/ways/sealed-order.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { found, fundAt, GROUP, link, other, unite, unlink, unlinkPerson } from '../../support/linked-world.js'
import { DAY, LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../../support/world.js'

/** Ann sends a draw that is due in a minute. */
async function drawBy(world: World, envelope: Parameters<World['send']>[1] = {}): Promise<string> {
  await world.fund(10_000, 'Ann')
  return (await world.send('Ann', { way: 'draw', lifetime: MINUTE, ...envelope })).envelopeNo
}

async function joinedBy(world: World, envelopeNo: string, ...names: string[]): Promise<void> {
  for (const name of names) expect(await world.grab(name, envelopeNo)).toMatchObject({ kind: 'joined' })
}

async function isDrawn(world: World): Promise<void> {
  world.clock.pass(MINUTE)
  expect(await world.app.expireEnvelopes(10)).toBe(1)
}

const tapAt = (world: World, by = other('Bob'), envelopeNo = '', place = LOBBY) =>
  world.app.grabShare({ key: world.key(), place, by, envelopeNo })

function saltOf(world: World, envelopeNo: string): string {
  const select = 'SELECT salt FROM envelope WHERE envelope_no = ?'
  return world.tamper((database) => database.prepare(select).pluck().get(envelopeNo)) as string
}

const winners = async (world: World, envelopeNo: string) =>
  (await world.details(envelopeNo)).claims.map(({ member }) => member.name)

describe('joining a draw', () => {
  test('is confirmed at once with a number and the time, and moves nothing', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world)
    const at = world.clock.now() + MINUTE
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'joined', ticket: 1, at })
    expect(await world.grab('Cai', envelopeNo)).toEqual({ kind: 'joined', ticket: 2, at })
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'already_joined', ticket: 1, at })
    expect(await world.details(envelopeNo)).toMatchObject({
      way: { kind: 'draw', joined: 2 },
      grabbedCount: 0,
      claims: [],
      state: 'open',
    })
    expect(await world.balance('Bob')).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('gets the same answer for the same key', async () => {
    const world = await openWorld()
    const [envelopeNo, second] = [await drawBy(world), await drawBy(world)]
    const key = world.key()
    const outcome = await expectIdempotent(world, {
      first: () => world.grab('Bob', envelopeNo, key),
      otherBody: () => world.grab('Bob', second, key),
    })
    expect(outcome.kind).toBe('joined')
    expect(await world.details(envelopeNo)).toMatchObject({ way: { joined: 1 } })
  })

  test('closes at the deadline, even before the draw has run', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world)
    world.clock.pass(MINUTE)
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'being_drawn' })
    await world.app.expireEnvelopes(10)
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'expired' })
  })

  test('follows the rules of a grab for senders, the chosen and frozen wallets', async () => {
    const world = await openWorld()
    const equal = await drawBy(world, { kind: 'equal', total: 900 })
    expect(await world.grab('Ann', equal)).toEqual({ kind: 'own_envelope' })
    const lucky = await drawBy(world)
    expect(await world.grab('Ann', lucky)).toMatchObject({ kind: 'joined' })
    const forBob = await drawBy(world, { count: 1, chosen: [person('Bob')] })
    expect(await world.grab('Cai', forBob)).toEqual({ kind: 'not_chosen' })
    await world.freeze('Bob')
    expect(await world.grab('Bob', forBob)).toEqual({ kind: 'wallet_frozen', name: 'Bob' })
  })

  test('can be at most fourteen days away', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    const draw = (lifetime: number) => world.trySend('Ann', { way: 'draw', lifetime })
    expect(await draw(14 * DAY)).toMatchObject({ kind: 'sent' })
    expect(await draw(14 * DAY + 1)).toMatchObject({
      kind: 'envelope_refused',
      refusal: { kind: 'bad_lifetime', min: MINUTE, max: 14 * DAY },
    })
    expect(await world.trySend('Ann', { lifetime: 8 * DAY })).toMatchObject({ kind: 'envelope_refused' })
  })
})

describe('a draw', () => {
  test('gives the shares to the first in the sealed order, and tells each entrant at their next tap', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world)
    const names = ['Bob', 'Cai', 'Dan', 'Eve', 'Fay']
    await joinedBy(world, envelopeNo, ...names)
    await isDrawn(world)
    const won = sealedOrder(saltOf(world, envelopeNo), [1, 2, 3, 4, 5]).map(
      (ticket) => names[ticket - 1] as string,
    )
    expect(await winners(world, envelopeNo)).toEqual(won.slice(0, 3))
    const { state, claims, endedAt } = await world.details(envelopeNo)
    expect(state).toBe('finished')
    for (const [index, name] of won.slice(0, 3).entries()) {
      const { amount } = claims[index] as { amount: number }
      expect(await world.grab(name, envelopeNo)).toMatchObject({ kind: 'drawn', position: index + 1, amount })
      expect(await world.balance(name)).toBe(amount)
    }
    expect(claims.every(({ at }) => at === endedAt)).toBe(true)
    const loser = won[4] as string
    expect(await world.grab(loser, envelopeNo)).toEqual({
      kind: 'not_drawn',
      ticket: names.indexOf(loser) + 1,
    })
    expect(await world.broken()).toEqual([])
  })

  test('refunds the remaining shares when too few people join', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world, { kind: 'equal', total: 900 })
    await joinedBy(world, envelopeNo, 'Bob', 'Cai')
    await isDrawn(world)
    expect(await world.details(envelopeNo)).toMatchObject({
      state: 'expired',
      grabbedCount: 2,
      refunded: 300,
    })
    expect([await world.balance('Bob'), await world.balance('Cai'), await world.balance('Ann')]).toEqual([
      300, 300, 9_400,
    ])
    expect(await world.broken()).toEqual([])
  })

  test('with no entrants refunds everything', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world)
    await isDrawn(world)
    expect(await world.details(envelopeNo)).toMatchObject({ state: 'expired', refunded: 1_000 })
    expect(await world.broken()).toEqual([])
  })

  test('passes over a wallet that was frozen after joining', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world, { count: 1 })
    await joinedBy(world, envelopeNo, 'Bob', 'Cai')
    const [first = 0] = sealedOrder(saltOf(world, envelopeNo), [1, 2])
    const names = ['Bob', 'Cai']
    await world.freeze(names[first - 1] as string)
    await isDrawn(world)
    expect(await winners(world, envelopeNo)).toEqual([names[2 - first]])
    expect(await world.broken()).toEqual([])
  })

  test('runs once, however many sweeps there are', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world, { count: 2 })
    await joinedBy(world, envelopeNo, 'Bob', 'Cai', 'Dan')
    world.clock.pass(MINUTE)
    const ended = await Promise.all([
      world.app.expireEnvelopes(10),
      world.app.expireOneByOne(10).then(({ ended }) => ended),
      world.app.expireEnvelopes(10),
    ])
    expect(ended).toContain(1)
    expect((await winners(world, envelopeNo)).length).toBe(2)
    expect(await world.broken()).toEqual([])
  })

  test('runs after a restart, even when twenty are due at once', async () => {
    const world = await openWorld({ rules: { minLifetime: SECOND, maxOpenEnvelopes: 30 } })
    const nos: string[] = []
    for (let each = 0; each < 20; each++) nos.push(await drawBy(world))
    for (const no of nos) await joinedBy(world, no, 'Bob')
    world.clock.pass(MINUTE)
    await world.restart()
    let ended = 0
    for (let more = 1; more > 0; ended += more) more = await world.app.expireEnvelopes(20)
    expect(ended).toBe(20)
    expect(await world.broken()).toEqual([])
  })

  test('still falls due after a clock that was ahead is corrected', async () => {
    const world = await openWorld()
    world.clock.pass(DAY)
    const envelopeNo = await drawBy(world)
    world.clock.pass(-DAY)
    await joinedBy(world, envelopeNo, 'Bob')
    expect(await world.app.expireEnvelopes(10)).toBe(0)
    world.clock.pass(MINUTE)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
    expect(await winners(world, envelopeNo)).toEqual(['Bob'])
    expect(await world.broken()).toEqual([])
  })

  test('can be recomputed with the lines that /verify prints only after the end', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world)
    const names = ['Bob', 'Cai', 'Dan', 'Eve']
    await joinedBy(world, envelopeNo, ...names)
    const verify = () => world.app.verifyEnvelope({ place: LOBBY, by: person('Bob'), envelopeNo })
    const { commitment } = await world.details(envelopeNo)
    const salt = saltOf(world, envelopeNo)
    const before = JSON.stringify([await verify(), await world.details(envelopeNo)])
    expect(before).not.toContain(salt)
    await isDrawn(world)
    const proof = await verify()
    if (proof.kind !== 'revealed' || !proof.order) throw new Error(proof.kind)
    expect(proof.text).toMatch(/^luckymoney\/2 [0-9a-f]{10} draw [\d,]+ [0-9a-f]{32}$/)
    const run = (line: string) => execFileSync('sh', ['-c', line], { encoding: 'utf8' })
    expect(run(`printf %s '${proof.text}' | sha256sum`)).toContain(commitment)
    const tickets = run(proof.order.line)
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]))
    expect(proof.order.joined).toBe(4)
    expect(tickets.slice(0, 3).map((ticket) => names[ticket - 1])).toEqual(await winners(world, envelopeNo))
    expect(proof.order.served.map(({ name }) => name)).toEqual(await winners(world, envelopeNo))
  })
})

describe('a draw and linked accounts', () => {
  const bob = person('Bob')

  test('two linked accounts join once', async () => {
    const world = await openWorld()
    await unite(world, bob, other('Bob'))
    const envelopeNo = await drawBy(world)
    await joinedBy(world, envelopeNo, 'Bob')
    expect(await tapAt(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'already_joined', ticket: 1 })
    await isDrawn(world)
    expect(await tapAt(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'drawn', position: 1 })
    expect(await world.broken()).toEqual([])
  })

  test('two accounts linked after joining get one share', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world)
    await joinedBy(world, envelopeNo, 'Bob')
    expect(await tapAt(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'joined', ticket: 2 })
    await unite(world, bob, other('Bob'))
    expect(await tapAt(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'already_joined', ticket: 1 })
    await isDrawn(world)
    expect(await world.details(envelopeNo)).toMatchObject({ grabbedCount: 1, state: 'expired' })
    expect(await world.broken()).toEqual([])
  })

  test('two accounts unlinked after joining get one share', async () => {
    const world = await openWorld()
    await unite(world, bob, other('Bob'))
    const envelopeNo = await drawBy(world)
    await joinedBy(world, envelopeNo, 'Bob')
    await unlinkPerson(world, other('Bob'))
    expect(await tapAt(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'already_joined', ticket: 1 })
    await isDrawn(world)
    expect(await world.details(envelopeNo)).toMatchObject({ grabbedCount: 1 })
    expect(await tapAt(world, other('Bob'), envelopeNo)).toMatchObject({ kind: 'drawn', position: 1 })
    expect(await world.broken()).toEqual([])
  })

  test('the sender of an equal draw wins nothing through an account linked after it joined', async () => {
    const world = await openWorld()
    const envelopeNo = await drawBy(world, { kind: 'equal', total: 900 })
    expect(await tapAt(world, other('Ann'), envelopeNo)).toMatchObject({ kind: 'joined' })
    await unite(world, person('Ann'), other('Ann'))
    await isDrawn(world)
    expect(await world.details(envelopeNo)).toMatchObject({ grabbedCount: 0, refunded: 900 })
    expect(await world.broken()).toEqual([])
  })

  test('a member who left with an unlinked chat is passed over', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 100)
    await link(world)
    const envelopeNo = await drawBy(world)
    expect(await tapAt(world, other('Zoe'), envelopeNo, GROUP)).toMatchObject({ kind: 'joined' })
    await joinedBy(world, envelopeNo, 'Bob')
    expect(await unlink(world)).toMatchObject({ kind: 'communities_unlinked' })
    await isDrawn(world)
    expect(await winners(world, envelopeNo)).toEqual(['Bob'])
    expect(await world.broken()).toEqual([])
  })
})
