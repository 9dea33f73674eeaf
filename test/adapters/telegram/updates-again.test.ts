import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

/** A packet of three shares of 3.00 from lan, one of which wei has. */
async function tappedOnce() {
  const { lan, wei, group } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  const tap = await world.grab(wei, card)
  expect(tap.text).toContain('You got')
  return card
}

async function paidOnce(): Promise<void> {
  expect(await world.balanceOf(world.wei)).toBe(300)
  expect(await world.balanceOf(world.lan)).toBe(9100)
}

/** Returns whether everything that Telegram has sent is confirmed. */
function allTaken(): Promise<boolean> {
  return world.fake.waitFor(() => world.fake.updates.pending === 0, 'all updates to be taken')
}

test.each([{ newIds: false }, { newIds: true }])(
  'repeated updates (%o) pay once and are not answered twice',
  async (ids) => {
    const { fake, group } = world
    await tappedOnce()
    await allTaken()
    const said = group.botMessages.length
    const answered = fake.calls('answerCallbackQuery').length
    fake.redeliver(20, ids)
    await allTaken()
    await world.ask(world.lan, '/books', 'balance')
    expect(group.botMessages.length).toBe(said + 1)
    expect(fake.calls('answerCallbackQuery').length).toBe(answered)
    await paidOnce()
  },
)

test.each(['same id', 'new id'] as const)('pays once when every update comes twice (%s)', async (which) => {
  world.fake.updates.duplicateEvery = which
  await tappedOnce()
  await allTaken()
  await paidOnce()
})

test('a restarted program that gets the same updates pays once and logs no complaint', async () => {
  const { fake, bot, complaints, ming } = world
  const card = await tappedOnce()
  await bot.stop()
  fake.redeliver(20)
  await world.startAnother()
  await allTaken()
  expect((await world.grab(ming, card)).text).toContain('You got')
  await paidOnce()
  expect(complaints.filter((line) => !line.includes('has to come again'))).toEqual([])
})

test('a program that ends before confirming gets its batch again after the next start, and pays once', async () => {
  const { fake, bot, lan, wei, ming, group } = world
  const card = await tappedOnce()
  await allTaken()
  fake.holdUpdates()
  const taps = [world.grab(wei, card), world.grab(ming, card)]
  lan.command(group, '/redpacket 4 2 equal second')
  // Confirmations don't arrive from here on.
  const confirms = ({ offset }: Record<string, unknown>) => Number(offset) > 0
  fake.failNext({ method: 'getUpdates', where: confirms, times: 1000 }, { drop: true })
  fake.releaseUpdates()
  expect((await Promise.all(taps)).map(({ outcome }) => outcome)).toEqual(['answered', 'answered'])
  const second = await world.card('second')
  await bot.stop()
  expect(fake.updates.pending).toBe(3)
  await world.startAnother()
  expect((await world.grab(ming, second)).text).toContain('You got')
  expect(await world.balanceOf(wei)).toBe(300)
  expect(await world.balanceOf(ming)).toBe(500)
  expect(await world.balanceOf(lan)).toBe(8700)
  expect(group.botMessages.filter(({ text }) => text.includes('second'))).toHaveLength(1)
})

test('loses no updates when their ids restart below the old ones after a quiet period', async () => {
  const { fake } = world
  const card = await tappedOnce()
  await allTaken()
  await fake.waitFor(() => fake.polling.waits, 'the bot to ask')
  const before = fake.calls('getUpdates').length
  fake.advance(50_000)
  await fake.waitFor(
    () => fake.calls('getUpdates').length > before && fake.polling.waits,
    'the next question',
  )
  expect(fake.calls('getUpdates').at(-1)?.params.offset).toBe(0)
  fake.restartUpdateIds(5)
  expect((await world.grab(world.ming, card)).text).toContain('You got')
  await world.ask(world.lan, '/books', 'balance')
  await allTaken()
})

test('loses no updates when their ids restart while the bot has an offset', async () => {
  const { fake } = world
  const card = await tappedOnce()
  fake.restartUpdateIds(5)
  expect((await world.grab(world.ming, card)).text).toContain('You got')
  await allTaken()
})

test('handles updates in reverse order', async () => {
  const { fake, wei, ming, creator } = world
  await world.fund('100')
  world.lan.command(world.group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  fake.holdUpdates()
  const taps = [wei, ming, creator].map((user) => world.grab(user, card))
  fake.releaseUpdates({ reversed: true })
  for (const { text } of await Promise.all(taps)) expect(text).toContain('You got')
})

test('a rejected update is not confirmed, nor is any after it', async () => {
  const { fake, bot, lan, group } = world
  await world.fund('100')
  await allTaken()
  fake.holdUpdates()
  for (const greeting of ['one', 'two', 'three']) lan.command(group, `/redpacket 3 3 equal ${greeting}`)
  fake.releaseUpdates()
  // The stop comes together with the updates: those not started by then come again.
  await bot.stop()
  await world.startAnother()
  await fake.waitFor(
    () => ['one', 'two', 'three'].every((word) => group.botMessages.some(({ text }) => text.includes(word))),
    'all three cards',
  )
  expect(await world.balanceOf(lan)).toBe(9100)
})

test('a restarted program does not repeat announcements of payments', async () => {
  const { fake, bot, lan, wei, group } = world
  await world.fund('1000')
  lan.start()
  await world.ask(lan, ['/transfer ', wei, ' 5'], 'Lan gave')
  lan.command(group, '/redpacket 9 3 equal')
  await world.card('0/3 grabbed')
  const inPrivate = () => lan.directMessages.filter(({ text }) => /^Sent\b/.test(text))
  await fake.waitFor(() => inPrivate().length === 2, 'both confirmations')
  await allTaken()
  await bot.stop()
  const said = group.botMessages.length
  fake.redeliver(20)
  await world.startAnother()
  await allTaken()
  await world.ask(lan, '/books', 'balance')
  // Apart from the answer to /books, and the welcome.
  expect(group.botMessages.slice(said).map(({ text }) => text)).toEqual([
    expect.stringContaining('The books balance'),
  ])
  expect(inPrivate()).toHaveLength(2)
  expect(await world.balanceOf(lan)).toBe(98_600)
})

test('the next program makes an announcement that the last one could not', async () => {
  const { fake, bot, lan, wei } = world
  await world.fund('1000')
  await allTaken()
  // The money moves, and the answer is lost with the program.
  let away = true
  fake.failNext({ method: 'sendMessage', where: () => away, times: 1000 }, { drop: true })
  lan.command(world.group, ['/transfer ', wei, ' 5'])
  await fake.waitFor(
    () => fake.calls('sendMessage').some(({ params }) => /gave/.test(String(params.text))),
    'a try',
  )
  await allTaken()
  await bot.stop()
  away = false
  fake.redeliver(1)
  await world.startAnother()
  await world.heard('Lan gave')
  expect(await world.balanceOf(wei)).toBe(500)
})
