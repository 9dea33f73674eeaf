import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { holdTheFile } from '../../support/held-file.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

const parked = () => world.app.pendingUpdates.all('telegram')

/** Delays the check of the admin's rights, and the command that waits for it. */
function slowTopUp(chat = world.group): void {
  world.fake.failNext('getChatMember', { hang: true })
  chat.someAdmin.command(chat, ['/topup ', world.wei, ' 5 slowly'])
}

test('a command that waits for Telegram delays no taps in any chat, and is stored meanwhile', async () => {
  const { fake, lan, wei, ming, group } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  slowTopUp(fake.addGroup('Slow House'))
  await fake.waitFor(() => fake.calls('getChatMember').length > 1, 'the question')
  for (const user of [wei, ming]) {
    const tap = await world.grab(user, card)
    expect(tap.text).toContain('You got')
    expect(tap.millis).toBeLessThan(2000)
  }
  await expect.poll(parked).toHaveLength(1)
  await fake.waitFor(() => fake.updates.pending === 0, 'everything to be taken')
})

test('an admin is told when Telegram cannot confirm the rights, and no money moves', async () => {
  const { fake, wei, group } = world
  slowTopUp()
  await fake.waitFor(
    () => group.botMessages.some(({ text }) => text === commonWords.en.cannotAsk({ platform: 'Telegram' })),
    'word that nothing was done',
  )
  expect(await world.balanceOf(wei)).toBe(Number.NaN)
  await expect.poll(parked).toEqual([])
})

test('a command in progress when the program died runs after the next start, once', async () => {
  const { fake, wei, group, bot } = world
  fake.failNext({ method: 'getChatMember', times: 1 }, { hang: true })
  group.someAdmin.command(group, ['/topup ', wei, ' 5 slowly'])
  await expect.poll(parked).toHaveLength(1)
  await fake.waitFor(() => fake.updates.pending === 0, 'the command to be confirmed')
  // The first program is as good as dead: it waits for an answer that never comes.
  await world.startAnother()
  await fake.waitFor(() => group.botMessages.some(({ text }) => text.includes('topped up Wei')), 'the money')
  expect(await parked()).toEqual([])
  await bot.stop()
  expect(await world.balanceOf(wei)).toBe(500)
})

test('a tap while another program holds the file for two seconds gets its share', async () => {
  const { lan, wei, group } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  letGoAfter(2000)
  const tap = await world.grab(wei, card)
  expect(tap.text).toContain('You got')
  await ended
  expect(await world.balanceOf(wei)).toBe(300)
})

test('a tap and a command that fail because the file is held are told so, and work afterwards', async () => {
  const { fake, lan, wei, group } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  letGoAfter(11_500)
  const said = group.botMessages.length
  lan.command(group, '/redpacket 3 3')
  const tap = await world.grab(wei, card)
  expect(tap).toMatchObject({ outcome: 'answered', alert: true })
  expect(tap.text).toBe(commonWords.en.busy)
  await fake.waitFor(() => group.botMessages.length > said, 'word to the sender')
  await ended
  expect((await world.grab(wei, card)).text).toContain('You got')
  expect(await world.balanceOf(wei)).toBe(300)
  expect(await world.balanceOf(lan)).toBe(9100)
  await expect.poll(parked).toEqual([])
})
