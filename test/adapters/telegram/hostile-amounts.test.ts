import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOSTILE_WORDS, lookAlikes, NO_AMOUNTS } from '../../hostile/corpus.js'
import { hurriedClock } from '../../support/hurried-clock.js'
import type { FakeChat, FakeUser, Words } from '../../support/telegram/fake-telegram.js'
import { openRoom } from '../../support/telegram-room.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let atPace: () => void
beforeEach(async () => {
  // One person says it all, faster than anybody may, however fast the machine is.
  atPace = hurriedClock(200)
  world = await telegramWorld()
  world.fake.budgets.enabled = false
})
afterEach(() => world.end().finally(atPace))

/** Each line is given in a group of its own, by lan, who has 100.00 there: it is answered and moves nothing. */
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

/** As answers to a message of ming's. */
const replies = (lines: readonly Words[], others: readonly FakeUser[] = []) =>
  movesNothing(lines, others, (line, group) => world.lan.reply(world.ming.say(group, 'hello'), line))

test('what only looks like an amount moves nothing, whoever is named', async () => {
  const { wei } = world
  await movesNothing(
    NO_AMOUNTS.filter((_, index) => index % 4 === 0).map((typed) => ['/transfer ', wei, ` ${typed} for tea`]),
  )
})

test('a name of somebody that looks like a part of the amount is none: nothing is moved by what is left', async () => {
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

test('an answer to somebody’s message pays nobody when another is named behind the amount, in whatever signs', async () => {
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

test('a red packet for whom one answers has as many shares as were written, in whatever digits', async () => {
  await replies(['８', '８８', '²', '٣', '⑧', '0'].map((count) => `/redpacket 50 ${count}`))
})

test('a user name that only looks like another’s is nobody’s', async () => {
  const bear = world.fake.addUser('Bear', { username: 'weibear' })
  await world.ask(world.group.addMember(bear), '/books', 'balance')
  await movesNothing(
    lookAlikes('weibear').map((name) => `/transfer @${name} 5`),
    [bear],
  )
})

test('hostile words in the place of a name are asked about, and said again harmlessly', async () => {
  const words = HOSTILE_WORDS.filter((each) => /^[^\s@]+$/.test(each) && each.length > 3)
  for (const text of await movesNothing(words.map((each) => `/transfer @${each} 5`)))
    expect(text).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
})
