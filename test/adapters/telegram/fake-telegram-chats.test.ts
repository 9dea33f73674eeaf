import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FakeChat, FakeTelegram, FakeUser } from '../../support/telegram/fake-telegram.js'
import { grabButton, refusal, StockBot } from '../../support/telegram/stock-bot.js'

let bot: StockBot
let fake: FakeTelegram
let group: FakeChat
let ann: FakeUser

beforeEach(async () => {
  bot = await StockBot.silent()
  ;({ fake, group, ann } = bot)
  fake.budgets.enabled = false
})

afterEach(() => bot.stop())

const say = (chat: { id: number }, text = 'x') => bot.api.sendMessage(chat.id, text)
const edit = (chat: { id: number }, message: { id: number }, text = 'y') =>
  bot.api.editMessageText(chat.id, message.id, undefined, text, grabButton())
const told = async (call: Promise<unknown>) => {
  const { code, description } = await refusal(call)
  return `${code} ${description}`
}

describe('chats', () => {
  test('unknown chats are not found', async () => {
    expect(await told(say({ id: -1001 }))).toBe('400 Bad Request: chat not found')
    expect(await told(bot.api.sendMessage('@nowhere', 'x'))).toBe('400 Bad Request: chat not found')
    expect(await told(bot.api.sendMessage('', 'x'))).toBe('400 Bad Request: chat_id is empty')
  })

  test('a user gets messages only after starting the bot, and while not blocking it', async () => {
    expect(await told(say(ann))).toBe("403 Forbidden: bot can't initiate conversation with a user")
    ann.start()
    const sent = await say(ann, 'psst')
    expect(ann.directMessages.map(({ text }) => text)).toEqual(['psst'])
    ann.blockBot()
    expect(await told(say(ann))).toBe('403 Forbidden: bot was blocked by the user')
    expect(await told(edit(ann, { id: sent.message_id }))).toBe('403 Forbidden: bot was blocked by the user')
    expect(() => ann.say(ann.privateChat, 'hello')).toThrow('the bot is blocked')
    ann.start()
    await say(ann)
    ann.deactivated = true
    expect(await told(say(ann))).toBe('403 Forbidden: user is deactivated')
    expect(await told(say(fake.addBot('Other')))).toBe("403 Forbidden: bot can't send messages to bots")
  })

  test('a kicked bot can do nothing there any more, and one that left is no member', async () => {
    const basic = fake.addGroup('Family')
    const message = await bot.card()
    group.someAdmin.kick(group, fake.bot)
    basic.someAdmin.kick(basic, fake.bot)
    expect(await told(say(group))).toBe('403 Forbidden: bot was kicked from the supergroup chat')
    expect(await told(edit(group, message))).toBe('403 Forbidden: bot was kicked from the supergroup chat')
    expect(await told(bot.api.getChatMember(group.id, ann.id))).toContain('403 Forbidden: bot was kicked')
    expect(await told(say(basic))).toBe('403 Forbidden: bot was kicked from the group chat')
    await expect(ann.press(message, 'grab')).rejects.toThrow('the bot is not in Village')
    group.someAdmin.invite(group, fake.bot)
    await say(group)
    await bot.api.leaveChat(group.id)
    expect(await told(say(group))).toBe('403 Forbidden: bot is not a member of the supergroup chat')
  })

  test('a deleted group says so', async () => {
    const basic = fake.addGroup('Family')
    basic.delete()
    expect(await told(say(basic))).toBe('403 Forbidden: the group chat was deleted')
    group.delete()
    expect(await told(say(group))).toBe('400 Bad Request: chat not found')
  })

  test('where only administrators may write, an ordinary bot may still edit', async () => {
    const message = await bot.card()
    const refused = '400 Bad Request: not enough rights to send text messages to the chat'
    group.mute()
    expect(await told(say(group))).toBe(refused)
    await edit(group, message)
    group.someAdmin.promote(group, fake.bot)
    await say(group)
    group.unmute()
    group.someAdmin.restrict(group, fake.bot)
    expect(await told(say(group))).toBe(refused)
  })

  test('a channel takes posts from administrators only', async () => {
    const channel = fake.addChannel('News')
    const { message_id } = await bot.api.sendMessage(channel.id, 'post')
    await edit(channel, { id: message_id })
    expect(channel.messages[0]).toMatchObject({ text: 'y', from: undefined, senderChat: channel })
    channel.someAdmin.demote(channel, fake.bot)
    expect(await told(say(channel))).toBe('400 Bad Request: need administrator rights in the channel chat')
    expect(await told(bot.api.getChatMember(channel.id, ann.id))).toBe(
      '400 Bad Request: member list is inaccessible',
    )
  })

  test('topics: a message goes where it is sent or where it replies, unless the topic is closed or gone', async () => {
    const topic = group.addTopic('Luck')
    const other = group.addTopic('Other')
    const words = ann.say(group, 'hello', { topic })
    const into = (id: number) => bot.api.sendMessage(group.id, 'x', { message_thread_id: id })
    expect(await into(topic.id)).toMatchObject({ message_thread_id: topic.id, is_topic_message: true })
    await bot.api.sendMessage(group.id, 'y', { reply_parameters: { message_id: words.id } })
    expect(topic.messages.map(({ text }) => text)).toEqual(['', 'hello', 'x', 'y'])
    expect(await say(group)).not.toHaveProperty('message_thread_id')
    topic.close()
    expect(await told(into(topic.id))).toBe('400 Bad Request: TOPIC_CLOSED')
    expect(() => ann.say(group, 'hello', { topic })).toThrow('the topic is closed')
    topic.reopen()
    await into(topic.id)
    const [message] = topic.messages.filter(({ from }) => from === fake.bot)
    if (!message) throw new Error('no message')
    topic.delete()
    expect(await told(into(topic.id))).toBe('400 Bad Request: message thread not found')
    expect(await told(edit(group, message))).toBe('400 Bad Request: message to edit not found')
    // The general topic has no id of its own.
    expect(await told(into(1))).toBe('400 Bad Request: message thread not found')
    expect(other.messages).toHaveLength(1)
  })

  test('a reply thread outside a forum is no topic', async () => {
    const answer = ann.reply(ann.say(group, 'hello'), 'hello yourself')
    expect(answer.raw).toMatchObject({ message_thread_id: expect.any(Number) })
    expect(answer.raw).not.toHaveProperty('is_topic_message')
    const call = bot.api.sendMessage(group.id, 'x', { message_thread_id: answer.thread?.id ?? 0 })
    expect(await told(call)).toBe('400 Bad Request: message thread not found')
  })

  test('members can be queried, unless the list is hidden from non-administrators', async () => {
    const owner = group.someAdmin
    const carl = group.addAdmin('carl', { can_change_info: true })
    group.addMember(fake.addBot('Other'), { status: 'administrator' })
    const member = (user: FakeUser) => bot.api.getChatMember(group.id, user.id)
    expect(await member(owner)).toMatchObject({ status: 'creator', is_anonymous: false })
    expect(await member(carl)).toMatchObject({
      status: 'administrator',
      can_change_info: true,
      can_delete_messages: false,
    })
    expect(await member(ann)).toEqual({ status: 'member', user: ann.api })
    expect(await member(fake.addUser('stranger'))).toMatchObject({ status: 'left' })
    owner.restrict(group, ann)
    expect(await member(ann)).toMatchObject({
      status: 'restricted',
      can_send_messages: false,
      is_member: true,
    })
    owner.kick(group, ann)
    expect(await member(ann)).toMatchObject({ status: 'kicked' })
    expect(await told(bot.api.getChatMember(group.id, 1))).toBe('400 Bad Request: user not found')
    const admins = await bot.api.getChatAdministrators(group.id)
    expect(admins.map(({ user }) => user.first_name)).toEqual(['creator of Village', 'carl'])
    group.membersHidden = true
    expect(await told(member(carl))).toBe('400 Bad Request: CHAT_ADMIN_REQUIRED')
    owner.promote(group, fake.bot)
    expect(await member(carl)).toMatchObject({ status: 'administrator' })
  })

  test('a chat reveals its title, its permissions and whether it has topics', async () => {
    group.addTopic('Luck')
    group.mute()
    expect(await bot.api.getChat(group.id)).toMatchObject({
      id: group.id,
      type: 'supergroup',
      title: 'Village',
      is_forum: true,
      permissions: { can_send_messages: false },
    })
  })
})

describe('a basic group that becomes a supergroup', () => {
  let basic: FakeChat
  beforeEach(() => {
    basic = fake.addGroup('Family')
    basic.addMember(ann)
  })

  test('gets a new id; the old one refers to it, and the old messages are out of reach', async () => {
    const message = await bot.card(basic)
    const upgraded = basic.upgradeToSupergroup()
    expect(upgraded.id).toBeLessThan(-1_000_000_000_000)
    const moved = { code: 400, parameters: { migrate_to_chat_id: upgraded.id } }
    expect(await say(basic).catch((error: unknown) => error)).toMatchObject(moved)
    const failed = await edit(basic, message).catch((error: unknown) => error)
    expect(failed).toMatchObject(moved)
    expect((failed as Error).message).toBe('400: Bad Request: group chat was upgraded to a supergroup chat')
    expect(await told(edit(upgraded, message))).toBe('400 Bad Request: message to edit not found')
    expect((await say(upgraded)).message_id).toBe(2)
    expect(upgraded.membership(ann).status).toBe('member')
    expect(() => ann.say(basic, 'hello')).toThrow('it is a supergroup now')
  })

  test('announces it in both chats, at once, later or never', async () => {
    const fetched = async () => {
      const updates = await bot.api.callApi('getUpdates', {})
      return updates.map((update) => ('message' in update ? update.message : undefined))
    }
    const upgraded = basic.upgradeToSupergroup({ announce: false })
    expect(await fetched()).toEqual([])
    basic.announceMigration()
    expect(await fetched()).toMatchObject([
      { chat: { id: basic.id, type: 'group' }, migrate_to_chat_id: upgraded.id },
      { chat: { id: upgraded.id, type: 'supergroup' }, migrate_from_chat_id: basic.id },
    ])
  })

  test('still shows the old buttons, and a press comes from the old id', async () => {
    bot.onUpdate((context) => context.answerCbQuery(`${context.chat?.id}`).catch(() => undefined))
    const message = await bot.card(basic)
    basic.upgradeToSupergroup({ announce: false })
    bot.launch()
    expect((await ann.press(message, 'grab')).text).toBe(`${basic.id}`)
  })
})
