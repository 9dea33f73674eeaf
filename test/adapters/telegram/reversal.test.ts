import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

test('an admin confirms a reversal in private, and members who opened their private chat are told there, with nothing to tap', async () => {
  const { fake, lan, wei, group } = world
  const admin = group.someAdmin
  await world.fund('30', lan)
  for (const user of [admin, lan]) user.start()
  lan.command(group, ['/transfer ', wei, ' 5'])
  await fake.waitFor(() => group.botMessages.some(({ text }) => text.includes('gave')), 'the transfer')
  admin.command(group, '/reverse 2 /wallet of the wrong Wei')
  const preview = await fake.waitFor(
    () => admin.directMessages.find(({ text }) => text.startsWith('Reverse trade 2')),
    'the preview',
  )
  expect(await world.balanceOf(wei)).toBe(500)
  await admin.press(preview, /Confirm/)
  const { text: notice } = await fake.waitFor(
    () => lan.directMessages.find(({ text }) => /reversed trade 2: you got .*5\.00 back from Wei/.test(text)),
    'the notice',
  )
  expect(notice).toContain('Reason: /\u2060wallet of the wrong Wei')
  expect(await world.balanceOf(wei)).toBe(0)
  expect(await world.balanceOf(lan)).toBe(3_000)
})
