import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

const by = person('Visitor')

async function sent(world: World, envelope: Parameters<World['send']>[1] = {}) {
  await world.fund(10_000, 'Ann')
  return await world.send('Ann', envelope)
}

describe('the details of an envelope', () => {
  test('list the claims with times, and the luckiest once it has ended', async () => {
    const world = await openWorld()
    const { envelopeNo } = await sent(world, { count: 3, total: 101 })
    await world.grabs(envelopeNo, 'Bob', 'Cai')
    // A later grab may still be luckier.
    expect((await world.details(envelopeNo)).claims.map((claim) => claim.luckiest)).toEqual([false, false])
    world.clock.pass(5)
    await world.grabs(envelopeNo, 'Dan')
    const { claims, endedAt, state } = await world.details(envelopeNo)
    expect({ state, endedAt }).toEqual({ state: 'finished', endedAt: world.clock.now() })
    expect(claims.map(({ position, member, at }) => [position, member.name, at])).toEqual([
      [1, 'Bob', world.clock.now() - 5],
      [2, 'Cai', world.clock.now() - 5],
      [3, 'Dan', world.clock.now()],
    ])
    const best = Math.max(...claims.map((claim) => claim.amount))
    expect(claims.filter((claim) => claim.luckiest).map((claim) => claim.amount)).toEqual([best])
  })

  test('name no luckiest member in an equal envelope or after a single grab', async () => {
    const world = await openWorld()
    const equal = await sent(world, { kind: 'equal', total: 200, count: 2 })
    await world.grabs(equal.envelopeNo, 'Bob', 'Cai')
    const alone = await sent(world)
    await world.grabs(alone.envelopeNo, 'Bob')
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    for (const { envelopeNo } of [equal, alone])
      expect((await world.details(envelopeNo)).claims.some((claim) => claim.luckiest)).toBe(false)
  })

  test('name the chosen members', async () => {
    const world = await openWorld()
    const { envelopeNo } = await sent(world, {
      count: 1,
      chosen: [person('Cai'), person('Bob'), person('Cai')],
    })
    const { audience, chosen } = await world.details(envelopeNo)
    expect([audience, chosen.map((member) => member.name)]).toEqual(['chosen', ['Cai', 'Bob']])
  })

  test('do not reveal unclaimed shares', async () => {
    const world = await openWorld()
    const { envelopeNo } = await sent(world, { total: 9_999, count: 2 })
    const [first = 0] = await world.grabs(envelopeNo, 'Bob')
    const details = await world.app.envelopeDetails({ place: LOBBY, by, envelopeNo })
    expect(JSON.stringify(details)).not.toContain(`:${9_999 - first},`)
  })

  test.each(['envelopeDetails', 'verifyEnvelope'] as const)(
    'are hidden from other communities and chats without one: %s',
    async (view) => {
      const world = await openWorld()
      const { envelopeNo } = await sent(world)
      const place = await world.foundElsewhere()
      const unknown = { kind: 'unknown_envelope' }
      expect(await world.app[view]({ place, by, envelopeNo })).toEqual(unknown)
      expect(await world.app[view]({ place: LOBBY, by, envelopeNo: '0000000000' })).toEqual(unknown)
      const nowhere = { platform: 'test', chat: 'nowhere' }
      expect(await world.app[view]({ place: nowhere, by, envelopeNo })).toEqual({ kind: 'unknown_chat' })
    },
  )
})

describe('verifying an envelope', () => {
  test('shows only the commitment while it is open, however much was grabbed', async () => {
    const world = await openWorld()
    const { envelopeNo, commitment, deadline } = await sent(world)
    await world.grabs(envelopeNo, 'Bob', 'Cai')
    const sealed = { kind: 'sealed', envelopeNo, commitment, deadline }
    expect(await world.app.verifyEnvelope({ place: LOBBY, by, envelopeNo })).toEqual(sealed)
    // Past the deadline but before the sweep, too: it hasn't ended.
    world.clock.pass(DAY)
    expect(await world.app.verifyEnvelope({ place: LOBBY, by, envelopeNo })).toEqual(sealed)
  })

  test.each(['finished', 'expired', 'cancelled'])('reveals salt and shares when it has %s', async (state) => {
    const world = await openWorld()
    const { envelopeNo, commitment } = await sent(world, { count: 3 })
    if (state === 'finished') await world.grabs(envelopeNo, 'Bob', 'Cai', 'Dan')
    if (state === 'cancelled') await world.cancel('Ann', envelopeNo)
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    const outcome = await world.app.verifyEnvelope({ place: LOBBY, by, envelopeNo })
    if (outcome.kind !== 'revealed') throw new Error(outcome.kind)
    expect(outcome).toMatchObject({ envelopeNo, commitment, holds: true })
    expect(createHash('sha256').update(outcome.text).digest('hex')).toBe(commitment)
    const shares = outcome.text.split(' ')[2]?.split(',').map(Number) ?? []
    expect(shares.reduce((left, right) => left + right)).toBe(1000)
    const { claims } = await world.details(envelopeNo)
    expect(shares.slice(0, claims.length)).toEqual(claims.map((claim) => claim.amount))
  })

  test('detects shares that differ from the committed ones', async () => {
    const world = await openWorld()
    const { envelopeNo } = await sent(world, { total: 9_999, count: 2 })
    world.tamper((database) => {
      database.exec('DROP TRIGGER share_fixed')
      // Moves one minor unit from the larger share to the smaller: the sum stays the same.
      database.exec(`UPDATE share SET amount = amount + CASE
        WHEN amount = (SELECT max(amount) FROM share) THEN -1 ELSE 1 END`)
    })
    await world.cancel('Ann', envelopeNo)
    const outcome = await world.app.verifyEnvelope({ place: LOBBY, by, envelopeNo })
    expect(outcome).toMatchObject({ kind: 'revealed', holds: false })
  })
})

describe('the newest envelopes', () => {
  test('come newest first, as many as requested, of this community only', async () => {
    const world = await openWorld()
    const elsewhere = await world.foundElsewhere()
    const sentNos: string[] = []
    for (let count = 1; count <= 4; count++) sentNos.push((await sent(world, { count })).envelopeNo)
    await world.grabs(sentNos[3] as string, 'Bob')
    const recent = await world.app.recentEnvelopes({ place: LOBBY }, 3)
    expect(recent.map((envelope) => envelope.envelopeNo)).toEqual(sentNos.slice(1).reverse())
    expect(recent[0]).toMatchObject({ sender: 'Ann', total: 1000, count: 4, grabbedCount: 1, state: 'open' })
    expect(await world.app.recentEnvelopes({ place: elsewhere }, 3)).toEqual([])
    expect(await world.app.recentEnvelopes({ place: { platform: 'test', chat: 'nowhere' } }, 3)).toEqual([])
  })
})

test('the newest envelopes of a chat are those with cards in it, not those of other chats of the community', async () => {
  const world = await openWorld()
  const back = { platform: 'test', chat: 'back room' }
  await world.app.enterChat({ place: back, within: LOBBY, name: 'unused' })
  const [front, secret] = [await sent(world), await sent(world, { place: back })]
  const numbers = async (place: typeof LOBBY) =>
    (await world.app.recentEnvelopes({ place }, 9)).map(({ envelopeNo }) => envelopeNo)
  expect(await numbers(LOBBY)).toEqual([front.envelopeNo])
  expect(await numbers(back)).toEqual([secret.envelopeNo])
})

describe('the sender of an envelope', () => {
  test('is returned by the id on the platform, with the language of the community', async () => {
    const world = await openWorld()
    const { envelopeNo } = await sent(world)
    const sender = { kind: 'sender', user: 'ann' }
    expect(await world.app.senderOf(envelopeNo, 'test')).toEqual({ ...sender, language: null })
    const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
    await world.app.changeSettings({ ...admin, changes: { language: 'zh' } })
    expect(await world.app.senderOf(envelopeNo, 'test')).toEqual({ ...sender, language: 'zh' })
  })

  test('has no id on a platform where the sender is unknown', async () => {
    const world = await openWorld()
    const { envelopeNo } = await sent(world)
    expect(await world.app.senderOf(envelopeNo, 'other')).toMatchObject({ kind: 'sender', user: null })
  })

  test('is unknown when the envelope does not exist', async () => {
    const world = await openWorld()
    expect(await world.app.senderOf('0000000000', 'test')).toEqual({ kind: 'unknown_envelope' })
  })
})

describe('hidden amounts', () => {
  const rules = { hideAmounts: true }
  const seenBy = async (world: World, name: string, envelopeNo: string) => {
    const seen = await world.app.envelopeDetails({ place: LOBBY, by: person(name), envelopeNo })
    if (seen.kind !== 'envelope') throw new Error(seen.kind)
    return seen.envelope.hidesAmounts
  }

  test('are shown to members with a share, and to everyone after the end', async () => {
    const world = await openWorld({ rules })
    await world.fund(1_000, 'Ann')
    const { envelopeNo } = await world.send('Ann', { count: 2 })
    await world.grabs(envelopeNo, 'Bob')
    expect(await seenBy(world, 'Bob', envelopeNo)).toBe(false)
    expect(await seenBy(world, 'Cai', envelopeNo)).toBe(true)
    expect(await seenBy(world, 'Stranger', envelopeNo)).toBe(true)
    const card = await world.app.board.nextCard('test', LOBBY.chat)
    expect(card?.envelope.hidesAmounts).toBe(true)
    await world.grabs(envelopeNo, 'Cai')
    expect(await seenBy(world, 'Stranger', envelopeNo)).toBe(false)
  })

  test('do not apply to equal shares, or where the community shows amounts', async () => {
    const world = await openWorld({ rules })
    await world.fund(2_000, 'Ann')
    const equal = await world.send('Ann', { kind: 'equal', total: 900 })
    expect(await seenBy(world, 'Cai', equal.envelopeNo)).toBe(false)
    const lucky = await world.send('Ann')
    const change = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
    await world.app.changeSettings({ ...change, changes: { hideAmounts: false } })
    expect(await seenBy(world, 'Cai', lucky.envelopeNo)).toBe(false)
  })
})
