import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld({ paced: true })
})
afterEach(() => world.end())

/** A form on which 20 in 5 shares was tapped. */
async function form() {
  const asked = await world.ask(world.lan, '/redpacket', 'Tap to change it')
  for (const button of ['20', '×5']) await world.lan.press(asked, button)
  return asked
}

/** Resolves with the card, however long it waits for its turn. */
const posted = () =>
  world.fake.waitFor(() => {
    world.clock.pass(1_000)
    return world.group.botMessages.some(({ text }) => text.includes('0/5 grabbed'))
  }, 'the card')

test('a refused form can be corrected and sent', async () => {
  const { lan } = world
  await world.fund('7')
  const asked = await form()
  expect((await lan.press(asked, /Send/)).text).toContain('20.00')
  await lan.press(asked, '5')
  await world.fake.waitFor(() => /Amount: 🧧 5\.00/.test(seen(asked.text)), 'the form with the other amount')
  expect((await lan.press(asked, /Send/)).text).toContain('5.00')
  await posted()
  expect(await world.balanceOf(lan)).toBe(200)
})

test('a form refused for lack of money can be sent when the money is there', async () => {
  const { lan } = world
  const asked = await form()
  expect((await lan.press(asked, /Send/)).alert).toBe(true)
  await world.fund('100')
  await lan.press(asked, /Send/)
  await posted()
  expect(await world.balanceOf(lan)).toBe(8_000)
})

test('a form sends once, even with other numbers and when it could not be deleted', async () => {
  const { lan, fake } = world
  await world.fund('100')
  const asked = await form()
  fake.failNext({ method: 'deleteMessage', times: 5 }, { status: 400 })
  await Promise.all([lan.press(asked, /Send/), lan.press(asked, '10'), lan.press(asked, /Send/)])
  await posted()
  await lan.press(asked, /Send/)
  expect(await world.balanceOf(lan)).toBe(8_000)
})

test('a sent form that could not be deleted does not send again after a restart', async () => {
  const { lan, fake, bot } = world
  await world.fund('100')
  const asked = await form()
  fake.failNext({ method: 'deleteMessage', times: 5 }, { status: 400 })
  await lan.press(asked, /Send/)
  await posted()
  await bot.stop()
  await world.startAnother()
  const send = asked.button(/Send/).callback_data as string
  for (const _ of [1, 2]) expect((await lan.forge(asked, send)).text).toBe(commonWords.en.formExpired)
  expect(await world.balanceOf(lan)).toBe(8_000)
})
