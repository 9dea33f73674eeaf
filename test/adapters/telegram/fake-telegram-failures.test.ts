import { Telegraf } from 'telegraf'
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
const NOT_MODIFIED =
  '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same ' +
  'as a current content and reply markup of the message'

describe('calls', () => {
  test('a wrong token is 401, a malformed one 404, an unknown method 404', async () => {
    const withToken = (token: string) => new Telegraf(token, { telegram: { apiRoot: fake.apiRoot } }).telegram
    expect(await told(withToken(`1:${'x'.repeat(35)}`).getMe())).toBe('401 Unauthorized')
    expect(await told(withToken('nonsense').getMe())).toBe('404 Not Found')
    expect(fake.violations).toEqual([])
    expect(await told(bot.api.getMyDefaultAdministratorRights())).toBe('404 Not Found: method not found')
    expect(fake.violations).toEqual(['the fake does not know getMyDefaultAdministratorRights'])
  })

  test('parameters come as JSON, as a form, in the query or in parts', async () => {
    const url = `${fake.apiRoot}/bot${fake.token}/SENDMESSAGE`
    const reply_markup = JSON.stringify(grabButton().reply_markup)
    const params = { chat_id: String(group.id), text: '红包', reply_markup }
    const parts = new FormData()
    for (const [name, value] of Object.entries(params)) parts.set(name, value)
    await fetch(url, { method: 'POST', body: new URLSearchParams(params) })
    await fetch(url, { method: 'POST', body: parts })
    await fetch(`${url}?${new URLSearchParams(params)}`)
    await say(group, '红包')
    expect(group.botMessages.map(({ text }) => text)).toEqual(['红包', '红包', '红包', '红包'])
    expect(group.botMessages.map(({ buttons }) => buttons.length)).toEqual([1, 1, 1, 0])
    expect(fake.calls('sendMessage')).toHaveLength(4)
    const broken = await fetch(url, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    })
    expect(broken.status).toBe(400)
    expect(fake.violations).toEqual([expect.stringContaining("can't parse JSON object")])
  })

  test('a token in a message is written down, but not in the journal', async () => {
    const { text } = await say(group, `my token is ${fake.token}`)
    expect(text).toContain(fake.token)
    expect(fake.violations).toEqual(['sendMessage: the token is among the parameters'])
    expect(JSON.stringify(fake.calls('sendMessage').map(({ params }) => params))).not.toContain(fake.token)
  })

  test('429 and 5xx come as told, and the stock library does not repeat a call', async () => {
    fake.failNext('sendMessage', { status: 429, retryAfter: 3 })
    fake.failNext('sendMessage', { status: 502 })
    fake.failNext('sendMessage', { status: 502, html: true })
    fake.failNext('sendMessage', { status: 400, description: 'Bad Request: gone', migrateTo: -100123 })
    expect(await say(group).catch((error: unknown) => error)).toMatchObject({
      code: 429,
      description: 'Too Many Requests: retry after 3',
      parameters: { retry_after: 3 },
    })
    expect(await told(say(group))).toBe('502 Bad Gateway')
    expect(await told(say(group))).toBe('502 Bad Gateway')
    expect(await say(group).catch((error: unknown) => error)).toMatchObject({
      parameters: { migrate_to_chat_id: -100123 },
    })
    await say(group)
    expect(fake.calls('sendMessage').map(({ status }) => status)).toEqual([429, 502, 502, 400, 200])
    expect(group.botMessages).toHaveLength(1)
  })

  test('only calls that match fail, and so often as told', async () => {
    fake.failNext({ method: /Message/, where: ({ text }) => text === 'bad', times: 2 }, { status: 500 })
    await say(group, 'good')
    expect((await refusal(say(group, 'bad'))).code).toBe(500)
    expect((await refusal(say(group, 'bad'))).code).toBe(500)
    await say(group, 'bad')
    expect(group.botMessages.map(({ text }) => text)).toEqual(['good', 'bad'])
  })

  test('a connection that is dropped took nothing along', async () => {
    fake.failNext('sendMessage', { drop: true })
    await expect(say(group)).rejects.toThrow('socket hang up')
    expect(group.messages).toEqual([])
  })

  test('a message is there although its answer was lost, and sending it again makes two', async () => {
    fake.failNext('sendMessage', { applied: true })
    await expect(say(group)).rejects.toThrow('socket hang up')
    await say(group)
    expect(group.botMessages).toHaveLength(2)
    expect(fake.calls('sendMessage').map(({ status }) => status)).toEqual([0, 200])
  })

  test('a silent peer answers only when it is closed, whether the call took effect or not', async () => {
    fake.failNext('sendMessage', { hang: true })
    fake.failNext('sendMessage', { hang: true, applied: true })
    const calls = [say(group, 'one'), say(group, 'two')].map((call) => call.catch(({ name }: Error) => name))
    await fake.waitFor(
      () => fake.calls('sendMessage').length === 2 && group.messages.length > 0,
      'both calls',
    )
    expect(group.botMessages).toHaveLength(1)
    fake.server.http.closeAllConnections()
    expect(await Promise.all(calls)).toEqual(['FetchError', 'FetchError'])
  })

  test('an error of the fake itself is written down', async () => {
    Object.defineProperty(group, 'topics', { value: null })
    const call = bot.api.sendMessage(group.id, 'x', { message_thread_id: 5 })
    expect((await refusal(call)).code).toBe(500)
    expect(fake.violations).toEqual([expect.stringContaining('the fake failed at sendMessage')])
  })
})

describe('messages', () => {
  test('an edit that changes nothing is refused, also one of the buttons alone', async () => {
    const message = await bot.card()
    expect(await told(edit(group, message, 'A red packet'))).toBe(NOT_MODIFIED)
    const { reply_markup } = grabButton()
    expect(await told(bot.api.editMessageReplyMarkup(group.id, message.id, undefined, reply_markup))).toBe(
      NOT_MODIFIED,
    )
    await bot.api.editMessageReplyMarkup(
      group.id,
      message.id,
      undefined,
      grabButton('grab', 'Take').reply_markup,
    )
    expect(message).toMatchObject({ text: 'A red packet', edits: 1 })
    expect(fake.violations).toEqual([])
  })

  test('an edit without buttons takes them away', async () => {
    const message = await bot.card()
    await bot.api.editMessageText(group.id, message.id, undefined, 'A red packet')
    expect(message.buttons).toEqual([])
    await expect(ann.press(message, 'grab')).rejects.toThrow('no button grab')
  })

  test('what is gone cannot be edited, answered or deleted, and what others wrote not edited', async () => {
    const message = await bot.card()
    const words = ann.say(group, 'hello')
    message.delete()
    expect(await told(edit(group, message))).toBe('400 Bad Request: message to edit not found')
    expect(await told(edit(group, words))).toBe("400 Bad Request: message can't be edited")
    expect(await told(bot.api.deleteMessage(group.id, message.id))).toBe(
      '400 Bad Request: message to delete not found',
    )
    expect(await told(bot.api.deleteMessage(group.id, words.id))).toBe(
      "400 Bad Request: message can't be deleted",
    )
    expect(await told(bot.api.editMessageText(group.id, undefined, undefined, 'x'))).toBe(
      '400 Bad Request: message identifier is not specified',
    )
    const answer = (more: object) =>
      bot.api.sendMessage(group.id, 'x', { reply_parameters: { message_id: message.id, ...more } })
    expect(await told(answer({}))).toBe('400 Bad Request: message to be replied not found')
    await answer({ allow_sending_without_reply: true })
    expect(group.botMessages).toHaveLength(1)
  })

  test('a bot deletes its own messages, and as an administrator those of others', async () => {
    const message = await bot.card()
    const words = ann.say(group, 'hello')
    await bot.api.deleteMessage(group.id, message.id)
    group.someAdmin.promote(group, fake.bot, { can_delete_messages: true })
    await bot.api.deleteMessage(group.id, words.id)
    expect(group.messages).toEqual([])
  })

  test('a bot puts a reaction under a message', async () => {
    const words = ann.say(group, 'hello')
    await bot.api.setMessageReaction(group.id, words.id, [{ type: 'emoji', emoji: '🎉' }])
    expect(words.reaction).toBe('🎉')
  })
})

describe('chats', () => {
  test('nobody knows a chat that does not exist', async () => {
    expect(await told(say({ id: -1001 }))).toBe('400 Bad Request: chat not found')
    expect(await told(bot.api.sendMessage('@nowhere', 'x'))).toBe('400 Bad Request: chat not found')
    expect(await told(bot.api.sendMessage('', 'x'))).toBe('400 Bad Request: chat_id is empty')
  })

  test('a user is written to only after they started the bot, and while they do not block it', async () => {
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

  test('a bot that was kicked can do nothing there any more, and one that left is no member', async () => {
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

  test('a group that was deleted says so', async () => {
    const basic = fake.addGroup('Family')
    basic.delete()
    expect(await told(say(basic))).toBe('403 Forbidden: the group chat was deleted')
    group.delete()
    expect(await told(say(group))).toBe('400 Bad Request: chat not found')
  })

  test('where only administrators may write a bot that is none may still edit', async () => {
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

  test('topics: a message goes where it is told or where it answers, unless the topic is closed or gone', async () => {
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

  test('a thread of answers outside of a forum is no topic', async () => {
    const answer = ann.reply(ann.say(group, 'hello'), 'hello yourself')
    expect(answer.raw).toMatchObject({ message_thread_id: expect.any(Number) })
    expect(answer.raw).not.toHaveProperty('is_topic_message')
    const call = bot.api.sendMessage(group.id, 'x', { message_thread_id: answer.thread?.id ?? 0 })
    expect(await told(call)).toBe('400 Bad Request: message thread not found')
  })

  test('members can be asked for, unless the list is hidden from those who are no administrators', async () => {
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

  test('a chat tells its title, its permissions and whether it has topics', async () => {
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

  test('has another id; the old one tells it, and the old messages are out of reach', async () => {
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

  test('says so in both chats, at once, later or never', async () => {
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
