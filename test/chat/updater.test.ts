import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Updater } from '../../src/chat/updater.js'
import { ChatService } from '../support/chat-service.js'
import { link } from '../support/linked-world.js'
import { DAY, LOBBY, MINUTE, openWorld, type World } from '../support/world.js'

const log = pino({ level: 'silent' })

/** Starts an updater for a chat service; it stops with the test, unless the test stops it. */
function update(world: World, service: ChatService): Updater {
  const updater = new Updater({ app: world.app, platforms: [service], log })
  updater.start()
  onTestFinished(() => updater.stop())
  return updater
}

/** Resolves when no card is outdated, as seen after a call. */
async function settled(world: World, service: ChatService, condition: () => boolean): Promise<void> {
  await service.until(condition)
  while ((await world.app.pendingMessages()) > 0) await new Promise((resolve) => setImmediate(resolve))
}

/** Resolves when the lobby's card has been postponed. */
async function putOff(world: World): Promise<number> {
  while (true) {
    const [behind] = (await world.app.board.chatsBehind()).now.chats
    if (behind && behind.next_try_at > world.clock.now()) return behind.next_try_at
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const NAMES = Array.from({ length: 100 }, (_, index) => `Member ${index}`)

test('posts a card once and shows every grab in the end', async () => {
  const world = await openWorld()
  const service = new ChatService()
  update(world, service)
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { count: 3 })
  await service.until(() => service.cards(envelopeNo).length === 1)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Jo')
  await settled(world, service, () => service.cards(envelopeNo)[0]?.state === 'finished')
  expect(service.cards(envelopeNo)).toEqual([await world.details(envelopeNo)])
  expect(service.calls.filter((call) => call.verb === 'post')).toHaveLength(1)
})

test('a burst of grabs becomes a few edits, the last of which shows all', async () => {
  const world = await openWorld()
  const service = new ChatService(20)
  update(world, service)
  await world.fund(100_000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { total: 100_000, count: 100 })
  await Promise.all(NAMES.map((name) => world.grab(name, envelopeNo)))
  await settled(world, service, () => service.cards(envelopeNo)[0]?.state === 'finished')
  expect(service.cards(envelopeNo)[0]?.claims).toHaveLength(100)
  expect(service.calls.length).toBeLessThan(10)
})

test('a change during an edit is shown by another edit', async () => {
  const world = await openWorld()
  const service = new ChatService()
  update(world, service)
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { count: 2 })
  await settled(world, service, () => service.cards(envelopeNo).length === 1)
  let release = () => {}
  service.trouble({ kind: 'slow', until: new Promise((resolve) => (release = resolve)) })
  await world.grabs(envelopeNo, 'Wei')
  const begun = new Promise<void>((resolve) => {
    const stop = setInterval(() => {
      if (service.calls.some((call) => call.verb === 'edit')) {
        clearInterval(stop)
        resolve()
      }
    }, 5)
  })
  await begun
  // The current edit shows one grab; storing a newer revision for it would lose this one.
  await world.grabs(envelopeNo, 'Ming')
  release()
  await settled(world, service, () => service.cards(envelopeNo)[0]?.state === 'finished')
  expect(service.calls.map((call) => call.envelope.grabbedCount)).toEqual([0, 1, 2])
})

test("keeps the platform's interval between two calls for one chat", async () => {
  const world = await openWorld()
  const service = new ChatService(120)
  update(world, service)
  await world.fund(3000, 'Lan')
  for (let index = 0; index < 3; index++) await world.send('Lan')
  await settled(world, service, () => service.messages.size === 3)
  const times = service.calls.map((call) => call.at)
  const distances = times.slice(1).map((time, index) => time - (times[index] as number))
  expect(Math.min(...distances)).toBeGreaterThan(115)
})

test('waits as long as the platform asks, then tries again', async () => {
  const world = await openWorld()
  const service = new ChatService()
  service.trouble({ kind: 'later', after: 5 * MINUTE })
  update(world, service)
  await world.fund(2000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  await service.until(() => service.calls.length === 1)
  expect(await putOff(world)).toBe(world.clock.now() + 5 * MINUTE)
  world.clock.pass(5 * MINUTE)
  await settled(world, service, () => service.cards(envelopeNo).length === 1)
  expect(service.calls).toHaveLength(2)
})

test('a platform that takes no calls for now gets none, and the card is not postponed', async () => {
  const world = await openWorld()
  const service = new ChatService()
  service.trouble({ kind: 'later', after: 200, turn: true, everywhere: true })
  update(world, service)
  await world.fund(2000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  await service.until(() => service.calls.length === 1)
  expect((await world.app.board.chatsBehind()).now.chats).toMatchObject([{ next_try_at: 0 }])
  await settled(world, service, () => service.cards(envelopeNo).length === 1)
  const [refused, shown] = service.calls.map(({ at }) => at) as [number, number]
  expect(service.calls).toHaveLength(2)
  expect(shown - refused).toBeGreaterThan(195)
})

test('posts in every one of very many chats', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 1_000 } })
  const service = new ChatService()
  await world.fund(100_000, 'Lan')
  const within = { chat: LOBBY.chat, name: 'The lobby' }
  const chats = Array.from({ length: 100 }, (_, index) => `room ${index}`)
  await Promise.all(chats.map((chat) => world.trySend('Lan', { place: { ...LOBBY, chat, within } })))
  update(world, service)
  await settled(world, service, () => service.messages.size === 100)
  expect(new Set([...service.messages.values()].map(({ chat }) => chat))).toEqual(new Set(chats))
})

test.each(['throws', 'answer_lost'] as const)(
  'a first post that %s is retried and makes one card',
  async (kind) => {
    const world = await openWorld()
    const service = new ChatService()
    service.trouble({ kind }, { kind })
    update(world, service)
    await world.fund(1000, 'Lan')
    const { envelopeNo } = await world.send('Lan')
    for (const calls of [1, 2]) {
      await service.until(() => service.calls.length === calls)
      await putOff(world)
      world.clock.pass(MINUTE)
    }
    await settled(world, service, () => service.calls.length === 3)
    expect(service.cards(envelopeNo)).toHaveLength(1)
    expect(new Set(service.calls.map((call) => call.nonce)).size).toBe(1)
  },
)

test('a card that cannot be posted anywhere is cancelled and refunded at once', async () => {
  const world = await openWorld()
  const service = new ChatService()
  service.trouble({ kind: 'impossible' })
  update(world, service)
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  await service.until(() => service.calls.length === 1)
  while ((await world.details(envelopeNo)).state === 'open')
    await new Promise((resolve) => setImmediate(resolve))
  expect((await world.details(envelopeNo)).state).toBe('cancelled')
  expect(await world.balance('Lan')).toBe(1000)
  expect(await world.broken()).toEqual([])
})

test('a card that can be posted in only one of two linked chats stays open, and its sender gets no notification', async () => {
  const world = await openWorld()
  const told: string[] = []
  const tell = async (_: unknown, news: string) => void told.push(news)
  const service = Object.assign(new ChatService(), { tell })
  await world.fund(1000, 'Lan')
  const elsewhere = await world.foundElsewhere()
  await link(world, LOBBY, elsewhere)
  const { envelopeNo } = await world.send('Lan', { everywhere: true })
  service.trouble({ kind: 'impossible' })
  update(world, service)
  await settled(world, service, () => service.calls.length === 2)
  expect(service.cards(envelopeNo)).toHaveLength(1)
  expect((await world.details(envelopeNo)).state).toBe('open')
  expect(told).toEqual([])
})

test('a deleted card is never edited again, and the refund still happens', async () => {
  const world = await openWorld()
  const service = new ChatService()
  update(world, service)
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  await settled(world, service, () => service.messages.size === 1)
  service.delete('m1')
  const [amount] = await world.grabs(envelopeNo, 'Wei')
  await settled(world, service, () => service.calls.length === 2)
  world.clock.pass(DAY)
  expect(await world.app.expireEnvelopes(10)).toBe(1)
  expect(await world.balance('Lan')).toBe(1000 - (amount as number))
  expect(await world.app.pendingMessages()).toBe(0)
  expect(service.calls).toHaveLength(2)
})

test('shows after the next start what was outdated when the program stopped', async () => {
  const world = await openWorld()
  const service = new ChatService()
  const updater = update(world, service)
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { count: 2 })
  await settled(world, service, () => service.messages.size === 1)
  await updater.stop()
  await world.grabs(envelopeNo, 'Wei', 'Ming')
  await world.restart()
  update(world, service)
  await settled(world, service, () => service.cards(envelopeNo)[0]?.state === 'finished')
  expect(service.calls.map((call) => call.verb)).toEqual(['post', 'edit'])
})
