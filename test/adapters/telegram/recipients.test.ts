import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import type { FakeMessage, FakeUser, Words } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

/** A group member with a user name, who has written there. */
async function named(firstName: string, username: string): Promise<FakeUser> {
  const user = world.group.addMember(world.fake.addUser(firstName, { username }))
  await world.ask(user, '/books', 'balance')
  return user
}

function give(words: Words, says: string | RegExp): Promise<FakeMessage> {
  return world.ask(world.lan, words, says)
}

describe('by a mention', () => {
  test('pays the owner of the user name, in any case', async () => {
    const bo = await named('Bo', 'BoTheBear')
    await give('/transfer @bothebear 5 thanks', 'Lan gave 🧧 5.00 to Bo: thanks')
    expect(await world.balanceOf(bo)).toBe(500)
  })

  test('pays no one for a name that the bot does not know', async () => {
    await give('/transfer @nobody_here 5', commonWords.en.howToName.reply({ handle: 'nobody_here' }))
    expect(await world.balanceOf(world.lan)).toBe(10_000)
  })

  test('pays neither the old nor the new owner of a name that changed hands, until the new one is seen', async () => {
    const { fake, group } = world
    const bo = await named('Bo', 'lucky_one')
    Object.assign(bo, { username: 'another_one' })
    const thief = group.addMember(fake.addUser('Thief', { username: 'lucky_one' }))
    await give('/transfer @lucky_one 5', commonWords.en.howToName.reply({ handle: 'lucky_one' }))
    await world.ask(thief, '/books', 'balance')
    await give('/transfer @lucky_one 5', 'Lan gave 🧧 5.00 to Thief')
    expect(await world.balanceOf(bo)).toBe(0)
    expect(await world.balanceOf(thief)).toBe(500)
  })

  test('pays no one for a member who has left', async () => {
    const bo = await named('Bo', 'BoTheBear')
    bo.leave(world.group)
    await give('/transfer @BoTheBear 5', 'I don’t know @')
    expect(await world.balanceOf(world.lan)).toBe(10_000)
  })

  test('pays no one while Telegram cannot say whose the name is', async () => {
    await named('Bo', 'BoTheBear')
    world.fake.failNext('getChatMember', { status: 500 })
    await give('/transfer @BoTheBear 5', /nothing was done/)
    expect(await world.balanceOf(world.lan)).toBe(10_000)
  })
})

describe('by a text mention', () => {
  test.each([
    'Ada Lovelace the First',
    'שלום עולם',
    'مرحبا',
    '@wei 5',
    '@!0',
    '/topup 1000',
    '100 <b>&amp;',
    '给 for 50',
    '👨‍👩‍👧‍👦',
  ])('pays a person called %s, and the amount stays the same', async (name) => {
    const { fake, group } = world
    const user = group.addMember(fake.addUser(name))
    await give(['/transfer ', { textMention: user }, ' 5'], 'Lan gave 🧧 5.00')
    expect(await world.balanceOf(user)).toBe(500)
    expect(await world.balanceOf(world.lan)).toBe(9500)
  })

  test('only those mentioned can grab their red packet', async () => {
    const { lan, wei, ming, creator, group } = world
    lan.command(group, ['/redpacket 6 2 equal for ', wei, ', ', { textMention: ming }, ' good luck'])
    const card = await world.card('good luck')
    expect((await world.grab(creator, card)).text).not.toContain('You got')
    expect((await world.grab(wei, card)).text).toContain('You got')
    expect((await world.grab(ming, card)).text).toContain('You got')
  })
})

describe('by a reply to a message', () => {
  test('pays the author of the message', async () => {
    const { wei, ming, lan, group, creator } = world
    const hello = wei.say(group, 'hello')
    lan.reply(hello, '/transfer 5 thanks')
    await world.heard('Lan gave 🧧 5.00 to Wei: thanks')
    creator.reply(hello, '/topup 7 for tea')
    await world.heard('topped up Wei by 🧧 7.00. Reason: for tea')
    creator.reply(hello, '/deduct 2 for cake')
    await world.heard('deducted 🧧 2.00 from Wei')
    expect(await world.balanceOf(wei)).toBe(1000)
    expect(await world.balanceOf(ming)).toBe(0)
  })

  test('sends a red packet to the author of the message', async () => {
    const { wei, ming, lan, group } = world
    lan.reply(wei.say(group, 'hello'), '/redpacket 5')
    const card = await world.card()
    expect((await world.grab(ming, card)).text).not.toContain('You got')
    expect((await world.grab(wei, card)).text).toContain('You got')
    expect(await world.balanceOf(wei)).toBe(500)
  })

  test('a named person takes precedence over the author', async () => {
    const { wei, ming, lan, group } = world
    lan.reply(ming.say(group, 'hello'), ['/transfer ', { textMention: wei }, ' 5'])
    await world.heard('to Wei')
    expect(await world.balanceOf(wei)).toBe(500)
    expect(await world.balanceOf(ming)).toBe(0)
  })

  test('pays no one when the author is an anonymous admin', async () => {
    const { creator, lan, group, fake } = world
    const said = group.botMessages.length
    lan.reply(creator.say(group, 'hello', { as: 'anonymous' }), '/transfer 5 thanks')
    await fake.waitFor(() => group.botMessages.length > said, 'an answer')
    expect(await world.balanceOf(lan)).toBe(10_000)
  })
})

describe('an ambiguous amount', () => {
  /** A person whose name reverses the characters after it, so that 15 is displayed as 51. */
  const turning = () => world.group.addMember(world.fake.addUser('\u202eOlga'))
  const balances = () => Promise.all([world.lan, world.wei].map((user) => world.balanceOf(user)))

  test('does not keep a person with a reversing name from being paid by a mention', async () => {
    const olga = turning()
    // It reads the same from either end, or comes before the name.
    await give(['/transfer ', olga, ' 5 tea'], 'Lan gave 🧧 5.00 to Olga: tea')
    await give(['/transfer 15 ', olga, ' for tea'], 'Lan gave 🧧 15.00 to Olga: for tea')
    expect(await world.balanceOf(olga)).toBe(2_000)
  })

  test('is refused, with a way that works', async () => {
    const olga = turning()
    await give(['/transfer ', olga, ' 15'], 'Write the amount before the name')
    await world.ask(world.creator, ['/topup ', olga, ' 15 prize'], 'Write the amount before the name')
    expect(await balances()).toEqual([10_000, 0])
  })

  test('reverses nothing else: a red packet for such a name keeps the text after it', async () => {
    const olga = turning()
    world.lan.command(world.group, ['/redpacket 1 1 for ', olga, ' in 5m hello'])
    const card = await world.card('hello')
    expect(card.text).toContain('Only for Olga')
    expect(card.text).not.toContain('in 5m')
  })

  test.each(['1 000', '1 000 for the tea', '12 500.50', '1 000,000'])(
    'with a space in it is asked about, and moves nothing: %s',
    async (typed) => {
      await give(['/transfer ', world.wei, ` ${typed}`], 'If that’s one number')
      expect(await balances()).toEqual([10_000, 0])
    },
  )

  test('is not assumed when a note starts with another number', async () => {
    await give(['/transfer ', world.wei, ' 5 2 teas'], 'Lan gave 🧧 5.00 to Wei: 2 teas')
    await give(['/transfer ', world.wei, ' 1.5 100 thanks'], 'Lan gave 🧧 1.50 to Wei: 100 thanks')
    expect(await balances()).toEqual([9_350, 650])
  })
})
