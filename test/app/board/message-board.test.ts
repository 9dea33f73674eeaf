import { expect, test } from 'vitest'
import type { ChatId } from '../../../src/app/board/message-board.js'
import type { Place } from '../../../src/core/place.js'
import type { Slice } from '../../../src/core/shard-range.js'
import { tell } from '../../support/raw-plan.js'
import { DAY, HOUR, LOBBY, openWorld, person, type World } from '../../support/world.js'

/** Shows all cards of the lobby, as the updater would. */
async function showAll({ app: { board } }: World): Promise<void> {
  for (let card = await board.nextCard('test', 'lobby'); card; card = await board.nextCard('test', 'lobby'))
    await board.shown(card.id, card.message ?? `m${card.id}`, card.rev)
}

test('a card that people look at goes first, then one that was scheduled, and one that only expired is last', async () => {
  const world = await openWorld()
  const { board } = world.app
  await world.fund(10_000, 'Lan')
  const expired = await world.send('Lan')
  await showAll(world)
  await world.trySend('Lan', { appointments: [world.clock.now() + DAY + HOUR] })
  world.clock.pass(DAY + HOUR)
  expect(await world.app.expireEnvelopes(9)).toBe(1)
  expect(await world.app.openScheduled(9)).toMatchObject({ count: 1 })
  const sent = await world.send('Lan')
  const order: (string | undefined)[] = []
  for (let card = await board.nextCard('test', 'lobby'); card; card = await board.nextCard('test', 'lobby')) {
    order.push(card.envelope.envelopeNo)
    await board.shown(card.id, card.message ?? `m${card.id}`, card.rev)
  }
  expect(order).toEqual([sent.envelopeNo, expect.any(String), expired.envelopeNo])
})

test('a draw that expired with shares for some is a card that people look at', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { way: 'draw' })
  await showAll(world)
  await world.grab('Wei', envelopeNo)
  await showAll(world)
  world.clock.pass(DAY)
  await world.app.expireEnvelopes(9)
  const { now, later } = await world.app.board.chatsBehind()
  expect([now.chats.length, later.chats.length]).toEqual([1, 0])
})

test('the chats that are behind come in portions, each once, however many cards one of them has', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 1_000 } })
  await world.fund(100_000, 'Lan')
  const chats = Array.from({ length: 100 }, (_, index) => `room ${String(index).padStart(2, '0')}`)
  const within = { chat: LOBBY.chat, name: 'The lobby' }
  const sent = await Promise.all(
    [...chats, ...chats.slice(0, 10)].map((chat) =>
      world.trySend('Lan', { place: { ...LOBBY, chat, within }, total: 100, count: 1 }),
    ),
  )
  expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(['sent']))
  const found: ChatId[] = []
  let portions = 0
  for (let more = true; more; portions++) {
    const { now } = await world.app.board.chatsBehind({ now: found.at(-1) })
    found.push(...now.chats)
    more = now.more
  }
  expect(found.map(({ chat }) => chat)).toEqual(chats)
  expect(portions).toBe(2)
})

test('counts outdated cards in portions, except sleeping ones', async () => {
  const world = await openWorld()
  await world.fund(100, 'Ann')
  const { envelopeNo } = await world.send('Ann', { total: 10, count: 1 })
  world.tamper((database) =>
    database
      .prepare(
        `WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < 25000)
         INSERT INTO envelope_message (envelope, platform, chat, nonce, priority, next_try_at, desired_rev, observed_rev)
         SELECT envelope.id, 'test', n % 7, 'card' || n, n % 3, iif(n % 5 = 0, ?, n % 2), 1, n % 10 = 1
         FROM row, envelope WHERE envelope_no = ?`,
      )
      .run(world.clock.now() + DAY, envelopeNo),
  )
  const before = world.engine.stats.plans
  // A fifth sleeps, and a tenth shows the latest state.
  expect(await world.app.pendingMessages()).toBe(25_000 * 0.7 + 1)
  expect(world.engine.stats.plans - before).toBe(3)
})

/** The halves of the chats of a platform that two programs serve. */
const HALVES: readonly Slice[] = [0, 1].map((shard) => ({
  platform: 'test',
  first: shard,
  last: shard,
  count: 2,
}))

/** Returns a place in a server whose chats have this key. */
function roomOf(shardKey: number) {
  const within = { chat: `server ${shardKey}`, name: 'A server', shardKey }
  return { platform: 'test', chat: `room ${shardKey}`, within }
}

/** Sends a red packet in another chat. */
async function sendIn(world: World, place: Place, count: number): Promise<void> {
  const [by, to] = [person('Admin'), person('Lan')]
  const order = { key: world.key(), place, by, platformAdmin: true }
  await world.app.topUp({ ...order, to, amount: 100, reason: 'pocket money' })
  expect(await world.trySend('Lan', { place, total: 100, count })).toMatchObject({ kind: 'sent' })
}

test('each program finds the cards of its own shards, whatever waits on others, and those of unknown chats are on the first', async () => {
  const world = await openWorld()
  const { board } = world.app
  const chats = [roomOf(2), roomOf(3), roomOf(5), roomOf(6)]
  for (const place of chats) {
    await sendIn(world, place, 1)
  }
  // More than one statement looks at, all on the first shard.
  await world.engine.run(() =>
    tell(
      `INSERT INTO envelope_message (envelope, platform, chat, nonce)
       WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 700)
       SELECT 1, 'test', concat('old ', n % 600), concat('card', n) FROM number`,
    ),
  )
  const found = async (slices: readonly Slice[]) => {
    const all: string[] = []
    let after: ChatId | undefined
    do {
      const { chats, more, upto }: Awaited<ReturnType<typeof board.chatsBehind>>['now'] = (
        await board.chatsBehind({ now: after }, slices)
      ).now
      all.push(...chats.map(({ chat }) => chat))
      after = more ? (upto ?? chats.at(-1)) : undefined
    } while (after)
    return all
  }
  const [first, second] = [await found(HALVES.slice(0, 1)), await found(HALVES.slice(1))]
  expect(second).toEqual(['room 3', 'room 5'])
  expect(first.filter((chat) => chat.startsWith('room'))).toEqual(['room 2', 'room 6'])
  expect(new Set(first).size).toBe(602)
  expect(first).toHaveLength(602)
  expect(await found([{ ...HALVES[0], platform: 'another' } as Slice])).toEqual([])
})

test('one program notifies the sender and posts the result: the one that has the card', async () => {
  const world = await openWorld()
  const { board } = world.app
  const place = roomOf(3)
  await sendIn(world, place, 3)
  const card = await board.nextCard('test', place.chat)
  if (!card) throw new Error('no card')
  await board.shown(card.id, 'm1', card.rev)
  world.clock.pass(DAY)
  await world.app.expireEnvelopes(9)
  await board.shown(card.id, 'm1', card.rev + 1)
  const dueIn = async (slice: Slice) => ({
    results: (await board.resultsToPost([slice])).length,
    tells: await board.platformsToNotify([slice]),
  })
  const [others, own] = HALVES as [Slice, Slice]
  expect([await dueIn(others), await dueIn(own)]).toEqual([
    { results: 0, tells: [] },
    { results: 1, tells: [] },
  ])
  const [result] = await board.resultsToPost([own])
  if (!result) throw new Error('no result')
  await board.resultLeftOut(result)
  expect([await dueIn(others), await dueIn(own)]).toEqual([
    { results: 0, tells: [] },
    { results: 0, tells: ['test'] },
  ])
  expect(await board.nextNotification('test', others)).toBeUndefined()
  expect(await board.nextNotification('test', own)).toMatchObject({ kind: 'ended' })
})
