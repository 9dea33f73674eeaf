import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOSTILE_WORDS, lookAlikes, NO_AMOUNTS } from '../../hostile/corpus.js'
import { hurriedClock } from '../../support/hurried-clock.js'
import type { FakeChat, FakeUser, Words } from '../../support/telegram/fake-telegram.js'
import { openRoom } from '../../support/telegram-room.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let atPace: () => void
beforeEach(async () => {
  // One person sends it all, faster than allowed, however fast the machine is.
  atPace = hurriedClock(200)
  world = await telegramWorld()
  world.fake.budgets.enabled = false
})
afterEach(() => world.end().finally(atPace))

/** Expects each line, sent by lan with 100.00 in a fresh group, to be answered and to move nothing. */
async function movesNothing(
  lines: readonly Words[],
  others: readonly FakeUser[] = [],
  give = (line: Words, group: FakeChat) => world.lan.say(group, line),
): Promise<string[]> {
  const { app, lan, wei, ming } = world
  const people = [lan, wei, ming, ...others]
  const rooms = await Promise.all(lines.map(() => openRoom(world, people)))
  const { trades } = await app.reconcile()
  const answers: string[] = []
  for (const [index, room] of rooms.entries()) {
    give(lines[index] as Words, room.group)
    const { text } = await room.answer()
    expect(text).not.toContain('sent a red packet')
    expect(await room.balances()).toEqual(people.map((user) => (user === lan ? 10_000 : 0)))
    answers.push(text)
  }
  expect((await app.reconcile()).trades).toBe(trades)
  return answers
}

/** As replies to a message of ming's. */
const replies = (lines: readonly Words[], others: readonly FakeUser[] = []) =>
  movesNothing(lines, others, (line, group) => world.lan.reply(world.ming.say(group, 'hello'), line))

test('lookalike amounts move nothing, whoever is named', async () => {
  const { wei } = world
  await movesNothing(
    NO_AMOUNTS.filter((_, index) => index % 4 === 0).map((typed) => ['/transfer ', wei, ` ${typed} for tea`]),
  )
})

test('a name that looks like part of the amount is not split: the rest moves nothing', async () => {
  const { fake, wei } = world
  const others = ['000', 'Wei 1', '\u202e5'].map((name) => fake.addUser(name))
  const [zeros, ten, turning] = others as [FakeUser, FakeUser, FakeUser]
  await movesNothing(
    [
      ['/transfer ', wei, ' 1', { textMention: zeros }],
      ['/transfer ', wei, ' 1.', { textMention: zeros }],
      ['/transfer ', { textMention: ten }, '0.5'],
      ['/transfer ', { textMention: ten }, '0 5'],
      ['/transfer ', { textMention: turning }, ' 15'],
      ['/redpacket 1', { textMention: zeros }, ' 1'],
      ['/redpacket 1 1', { textMention: zeros }, ' hello'],
    ],
    others,
  )
})

test('a reply to someone’s message pays no one when another is named after the amount, in any script', async () => {
  const bear = world.fake.addUser('Bear', { username: 'wei_the_bear' })
  await replies(
    [
      ['/transfer 50 \u200b', bear],
      ['/transfer 50 ', bear],
      ['/transfer 50 （', bear, '）'],
      '/transfer 50 ＠wei_the_bear',
      '/transfer 50 @wei',
      '/transfer 50 ，@wei',
    ],
    [bear],
  )
})

test('a red packet in reply to someone has as many shares as written, in any digits', async () => {
  await replies(['８', '８８', '²', '٣', '⑧', '0'].map((count) => `/redpacket 50 ${count}`))
})

test('a lookalike user name matches no one', async () => {
  const bear = world.fake.addUser('Bear', { username: 'weibear' })
  await world.ask(world.group.addMember(bear), '/books', 'balance')
  await movesNothing(
    lookAlikes('weibear').map((name) => `/transfer @${name} 5`),
    [bear],
  )
})

test('hostile text in place of a name is asked about, and quoted harmlessly', async () => {
  const words = HOSTILE_WORDS.filter((each) => /^[^\s@]+$/.test(each) && each.length > 3)
  for (const text of await movesNothing(words.map((each) => `/transfer @${each} 5`)))
    expect(text).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
})
