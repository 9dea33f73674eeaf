import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gapsIn, quoted, withGaps } from '../../../adapters/telegram/unlinked.js'
import { spellings } from '../../../src/commands/framework/lines/lines.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import { HOSTILE_WORDS, hostileText } from '../../hostile/corpus.js'
import { hurriedClock } from '../../support/hurried-clock.js'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { withFound } from '../../support/telegram/text-entities.js'
import { openRoom } from '../../support/telegram-room.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const OWN = new Set(ENTRIES.flatMap(spellings).map((each) => `/${each}`))
/** Telegram also recognises these without a scheme, which the fake doesn't. */
const DOMAIN = /[\p{L}\p{N}_-]\.\p{L}{2,}/u

/** Breaks a text as messages are broken. */
const unlinked = (text: string) => withGaps(text, gapsIn(text))

/** Returns everything in a text that is tappable or pings someone, except the bot's own commands. */
function tappable(text: string): string[] {
  return withFound(text, [])
    .map(({ offset, length }) => text.slice(offset, offset + length))
    .filter((part) => !OWN.has(part.toLowerCase()))
}

test("nothing in people's text pings anyone, is tappable, or is displayed differently than it was written", () => {
  const nasty = fc.constantFrom(
    ...HOSTILE_WORDS,
    '@',
    '/',
    '#',
    '.',
    ':',
    '//',
    'evil',
    'com',
    '/topup@',
    '$',
    'A',
  )
  const words = fc.oneof(
    hostileText,
    fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(words, (text) => {
      const shown = unlinked(text)
      expect(tappable(shown)).toEqual([])
      expect(shown).not.toMatch(DOMAIN)
      expect(seen(shown)).toBe(seen(text))
      expect(unlinked(seen(shown))).toBe(unlinked(seen(text)))
    }),
    { numRuns: 2_000 },
  )
})

test('other people’s words are neither commands of this bot nor numbers to call', () => {
  const telephone = fc
    .array(fc.constantFrom('0', '1', '5', '8', ' ', '-', '.', '(', ')'), { minLength: 7, maxLength: 20 })
    .map((parts) => `+4${parts.join('')}`)
  const commands = fc.constantFrom(...[...OWN].filter((each) => /^[/\w]+$/.test(each)))
  fc.assert(
    fc.property(fc.oneof(hostileText, telephone, commands), fc.oneof(telephone, commands), (one, other) => {
      const shown = quoted(`${one} ${other}`)
      expect(withFound(shown, [])).toEqual([])
      expect(seen(shown)).toBe(seen(`${one} ${other}`))
      // Surrounding text changes nothing in it.
      expect(unlinked(shown)).toBe(shown)
    }),
    { numRuns: 2_000 },
  )
})

test('amounts and the commands of the bot stay as they are', () => {
  for (const text of [
    '🧧 1,234.50',
    '€0.01',
    '$5.00',
    '1/5 grabbed',
    '/redpacket 88 8',
    'Say /help.',
    '2.5 s',
  ])
    expect(unlinked(text)).toBe(text)
})

let world: TelegramWorld
let atPace: () => void
beforeEach(async () => {
  atPace = hurriedClock()
  world = await telegramWorld()
  world.fake.budgets.enabled = false
})
afterEach(() => world.end().finally(atPace))

/** Expects only the bot's own commands and entities to be tappable. */
function expectHarmless(message: FakeMessage): void {
  for (const type of ['url', 'mention', 'text_mention', 'text_link', 'hashtag', 'email'])
    expect(message.marked(type), JSON.stringify(message.text)).toEqual([])
  for (const command of message.marked('bot_command')) expect(OWN).toContain(command.toLowerCase())
  expect(message.text).not.toMatch(DOMAIN)
}

test('names, greetings, notes and reasons ping no one and lead nowhere, on cards and in answers', async () => {
  const { fake } = world
  const wei = fake.addUser('Wei', { username: 'wei_the_bear' })
  const words = HOSTILE_WORDS.filter((each) => /[@:/.#]/.test(each) && each.length < 60)
  expect(words.length).toBeGreaterThan(20)
  const tryOut = async (each: string) => {
    const evil = fake.addUser(each)
    evil.start()
    const { group } = await openRoom(world, [evil, wei])
    const heard = () => group.botMessages.map(({ text }) => seen(text))
    const news = (what: string) =>
      fake
        .waitFor(() => heard().some((text) => text.includes(what)), what)
        .catch((error: Error) => {
          throw new Error(
            `${error.message} about ${JSON.stringify(each)}; there came ${JSON.stringify(heard())}`,
          )
        })
    group.someAdmin.command(group, ['/topup ', { textMention: evil }, ` 3 .${each}`])
    evil.command(group, ['/transfer ', { textMention: wei }, ` 1 .${each}`])
    evil.command(group, `/redpacket 1 1 equal .${each}`)
    await Promise.all([news(' topped up '), news(' gave '), news(' sent a red packet')])
    for (const message of [...group.botMessages, ...evil.directMessages]) expectHarmless(message)
  }
  await Promise.all(words.map(tryOut))
})

test("commands and numbers in others' words are not tappable, wherever the bot repeats them", async () => {
  const { fake } = world
  const words = '/cancel +49 170 1234567 4111 1111 1111 1111'
  const evil = fake.addUser('/unlinkme', { lastName: '555-123-4567' })
  const wei = fake.addUser('Wei')
  for (const user of [evil, wei]) user.start()
  const { group } = await openRoom(world, [evil, wei])
  const said = (what: string) =>
    fake.waitFor(() => group.botMessages.find(({ text }) => seen(text).includes(what)), what)
  group.someAdmin.command(group, ['/topup ', { textMention: evil }, ` 3 ${words}`])
  evil.command(group, ['/transfer ', { textMention: wei }, ` 1 ${words}`])
  evil.command(group, `/redpacket 1 1 equal ${words}`)
  await Promise.all([said(' topped up '), said(' gave ')])
  const card = await said(' sent a red packet')
  await world.grab(wei, card)
  wei.command(group, '/history')
  wei.command(group, '/audit')
  wei.command(group, '/leaderboard')
  wei.command(group, `/envelope ${/[0-9a-f]{10}/.exec(card.text)?.[0]}`)
  await Promise.all([said('Admin actions'), said('Most received'), said('red packet: ')])
  const history = () => wei.directMessages.find(({ text }) => text.includes('Balance '))
  const repeated = [...group.botMessages, await fake.waitFor(history, 'the history')]
  for (const message of repeated.filter(
    ({ text }) => seen(text).includes(words) || text.includes('unlinkme'),
  )) {
    expect(message.marked('bot_command'), message.text).toEqual([])
    expect(message.marked('phone_number'), message.text).toEqual([])
  }
  expect(repeated.filter(({ text }) => seen(text).includes(words)).length).toBeGreaterThanOrEqual(6)
})

test('wishes, passwords and quizzes are not tappable, on the card and wherever the bot repeats them', async () => {
  const { fake, app } = world
  const words = 'Try /cancel +49 170 1234567 @wei'
  const [evil, wei] = [fake.addUser('Evil'), fake.addUser('Wei', { username: 'wei_the_bear' })]
  for (const user of [evil, wei]) user.start()
  const { group } = await openRoom(world, [evil, wei])
  group.someAdmin.command(group, ['/topup ', { textMention: evil }, ' 9 pocket money'])
  const heard = { group: () => group.botMessages, wei: () => wei.directMessages }
  const said = (what: string, where: keyof typeof heard) =>
    fake.waitFor(() => heard[where]().find(({ text }) => seen(text).includes(what)), what)
  await said(' topped up ', 'group')
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(evil.id), name: 'Evil' }
  const conditions = [
    { kind: 'wish_wall' },
    { kind: 'password', word: words, secret: false },
    { kind: 'quiz', question: `${words}?`, answers: [`1 ${words}`, `2 ${words}`], right: 0 },
  ] as const
  for (const condition of conditions) {
    const sent = await app.sendEnvelope({
      ...{ key: `hostile:${condition.kind}`, place, by, kind: 'equal', total: 200, count: 2, greeting: '' },
      conditions: [condition],
    })
    if (sent.kind !== 'sent') throw new Error(sent.kind)
    const card = await said(sent.envelopeNo, 'group')
    if (condition.kind === 'wish_wall') {
      wei.reply(card, words)
      await said('You got', 'wei')
    }
    wei.command(group, `/envelope ${sent.envelopeNo}`)
    wei.say(wei.privateChat, `/envelope ${sent.envelopeNo}`)
  }
  const repeats = (where: readonly FakeMessage[]) =>
    where.filter(({ text }) => seen(text).includes(words) && text.includes('red packet: '))
  await fake.waitFor(() => repeats(group.botMessages).length === 3, 'the details in the group')
  await fake.waitFor(() => repeats(wei.directMessages).length === 3, 'the details in private')
  const repeated = [...group.botMessages, ...wei.directMessages].filter(({ text }) =>
    seen(text).includes(words),
  )
  for (const message of repeated)
    for (const type of ['bot_command', 'phone_number', 'mention'])
      expect(message.marked(type), message.text).toEqual([])
})
