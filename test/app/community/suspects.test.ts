import { expect, test } from 'vitest'
import type { SendEnvelope } from '../../../src/app/envelopes/send-envelope.js'
import { asAdmin, found, GROUP, other, unite, unlinkPerson } from '../../support/linked-world.js'
import { DAY, LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../../support/world.js'

const ADMIN = asAdmin(LOBBY, person('Admin'))

async function figuresIn(world: World) {
  const outcome = await world.app.suspects(ADMIN)
  if (outcome.kind !== 'suspects') throw new Error(outcome.kind)
  return outcome
}

/** Posts every card that waits, now. */
async function post(world: World): Promise<void> {
  for (const { platform, chat } of (await world.app.board.chatsBehind()).now.chats) {
    const next = () => world.app.board.nextCard(platform, chat)
    for (let card = await next(); card; card = await next())
      await world.app.board.shown(card.id, card.message ?? `message ${card.id}`, card.rev)
  }
}

/** Sends a red packet of two shares, whose card appears two seconds later. */
async function sendAndPost(world: World, envelope: Partial<SendEnvelope> = {}): Promise<string> {
  const { envelopeNo } = await world.send('Rich', { count: 2, ...envelope })
  world.clock.pass(2 * SECOND)
  await post(world)
  return envelopeNo
}

/** Ann and Bob grab from each of some red packets, so long after the card appeared. */
async function rounds(world: World, count: number, ann: number, bob: number): Promise<void> {
  for (let round = 0; round < count; round++) {
    const envelopeNo = await sendAndPost(world)
    world.clock.pass(ann)
    await world.grabs(envelopeNo, 'Ann')
    world.clock.pass(bob - ann)
    await world.grabs(envelopeNo, 'Bob')
  }
}

test('only a platform admin may look, and not even a treasurer', async () => {
  const world = await openWorld()
  await world.app.appointTreasurer({ ...ADMIN, key: world.key(), member: person('Ann'), treasurer: true })
  const query = { place: LOBBY, by: person('Ann'), platformAdmin: false }
  expect(await world.app.suspects(query)).toEqual({ kind: 'not_admin' })
  const nowhere = { platform: 'test', chat: 'nowhere' }
  expect(await world.app.suspects({ ...ADMIN, place: nowhere })).toEqual({ kind: 'unknown_chat' })
})

test('measures from the posted card to the tap by our own clock', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  await rounds(world, 5, 300, 4_000)
  expect(await figuresIn(world)).toMatchObject({
    packets: 5,
    cut: false,
    people: [
      { name: 'Ann', packets: 5, median: 300, fastest: 300, firsts: 5 },
      { name: 'Bob', packets: 5, median: 4_000, fastest: 4_000, firsts: 0 },
    ],
    pairs: [],
  })
})

test('prefers the platform’s own clocks to ours', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  for (let round = 0; round < 5; round++) {
    const envelopeNo = await sendAndPost(world)
    world.clock.pass(9 * SECOND)
    for (const [name, reaction] of [
      ['Ann', 40],
      ['Bob', 800],
    ] as const)
      await world.app.grabShare({ key: world.key(), place: LOBBY, by: person(name), envelopeNo, reaction })
  }
  const { people, pairs } = await figuresIn(world)
  expect(people.map(({ name, median }) => [name, median])).toEqual([
    ['Ann', 40],
    ['Bob', 800],
  ])
  expect(pairs).toMatchObject([{ names: ['Ann', 'Bob'], together: 5, of: 5 }])
})

test('a tap in a fair start counts when it was made, not when it was served', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  for (let round = 0; round < 5; round++) {
    const envelopeNo = await sendAndPost(world, { fairStart: 3 * SECOND })
    world.app.endWaits()
    world.clock.pass(100)
    await world.grab('Ann', envelopeNo)
    world.clock.pass(1_500)
    await world.grab('Bob', envelopeNo)
    world.clock.pass(3 * SECOND)
    await world.app.serveFairStarts(10)
  }
  expect(await figuresIn(world)).toMatchObject({
    packets: 5,
    people: [
      { name: 'Ann', median: 100, firsts: 5 },
      { name: 'Bob', median: 1_600, firsts: 0 },
    ],
    pairs: [],
  })
  expect(await world.broken()).toEqual([])
})

test('leaves out draws and shakes, where being fast wins nothing', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  for (let round = 0; round < 5; round++) {
    const drawn = await sendAndPost(world, { way: 'draw', lifetime: MINUTE })
    await world.grab('Ann', drawn)
    world.clock.pass(MINUTE)
    await world.app.expireEnvelopes(10)
  }
  expect(await figuresIn(world)).toMatchObject({ packets: 0, people: [] })
})

test('forgets what is older than thirty days, and covers one that was ordered before', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  await rounds(world, 5, 300, 4_000)
  const ordered = await world.app.sendEnvelope({
    ...{ key: world.key(), place: LOBBY, by: person('Rich'), kind: 'lucky', total: 100, count: 2 },
    ...{ greeting: '', appointments: [world.clock.now() + 31 * DAY] },
  })
  if (ordered.kind !== 'scheduled') throw new Error(ordered.kind)
  world.clock.pass(29 * DAY)
  expect(await figuresIn(world)).toMatchObject({ packets: 5 })
  world.clock.pass(2 * DAY)
  expect(await figuresIn(world)).toMatchObject({ packets: 0 })
  await world.app.openScheduled(10)
  await post(world)
  await world.grabs(ordered.envelopes[0]?.envelopeNo ?? '', 'Ann')
  expect(await figuresIn(world)).toMatchObject({ packets: 1 })
})

test('covers this community alone', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  await rounds(world, 5, 300, 4_000)
  await found(world)
  expect(await world.app.suspects(asAdmin(GROUP, other('Boss')))).toMatchObject({ packets: 0, people: [] })
})

test('linked accounts are one person, and two again when unlinked', async () => {
  const world = await openWorld()
  await world.fund(100_000, 'Rich')
  await rounds(world, 5, 300, 700)
  await unite(world, person('Ann'), person('Bob'))
  expect(await figuresIn(world)).toMatchObject({
    people: [{ name: 'Ann', packets: 5, median: 300, firsts: 5 }],
    pairs: [],
  })
  await unlinkPerson(world, person('Bob'))
  const { people, pairs } = await figuresIn(world)
  expect(people.map(({ name }) => name)).toEqual(['Ann', 'Bob'])
  expect(pairs).toMatchObject([{ together: 5, of: 5 }])
})

test('reads any number of red packets, a batch at a time', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 1_000 } })
  await world.fund(100_000, 'Rich')
  const sent = await Promise.all(
    Array.from({ length: 450 }, () => world.send('Rich', { total: 3, count: 3 })),
  )
  await Promise.all(sent.map(({ envelopeNo }) => world.grabs(envelopeNo, 'Ann', 'Bob', 'Cid')))
  const { packets, people } = await figuresIn(world)
  expect(packets).toBe(450)
  expect(people.map(({ name, packets }) => [name, packets]).sort()).toEqual([
    ['Ann', 450],
    ['Bob', 450],
    ['Cid', 450],
  ])
})
