import { expect, test } from 'vitest'
import { CommandChat, textOf } from '../support/command-chat.js'

async function openOn(): Promise<CommandChat> {
  const chat = await CommandChat.open()
  await chat.line('Admin', '/settings income starting 7 cap 100')
  return chat
}

test('a newcomer’s first reply announces the starting sum', async () => {
  const chat = await openOn()
  expect(textOf(await chat.line('Wei', '/leaderboard'))).toMatch(
    /\nWelcome! Here’s L.7\.00 to get you started\.$/,
  )
  expect(textOf(await chat.line('Wei', '/leaderboard'))).not.toContain('Welcome')
  expect(textOf(await chat.line('小兰', '/钱包', { language: 'zh' }))).toContain('新人红利')
})

test('it can be spent by that very command', async () => {
  const chat = await openOn()
  const reply = await chat.line('Wei', '/transfer @Lan 7')
  expect(reply).toMatchObject({ outcome: 'transferred', tone: 'good' })
  expect(await chat.balance('Wei')).toBe(0)
})

test('neither a tap on a card nor an ordinary line pays it', async () => {
  const chat = await openOn()
  await chat.line('Lan', '/redpacket 4 2')
  const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
  const reply = await chat.tap('Wei', `1grab--e${newest?.envelopeNo}`)
  expect(reply.outcome).toBe('grabbed')
  expect(textOf(reply)).not.toContain('Welcome')
  expect(textOf(await chat.line('Wei', '/walet'))).not.toContain('Welcome')
  expect(textOf(await chat.line('Wei', '/wallet'))).toContain('Welcome')
})

test('a command repeated after a restart announces it again and pays once', async () => {
  const chat = await openOn()
  const first = await chat.line('Wei', '/transfer @Lan 1', { id: 'same' })
  expect(textOf(first)).toContain('Welcome')
  expect(await chat.line('Wei', '/transfer @Lan 1', { id: 'same' })).toEqual(first)
  expect(await chat.balance('Wei')).toBe(600)
})
