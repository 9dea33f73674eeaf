import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const { readOnly, cannotAsk } = commonWords.en

let world: TelegramWorld
let form: FakeMessage
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
  form = await world.ask(world.lan, '/redpacket', 'Tap to change it')
  for (const button of ['20', '×5']) await world.lan.press(form, button)
})
afterEach(() => world.end())

test.each<[string, (world: TelegramWorld) => void]>([
  ['was muted', ({ creator, group, lan }) => creator.restrict(group, lan)],
  ['was removed', ({ creator, group, lan }) => creator.kick(group, lan)],
  ['has left', ({ group, lan }) => lan.leave(group)],
  ['is in a group in which nobody may write any more', ({ group }) => group.mute()],
])('a form that is open cannot be sent by a member who %s meanwhile', async (_, happens) => {
  const { fake, lan, group } = world
  const before = group.botMessages.length
  // The bot hears of the tap when things have changed already.
  fake.holdUpdates()
  const tap = lan.press(form, /Send it/)
  happens(world)
  fake.releaseUpdates()
  expect(await tap).toMatchObject({ text: readOnly, alert: true })
  expect(group.botMessages).toHaveLength(before)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a form is sent once its member may write again', async () => {
  const { lan, group } = world
  group.mute()
  expect((await lan.press(form, /Send it/)).text).toBe(readOnly)
  group.unmute()
  expect((await lan.press(form, /Send it/)).text).toMatch(/^Sent!/)
})

test('an admin sends a form where other members may not write', async () => {
  const { creator, group, fund, balanceOf } = world
  await fund('50', creator)
  const own = await world.ask(creator, '/redpacket', 'Tap to change it')
  for (const button of ['20', '×5']) await creator.press(own, button)
  group.mute()
  expect((await creator.press(own, /Send it/)).text).toMatch(/^Sent!/)
  expect(await balanceOf(creator)).toBe(3_000)
})

test.each(['getChatMember', 'getChat'])(
  'a form is not sent while Telegram does not answer %s, and is sent afterwards',
  async (method) => {
    const { lan, fake } = world
    fake.failNext({ method, times: 1 }, { status: 500 })
    expect((await lan.press(form, /Send it/)).text).toBe(cannotAsk({ platform: 'Telegram' }))
    expect(await world.balanceOf(lan)).toBe(10_000)
    expect((await lan.press(form, /Send it/)).text).toMatch(/^Sent!/)
  },
)
