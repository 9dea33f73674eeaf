import type { Update } from 'telegraf/types'
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
})

afterEach(() => bot.stop())

const updates = (params: object = {}) =>
  bot.api.callApi('getUpdates', params as { offset?: number }) as Promise<Update[]>
const seen = (count: number) => fake.waitFor(() => bot.seen.length >= count, `${count} updates`)
const ids = (all: readonly { update_id: number }[]) => all.map(({ update_id: id }) => id)
const texts = (all: readonly Update[]) =>
  all.map((update) => ('message' in update && 'text' in update.message ? update.message.text : ''))

describe('polling', () => {
  test('unconfirmed updates come again; an offset confirms everything before it', async () => {
    for (const text of ['/a', '/b', '/c']) ann.command(group, text)
    const first = await updates({ limit: 2 })
    expect(texts(first)).toEqual(['/a', '/b'])
    expect(ids(await updates({ limit: 2 }))).toEqual(ids(first))
    expect(texts(await updates({ offset: first[1]?.update_id ?? 0 }))).toEqual(['/b', '/c'])
    const rest = await updates({ offset: (first[1]?.update_id ?? 0) + 1 })
    expect(texts(rest)).toEqual(['/c'])
    expect(fake.updates.pending).toBe(1)
    expect(await updates({ offset: (rest[0]?.update_id ?? 0) + 1 })).toEqual([])
    expect(fake.updates.pending).toBe(0)
  })

  test('a negative offset keeps only the last ones', async () => {
    for (const text of ['/a', '/b', '/c']) ann.command(group, text)
    expect(texts(await updates({ offset: -1 }))).toEqual(['/c'])
    expect(fake.updates.pending).toBe(1)
  })

  test('a poll waits until something happens, or until its timeout', async () => {
    const waiting = updates({ timeout: 50 })
    await bot.polls()
    ann.command(group, '/a')
    expect(texts(await waiting)).toEqual(['/a'])
    const last = (await updates())[0]?.update_id ?? 0
    const empty = updates({ timeout: 50, offset: last + 1 })
    await bot.polls()
    fake.advance(50_000)
    expect(await empty).toEqual([])
  })

  test('a second poll ends the first with 409', async () => {
    const first = refusal(updates({ timeout: 50 }))
    await bot.polls()
    const second = updates({ timeout: 50 })
    expect(await first).toEqual({
      code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    })
    ann.command(group, '/a')
    expect(texts(await second)).toEqual(['/a'])
  })

  test('two stock bots with one token: the launch of one of them rejects with 409', async () => {
    const first = bot.launch()
    await bot.polls()
    bot.launch(bot.another())
    expect(await first).toMatchObject({ code: 409 })
    await bot.polls()
  })

  test('only requested kinds arrive, and chat_member must be requested by name', async () => {
    group.setMembership(
      fake.bot,
      { status: 'administrator', rights: { can_manage_chat: true } },
      group.someAdmin,
    )
    const join = () => group.someAdmin.invite(group, fake.addUser('carl'))
    join()
    const before = await updates({ allowed_updates: ['chat_member'] })
    expect(before.map((update) => Object.keys(update)[1])).toEqual(['my_chat_member', 'message'])
    await updates({ offset: (before.at(-1)?.update_id ?? 0) + 1 })
    join()
    // The setting persists when omitted.
    expect((await updates()).map((update) => Object.keys(update)[1])).toEqual(['chat_member'])
  })

  test('the stock bot confirms what its handlers accepted, and a bot killed in one gets it again', async () => {
    let taken = 0
    bot.onUpdate(async () => {
      taken += 1
    })
    bot.launch()
    await bot.polls()
    ann.command(group, '/a')
    await fake.waitFor(() => fake.updates.pending === 0, 'the confirmation')
    expect(taken).toBe(1)
    // Like a killed process: the batch is handed out, and nothing is confirmed.
    bot.onUpdate(() => new Promise(() => undefined))
    ann.command(group, '/b')
    await seen(2)
    expect(texts(await updates())).toEqual(['/b'])
    bot.telegraf.stop()
    bot.abandon()
  })

  test('a truncated answer confirms nothing', async () => {
    fake.cutUpdates()
    // The stock library would wait 500 s for the rest: node-fetch 2 doesn't report that the connection is gone.
    const broken = fetch(`${fake.apiRoot}/bot${fake.token}/getUpdates?timeout=50`).then((answer) =>
      answer.json(),
    )
    await bot.polls()
    ann.command(group, '/a')
    await expect(broken).rejects.toThrow('terminated')
    expect(texts(await updates())).toEqual(['/a'])
  })

  test('an interrupted or abandoned poll loses nothing', async () => {
    const dropped = updates({ timeout: 50 })
    await bot.polls()
    fake.dropPolls()
    await expect(dropped).rejects.toThrow('socket hang up')
    expect(fake.polling.waits).toBe(false)
    ann.command(group, '/a')
    expect(texts(await updates())).toEqual(['/a'])
  })

  test('the server fails polls as configured', async () => {
    fake.failNext({ method: 'getUpdates', times: 2 }, { status: 502 })
    fake.failNext('getUpdates', { status: 409, description: 'Conflict: told to' })
    fake.failNext('getUpdates', { status: 400, description: 'Bad Request: told to' })
    expect(await refusal(updates())).toEqual({ code: 502, description: 'Bad Gateway' })
    expect((await refusal(updates())).code).toBe(502)
    expect((await refusal(updates())).description).toBe('Conflict: told to')
    expect((await refusal(updates())).code).toBe(400)
    expect(await updates()).toEqual([])
  })
})

describe('nasty updates', () => {
  test('a confirmed update comes again, with its old id or a new one', async () => {
    bot.launch()
    await bot.polls()
    ann.command(group, '/a')
    await fake.waitFor(() => fake.updates.pending === 0, 'the confirmation')
    fake.redeliver()
    await seen(2)
    fake.redeliver(1, { newIds: true })
    await seen(3)
    const [first, again, renamed] = bot.seen
    expect(again).toEqual(first)
    expect(renamed).toEqual({ ...first, update_id: expect.any(Number) })
    expect(renamed?.update_id).toBeGreaterThan(first?.update_id ?? 0)
    await fake.waitFor(() => fake.updates.pending === 0, 'the confirmation')
  })

  test.each([
    ['same id', true],
    ['new id', false],
  ] as const)('every update comes twice, with the %s', async (how, same) => {
    fake.updates.duplicateEvery = how
    bot.onUpdate((context) => context.answerCbQuery('got').catch(() => undefined))
    bot.launch()
    await bot.polls()
    const message = await bot.card()
    expect((await ann.press(message, 'grab')).text).toBe('got')
    await seen(2)
    const [one, two] = ids(bot.seen)
    expect(one === two).toBe(same)
    const statuses = () => fake.calls('answerCallbackQuery').map(({ status }) => status)
    await fake.waitFor(() => statuses().length === 2 && !statuses().includes(0), 'both answers')
    expect(statuses()).toEqual([200, 400])
  })

  test('updates arrive out of order', async () => {
    fake.holdUpdates()
    for (const text of ['/a', '/b', '/c']) ann.command(group, text)
    expect(await updates()).toEqual([])
    fake.releaseUpdates({ reversed: true })
    expect(texts(await updates())).toEqual(['/c', '/b', '/a'])
  })

  test('update_ids that restart below the offset are delivered anyway', async () => {
    bot.launch()
    await bot.polls()
    ann.command(group, '/a')
    await fake.waitFor(() => fake.updates.pending === 0, 'the confirmation')
    fake.restartUpdateIds()
    ann.command(group, '/b')
    await seen(2)
    const [before, after] = ids(bot.seen)
    expect(after).toBeLessThan(before ?? 0)
    await fake.waitFor(() => fake.updates.pending === 0, 'the confirmation')
  })

  test('an old offset above the current ids confirms nothing that was not handed out', async () => {
    ann.command(group, '/a')
    const offset = (ids(await updates())[0] ?? 0) + 1
    await updates({ offset })
    fake.restartUpdateIds(1)
    ann.command(group, '/b')
    expect(texts(await updates({ offset }))).toEqual(['/b'])
  })

  test('a press not fetched within 150 s is dropped', async () => {
    const message = await bot.card()
    const pressed = ann.press(message, 'grab')
    fake.advance(149_000)
    expect(await updates()).toHaveLength(1)
    fake.advance(1000)
    expect(await updates()).toEqual([])
    expect((await pressed).outcome).toBe('never answered')
  })
})
