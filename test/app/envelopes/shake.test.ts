import { describe, expect, test } from 'vitest'
import { winningTries } from '../../../src/core/ways/shake.js'
import { other, unite, unlinkPerson } from '../../support/linked-world.js'
import { seededRandom } from '../../support/seeded-random.js'
import { DAY, LOBBY, MINUTE, openWorld, person, type World } from '../../support/world.js'

/** Ann sends a shake with three shares by default. */
async function shakenBy(world: World, envelope: Parameters<World['send']>[1] = {}): Promise<string> {
  await world.fund(10_000, 'Ann')
  return (await world.send('Ann', { way: 'shake', ...envelope })).envelopeNo
}

/** Reads the winning tries from the file, the only place that has them. */
function tapeOf(world: World, envelopeNo: string): number[] {
  const select = `SELECT details FROM envelope_way JOIN envelope ON id = envelope WHERE envelope_no = ?`
  const details = world.tamper((database) => database.prepare(select).pluck().get(envelopeNo)) as string
  return JSON.parse(details).wins
}

/** Sends red packets until one has the winning tries that the test needs; the others are left alone. */
async function withTape(world: World, count: number, wanted: (wins: number[]) => boolean): Promise<string> {
  await world.fund(100_000, 'Ann')
  for (;;) {
    const { envelopeNo } = await world.send('Ann', { way: 'shake', count, kind: 'equal', total: 300 * count })
    if (wanted(tapeOf(world, envelopeNo))) return envelopeNo
  }
}

const shakeAs = (world: World, by: ReturnType<typeof person>, envelopeNo: string) =>
  world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo })

const many = { rules: { maxOpenEnvelopes: 1_000 }, random: seededRandom(3) }

describe('the tape', () => {
  test('has one win per share among three times as many tries, ten at least, distinct and ascending', () => {
    const random = seededRandom(1)
    for (const count of [1, 2, 7, 200]) {
      const wins = winningTries(count, random)
      expect(new Set(wins).size).toBe(count)
      expect(wins).toEqual([...wins].sort((one, another) => one - another))
      expect(Math.min(...wins)).toBeGreaterThanOrEqual(1)
      expect(Math.max(...wins)).toBeLessThanOrEqual(Math.max(3 * count, 10))
    }
  })

  test('gives each try the same chance of winning', () => {
    const random = seededRandom(2)
    const [count, tapes] = [4, 6_000]
    const wins = new Array<number>(3 * count).fill(0)
    for (let tape = 0; tape < tapes; tape++)
      for (const number of winningTries(count, random)) wins[number - 1] = (wins[number - 1] ?? 0) + 1
    const expected = tapes / 3
    const chiSquared = wins.reduce((sum, won) => sum + (won - expected) ** 2 / expected, 0)
    // The 99.9 % limit for 11 degrees of freedom; the seed is fixed.
    expect(chiSquared).toBeLessThan(31.3)
  })
})

describe('the first person’s three tries', () => {
  test.each([
    [1, 0.3],
    [2, 8 / 15],
    [3, 17 / 24],
    [4, 41 / 55],
    [20, 1 - (40 * 39 * 38) / (60 * 59 * 58)],
  ])('with %i shares win with a probability of %d, never for sure', (count, probability) => {
    const random = seededRandom(11)
    const tapes = 4_000
    let won = 0
    for (let tape = 0; tape < tapes; tape++) if (winningTries(count, random).some((win) => win <= 3)) won++
    // Four standard deviations; the seed is fixed.
    const deviation = Math.sqrt((probability * (1 - probability)) / tapes)
    expect(Math.abs(won / tapes - probability)).toBeLessThan(4 * deviation)
  })
})

describe('a shake', () => {
  test('wins the next share where the tape says so, and reports how many tries are left', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 2, ([first]) => first === 3)
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'missed', left: 2 })
    expect(await world.grab('Cai', envelopeNo)).toEqual({ kind: 'missed', left: 2 })
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'grabbed', amount: 300, position: 1 })
    expect(await world.balance('Bob')).toBe(300)
    expect(await world.details(envelopeNo)).toMatchObject({ grabbedCount: 1, way: { kind: 'shake' } })
    expect(await world.broken()).toEqual([])
  })

  test('keeps the books sound when the clock is set back between a miss and the last win', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 1, ([win]) => win === 2)
    world.clock.pass(MINUTE)
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'missed' })
    world.clock.pass(-MINUTE / 2)
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('wins at most once per person', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 2, ([first, second]) => first === 1 && second === 2)
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'grabbed' })
    expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'already_grabbed', position: 1 })
    expect(await world.grab('Cai', envelopeNo)).toMatchObject({ kind: 'grabbed', position: 2 })
    expect(await world.grab('Dan', envelopeNo)).toEqual({ kind: 'finished' })
    expect(await world.broken()).toEqual([])
  })

  test('allows no fourth try', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 4, ([first = 0]) => first > 3)
    for (const left of [2, 1, 0])
      expect(await world.grab('Bob', envelopeNo)).toMatchObject({ kind: 'missed', left })
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'no_tries_left' })
    expect(await world.broken()).toEqual([])
  })

  test('counts as one try per key, whether it won or not', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 2, ([first]) => first === 2)
    const [missing, hitting] = [world.key(), world.key()]
    for (let each = 0; each < 3; each++)
      expect(await world.grab('Bob', envelopeNo, missing)).toEqual({ kind: 'missed', left: 2 })
    const hit = await world.grab('Bob', envelopeNo, hitting)
    expect(hit).toMatchObject({ kind: 'grabbed' })
    expect(await world.grab('Bob', envelopeNo, hitting)).toEqual(hit)
    expect(await world.broken()).toEqual([])
  })

  test('gives linked accounts three tries between them, even when they link or unlink in between', async () => {
    const world = await openWorld(many)
    const [bob, twin] = [person('Bob'), other('Bob')]
    const first = await withTape(world, 5, ([first = 0]) => first > 5)
    expect(await shakeAs(world, bob, first)).toMatchObject({ left: 2 })
    expect(await shakeAs(world, twin, first)).toMatchObject({ left: 2 })
    await unite(world, bob, twin)
    expect(await shakeAs(world, twin, first)).toMatchObject({ left: 0 })
    expect(await shakeAs(world, bob, first)).toEqual({ kind: 'no_tries_left' })
    const second = await withTape(world, 5, ([first = 0]) => first > 4)
    for (const left of [2, 1]) expect(await shakeAs(world, bob, second)).toMatchObject({ left })
    await unlinkPerson(world, twin)
    expect(await shakeAs(world, twin, second)).toMatchObject({ left: 0 })
    expect(await shakeAs(world, bob, second)).toEqual({ kind: 'no_tries_left' })
    expect(await world.broken()).toEqual([])
  })

  test('gives an unlinked account no second win', async () => {
    const world = await openWorld(many)
    const [bob, twin] = [person('Bob'), other('Bob')]
    await unite(world, bob, twin)
    const envelopeNo = await withTape(world, 3, ([first, second]) => first === 2 && second === 3)
    expect(await shakeAs(world, bob, envelopeNo)).toMatchObject({ kind: 'missed' })
    await unlinkPerson(world, twin)
    expect(await shakeAs(world, bob, envelopeNo)).toMatchObject({ kind: 'grabbed' })
    expect(await shakeAs(world, twin, envelopeNo)).toMatchObject({ kind: 'already_grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('follows the rules of a grab for senders, the chosen, frozen wallets and the deadline', async () => {
    const world = await openWorld()
    const equal = await shakenBy(world, { kind: 'equal', total: 900 })
    expect(await world.grab('Ann', equal)).toEqual({ kind: 'own_envelope' })
    const forBob = await shakenBy(world, { count: 1, chosen: [person('Bob')] })
    expect(await world.grab('Cai', forBob)).toEqual({ kind: 'not_chosen' })
    await world.freeze('Bob')
    expect(await world.grab('Bob', forBob)).toEqual({ kind: 'wallet_frozen', name: 'Bob' })
    world.clock.pass(DAY)
    expect(await world.grab('Cai', equal)).toEqual({ kind: 'expired' })
  })

  test('refunds the rest at the deadline, and cannot be cancelled once someone has tried', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 4, ([first]) => first === 2)
    await world.grab('Bob', envelopeNo)
    expect(await world.cancel('Ann', envelopeNo)).toEqual({ kind: 'somebody_joined', count: 1 })
    await world.grab('Cai', envelopeNo)
    world.clock.pass(DAY)
    while ((await world.app.expireEnvelopes(100)) > 0);
    expect(await world.details(envelopeNo)).toMatchObject({
      state: 'expired',
      grabbedCount: 1,
      refunded: 900,
    })
    expect(await world.broken()).toEqual([])
  })

  test('is in the text that /verify prints only after the end', async () => {
    const world = await openWorld(many)
    const envelopeNo = await withTape(world, 1, ([first]) => first === 2)
    const verify = () => world.app.verifyEnvelope({ place: LOBBY, by: person('Bob'), envelopeNo })
    await world.grab('Bob', envelopeNo)
    const before = JSON.stringify([await verify(), await world.details(envelopeNo)])
    expect(before).not.toMatch(/wins|"hits"/)
    await world.grab('Cai', envelopeNo)
    const proof = await verify()
    expect(proof).toMatchObject({ kind: 'revealed', holds: true, hits: [{ number: 2, name: 'Cai' }] })
    expect(proof.kind === 'revealed' && proof.text).toMatch(
      /^luckymoney\/2 [0-9a-f]{10} shake wins=2 300 [0-9a-f]{32}$/,
    )
  })
})
