import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Updater } from '../../src/chat/updater.js'
import { ChatService } from '../support/chat-service.js'
import { NotifyingService } from '../support/notifying-service.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../support/world.js'

const later = (after: number) => ({ kind: 'later', after, why: 'too many requests' }) as const

function update(world: World, service: ChatService): Updater {
  const updater = new Updater({ app: world.app, platforms: [service], log: pino({ level: 'silent' }) })
  updater.start()
  onTestFinished(() => updater.stop())
  return updater
}

/** Returns the undelivered notifications: when each may be tried, and the number of tries. */
const waiting = (world: World) =>
  world.tamper(
    (database) =>
      database.prepare('SELECT next_try_at, attempts FROM notification').all() as {
        next_try_at: number
        attempts: number
      }[],
  )

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

/** An envelope of Lan's whose card can't be posted. */
async function unposted(world: World, service: ChatService): Promise<string> {
  service.trouble({ kind: 'impossible' })
  await world.fund(1000, 'Lan')
  return (await world.send('Lan')).envelopeNo
}

/** An envelope of Lan's whose card was deleted, as the program has noticed. */
async function vanished(world: World, service: ChatService): Promise<string> {
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  await service.until(() => service.messages.size === 1)
  service.delete('m1')
  await world.grabs(envelopeNo, 'Wei')
  await service.until(() => service.calls.length === 2)
  return envelopeNo
}

test('tells the sender of a card that cannot be posted, once, that the money is back', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  update(world, service)
  const envelopeNo = await unposted(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world).length === 0)
  expect(service.told).toEqual([{ envelopeNo, news: 'unposted' }])
  expect(await world.balance('Lan')).toBe(1000)
})

test('tells the sender of a vanished card, once, while the envelope is open', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  update(world, service)
  const envelopeNo = await vanished(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world).length === 0)
  expect(service.told).toEqual([{ envelopeNo, news: 'vanished' }])
})

test('notifies after the next start when the program ended between refund and notification', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  // Repeats the updater's work for a card that can't be posted, up to the crash.
  const card = await world.app.board.nextCard('test', 'lobby')
  expect(await world.app.board.gone(card?.id as number)).toBe('refunded')
  await world.restart()
  const service = new NotifyingService()
  update(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world).length === 0)
  expect(service.told).toEqual([{ envelopeNo, news: 'unposted' }])
})

test('repeats a notification when the program ended before recording its delivery', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  const card = await world.app.board.nextCard('test', 'lobby')
  await world.app.board.gone(card?.id as number)
  const notification = await world.app.board.nextNotification('test')
  expect(notification).toMatchObject({ kind: 'unposted', attempts: 0 })
  await world.restart()
  expect(await world.app.board.nextNotification('test')).toEqual(notification)
  await world.app.board.notificationDone(notification?.id as number)
  expect(await world.app.board.nextNotification('test')).toBeUndefined()
})

test('giving up a card twice makes one notification', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  const card = await world.app.board.nextCard('test', 'lobby')
  const gone = () => world.app.board.gone(card?.id as number)
  expect(await Promise.all([gone(), gone()])).toEqual(['refunded', 'lost'])
  expect(waiting(world)).toHaveLength(1)
})

test('one about a red packet that ended waits for all others', async () => {
  const world = await openWorld()
  const { board } = world.app
  const command = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  await world.app.changeSettings({ ...command, changes: { results: false } })
  await world.fund(2000, 'Lan')
  await world.send('Lan')
  world.clock.pass(DAY)
  await world.app.expireEnvelopes(9)
  const { envelopeNo } = await world.send('Lan')
  const card = await board.nextCard('test', 'lobby')
  expect(card?.envelope.envelopeNo).toBe(envelopeNo)
  expect(await board.gone(card?.id as number)).toBe('refunded')
  const kinds: (string | undefined)[] = []
  for (let each = await board.nextNotification('test'); each; each = await board.nextNotification('test')) {
    kinds.push(each.kind)
    await board.notificationDone(each.id)
  }
  expect(kinds).toEqual(['unposted', 'ended'])
})

test('waiting for a turn is not a try', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  service.answerNotify({ ...later(5 * MINUTE), turn: true })
  update(world, service)
  await unposted(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world)[0]?.next_try_at !== 0)
  expect(waiting(world)).toEqual([{ next_try_at: world.clock.now() + 5 * MINUTE, attempts: 0 }])
})

test('retries a notification after as long as the platform asks', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  service.answerNotify(later(5 * MINUTE), new Error('connection reset'))
  update(world, service)
  await unposted(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world)[0]?.attempts === 1)
  expect(waiting(world)).toEqual([{ next_try_at: world.clock.now() + 5 * MINUTE, attempts: 1 }])
  world.clock.pass(5 * MINUTE)
  await service.untilTold(2)
  await eventually(() => waiting(world)[0]?.attempts === 2)
  expect(waiting(world)).toEqual([{ next_try_at: world.clock.now() + 2 * SECOND, attempts: 2 }])
  world.clock.pass(2 * SECOND)
  await service.untilTold(3)
  await eventually(() => waiting(world).length === 0)
})

test('gives up a notification after twelve tries', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  service.answerNotify(...Array.from({ length: 20 }, () => later(0)))
  update(world, service)
  await unposted(world, service)
  for (let times = 1; times <= 12; times++) {
    await service.untilTold(times)
    await eventually(() => waiting(world)[0]?.attempts === times || waiting(world).length === 0)
    world.clock.pass(HOUR)
  }
  expect(waiting(world)).toEqual([])
  expect(service.told).toHaveLength(12)
})

test('does not retry a sender who cannot be notified', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  service.answerNotify({ kind: 'impossible', why: 'takes no messages' })
  update(world, service)
  await unposted(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world).length === 0)
  expect(service.told).toHaveLength(1)
})

test('drops notifications for a platform that does not support them', async () => {
  const world = await openWorld()
  const service = new ChatService()
  update(world, service)
  await unposted(world, service)
  await service.until(() => service.calls.length === 1)
  while ((await world.app.pendingMessages()) > 0) await new Promise((resolve) => setImmediate(resolve))
  await eventually(() => waiting(world).length === 0)
})

test('drops the notification of a vanished card when the envelope has ended meanwhile', async () => {
  const world = await openWorld()
  const service = new NotifyingService()
  const updater = update(world, service)
  service.answerNotify(later(MINUTE))
  await vanished(world, service)
  await service.untilTold(1)
  await eventually(() => waiting(world)[0]?.attempts === 1)
  await updater.stop()
  world.clock.pass(DAY)
  expect(await world.app.expireEnvelopes(9)).toBe(1)
  update(world, service)
  await eventually(() => waiting(world).length === 0)
  expect(service.told.map(({ news }) => news)).toEqual(['vanished', 'ended'])
})

test('notifications wait for a platform that is off', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  await world.send('Lan')
  const card = await world.app.board.nextCard('test', 'lobby')
  await world.app.board.gone(card?.id as number)
  const updater = new Updater({ app: world.app, platforms: [], log: pino({ level: 'silent' }) })
  updater.start()
  await updater.stop()
  expect(waiting(world)).toHaveLength(1)
})
