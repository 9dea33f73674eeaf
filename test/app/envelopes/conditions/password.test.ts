import { describe, expect, test } from 'vitest'
import type { GrabShare } from '../../../../src/app/envelopes/grab-share.js'
import type { SendEnvelope } from '../../../../src/app/envelopes/send-envelope.js'
import type { Condition } from '../../../../src/core/conditions/terms.js'
import { other, unite, unlinkPerson } from '../../../support/linked-world.js'
import { seededRandom } from '../../../support/seeded-random.js'
import { HOUR, LOBBY, MINUTE, openWorld, person, type World } from '../../../support/world.js'

const OPEN: Condition = { kind: 'password', word: 'Open  Sesame', secret: false }
const SECRET: Condition = { kind: 'password', word: '芝麻开门', secret: true }

/** Ann sends a red packet with a password. */
async function sentWith(
  world: World,
  password: Condition,
  more: Partial<SendEnvelope> = {},
): Promise<string> {
  await world.fund(10_000, 'Ann')
  return (await world.send('Ann', { conditions: [password], ...more })).envelopeNo
}

function say(
  world: World,
  by: GrabShare['by'],
  envelopeNo: string,
  text?: string,
  more: Partial<GrabShare> = {},
) {
  const given = text === undefined ? {} : { given: { text, inPublic: false } }
  return world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo, ...given, ...more })
}

const bob = person('Bob')
const wrong = (left: number) => ({ kind: 'wrong_answer', condition: 'password', left })

describe('a password', () => {
  test('is asked for before the grab, which changes nothing', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN)
    const before = world.money()
    const condition = { kind: 'password', secret: false, word: 'Open Sesame' }
    expect(await say(world, bob, envelopeNo)).toEqual({ kind: 'asked', condition })
    // So is an answer without a letter, which spends no try.
    expect(await say(world, bob, envelopeNo, ' \u200b')).toEqual({ kind: 'asked', condition })
    expect(world.money()).toEqual(before)
  })

  test.each([
    'open sesame',
    'OPENSESAME',
    ' Open\u3000Se same ',
    'ｏｐｅｎ ｓｅｓａｍｅ',
    'open\u200b sesame',
  ])('opens however it is written: %s', async (text) => {
    const world = await openWorld()
    expect(await say(world, bob, await sentWith(world, OPEN), text)).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('gives five tries per person, then refuses the right word too', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN)
    for (const left of [4, 3, 2, 1, 0]) expect(await say(world, bob, envelopeNo, 'rice')).toEqual(wrong(left))
    const refusal = { condition: 'password', why: 'no_tries_left' }
    expect(await say(world, bob, envelopeNo, 'open sesame')).toEqual({ kind: 'not_met', refusal })
    expect(await say(world, bob, envelopeNo)).toEqual({ kind: 'not_met', refusal })
    expect(await say(world, person('Cai'), envelopeNo, 'open sesame')).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('counts a repeated wrong answer once, and refuses its key with another word', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN)
    const key = world.key()
    for (let repeat = 0; repeat < 3; repeat++)
      expect(await say(world, bob, envelopeNo, 'rice', { key })).toEqual(wrong(4))
    expect(await say(world, bob, envelopeNo, 'open sesame', { key })).toEqual({ kind: 'key_reused' })
    expect(await say(world, bob, envelopeNo, 'wheat')).toEqual(wrong(3))
  })

  test('of another red packet opens nothing', async () => {
    const world = await openWorld()
    const first = await sentWith(world, OPEN)
    const second = await sentWith(world, SECRET)
    expect(await say(world, bob, second, 'open sesame')).toEqual(wrong(4))
    expect(await say(world, bob, first, '芝麻开门')).toEqual(wrong(4))
  })

  test('counts the tries of linked accounts together, after unlinking too', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN)
    const bobs = other('Bob')
    await say(world, bob, envelopeNo, 'rice')
    await say(world, bobs, envelopeNo, 'rice')
    await unite(world, bob, bobs)
    expect(await say(world, bob, envelopeNo, 'rice')).toEqual(wrong(2))
    expect(await say(world, bobs, envelopeNo, 'rice')).toEqual(wrong(1))
    await unlinkPerson(world, bobs)
    // One of its own, and two that were made together.
    expect(await say(world, bobs, envelopeNo, 'rice')).toEqual(wrong(1))
    expect(await world.broken()).toEqual([])
  })

  test('gives linked accounts one share', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN)
    await unite(world, bob, other('Bob'))
    expect(await say(world, bob, envelopeNo, 'open sesame')).toMatchObject({ kind: 'grabbed' })
    expect(await say(world, other('Bob'), envelopeNo, 'open sesame')).toMatchObject({
      kind: 'already_grabbed',
    })
    expect(await world.broken()).toEqual([])
  })

  test('is compared only for people who may grab: others spend no try', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN, { count: 1, chosen: [bob] })
    expect(await say(world, person('Cai'), envelopeNo, 'rice')).toEqual({ kind: 'not_chosen' })
    expect(await say(world, bob, envelopeNo, 'open sesame')).toMatchObject({ kind: 'grabbed' })
    expect(await say(world, person('Cai'), envelopeNo)).toEqual({ kind: 'not_chosen' })
  })

  test('says that it has ended in place of asking', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN, { count: 1 })
    await say(world, bob, envelopeNo, 'open sesame')
    expect(await say(world, person('Cai'), envelopeNo, 'rice')).toEqual({ kind: 'finished' })
    const expired = await sentWith(world, OPEN)
    world.clock.pass(24 * HOUR)
    expect(await say(world, bob, expired, 'rice')).toEqual({ kind: 'expired' })
  })

  test('keeps the sender from cancelling once somebody has tried', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN)
    await say(world, bob, envelopeNo, 'rice')
    expect(await world.cancel('Ann', envelopeNo)).toEqual({ kind: 'somebody_joined', count: 1 })
  })
})

describe('a secret password', () => {
  test('is in nothing that anyone can see before the end', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, SECRET)
    await say(world, bob, envelopeNo, '西瓜开门')
    const seen = await Promise.all([
      say(world, bob, envelopeNo),
      world.details(envelopeNo),
      world.app.verifyEnvelope({ place: LOBBY, by: bob, envelopeNo }),
      world.app.recentEnvelopes({ place: LOBBY }, 10),
      world.app.books({ place: LOBBY, limit: 100 }),
      world.app.audit({ place: LOBBY, by: bob }, 100),
    ])
    expect(JSON.stringify(seen)).not.toContain('开门')
    expect(seen[1].conditions).toEqual([{ kind: 'password', secret: true }])
  })

  test('is shown after the end, with the line that repeats its digest', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, SECRET, { count: 1 })
    await say(world, bob, envelopeNo, ' 芝 麻 开 门')
    const verified = await world.app.verifyEnvelope({ place: LOBBY, by: bob, envelopeNo })
    if (verified.kind !== 'revealed') throw new Error(verified.kind)
    expect(verified).toMatchObject({
      holds: true,
      conditions: [{ condition: { kind: 'password', word: '芝麻开门', secret: true } }],
    })
    expect(verified.text).toMatch(/^luckymoney\/2 \w+ password=[0-9a-f]{64} 1000 [0-9a-f]{32}$/)
    expect((await world.details(envelopeNo)).conditions).toEqual([
      { kind: 'password', word: '芝麻开门', secret: true },
    ])
  })

  test('is not even compared where others read it', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, SECRET)
    const refusal = { condition: 'password', why: 'in_public' }
    for (const text of ['芝麻开门', 'rice']) {
      const given = { text, inPublic: true }
      expect(await say(world, bob, envelopeNo, undefined, { given })).toEqual({ kind: 'not_met', refusal })
    }
    expect(await say(world, bob, envelopeNo, 'rice')).toEqual(wrong(4))
  })

  test('leaves no word that people said in the file', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, SECRET)
    await say(world, bob, envelopeNo, 'my-other-password')
    const rows = world.tamper((database) => {
      const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all()
      return tables.map((table) => database.prepare(`SELECT * FROM "${table}"`).all())
    })
    expect(JSON.stringify(rows)).toContain('芝麻开门')
    expect(JSON.stringify(rows)).not.toContain('my-other-password')
  })
})

describe('a password combines with', () => {
  test('a draw: whoever was right is in, and is not asked again', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN, { way: 'draw', lifetime: HOUR })
    expect(await say(world, bob, envelopeNo)).toMatchObject({ kind: 'asked' })
    expect(await say(world, bob, envelopeNo, 'open sesame')).toMatchObject({ kind: 'joined', ticket: 1 })
    expect(await say(world, bob, envelopeNo)).toMatchObject({ kind: 'already_joined' })
    await say(world, person('Cai'), envelopeNo, 'rice')
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    expect((await world.details(envelopeNo)).claims.map(({ member }) => member.name)).toEqual(['Bob'])
    expect(await world.app.verifyEnvelope({ place: LOBBY, by: bob, envelopeNo })).toMatchObject({
      holds: true,
    })
    expect(await world.broken()).toEqual([])
  })

  test('a shake: the word is said once for all tries', async () => {
    const world = await openWorld({ random: seededRandom(5) })
    const envelopeNo = await sentWith(world, OPEN, { way: 'shake', count: 50 })
    expect(await say(world, bob, envelopeNo)).toMatchObject({ kind: 'asked' })
    const first = await say(world, bob, envelopeNo, 'open sesame')
    expect(['missed', 'grabbed']).toContain(first.kind)
    expect(['missed', 'grabbed', 'already_grabbed']).toContain((await say(world, bob, envelopeNo)).kind)
    expect(await world.broken()).toEqual([])
  })

  test('a fair start: only those who were right wait for their turn', async () => {
    const world = await openWorld()
    const envelopeNo = await sentWith(world, OPEN, { fairStart: 3_000, count: 2 })
    world.app.endWaits()
    expect(await say(world, bob, envelopeNo, 'open sesame')).toMatchObject({ kind: 'waiting' })
    expect(await say(world, person('Cai'), envelopeNo, 'rice')).toEqual(wrong(4))
    world.clock.pass(3_000)
    expect(await world.app.serveFairStarts(10)).toEqual([])
    expect((await world.details(envelopeNo)).claims.map(({ member }) => member.name)).toEqual(['Bob'])
    expect(await say(world, person('Cai'), envelopeNo)).toMatchObject({ kind: 'asked' })
    expect(await say(world, person('Cai'), envelopeNo, 'open sesame')).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('an appointment: each red packet of a series has it, under a salt of its own', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    const appointments = [MINUTE, 2 * MINUTE].map((after) => world.clock.now() + after)
    const outcome = await world.trySend('Ann', { conditions: [SECRET], appointments, count: 1 })
    if (outcome.kind !== 'scheduled') throw new Error(outcome.kind)
    world.clock.pass(2 * MINUTE)
    await world.app.openScheduled(10)
    const texts = []
    for (const { envelopeNo } of outcome.envelopes) {
      expect(await say(world, bob, envelopeNo, '芝麻开门')).toMatchObject({ kind: 'grabbed' })
      const verified = await world.app.verifyEnvelope({ place: LOBBY, by: bob, envelopeNo })
      if (verified.kind === 'revealed') texts.push(/password=(\w+)/.exec(verified.text)?.[1])
    }
    expect(new Set(texts).size).toBe(2)
    expect(await world.broken()).toEqual([])
  })
})
