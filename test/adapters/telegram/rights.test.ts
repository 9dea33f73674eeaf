import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import { answers } from '../../../src/commands/settings/answer-words.js'
import type { FakeUser, Words } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const { notAdmin } = refusalWords.en
const cannotAsk = commonWords.en.cannotAsk({ platform: 'Telegram' })

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

/** Gives an admin's command and waits for the answer. */
async function says(user: FakeUser, words: Words, expected: string | RegExp): Promise<void> {
  await world.ask(user, words, expected)
}

test('only the current creator and administrators may top up', async () => {
  const { creator, group, lan, wei } = world
  await says(creator, ['/topup ', wei, ' 5 for tea'], 'topped up Wei')
  await says(lan, ['/topup ', wei, ' 5 for tea'], notAdmin)
  creator.promote(group, lan)
  await says(lan, ['/topup ', wei, ' 6 for tea'], 'topped up Wei')
  creator.demote(group, lan)
  await says(lan, ['/topup ', wei, ' 7 for tea'], notAdmin)
  creator.restrict(group, wei)
  expect(await world.balanceOf(wei)).toBe(1100)
})

test('queries Telegram for administrators at each admin command, and for nothing else', async () => {
  const { fake, creator, lan, wei } = world
  await says(creator, ['/topup ', wei, ' 5 for tea'], 'topped up Wei')
  await says(creator, ['/deduct ', wei, ' 2 for cake'], 'deducted')
  expect(fake.calls('getChatMember')).toHaveLength(2)
  await says(lan, '/books', 'balance')
  expect(fake.calls('getChatMember')).toHaveLength(2)
  expect(await world.balanceOf(wei)).toBe(300)
})

test.each([
  ['is out of order', { status: 500 }],
  ['cannot be reached', { drop: true }],
  ['is too busy', { status: 429, retryAfter: 1 }],
  ['says something new', { status: 400, description: 'Bad Request: CHAT_ADMIN_REQUIRED' }],
])('when Telegram %s nothing is done, and the admin is told why', async (_, failure) => {
  const { fake, creator, wei } = world
  fake.failNext('getChatMember', failure)
  await says(creator, ['/topup ', wei, ' 5 for tea'], cannotAsk)
  // Nothing was done, so the group is not even known.
  expect(await world.balanceOf(wei)).toBe(Number.NaN)
})

test('admins of one group have no rights in another', async () => {
  const { fake, creator, wei } = world
  const other = fake.addGroup('Coffee House')
  other.addMember(creator)
  other.addMember(wei)
  await world.ask(creator, ['/topup ', wei, ' 5 for tea'], notAdmin, other)
  expect(await world.balanceOf(wei, other)).toBe(0)
})

test('a treasurer may top up without being an admin, until dismissed', async () => {
  const { creator, lan, wei } = world
  await says(lan, ['/settings treasurer ', lan], notAdmin)
  await says(creator, ['/settings treasurer ', lan], /Lan/)
  await says(lan, ['/topup ', wei, ' 5 for tea'], 'topped up Wei')
  await says(creator, ['/settings treasurer ', lan, ' no'], /Lan/)
  await says(lan, ['/topup ', wei, ' 5 for tea'], notAdmin)
  expect(await world.balanceOf(wei)).toBe(500)
})

test('everyone sees the settings, admins change them', async () => {
  const { creator, lan } = world
  await says(lan, '/settings', 'Settings for Tea House')
  await says(lan, '/settings self no', notAdmin)
  await says(creator, '/settings self no', 'Changed')
  await says(lan, '/settings', answers.en.selfGrab.no)
})
