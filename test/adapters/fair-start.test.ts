import { expect, onTestFinished, test } from 'vitest'
import { grabId } from '../support/discord-asking.js'
import { discordWorld, shown } from '../support/discord-world.js'
import { telegramWorld } from '../support/telegram-world.js'

test('on Discord each tap during a fair start is answered with its result when it ends', async () => {
  const world = await discordWorld()
  onTestFinished(() => world.end())
  const { channel, lan, wei, fake } = world
  fake.settlesWhenDeferred = true
  await world.fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 1, fair_start: '1s' })
  const card = await world.card('0/1 grabbed')
  const taps = await Promise.all([lan, wei].map((user) => user.click(card, grabId(card))))
  // Both wait by now, or Discord would have been given the answer.
  for (const tap of taps) expect(tap.outcome).toBe('deferred')
  await world.card('2 people waiting')
  world.clock.pass(1_000)
  const answers = await Promise.all(taps.map(async (tap) => shown((await tap.final()).text)))
  expect(answers.filter((text) => text.includes('You got'))).toHaveLength(1)
  expect(answers.filter((text) => text.includes('all shares are gone'))).toHaveLength(1)
  await world.card('All grabbed')
})

test('on Telegram taps that wait are confirmed at once, hold up no command and are answered with their result', async () => {
  const world = await telegramWorld()
  onTestFinished(() => world.end())
  const { fake, group, lan, wei, ming } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 1 fair-start 5s')
  const card = await world.card('0/1 grabbed')
  const taps = [wei, ming].map((user) => world.grab(user, card))
  await world.card('2 people waiting')
  await fake.waitFor(() => fake.updates.pending === 0, 'the taps to be confirmed')
  expect(await world.app.pendingUpdates.all('telegram')).toEqual([])
  expect(fake.calls('answerCallbackQuery')).toEqual([])
  lan.command(group, '/wallet')
  await fake.waitFor(() => fake.calls('sendMessage').length > 2, 'the answer to another command')
  const texts = (await Promise.all(taps)).map(({ text }) => text ?? '')
  expect(texts.filter((text) => text.includes('You got'))).toHaveLength(1)
  expect(texts.filter((text) => text.includes('all shares are gone'))).toHaveLength(1)
})
