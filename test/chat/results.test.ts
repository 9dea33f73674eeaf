import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Updater } from '../../src/chat/updater.js'
import { link } from '../support/linked-world.js'
import { ResultService } from '../support/result-service.js'
import { DAY, LOBBY, MINUTE, openWorld, person, type World } from '../support/world.js'

function update(world: World, service: ResultService): Updater {
  const updater = new Updater({ app: world.app, platforms: [service], log: pino({ level: 'silent' }) })
  updater.start()
  onTestFinished(() => updater.stop())
  return updater
}

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Returns the state of each result, oldest card first. */
const results = (world: World) =>
  world.tamper((database) =>
    database.prepare('SELECT state FROM result_message ORDER BY card').pluck().all(),
  ) as string[]

const settled = (world: World) =>
  eventually(() => results(world).every((state) => state === 'posted' || state === 'left_out'))

const undelivered = (world: World) =>
  world.tamper((database) => database.prepare('SELECT kind FROM notification').pluck().all())

async function sent(world: World, service: ResultService, envelope: Parameters<World['send']>[1] = {}) {
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan', envelope)
  await eventually(() => service.cards(envelopeNo).length > 0)
  return envelopeNo
}

async function setResults(world: World, results: boolean): Promise<void> {
  const command = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  expect(await world.app.changeSettings({ ...command, changes: { results } })).toMatchObject({
    kind: 'settings_changed',
    rules: { results },
  })
}

test('answers a card once when its last share is grabbed, after the card shows it', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await eventually(() => service.posted.length > 0)
  await settled(world)
  expect(service.posted).toMatchObject([
    { chat: 'lobby', card: 'm1', shown: 'finished', envelope: { envelopeNo, state: 'finished' } },
  ])
  expect([results(world), service.told, undelivered(world)]).toEqual([['posted'], [], []])
  expect(await world.broken()).toEqual([])
})

test('answers a card that expired', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei')
  world.clock.pass(DAY)
  await world.app.expireEnvelopes(9)
  await eventually(() => service.posted.length > 0)
  await settled(world)
  expect(service.posted).toMatchObject([{ shown: 'expired', envelope: { state: 'expired' } }])
  expect(service.told).toEqual([])
})

test('results whose cards do not show the end yet hold up no other', async () => {
  const world = await openWorld({ rules: { maxOpenEnvelopes: 1_000 } })
  const { board } = world.app
  await world.fund(200_000, 'Lan')
  for (let count = 0; count < 101; count++) await world.send('Lan')
  const { envelopeNo } = await world.send('Lan')
  let card = await board.nextCard('test', 'lobby')
  for (; card && card.envelope.envelopeNo !== envelopeNo; card = await board.nextCard('test', 'lobby'))
    await board.later(card.id, DAY, 0)
  world.clock.pass(DAY)
  while ((await world.app.expireEnvelopes(200)) > 0);
  expect(await board.resultsToPost()).toEqual([])
  await board.shown(card?.id as number, 'm1', (card?.rev as number) + 1)
  expect(await board.resultsToPost()).toMatchObject([{ card: card?.id, message: 'm1' }])
})

test('says nothing of red packets of two shares, or of ones that were taken back', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  const two = await sent(world, service, { count: 2 })
  await world.grabs(two, 'Wei', 'Ming')
  const three = await sent(world, service)
  await world.cancel('Lan', three)
  expect([results(world), undelivered(world)]).toEqual([[], []])
})

test('where results are off, tells the sender instead', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  await setResults(world, false)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await service.untilTold(1)
  expect(service.told).toEqual([{ envelopeNo, news: 'ended' }])
  expect(results(world)).toEqual([])
})

test('tells the sender when the card was deleted', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  const envelopeNo = await sent(world, service)
  service.delete('m1')
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await eventually(() => service.told.some(({ news }) => news === 'ended'))
  expect(service.posted).toEqual([])
})

test('leaves out a result after two minutes, and tells the sender instead', async () => {
  const world = await openWorld()
  const service = new ResultService()
  const updater = update(world, service)
  const envelopeNo = await sent(world, service)
  await updater.stop()
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  world.clock.pass(2 * MINUTE + 1)
  update(world, service)
  await service.untilTold(1)
  expect(service.told).toEqual([{ envelopeNo, news: 'ended' }])
  expect([service.posted, results(world)]).toEqual([[], ['left_out']])
})

test('leaves out the result of a red packet that expired long before it was refunded', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  const envelopeNo = await sent(world, service)
  world.clock.pass(2 * DAY)
  await world.app.expireEnvelopes(9)
  await service.untilTold(1)
  expect(service.told).toEqual([{ envelopeNo, news: 'ended' }])
  expect(service.posted).toEqual([])
})

test('tries again after a refusal that passes', async () => {
  const world = await openWorld()
  const service = new ResultService()
  service.answerResult({ kind: 'later', after: MINUTE, why: 'too many requests', turn: true })
  update(world, service)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await eventually(() => results(world)[0] === 'waiting' && service.posted.length === 0)
  const nextTry = () =>
    world.tamper((database) => database.prepare('SELECT next_try_at FROM result_message').pluck().get())
  await eventually(() => nextTry() === world.clock.now() + MINUTE)
  world.clock.pass(MINUTE)
  await world.fund(1, 'Wei')
  await settled(world)
  expect(service.posted).toHaveLength(1)
})

test('a lost answer makes no second message, and the sender is told to be safe', async () => {
  const world = await openWorld()
  const service = new ResultService()
  service.answerResult(new Error('connection reset'))
  update(world, service)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await service.untilTold(1)
  expect(service.posted).toHaveLength(1)
  expect([results(world), service.told]).toEqual([['left_out'], [{ envelopeNo, news: 'ended' }]])
})

test('where the platform recognises repeats, a lost answer is followed by a repeat', async () => {
  const world = await openWorld()
  const service = new ResultService()
  service.deduplicates = true
  service.answerResult(new Error('connection reset'))
  update(world, service)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await eventually(() => service.posted.length === 1 && results(world)[0] === 'waiting')
  world.clock.pass(10_000)
  await world.fund(1, 'Wei')
  await settled(world)
  expect([service.posted.length, results(world), service.told]).toEqual([1, ['posted'], []])
})

test.each([
  { deduplicates: true, becomes: 'posted', told: 0 },
  { deduplicates: undefined, becomes: 'left_out', told: 1 },
] as const)(
  'a result that was being posted when the program ended is $becomes ($deduplicates)',
  async ({ deduplicates, becomes, told }) => {
    const world = await openWorld()
    const service = new ResultService()
    const updater = update(world, service)
    const envelopeNo = await sent(world, service)
    await updater.stop()
    await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
    const { id, rev } = (await world.app.board.nextCard('test', 'lobby')) as { id: number; rev: number }
    await world.app.board.shown(id, 'm1', rev)
    const [due] = await world.app.board.resultsToPost()
    // Repeats the poster's work up to the crash.
    expect(await world.app.board.beginResult(due as never)).toMatchObject({ envelopeNo })
    await world.restart()
    if (deduplicates) service.deduplicates = deduplicates
    update(world, service)
    await settled(world)
    if (told > 0) await service.untilTold(told)
    expect([results(world), service.told.length]).toEqual([[becomes], told])
  },
)

test('every linked chat with the card gets its result, and the sender hears of none left out', async () => {
  const world = await openWorld()
  const service = new ResultService()
  await world.fund(1000, 'Lan')
  const elsewhere = await world.foundElsewhere()
  await link(world, LOBBY, elsewhere)
  service.answerResult({ kind: 'impossible', why: 'missing access' })
  update(world, service)
  const { envelopeNo } = await world.send('Lan', { everywhere: true })
  await eventually(() => service.cards(envelopeNo).length === 2)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await eventually(() => results(world).length === 2)
  await settled(world)
  expect(results(world).toSorted()).toEqual(['left_out', 'posted'])
  expect([service.posted.length, undelivered(world), service.told]).toEqual([1, [], []])
})

test('a chat in which many red packets end gets three results a minute', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  await world.fund(5_000, 'Lan')
  const sent = await Promise.all([1, 2, 3, 4, 5].map(() => world.send('Lan')))
  await eventually(() => service.messages.size === 5)
  for (const { envelopeNo } of sent) await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await eventually(() => service.posted.length === 3)
  await eventually(() => service.cards(sent[4]?.envelopeNo as string)[0]?.state === 'finished')
  world.clock.pass(2 * MINUTE + 1)
  await world.fund(1, 'Wei')
  await settled(world)
  expect(results(world).filter((state) => state === 'posted')).toHaveLength(3)
  await service.untilTold(2)
})

test('reconcile notices a result that was changed behind the program', async () => {
  const world = await openWorld()
  const service = new ResultService()
  update(world, service)
  const envelopeNo = await sent(world, service)
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  await settled(world)
  world.tamper((database) => database.exec('UPDATE result_message SET ended_at = 0'))
  expect(await world.broken()).toEqual([expect.stringContaining('result_message')])
})

test('says nothing of an end that was a day ago when the platform is on again', async () => {
  const world = await openWorld()
  const service = new ResultService()
  const updater = update(world, service)
  await setResults(world, false)
  const envelopeNo = await sent(world, service)
  await updater.stop()
  await world.grabs(envelopeNo, 'Wei', 'Ming', 'Hua')
  world.clock.pass(DAY + 1)
  update(world, service)
  await eventually(() => undelivered(world).length === 0)
  expect(service.told).toEqual([])
})
