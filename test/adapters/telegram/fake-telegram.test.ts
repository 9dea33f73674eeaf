import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  type FakeChat,
  type FakeTelegram,
  type FakeUser,
  startFakeTelegram,
} from '../../support/telegram/fake-telegram.js'
import { StockBot } from '../../support/telegram/stock-bot.js'

let bot: StockBot
let fake: FakeTelegram
let group: FakeChat
let ann: FakeUser
let bob: FakeUser

beforeEach(async () => {
  bot = await StockBot.start()
  ;({ fake, group, ann, bob } = bot)
})

afterEach(() => bot.stop())

/** Resolves once this many updates have reached the bot. */
const seen = (count: number) =>
  fake.waitFor(() => (bot.seen.length >= count ? bot.seen : undefined), `${count} updates`)

test('the stock bot learns its identity, polls and receives a command', async () => {
  expect(bot.telegraf.botInfo).toMatchObject({ id: fake.bot.id, username: fake.botUsername, is_bot: true })
  const sent = ann.command(group, '/redpacket 88 8 hi')
  const [update] = await seen(1)
  expect(update).toMatchObject({
    message: {
      message_id: sent.id,
      chat: { id: group.id, type: 'supergroup', title: 'Village' },
      from: { id: ann.id, first_name: 'ann', language_code: 'en', is_bot: false },
      text: '/redpacket 88 8 hi',
      entities: [{ type: 'bot_command', offset: 0, length: 10 }],
    },
  })
  expect(JSON.stringify(fake.journal)).not.toContain(fake.token)
  expect(fake.violations).toEqual([])
})

/** Returns what the bot receives when someone acts; a later update always arrives. */
const heardOf = async (act: () => unknown) => {
  const before = bot.seen.length
  act()
  ann.command(group, '/end')
  await fake.waitFor(() => bot.heard.includes('/end'), 'the end')
  return bot.seen.slice(before, -1)
}

describe('privacy', () => {
  test('in a group it receives only its commands, replies to it and service messages', async () => {
    const card = await bot.card()
    const heard = await heardOf(() => {
      ann.say(group, 'hello')
      ann.command(group, '/balance')
      ann.command(group, `/balance@${fake.botUsername} 1`)
      ann.command(group, `/balance@${fake.botUsername.toUpperCase()} 2`)
      ann.command(group, '/balance@OtherBot 3')
      ann.command(group, 'hello /balance')
      ann.reply(card, 'sesame')
      bob.reply(ann.say(group, 'what?'), 'nothing')
      ann.say(group, `@${fake.botUsername} hello`)
      bob.leave(group)
    })
    expect(
      heard.map((update) => ('message' in update && 'text' in update.message ? update.message.text : 'else')),
    ).toEqual([
      '/balance',
      `/balance@${fake.botUsername} 1`,
      `/balance@${fake.botUsername.toUpperCase()} 2`,
      'sesame',
      'else',
    ])
    expect(heard[3]).toMatchObject({
      message: { reply_to_message: { message_id: card.id, from: { id: fake.bot.id } } },
    })
    expect(heard[4]).toMatchObject({ message: { left_chat_member: { id: bob.id } } })
  })

  test.each([
    ['is off', () => (fake.privacyMode = false)],
    ['does not bind an administrator', () => group.addAdmin(fake.bot)],
  ])('%s: receives everything except other bots', async (_, change) => {
    change()
    const other = group.addMember(fake.addBot('Other'))
    const heard = await heardOf(() => {
      ann.say(group, 'hello')
      other.say(group, '/redpacket 1')
    })
    expect(heard).toMatchObject([{ message: { text: 'hello' } }])
  })

  test('receives other bots when a test says so', async () => {
    fake.botsHearBots = true
    const other = group.addMember(fake.addBot('Other'))
    const heard = await heardOf(() => other.command(group, '/redpacket 1'))
    expect(heard).toMatchObject([{ message: { from: { is_bot: true, id: other.id } } }])
  })

  test('receives nothing from a group that the bot is not in', async () => {
    const elsewhere = fake.addChat('supergroup', 'Elsewhere')
    elsewhere.addMember(ann)
    expect(await heardOf(() => ann.command(elsewhere, '/redpacket 1'))).toEqual([])
  })
})

describe('senders', () => {
  test('an anonymous admin and a channel have sender_chat and a placeholder in from', async () => {
    const news = fake.addChannel('News')
    news.addAdmin(ann)
    group.addAdmin(ann)
    ann.command(group, '/a', { as: 'anonymous' })
    ann.command(group, '/b', { as: news })
    expect(await seen(2)).toMatchObject([
      {
        message: {
          from: { id: 1087968824, is_bot: true, username: 'GroupAnonymousBot' },
          sender_chat: { id: group.id },
        },
      },
      {
        message: {
          from: { id: 136817688, username: 'Channel_Bot' },
          sender_chat: { id: news.id, type: 'channel' },
        },
      },
    ])
    expect(() => bob.say(group, 'x', { as: 'anonymous' })).toThrow('only an admin')
    expect(() => bob.say(group, 'x', { as: news })).toThrow('may not write as News')
  })

  test('an admin set to be anonymous is anonymous by default', () => {
    group.someAdmin.promote(group, ann, {}, true)
    expect(ann.say(group, 'x')).toMatchObject({ from: fake.anonymousAdmin, senderChat: group })
  })

  test('a post in a linked channel is repeated in the group', async () => {
    const news = fake.addChannel('News')
    news.linkTo(group)
    news.someAdmin.say(news, '/redpacket 1')
    const [post, repeated] = await seen(2)
    expect(post).toMatchObject({ channel_post: { sender_chat: { id: news.id }, text: '/redpacket 1' } })
    expect(post).not.toHaveProperty('channel_post.from')
    expect(repeated).toMatchObject({
      message: {
        from: { id: 777000 },
        sender_chat: { id: news.id },
        is_automatic_forward: true,
        forward_origin: { type: 'channel', chat: { id: news.id } },
      },
    })
    expect(await bot.api.getChat(group.id)).toMatchObject({ linked_chat_id: news.id })
  })

  test('absent, muted or restricted members cannot write', () => {
    const stranger = fake.addUser('stranger')
    expect(() => stranger.say(group, 'x')).toThrow('not a member')
    group.someAdmin.restrict(group, ann)
    expect(() => ann.say(group, 'x')).toThrow('restricted')
    group.mute()
    expect(() => bob.say(group, 'x')).toThrow('only administrators')
    expect(() => ann.say(ann.privateChat, 'x')).toThrow('the bot was not started')
    expect(() => ann.say(bob.privateChat, 'x')).toThrow('it is private')
    expect(() => ann.command(group.someAdmin.privateChat, 'x')).toThrow()
  })
})

describe('words', () => {
  test('a mention is by username or by text_mention, in UTF-16 units', async () => {
    const carl = group.addMember(fake.addUser('carl', { username: 'carl_w' }))
    ann.command(group, ['/send 🧧 ', bob, ' and ', carl, ' and ', { textMention: carl }])
    const [update] = await seen(1)
    expect(update).toMatchObject({
      message: {
        text: '/send 🧧 bob and @carl_w and carl',
        entities: [
          { type: 'bot_command', offset: 0, length: 5 },
          { type: 'text_mention', offset: 9, length: 3, user: { id: bob.id } },
          { type: 'mention', offset: 17, length: 7 },
          { type: 'text_mention', offset: 29, length: 4, user: { id: carl.id } },
        ],
      },
    })
    expect(() => ann.command(group, 'redpacket 1')).toThrow('no command')
  })

  test('an edit arrives as edited_message, and a caption with its photo', async () => {
    const message = ann.command(group, '/send 1')
    ann.edit(message, '/send 1000')
    ann.photo(group, '/send 5')
    const [, edited, photo] = await seen(3)
    expect(edited).toMatchObject({
      edited_message: { message_id: message.id, text: '/send 1000', edit_date: expect.any(Number) },
    })
    expect(photo).toMatchObject({
      message: { photo: [{}, {}], caption: '/send 5', caption_entities: [{ type: 'bot_command' }] },
    })
    expect(() => bob.edit(message, 'x')).toThrow('not their own')
  })

  test('every message in a topic replies at least to the one that opened it', async () => {
    const topic = group.addTopic('Luck')
    ann.command(group, '/send 1', { topic })
    const [, update] = await seen(2)
    expect(update).toMatchObject({
      message: {
        message_thread_id: topic.id,
        is_topic_message: true,
        chat: { is_forum: true },
        reply_to_message: { message_id: topic.id, forum_topic_created: { name: 'Luck' } },
      },
    })
  })

  test('languages are part of the user, or missing', async () => {
    const li = group.addMember(fake.addUser('li', { languageCode: 'zh-hans', lastName: 'Wei' }))
    const silent = group.addMember(fake.addUser('silent', { languageCode: null }))
    li.command(group, '/a')
    silent.command(group, '/b')
    const [one, other] = await seen(2)
    expect(one).toMatchObject({ message: { from: { language_code: 'zh-hans', last_name: 'Wei' } } })
    expect(other).not.toHaveProperty('message.from.language_code')
  })
})

describe('private', () => {
  test('a link passes its payload with /start', async () => {
    bot.onUpdate((context) => context.reply('welcome'))
    ann.start('claim-7_x')
    const [update] = await seen(1)
    expect(update).toMatchObject({
      message: { text: '/start claim-7_x', chat: { id: ann.id, type: 'private', first_name: 'ann' } },
    })
    await fake.waitFor(() => ann.directMessages.length > 0, 'the answer')
    expect(ann.directMessages[0]?.text).toBe('welcome')
    expect(() => ann.start('a b')).toThrow('no payload')
  })

  test('my_chat_member reports blocking and unblocking', async () => {
    ann.start()
    ann.blockBot()
    ann.start()
    const [, blocked, back, start] = await seen(4)
    expect(blocked).toMatchObject({
      my_chat_member: {
        chat: { id: ann.id, type: 'private' },
        old_chat_member: { status: 'left' },
        new_chat_member: { status: 'kicked', user: { id: fake.bot.id } },
      },
    })
    expect(back).toMatchObject({ my_chat_member: { new_chat_member: { status: 'member' } } })
    expect(start).toMatchObject({ message: { text: '/start' } })
  })
})

describe('membership', () => {
  test('the bot is told when it is added, promoted and kicked', async () => {
    const [owner, elsewhere] = [fake.addUser('owner'), fake.addChat('supergroup', 'Elsewhere')]
    elsewhere.addMember(owner, { status: 'creator' })
    owner.invite(elsewhere, fake.bot)
    owner.promote(elsewhere, fake.bot, { can_delete_messages: true })
    owner.demote(elsewhere, fake.bot)
    owner.kick(elsewhere, fake.bot)
    const all = await seen(5)
    expect(all).toMatchObject([
      {
        my_chat_member: {
          from: { id: owner.id },
          old_chat_member: { status: 'left' },
          new_chat_member: { status: 'member' },
        },
      },
      { message: { new_chat_members: [{ id: fake.bot.id }] } },
      { my_chat_member: { new_chat_member: { status: 'administrator', can_delete_messages: true } } },
      { my_chat_member: { new_chat_member: { status: 'member' } } },
      { my_chat_member: { new_chat_member: { status: 'kicked' } } },
    ])
    expect(() => ann.kick(group, bob)).toThrow('no admin')
  })

  test('a group created with the bot says so, and so do joining, leaving and pinning', async () => {
    const family = ann.createGroup('Family', [fake.bot, bob])
    const carl = fake.addUser('carl')
    carl.join(family)
    carl.leave(family)
    bob.pin(bob.say(family, 'read this'))
    expect(await seen(5)).toMatchObject([
      { my_chat_member: { chat: { id: family.id, type: 'group' } } },
      { message: { group_chat_created: true } },
      { message: { new_chat_members: [{ id: carl.id }] } },
      { message: { left_chat_member: { id: carl.id } } },
      { message: { pinned_message: { text: 'read this' } } },
    ])
    expect(family.id).toBeLessThan(0)
    expect(family.id).toBeGreaterThan(-1_000_000_000_000)
    expect(family.membership(ann).status).toBe('creator')
  })
})

test('time starts where a test says, and messages have its dates', async () => {
  const startsAt = Date.UTC(2026, 5, 10, 12)
  const other = await startFakeTelegram({ startsAt })
  onTestFinished(() => other.close())
  const message = other.addUser('ann').start()
  expect(message.date).toBe(startsAt / 1000)
  other.advance(60_000)
  expect(other.clock.seconds() - message.date).toBe(60)
})

test('a condition that throws ends the wait at once', async () => {
  const waiting = fake.waitFor(() => {
    throw new Error('it broke')
  }, 'nothing')
  await expect(waiting).rejects.toThrow('it broke')
})
