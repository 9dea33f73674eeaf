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

  test('accepts parameters as JSON, as a form, in the query or in multipart', async () => {
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
    expect(fake.calls('sendMessage').map(({ params }) => params.text)).toEqual(Array(4).fill('红包'))
    const broken = await fetch(url, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    })
    expect(broken.status).toBe(400)
    expect(fake.violations).toEqual([expect.stringContaining("can't parse JSON object")])
  })

  test('records a token in a message, but not in the journal', async () => {
    const { text } = await say(group, `my token is ${fake.token}`)
    expect(text).toContain(fake.token)
    expect(fake.violations).toEqual(['sendMessage: the token is among the parameters'])
    expect(JSON.stringify(fake.calls('sendMessage').map(({ params }) => params))).not.toContain(fake.token)
  })

  test('429 and 5xx arrive as configured, and the stock library does not repeat a call', async () => {
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

  test('only matching calls fail, and only as often as configured', async () => {
    fake.failNext({ method: /Message/, where: ({ text }) => text === 'bad', times: 2 }, { status: 500 })
    await say(group, 'good')
    expect((await refusal(say(group, 'bad'))).code).toBe(500)
    expect((await refusal(say(group, 'bad'))).code).toBe(500)
    await say(group, 'bad')
    expect(group.botMessages.map(({ text }) => text)).toEqual(['good', 'bad'])
  })

  test('a connection dropped early had no effect', async () => {
    fake.failNext('sendMessage', { drop: true })
    await expect(say(group)).rejects.toThrow('socket hang up')
    expect(group.messages).toEqual([])
  })

  test('a message exists even if its answer was lost, and a repeat makes two', async () => {
    fake.failNext('sendMessage', { applied: true })
    await expect(say(group)).rejects.toThrow('socket hang up')
    await say(group)
    expect(group.botMessages).toHaveLength(2)
    expect(fake.calls('sendMessage').map(({ status }) => status)).toEqual([0, 200])
  })

  test('a silent peer answers only when closed, whether or not the call took effect', async () => {
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

  test('an error in the fake itself is recorded', async () => {
    Object.defineProperty(group, 'topics', { value: null })
    const call = bot.api.sendMessage(group.id, 'x', { message_thread_id: 5 })
    expect((await refusal(call)).code).toBe(500)
    expect(fake.violations).toEqual([expect.stringContaining('the fake failed at sendMessage')])
  })
})

describe('messages', () => {
  test('refuses an edit that changes nothing, even of the buttons alone', async () => {
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

  test('an edit without buttons removes them', async () => {
    const message = await bot.card()
    await bot.api.editMessageText(group.id, message.id, undefined, 'A red packet')
    expect(message.buttons).toEqual([])
    await expect(ann.press(message, 'grab')).rejects.toThrow('no button grab')
  })

  test("deleted messages cannot be edited, answered or deleted, and others' messages cannot be edited", async () => {
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

  test("a bot deletes its own messages, and others' as an administrator", async () => {
    const message = await bot.card()
    const words = ann.say(group, 'hello')
    await bot.api.deleteMessage(group.id, message.id)
    group.someAdmin.promote(group, fake.bot, { can_delete_messages: true })
    await bot.api.deleteMessage(group.id, words.id)
    expect(group.messages).toEqual([])
  })

  test('a bot adds a reaction to a message', async () => {
    const words = ann.say(group, 'hello')
    await bot.api.setMessageReaction(group.id, words.id, [{ type: 'emoji', emoji: '🎉' }])
    expect(words.reaction).toBe('🎉')
  })
})
