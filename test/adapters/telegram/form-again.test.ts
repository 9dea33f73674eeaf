import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

const form = () => world.ask(world.lan, '/redpacket', 'in 5 shares')

/** The card, however long it has to wait for its turn. */
const posted = () =>
  world.fake.waitFor(() => {
    world.clock.pass(1_000)
    return world.group.botMessages.some(({ text }) => text.includes('0/5 grabbed'))
  }, 'the card')

test('a form that was refused can be put right and sent', async () => {
  const { lan } = world
  await world.fund('7')
  const asked = await form()
  expect((await lan.press(asked, /Send/)).text).toContain('10.00')
  await lan.press(asked, '5')
  await world.fake.waitFor(() => asked.text.includes('5.00'), 'the form with the other amount')
  expect((await lan.press(asked, /Send/)).text).toContain('5.00')
  await posted()
  expect(await world.balanceOf(lan)).toBe(200)
})

test('a form that was refused for want of money is sent when the money is there', async () => {
  const { lan } = world
  const asked = await form()
  expect((await lan.press(asked, /Send/)).alert).toBe(true)
  await world.fund('100')
  await lan.press(asked, /Send/)
  await posted()
  expect(await world.balanceOf(lan)).toBe(9_000)
})

test('a form sends once, also with other numbers and when it could not be taken away', async () => {
  const { lan, fake } = world
  await world.fund('100')
  const asked = await form()
  fake.failNext({ method: 'deleteMessage', times: 5 }, { status: 400 })
  const send = asked.button(/Send/).callback_data as string
  await Promise.all([
    lan.forge(asked, send),
    lan.forge(asked, send),
    lan.forge(asked, send.replace(':10:', ':20:')),
  ])
  await posted()
  await lan.forge(asked, send)
  expect(await world.balanceOf(lan)).toBe(9_000)
})
