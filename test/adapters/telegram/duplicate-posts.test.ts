import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

const cards = () => world.group.botMessages.filter(({ text }) => text.includes('sent a red packet'))

/** Sends a red packet whose card is posted, but the answer is lost. */
async function lost(failure: object): Promise<FakeMessage> {
  const { fake, lan, group } = world
  fake.failNext({ method: 'sendMessage', where: ({ text }) => String(text).startsWith('🧧') }, failure)
  lan.command(group, '/redpacket 9 3 equal')
  return await fake.waitFor(() => cards()[0], 'the card')
}

test.each([{ applied: true }, { cut: true }])(
  'a card whose post seemed to fail (%o) is posted again; a tap on the duplicate counts once, and deletes it',
  async (failure) => {
    const { fake, wei, lan, ming } = world
    const stray = await lost(failure)
    const card = await fake.waitFor(() => cards()[1], 'the second card')
    await fake.waitFor(() => fake.calls('sendMessage').at(-1)?.status === 200, 'its answer')
    const taps = await Promise.all([world.grab(wei, stray), world.grab(wei, card)])
    expect(taps.filter(({ text }) => text.includes('You got'))).toHaveLength(1)
    await fake.waitFor(() => stray.deleted, 'the stray card to go')
    await world.grab(ming, card)
    await fake.waitFor(() => card.text.includes('2/3 grabbed'), 'the edit of the card that stays')
    expect(cards()).toEqual([card])
    expect(await world.balanceOf(wei)).toBe(300)
    expect(await world.balanceOf(lan)).toBe(9100)
  },
)

test('a tap on the first card before the repost makes it the card', async () => {
  const { fake, wei, lan } = world
  const card = await lost({ applied: true })
  expect((await world.grab(wei, card)).text).toContain('You got')
  await fake.waitFor(() => card.text.includes('1/3 grabbed'), 'the edit')
  expect(cards()).toEqual([card])
  expect(await world.balanceOf(lan)).toBe(9100)
})

test('a forged tap while a card is in doubt cannot make the bot delete another message', async () => {
  const { fake, wei, ming, lan, group } = world
  const first = group.botMessages[0] as FakeMessage
  const stray = await lost({ applied: true })
  const data = stray.button(/Grab/).callback_data as string
  await fake.waitFor(() => cards()[1], 'the second card')
  expect((await wei.forge(first, data)).text).toContain('You got')
  await world.grab(ming, stray)
  await fake.waitFor(() => stray.deleted, 'the stray card to go')
  expect(first.deleted).toBe(false)
  expect(first.edits).toBe(0)
  expect(await world.balanceOf(lan)).toBe(9100)
})
