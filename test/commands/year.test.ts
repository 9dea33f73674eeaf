import { expect, test } from 'vitest'
import { CommandChat, textOf } from '../support/command-chat.js'

async function chatWithPacket(at = '2027-02-05T04:00:00Z') {
  const chat = await CommandChat.open()
  chat.world.clock.time = Date.parse(at)
  await chat.world.fund(10_000, 'Lan')
  const { envelopeNo } = await chat.world.send('Lan', { total: 888, count: 1, greeting: 'Good luck' })
  chat.world.clock.pass(1_500)
  await chat.world.grabs(envelopeNo, 'Wei')
  return chat
}

test("a member's letter is private, with a picture that says the same", async () => {
  const chat = await chatWithPacket()
  const reply = await chat.line('Wei', '/year')
  expect(reply.to).toBe('asker')
  expect(textOf(reply).split('\n')).toEqual([
    'Year in review · Wei',
    '17 Feb 2026 – 5 Feb 2027',
    'Sent: L\u00a00.00 (0 red packets)',
    'Received: L\u00a08.88 (1 red packet)',
    'Luckiest: 0 times',
    'Fastest grab: 1.5 s (from Lan)',
    'Most grabbed from: Lan (1 red packet)',
    'Best month: February (L\u00a08.88)',
  ])
  expect(reply?.picture?.alt).toBe(textOf(reply))
  expect(reply?.picture?.drawing).toMatchObject({
    kind: 'sheet',
    theme: 'spring_festival',
    headline: 'Year in review',
  })
})

test("the chat's letter is for everyone, in Chinese as well", async () => {
  const chat = await chatWithPacket()
  const reply = await chat.line('Wei', '/年报 全群', { language: 'zh' })
  expect(reply.to).toBe('anyone')
  expect(textOf(reply)).toContain('最大的红包：L\u00a08.88（Lan）')
})

test('the calendar offers the letter on the last day of the Chinese year only', async () => {
  const labels = async (at: string) => {
    const chat = await chatWithPacket(at)
    const { actions = [] } = await chat.line('Wei', '/calendar')
    return actions.flat().map(({ label }) => label)
  }
  expect(await labels('2027-02-05T04:00:00Z')).toEqual(['See my year in review'])
  expect(await labels('2027-02-06T04:00:00Z')).toEqual([])
})
