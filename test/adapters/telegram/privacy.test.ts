import { afterEach, beforeEach, expect, test } from 'vitest'
import { chatWords } from '../../../src/chat/chat-words.js'
import { deductWords } from '../../../src/commands/admin-moves/deduct-words.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const words = chatWords.en

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

/** Everything that the bot said in the group, with ordinary spaces. */
const aloud = () => world.group.botMessages.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n')

test("never reveals a wallet's balance in the group, whatever is done with it", async () => {
  const { fake, creator, lan, wei, group } = world
  await world.ask(creator, ['/topup ', lan, ' 77.77 for tea'], 'topped up Lan')
  await world.ask(creator, ['/deduct ', lan, ' 7.00 for cake'], 'deducted')
  await world.ask(lan, ['/transfer ', wei, ' 0.70 thanks'], 'Lan gave')
  lan.command(group, '/redpacket 7.00 1')
  await world.grab(wei, await world.card())
  lan.start()
  await fake.waitFor(() => lan.directMessages.length > 0, 'the welcome')
  for (const line of ['/wallet', '/history', '/redpacket 1000 5', '/transfer 1000']) {
    const known = lan.directMessages.length
    if (line === '/transfer 1000') lan.command(group, ['/transfer ', wei, ' 1000'])
    else lan.command(group, line)
    await fake.waitFor(() => lan.directMessages.length > known, `a private answer to ${line}`)
  }
  creator.start()
  const known = creator.directMessages.length
  creator.command(group, ['/deduct ', lan, ' 1000 for cake'])
  await fake.waitFor(
    () => creator.directMessages.length > known + 1,
    'word to the admin that the member has not so much',
  )
  expect(lan.directMessages.map(({ text }) => text).join()).toContain('63.07')
  for (const balance of ['77.77 ', '70.77', '70.07', '63.07', 'have', 'left'])
    expect(aloud().replace('by 🧧 77.77.', '').replace(words.openPrivately, '')).not.toContain(balance)
})

test('a member without an open private chat is told where it is, and asks again', async () => {
  const { fake, lan } = world
  const hint = await world.ask(lan, '/wallet', words.openPrivately)
  expect(hint.buttons).toEqual([{ text: words.openIt, url: `https://t.me/${fake.botUsername}?start=hello` }])
  lan.start('hello')
  const answered = await world.ask(lan, '/wallet', words.answeredPrivately)
  expect(answered.buttons[0]?.text).toBe(words.readIt)
  expect(lan.directMessages.at(-1)?.text).toMatch(/^You have/)
})

test('a sender who cannot pay and has no private chat reads in the group that nothing was sent and why', async () => {
  const { creator, lan, wei } = world
  await world.fund('12.34')
  const { insufficientAloud: insufficient } = refusalWords.en
  const { unreached: lacks } = deductWords.en.say
  const refused = await world.ask(lan, '/redpacket 88 8', insufficient)
  expect(refused.buttons).toEqual([{ text: words.openIt, url: expect.stringContaining('?start=hello') }])
  await world.ask(lan, ['/transfer ', wei, ' 88'], insufficient)
  await world.ask(creator, ['/deduct ', lan, ' 88 for cake'], lacks)
  for (const part of ['12.34', '75.66']) expect(aloud().replace('by 🧧 12.34.', '')).not.toContain(part)
  expect(await world.balanceOf(lan)).toBe(1234)
})

test('a closed private chat is tried once, and again when its person has written there', async () => {
  const { fake, lan } = world
  const tries = () => fake.calls('sendMessage').filter(({ params }) => Number(params.chat_id) === lan.id)
  for (const line of ['/wallet', '/history', '/wallet']) await world.ask(lan, line, words.openPrivately)
  expect(tries()).toHaveLength(1)
  lan.start('hello')
  await world.ask(lan, '/wallet', words.answeredPrivately)
  lan.blockBot()
  await world.ask(lan, '/wallet', words.openPrivately)
  const before = tries().length
  await world.ask(lan, '/wallet', words.openPrivately)
  expect(tries()).toHaveLength(before)
  lan.unblockBot()
  await world.ask(lan, '/wallet', words.answeredPrivately)
})

test('a member who has blocked the bot is told the same in the group', async () => {
  const { lan } = world
  lan.start()
  lan.blockBot()
  await world.ask(lan, '/wallet', words.openPrivately)
})

test('a sender gets the remaining balance in private, if possible', async () => {
  const { fake, lan, wei, group } = world
  await world.fund('100')
  await world.fund('100', wei)
  lan.start()
  lan.command(group, '/redpacket 7 1')
  wei.command(group, '/redpacket 8 1')
  await fake.waitFor(
    () => lan.directMessages.some(({ text }) => text.includes('You have') && text.includes('93.00')),
    'word to lan',
  )
  await world.card('Wei sent')
  expect(wei.directMessages).toEqual([])
})

test('the code that links two groups is sent in private, and never in the group', async () => {
  const { fake, creator, group } = world
  creator.start()
  creator.command(group, '/link')
  const told = await fake.waitFor(
    () => creator.directMessages.find(({ text }) => text.includes('To link another chat')),
    'the code',
  )
  const code = /^[\w-]{6,}$/m.exec(told.text)?.[0] as string
  expect(code).toBeTruthy()
  await world.heard(words.answeredPrivately)
  expect(aloud()).not.toContain(code)
})

test('an admin without a private chat gets no code at all', async () => {
  const { creator } = world
  await world.ask(creator, '/link', words.openPrivately)
  expect(aloud()).not.toContain('give this code')
})
