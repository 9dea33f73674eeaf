import { describe, expect, test } from 'vitest'
import type { SendEnvelope } from '../../../../src/app/envelopes/send-envelope.js'
import { MAX_AGE, MIN_AGE } from '../../../../src/core/conditions/age.js'
import type { PlatformFacts } from '../../../../src/core/conditions/platform-facts.js'
import type { Condition } from '../../../../src/core/conditions/terms.js'
import type { Person } from '../../../../src/core/person.js'
import { found, GROUP, link, other, unite, unlinkPerson } from '../../../support/linked-world.js'
import { asThief, foundAfterWork } from '../../../support/thief.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../../../support/world.js'

const WEEK = 7 * DAY

/** Sends a red packet with a gate as Rich. */
async function sendWith(
  world: World,
  gate: Condition,
  envelope: Partial<SendEnvelope> = {},
): Promise<string> {
  return (await world.send('Rich', { conditions: [gate], ...envelope })).envelopeNo
}

function tap(world: World, envelopeNo: string, by: Person, told?: PlatformFacts, key = world.key()) {
  return world.app.grabShare({ key, place: LOBBY, by, envelopeNo, told })
}

async function rich(): Promise<World> {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 100 } })
  await world.fund(1_000_000, 'Rich')
  return world
}

describe('what a platform tells', () => {
  const now = (world: World) => world.clock.now()
  test.each<[Condition, (world: World) => PlatformFacts, (world: World) => PlatformFacts, object]>([
    [
      { kind: 'account_age', least: WEEK },
      (world) => ({ accountSince: now(world) - WEEK }),
      (world) => ({ accountSince: now(world) - WEEK + 1 }),
      { why: 'too_new', least: WEEK },
    ],
    [
      { kind: 'member_since', least: WEEK },
      (world) => ({ memberSince: now(world) - WEEK }),
      (world) => ({ memberSince: now(world) - WEEK + 1, accountSince: 0 }),
      { why: 'too_new', least: WEEK },
    ],
    [
      { kind: 'booster' },
      () => ({ boosts: true }),
      () => ({ boosts: false, premium: true }),
      { why: 'is_none' },
    ],
    [
      { kind: 'premium' },
      () => ({ premium: true }),
      () => ({ premium: false, boosts: true }),
      { why: 'is_none' },
    ],
  ])('$kind lets in those of whom it is true, and tells the others why', async (gate, yes, no, refusal) => {
    const world = await rich()
    const envelopeNo = await sendWith(world, gate)
    const refused = (more: object) => ({ kind: 'not_met', refusal: { condition: gate.kind, ...more } })
    expect(await tap(world, envelopeNo, person('Bob'), no(world))).toEqual(refused(refusal))
    // As on a platform that tells nothing about people.
    expect(await tap(world, envelopeNo, person('Bob'))).toEqual(refused({ why: 'not_told' }))
    expect(await tap(world, envelopeNo, person('Ann'), yes(world))).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('a refused tap that is repeated when it has become true grabs', async () => {
    const world = await rich()
    const envelopeNo = await sendWith(world, { kind: 'account_age', least: HOUR })
    const key = world.key()
    const told = { accountSince: world.clock.now() }
    expect(await tap(world, envelopeNo, person('Bob'), told, key)).toMatchObject({ kind: 'not_met' })
    world.clock.pass(HOUR)
    expect(await tap(world, envelopeNo, person('Bob'), told, key)).toMatchObject({ kind: 'grabbed' })
  })

  test('is asked of everyone who joins a draw, shakes, or taps in a fair start', async () => {
    const world = await rich()
    const ways = [
      { way: 'draw' as const, lifetime: MINUTE },
      { way: 'shake' as const },
      { fairStart: SECOND },
    ]
    world.app.endWaits()
    for (const way of ways) {
      const envelopeNo = await sendWith(world, { kind: 'booster' }, way)
      const refusal = { condition: 'booster', why: 'is_none' }
      expect(await tap(world, envelopeNo, person('Bob'), { boosts: false })).toEqual({
        kind: 'not_met',
        refusal,
      })
      const outcome = await tap(world, envelopeNo, person('Ann'), { boosts: true })
      expect(['joined', 'missed', 'grabbed', 'waiting']).toContain(outcome.kind)
    }
  })

  test('the sender needs it too', async () => {
    const world = await rich()
    const envelopeNo = await sendWith(world, { kind: 'premium' })
    expect(await tap(world, envelopeNo, person('Rich'), { premium: false })).toMatchObject({
      kind: 'not_met',
    })
  })

  test('an ended red packet says so before any condition', async () => {
    const world = await rich()
    const envelopeNo = await sendWith(world, { kind: 'premium' })
    await world.cancel('Rich', envelopeNo)
    expect(await tap(world, envelopeNo, person('Bob'))).toEqual({ kind: 'cancelled' })
  })
})

describe('known', () => {
  const gate = { kind: 'known', least: WEEK } as const

  test('lets in those whom the bot has known long enough, in any community', async () => {
    const world = await rich()
    const elsewhere = await world.foundElsewhere()
    await world.app.joinMember({ place: LOBBY, by: person('Ann') })
    await world.app.joinMember({ place: elsewhere, by: person('Cid') })
    world.clock.pass(WEEK - 1)
    const envelopeNo = await sendWith(world, gate)
    const refusal = { condition: 'known', why: 'too_new', least: WEEK }
    for (const name of ['Ann', 'Cid', 'Newcomer'])
      expect(await world.grab(name, envelopeNo)).toEqual({ kind: 'not_met', refusal })
    world.clock.pass(1)
    await world.grabs(envelopeNo, 'Ann', 'Cid')
    expect(await world.grab('Newcomer', envelopeNo)).toEqual({ kind: 'not_met', refusal })
  })

  test('counts the oldest of linked accounts, as long as they are linked', async () => {
    const world = await rich()
    await world.app.joinMember({ place: LOBBY, by: person('Ann') })
    world.clock.pass(WEEK)
    const envelopeNo = await sendWith(world, gate)
    await world.app.joinMember({ place: LOBBY, by: other('New') })
    await unite(world, person('Ann'), other('New'))
    await unlinkPerson(world, other('New'))
    const at = { key: world.key(), place: LOBBY, by: other('New'), envelopeNo }
    expect(await world.app.grabShare(at)).toMatchObject({ kind: 'not_met' })
    await unite(world, person('Ann'), other('New'))
    expect(await world.app.grabShare({ ...at, key: world.key() })).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })
})

describe('turns', () => {
  const others = (last: number, millis: number) => ({
    kind: 'not_met',
    refusal: { condition: 'turns', why: 'others_first', last, millis },
  })

  test('who got a share of one of the last red packets lets others go first', async () => {
    const world = await rich()
    const sent = []
    for (const name of ['Ann', 'Bob', 'Cid']) {
      sent.push((await world.send('Rich')).envelopeNo)
      await world.grabs(sent.at(-1) as string, name)
      world.clock.pass(1)
    }
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 2 }, { lifetime: HOUR })
    expect(await world.grab('Bob', envelopeNo)).toEqual(others(2, HOUR / 2))
    expect(await world.grab('Cid', envelopeNo)).toEqual(others(2, HOUR / 2))
    await world.grabs(envelopeNo, 'Ann', 'Dan')
    expect(await world.broken()).toEqual([])
  })

  test('a share of an earlier one that is grabbed only now counts as well', async () => {
    const world = await rich()
    const { envelopeNo: earlier } = await world.send('Rich')
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 1 }, { lifetime: HOUR })
    await world.grabs(earlier, 'Ann')
    expect(await world.grab('Ann', envelopeNo)).toEqual(others(1, HOUR / 2))
  })

  test('red packets that were sent later don’t count', async () => {
    const world = await rich()
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 10 })
    world.clock.pass(1)
    const { envelopeNo: later } = await world.send('Rich')
    await world.grabs(later, 'Ann')
    await world.grabs(envelopeNo, 'Ann')
  })

  test('from half of its time on it is open to everyone', async () => {
    const world = await rich()
    await world.grabs((await world.send('Rich')).envelopeNo, 'Ann')
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 1 }, { lifetime: HOUR })
    world.clock.pass(HOUR / 2 - 1)
    expect(await world.grab('Ann', envelopeNo)).toEqual(others(1, 1))
    world.clock.pass(1)
    await world.grabs(envelopeNo, 'Ann')
    expect(await world.broken()).toEqual([])
  })

  test('what nobody else takes goes back to the sender', async () => {
    const world = await rich()
    await world.grabs((await world.send('Rich')).envelopeNo, 'Ann')
    const before = await world.balance('Rich')
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 1 }, { lifetime: HOUR })
    await world.grab('Ann', envelopeNo)
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    expect(await world.balance('Rich')).toBe(before)
  })

  test('linked accounts have one turn, also after they unlink', async () => {
    const world = await rich()
    await unite(world, person('Ann'), other('Alt'))
    await world.grabs((await world.send('Rich')).envelopeNo, 'Ann')
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 1 }, { lifetime: HOUR })
    const grab = () => world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Alt'), envelopeNo })
    expect(await grab()).toEqual(others(1, HOUR / 2))
    await unlinkPerson(world, other('Alt'))
    expect(await grab()).toEqual(others(1, HOUR / 2))
  })

  test('a scheduled red packet counts from when it is sent', async () => {
    const world = await rich()
    const ordered = await world.trySend('Rich', { appointments: [world.clock.now() + DAY] })
    if (ordered.kind !== 'scheduled') throw new Error(ordered.kind)
    await world.grabs((await world.send('Rich')).envelopeNo, 'Ann')
    world.clock.pass(1)
    const first = await sendWith(world, { kind: 'turns', last: 1 })
    expect(await world.grab('Ann', first)).toMatchObject({ kind: 'not_met' })
    world.clock.pass(DAY)
    await world.app.openScheduled(10)
    await world.grabs(ordered.envelopes[0]?.envelopeNo ?? '', 'Bob')
    world.clock.pass(1)
    const second = await sendWith(world, { kind: 'turns', last: 1 })
    expect(await world.grab('Bob', second)).toMatchObject({ kind: 'not_met' })
    await world.grabs(second, 'Ann')
    expect(await world.broken()).toEqual([])
  })

  test('other communities don’t count', async () => {
    const world = await rich()
    const elsewhere = await world.foundElsewhere()
    await world.app.topUp({
      ...{ key: world.key(), place: elsewhere, by: person('Admin'), platformAdmin: true },
      ...{ to: person('Rich'), amount: 1_000, reason: 'a gift' },
    })
    const { envelopeNo: there } = await world.send('Rich', { place: elsewhere })
    await world.app.grabShare({ key: world.key(), place: elsewhere, by: person('Ann'), envelopeNo: there })
    await world.grabs(await sendWith(world, { kind: 'turns', last: 10 }), 'Ann')
  })

  test('reconcile finds a share that was grabbed out of turn', async () => {
    const world = await rich()
    await world.grabs((await world.send('Rich')).envelopeNo, 'Ann')
    const envelopeNo = await sendWith(world, { kind: 'turns', last: 1 }, { lifetime: HOUR })
    await world.grabs(envelopeNo, 'Bob')
    await world.stop()
    const work = asThief([
      `UPDATE share SET claimer = (SELECT id FROM member WHERE name = 'Ann')
      WHERE claimer = (SELECT id FROM member WHERE name = 'Bob')`,
    ])
    const found = await foundAfterWork(world, work, world.clock.now())
    expect(found).toContain(`8: share 1 of envelope ${envelopeNo} was grabbed out of turn`)
  })
})

describe('any gate', () => {
  const GATES: readonly Condition[] = [
    ...[{ kind: 'account_age', least: MIN_AGE } as const, { kind: 'member_since', least: MAX_AGE } as const],
    ...[{ kind: 'booster' } as const, { kind: 'premium' } as const, { kind: 'known', least: DAY } as const],
    { kind: 'turns', last: 10 },
  ]

  test('is in the commitment, which holds', async () => {
    const world = await rich()
    const { envelopeNo, commitment } = await world.send('Rich', { conditions: GATES, lifetime: HOUR })
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    const verified = await world.app.verifyEnvelope({ place: LOBBY, by: person('Bob'), envelopeNo })
    expect(verified).toMatchObject({ kind: 'revealed', commitment, holds: true })
    const text = verified.kind === 'revealed' ? verified.text : ''
    const terms = `account-age=${MIN_AGE} booster known=${DAY} member-since=${MAX_AGE} premium turns=10`
    expect(text).toContain(terms)
    expect(await world.broken()).toEqual([])
  })

  test('that was changed in the file is noticed', async () => {
    const world = await rich()
    await world.send('Rich', { conditions: GATES })
    await world.stop()
    const change = (sql: string) => foundAfterWork(world, asThief([sql]), world.clock.now())
    const weaker = `UPDATE envelope_condition SET details = '{"last":1}' WHERE kind = 'turns'`
    expect((await change(weaker)).join()).toMatch(/7: .*sealed with.*14: the rows of envelope_condition/)
    expect((await change(`DELETE FROM envelope_condition WHERE kind = 'booster'`)).join()).toContain(
      'has 5 conditions instead of 6',
    )
  })

  test('is on the card', async () => {
    const world = await rich()
    const { envelopeNo } = await world.send('Rich', { conditions: GATES })
    expect((await world.details(envelopeNo)).conditions?.map(({ kind }) => kind)).toEqual([
      ...['account_age', 'booster', 'known', 'member_since', 'premium', 'turns'],
    ])
  })

  test('goes together with a password', async () => {
    const world = await rich()
    const conditions = [{ kind: 'booster' }, { kind: 'password', word: 'sesame', secret: true }] as const
    const { envelopeNo } = await world.send('Rich', { conditions })
    const given = { text: 'sesame', inPublic: false }
    const command = { place: LOBBY, by: person('Bob'), envelopeNo, given }
    // No try is spent on a red packet that isn't for the person.
    expect(
      await world.app.grabShare({ ...command, key: world.key(), given: { ...given, text: 'x' }, told: {} }),
    ).toMatchObject({ kind: 'not_met', refusal: { condition: 'booster' } })
    expect(await world.app.grabShare({ ...command, key: world.key(), told: { boosts: true } })).toMatchObject(
      {
        kind: 'grabbed',
      },
    )
    expect(await world.broken()).toEqual([])
  })

  test('holds in a linked chat as well, where its platform may tell nothing', async () => {
    const world = await rich()
    await found(world)
    await link(world)
    const { envelopeNo } = await world.send('Rich', { conditions: [{ kind: 'booster' }], everywhere: true })
    const there = { key: world.key(), place: GROUP, by: other('Tina'), envelopeNo, told: { premium: true } }
    expect(await world.app.grabShare(there)).toEqual({
      ...{ kind: 'not_met', refusal: { condition: 'booster', why: 'not_told' } },
    })
  })
})
