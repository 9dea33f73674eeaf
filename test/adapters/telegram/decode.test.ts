import type { CallbackQuery, Message } from 'telegraf/types'
import { expect, test } from 'vitest'
import { type Surroundings, tapRequest } from '../../../adapters/telegram/decode.js'
import { lineRequest } from '../../../adapters/telegram/decode-line.js'
import type { Request, Wish } from '../../../src/commands/framework/request.js'

const GROUP = { id: -100, type: 'supergroup', title: 'Tea House' }
const LAN = { id: 7, is_bot: false, first_name: 'Lan', last_name: 'L.', language_code: 'en' }
const WEI = { id: 8, is_bot: false, first_name: 'Wei' }
const BOT = { id: 1, is_bot: true, first_name: 'Lucky', username: 'LuckyBot' }
const lan = { platform: 'telegram', user: '7', name: 'Lan L.' }
const wei = { platform: 'telegram', user: '8', name: 'Wei' }

const telegram: Surroundings = {
  username: () => 'LuckyBot',
  addedIn: (chat) => (chat === '-300' ? 'zh' : undefined),
  administers: async (chat, user) => chat === '-100' && user === '7',
  mayWrite: async (_, user) => user === '7',
  memberCalled: async (_, handle) => (handle === 'wei_the_bear' ? wei : undefined),
  fileOf: ({ file_id }) => ({ kind: 'file', load: async () => Buffer.from(file_id) }),
}

/** A message as Telegram sends it. */
function message(text: string, more: object = {}): Message.TextMessage {
  return { message_id: 5, date: 1_700_000_000, chat: GROUP, from: LAN, text, ...more } as never
}
function line(text: string, more: object = {}): Request & { wish: Extract<Wish, { kind: 'line' }> } {
  const request = lineRequest(message(text, more), telegram)
  if (request?.wish.kind !== 'line') throw new Error('no line')
  return request as never
}

test('a line in a group identifies the group, its community, the writer and the time', async () => {
  const request = line('/wallet')
  expect(request).toMatchObject({
    by: lan,
    place: {
      platform: 'telegram',
      chat: '-100',
      within: { chat: '-100', name: 'Tea House', language: 'en' },
    },
    ...{ id: '-100:5', askedAt: 1_700_000_000_000, language: 'en' },
    traits: { name: 'telegram', freePrivateReplies: false, otherBots: true },
    wish: { text: '/wallet' },
  })
  expect(request.wish.addressed).toBeUndefined()
  expect(await request.administers({ platform: 'telegram', chat: '-100' })).toBe(true)
  expect(await request.administers({ platform: 'telegram', chat: '-200' })).toBe(false)
})

test('a group has the language of the person who added the bot, or else of the writer', () => {
  const chinese = { from: { ...LAN, language_code: 'zh-hans' } }
  expect(line('/wallet', chinese)).toMatchObject({
    language: 'zh-latin',
    place: { within: { language: 'zh' } },
  })
  expect(line('/wallet', { chat: { ...GROUP, id: -300 } }).place?.within?.language).toBe('zh')
})

test('a line in a topic is in that topic, and a reply outside topics is in none', () => {
  expect(line('/wallet', { is_topic_message: true, message_thread_id: 9 }).place?.thread).toBe('9')
  expect(line('/wallet', { message_thread_id: 9 }).place?.thread).toBeNull()
})

test('marks a line that can only be meant for the bot as addressed to it', () => {
  const inPrivate = line('hi', { chat: { id: 7, type: 'private' } })
  expect(inPrivate.wish.addressed).toBe(true)
  expect(inPrivate.place).toBeUndefined()
  expect(line('/wallet@luckybot').wish.addressed).toBe(true)
  expect(line('20', { reply_to_message: message('form', { from: BOT }) }).wish.addressed).toBe(true)
  const others = { ...BOT, id: 2, username: 'OtherBot' }
  expect(line('/20', { reply_to_message: message('form', { from: others }) }).wish.addressed).toBeUndefined()
})

test('conversation between people is no request', () => {
  expect(lineRequest(message('hello / there'), telegram)).toBeUndefined()
  const toWei = { reply_to_message: message('hello', { from: WEI }) }
  expect(lineRequest(message('20', toWei), telegram)).toBeUndefined()
  // An invisible sign does not hide the slash.
  expect(line('\u200b/wallet').wish.text).toBe('\u200b/wallet')
})

test('a line for or from another bot is no request', () => {
  for (const text of ['/wallet@OtherBot', '/钱包@OtherBot', ' /wallet@OtherBot 5'])
    expect(lineRequest(message(text), telegram), text).toBeUndefined()
  expect(lineRequest(message('/wallet', { from: { ...BOT, id: 2 } }), telegram)).toBeUndefined()
  expect(lineRequest(message('/wallet', { chat: { id: -9, type: 'channel' } }), telegram)).toBeUndefined()
})

test('cannot identify an anonymous admin or a channel', () => {
  const standIn = { id: 1087968824, is_bot: true, first_name: 'Group' }
  expect(line('/wallet', { from: standIn, sender_chat: GROUP })).toMatchObject({
    by: { user: '-100' },
    wish: { from: 'anonymous' },
  })
  expect(line('/wallet', { from: standIn, sender_chat: { id: -9 } })).toMatchObject({
    by: { user: '-9' },
    wish: { from: 'channel' },
  })
})

test('a reply names the member who is answered, but not a bot, a channel or the start of a topic', () => {
  const answered = (from: object, more: object = {}) =>
    line('/transfer 5', { reply_to_message: message('hello', { from, ...more }) }).wish.repliedTo
  expect(answered(WEI)).toEqual(wei)
  expect(answered(BOT)).toBeUndefined()
  expect(answered(WEI, { sender_chat: GROUP })).toBeUndefined()
  expect(answered(WEI, { forum_topic_created: {} })).toBeUndefined()
})

test('mentioned people are marks in the text, and restored as written when it is quoted', async () => {
  const text = '/transfer Wei 5 to @wei_the_bear'
  const entities = [
    { type: 'text_mention', offset: 10, length: 3, user: WEI },
    { type: 'mention', offset: 19, length: 13 },
  ]
  const { wish, resolve } = line(text, { entities })
  expect([...(wish.mentions?.values() ?? [])]).toEqual([
    { kind: 'person', person: wei },
    { kind: 'name', name: 'wei_the_bear' },
  ])
  const [first, second] = [...(wish.mentions?.keys() ?? [])]
  expect(wish.text.trim().split(/\s+/)).toEqual(['/transfer', `@${first}`, '5', 'to', `@${second}`])
  expect(wish.asTyped?.(` 5 to @${second} `)).toBe(' 5 to@wei_the_bear')
  expect(await resolve('wei_the_bear')).toEqual({ kind: 'person', person: wei })
  expect(await resolve('somebody')).toEqual({ kind: 'unknown', name: 'somebody', how: 'reply' })
  expect(await resolve('a b')).toEqual({ kind: 'unknown', name: 'a b', how: 'choose' })
  const bot = [{ type: 'text_mention', offset: 10, length: 3, user: BOT }]
  expect([...(line(text, { entities: bot }).wish.mentions?.values() ?? [])]).toEqual([{ kind: 'bot' }])
})

function tap(data: string, buttons: string[], chat: object = GROUP): Request {
  const keyboard = [buttons.map((each) => ({ text: 'x', callback_data: each }))]
  const tapped = { ...message('card', { from: BOT }), chat, reply_markup: { inline_keyboard: keyboard } }
  return tapRequest({ id: '77', from: LAN, message: tapped, data } as unknown as CallbackQuery, telegram)
}

test("a tap is a request by the person who tapped, in the message's place", () => {
  expect(tap('1grab--e1', ['1grab--e1'])).toMatchObject({
    ...{ by: lan, id: '77', message: '-100:5', place: { chat: '-100' } },
    traits: { freePrivateReplies: true },
    wish: { kind: 'action', data: '1grab--e1' },
  })
  expect(tap('1grab--e1', ['1grab--e1'], { id: 7, type: 'private' }).place).toBeUndefined()
})

test('a message counts as tapped only if it has that button, or one of the same form', () => {
  expect(tap('1grab--e1', ['1grab--e2']).message).toBeUndefined()
  expect(tap('1-abc-0-1', ['1-abc-close']).message).toBe('-100:5')
  expect(tap('1-abc-0-1', ['1-xyz-close']).message).toBeUndefined()
  const gone = { id: '77', from: LAN, data: '1grab--e1' } as unknown as CallbackQuery
  expect(tapRequest(gone, telegram).wish).toEqual({ kind: 'action', data: '' })
})
