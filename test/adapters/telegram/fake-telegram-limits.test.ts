import { Format } from 'telegraf'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FakeChat, FakeTelegram, FakeUser } from '../../support/telegram/fake-telegram.js'
import { refusal, StockBot } from '../../support/telegram/stock-bot.js'

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

/** Makes calls like the library, with any parameters. */
const call = (method: string, params: object) =>
  bot.api.callApi(method as 'sendMessage', params as { chat_id: number; text: string })
const send = (more: object) => call('sendMessage', { chat_id: group.id, text: 'x', ...more })
const buttons = (...row: object[]) => ({ reply_markup: { inline_keyboard: [row] } })
const html = (text: string) => ({ text, parse_mode: 'HTML' })
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))

test.each([
  ['no text', { text: '' }, 'message text is empty'],
  ['nothing but white space', { text: ' \n ' }, 'text must be non-empty'],
  ['4097 characters', { text: 'x'.repeat(4097) }, 'message is too long'],
  ['65 bytes of data', buttons({ text: 'b', callback_data: `${'红'.repeat(21)}xx` }), 'BUTTON_DATA_INVALID'],
  [
    'a button that does nothing',
    buttons({ text: 'b' }),
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    'empty data',
    buttons({ text: 'b', callback_data: '' }),
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    'a button that does two things',
    buttons({ text: 'b', callback_data: 'x', url: 'https://example.org' }),
    "can't parse inline keyboard button: Exactly one action expected, found url, callback_data",
  ],
  [
    'a button without a text',
    buttons({ callback_data: 'x' }),
    'can\'t parse inline keyboard button: Can\'t find field "text"',
  ],
  [
    'a button with an empty text',
    buttons({ text: ' ', callback_data: 'x' }),
    'inline keyboard button text must be non-empty',
  ],
  [
    'a golden button',
    buttons({ text: 'b', callback_data: 'x', style: 'gold' }),
    "can't parse InlineKeyboardButton: Invalid button style specified",
  ],
  [
    'a link to nowhere',
    buttons({ text: 'b', url: 'nowhere' }),
    "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
  ],
  [
    '101 buttons',
    { reply_markup: { inline_keyboard: many(101, (i) => [{ text: `${i}`, callback_data: `${i}` }]) } },
    'REPLY_MARKUP_TOO_LONG',
  ],
  ['a list as reply markup', { reply_markup: [] }, 'object expected as reply markup'],
  ['an unknown parse_mode', { parse_mode: 'BBCode' }, 'unsupported parse_mode'],
  [
    'an entity of an unknown type',
    { entities: [{ type: 'loud', offset: 0, length: 1 }] },
    "can't parse MessageEntity: Unsupported type specified",
  ],
  [
    'an entity that is too long',
    { entities: [{ type: 'bold', offset: 0, length: 2 }] },
    'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2',
  ],
  [
    'a mention of nobody',
    { entities: [{ type: 'text_mention', offset: 0, length: 1, user: { id: 1 } }] },
    'user not found',
  ],
  [
    'a tag that is left open',
    html('<b>x'),
    'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  ],
  ['a heart', html('I <3 you>'), 'can\'t parse entities: Unsupported start tag "3" at byte offset 2'],
  ['a heart at the end', html('红包 <3'), "can't parse entities: Unclosed start tag at byte offset 7"],
  [
    'an unknown tag',
    html('<div>x</div>'),
    'can\'t parse entities: Unsupported start tag "div" at byte offset 0',
  ],
  ['an end without a start', html('x</b>'), "can't parse entities: Unexpected end tag at byte offset 1"],
  [
    'crossed tags',
    html('<b><i>x</b></i>'),
    'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
  ],
  [
    'a span without its class',
    html('<span>x</span>'),
    'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
  ],
])('a message with %s is refused and recorded', async (_, more, fault) => {
  expect(await refusal(send(more))).toEqual({ code: 400, description: `Bad Request: ${fault}` })
  expect(fake.violations).toEqual([expect.stringContaining(fault)])
  expect(group.messages).toEqual([])
})

test('accepts what just fits', async () => {
  const full = many(100, (i) => [{ text: `${i}`, callback_data: '红'.repeat(21) }])
  await send({ text: 'x'.repeat(4096), reply_markup: { inline_keyboard: full } })
  // The length counts after the tags are gone.
  await send(html(`<b>${'x'.repeat(4096)}</b>`))
  await send(
    buttons({ text: 'b', callback_data: 'x', style: 'danger' }, { text: 'c', copy_text: { text: 'y' } }),
  )
  expect(group.botMessages.map(({ buttons }) => buttons.length)).toEqual([100, 0, 2])
  expect(fake.violations).toEqual([])
})

test('an edit has the same limits, with error messages of its own', async () => {
  const { id } = await bot.card()
  const edit = (text: string) => bot.api.editMessageText(group.id, id, undefined, text)
  expect((await refusal(edit('x'.repeat(4097)))).description).toBe('Bad Request: MESSAGE_TOO_LONG')
  expect((await refusal(edit(''))).description).toBe('Bad Request: message text is empty')
  expect(fake.violations).toHaveLength(2)
})

test('an answer to a press has at most 200 characters; a longer one is refused and the press stays open', async () => {
  bot.launch()
  await bot.polls()
  bot.onUpdate(async (context) => {
    expect((await refusal(context.answerCbQuery('x'.repeat(201)))).description).toContain('MESSAGE_TOO_LONG')
    return context.answerCbQuery('x'.repeat(200))
  })
  expect((await ann.press(await bot.card(), 'grab')).text).toHaveLength(200)
  expect(bot.errors).toEqual([])
  expect(fake.violations).toEqual([expect.stringContaining('201 characters')])
})

describe('HTML', () => {
  test('becomes text and entities, outer ones first, in UTF-16 units', async () => {
    const source =
      '🧧 <b>Ann <i>&lt;3 &amp; &quot;you&#33;</i></b> <a href="https://example.org/?a=1&amp;b=2">here</a> ' +
      `<tg-spoiler>7</tg-spoiler> <code>/grab</code> <a href="tg://user?id=${ann.id}">her</a> ` +
      '<a href="tg://user?id=1">nobody</a><b></b>'
    await send(html(source))
    const [message] = group.botMessages
    expect(message?.text).toBe('🧧 Ann <3 & "you! here 7 /grab her nobody')
    expect(message?.entities).toEqual([
      { type: 'bold', offset: 3, length: 14 },
      { type: 'italic', offset: 7, length: 10 },
      { type: 'text_link', offset: 18, length: 4, url: 'https://example.org/?a=1&b=2' },
      { type: 'spoiler', offset: 23, length: 1 },
      { type: 'code', offset: 25, length: 5 },
      { type: 'text_mention', offset: 31, length: 3, user: ann.api },
    ])
    expect(fake.violations).toEqual([])
  })

  test('with a bare & is still displayed, but recorded', async () => {
    await send(html('salt & pepper'))
    expect(group.botMessages[0]?.text).toBe('salt & pepper')
    expect(fake.violations).toEqual([expect.stringContaining('not escaped')])
  })
})

test('Markdown is recorded: it is never safe with user text', async () => {
  await refusal(send({ text: '*x*', parse_mode: 'MarkdownV2' }))
  expect(fake.violations).toContainEqual(expect.stringContaining("never with a user's text"))
})

test("telegraf's own formatting arrives as entities, trimmed and with what Telegram finds itself", async () => {
  await bot.api.sendMessage(group.id, Format.fmt`  ${Format.bold('Ann')} sent /help to @somebody #luck  `)
  const [message] = group.botMessages
  expect(message?.text).toBe('Ann sent /help to @somebody #luck')
  expect(message?.entities).toEqual([
    { type: 'bold', offset: 0, length: 3 },
    { type: 'bot_command', offset: 9, length: 5 },
    { type: 'mention', offset: 18, length: 9 },
    { type: 'hashtag', offset: 28, length: 5 },
  ])
})

const menu = (...commands: object[]) => ({ commands })
const command = (more: object) => ({ command: 'send', description: 'Send', ...more })

test.each([
  ['capitals', menu(command({ command: 'Send' })), 'BOT_COMMAND_INVALID'],
  ['a hyphen', menu(command({ command: 'red-packet' })), 'BOT_COMMAND_INVALID'],
  ['33 characters', menu(command({ command: 'x'.repeat(33) })), 'BOT_COMMAND_INVALID'],
  ['no description', menu(command({ description: '' })), 'command description must be non-empty'],
  ['257 characters', menu(command({ description: 'x'.repeat(257) })), 'length must not exceed 256'],
  ['101 commands', menu(...many(101, (i) => command({ command: `c${i}` }))), 'BOT_COMMANDS_TOO_MUCH'],
  ['a long language', { ...menu(command({})), language_code: 'zh-CN' }, 'invalid language code specified'],
  ['an unknown scope', { ...menu(command({})), scope: { type: 'moon' } }, 'Unsupported type specified'],
])('a menu with %s is refused and recorded', async (_, params, fault) => {
  expect((await refusal(call('setMyCommands', params))).description).toContain(fault)
  expect(fake.violations).toEqual([expect.stringContaining(fault)])
  expect(fake.commands.size).toBe(0)
})

test('a client shows the narrowest menu, preferring its language', async () => {
  const [send, all, chinese, admins] = ['send', 'all', 'chinese', 'admins'].map((name) =>
    command({ command: name }),
  )
  await call('setMyCommands', menu(send as object))
  expect(ann.menu(group)).toEqual([send])
  await call('setMyCommands', { ...menu(all as object), scope: { type: 'all_group_chats' } })
  await call('setMyCommands', {
    ...menu(chinese as object),
    scope: { type: 'all_group_chats' },
    language_code: 'zh',
  })
  await call('setMyCommands', { ...menu(admins as object), scope: { type: 'all_chat_administrators' } })
  const li = group.addMember(fake.addUser('li', { languageCode: 'zh-hans' }))
  expect(ann.menu(group)).toEqual([all])
  expect(ann.menu(ann.privateChat)).toEqual([send])
  expect(li.menu(group)).toEqual([chinese])
  expect(group.someAdmin.menu(group)).toEqual([admins])
  expect(await call('getMyCommands', { scope: { type: 'all_group_chats' }, language_code: 'zh' })).toEqual([
    chinese,
  ])
  await call('deleteMyCommands', { scope: { type: 'all_group_chats' }, language_code: 'zh' })
  expect(li.menu(group)).toEqual([all])
  expect(fake.violations).toEqual([])
})

test("stores the bot's profile texts by language", async () => {
  await bot.api.setMyDescription('Red packets')
  await bot.api.setMyDescription('红包', 'zh')
  expect(Object.fromEntries(fake.profile)).toEqual({ description: 'Red packets', 'description|zh': '红包' })
  expect((await refusal(bot.api.setMyShortDescription('x'.repeat(121)))).code).toBe(400)
  expect(fake.violations).toHaveLength(1)
})

describe('budgets', () => {
  beforeEach(() => {
    fake.budgets.enabled = true
    fake.freezeClock()
  })

  test('a group allows 20 sends and edits a minute in total, then 429 with whole seconds', async () => {
    fake.budgets.chat.count = 100
    const message = await bot.card()
    for (let count = 1; count < 20; count += 1)
      await bot.api.editMessageText(group.id, message.id, undefined, `${count}`)
    const error = await bot.api.sendMessage(group.id, 'one more').catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 429,
      response: { ok: false, error_code: 429, description: 'Too Many Requests: retry after 60' },
      parameters: { retry_after: 60 },
    })
    expect(fake.budgets.impatient).toBe(0)
    await refusal(bot.api.sendMessage(group.id, 'again'))
    expect(fake.budgets.impatient).toBe(1)
    fake.advance(59_999)
    await refusal(bot.api.sendMessage(group.id, 'too early'))
    fake.advance(1)
    await bot.api.sendMessage(group.id, 'at last')
    expect(group.botMessages.map(({ text }) => text)).toEqual(['19', 'at last'])
  })

  test('a chat allows a small burst, then about one message per second', async () => {
    ann.start()
    const say = () => bot.api.sendMessage(ann.id, 'psst')
    for (let count = 0; count < 5; count += 1) await say()
    expect(await refusal(say())).toEqual({ code: 429, description: 'Too Many Requests: retry after 5' })
    await bot.api.sendMessage(group.id, 'another chat')
    fake.advance(5000)
    await say()
  })

  test('all chats together allow 30 a second', async () => {
    const chats = many(31, (index) => fake.addSupergroup(`${index}`))
    const answers = await Promise.allSettled(chats.map(({ id }) => bot.api.sendMessage(id, 'x')))
    expect(answers.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 429 } }])
  })

  test('answers to presses cost nothing', async () => {
    bot.launch()
    await bot.polls()
    bot.onUpdate((context) => context.answerCbQuery('3'))
    const message = await bot.card()
    const results = await Promise.all(many(100, () => ann.press(message, 'grab')))
    expect(results.every(({ text }) => text === '3')).toBe(true)
  })

  test('a tiny window has fractions of seconds when a test asks for them', async () => {
    fake.budgets.chat = { count: 1, windowMs: 40 }
    fake.budgets.wholeSeconds = false
    await bot.api.sendMessage(group.id, 'one')
    const error = await bot.api.sendMessage(group.id, 'two').catch((reason: unknown) => reason)
    const { retry_after: seconds } = (error as { parameters: { retry_after: number } }).parameters
    expect(seconds).toBe(0.04)
  })
})
