import { describe } from 'vitest'
import { atOnceOnTelegram } from '../../support/at-once.js'
import type { TelegramWorld } from '../../support/telegram-world.js'

/** Expects the bot to answer again. */
async function works(world: TelegramWorld): Promise<void> {
  await world.ask(world.lan, '/redpackets', /./)
}

describe('at the start', () => {
  const test = atOnceOnTelegram({ start: false })

  test.for([
    ['getMe', { drop: true }],
    ['getMe', { status: 502, html: true }],
    ['getMe', { status: 429, retryAfter: 1 }],
    ['deleteWebhook', { status: 500 }],
  ] as const)(
    'a bot whose %s fails with %o retries until it works',
    async ([method, failure], { world, expect }) => {
      const { fake, bot, complaints } = world
      fake.failNext({ method, times: 2 }, failure)
      await bot.start()
      expect(bot.ready()).toBe(true)
      expect(complaints.filter((line) => line.includes('Telegram cannot be reached'))).toHaveLength(2)
      await works(world)
    },
  )

  test('menus that cannot be registered delay nothing', async ({ world }) => {
    const { fake, bot } = world
    fake.failNext({ method: 'getMyCommands', times: 10 }, { status: 500 })
    await bot.start()
    await works(world)
  })

  test('a stop is not delayed while Telegram is unreachable', async ({ world, expect }) => {
    const { fake, bot } = world
    fake.failNext({ method: 'getMe', times: 100 }, { hang: true })
    const started = bot.start()
    await fake.waitFor(() => fake.calls('getMe').length > 0, 'the first try')
    await bot.stop()
    await started
    expect(bot.ready()).toBe(false)
  })

  test('answers messages from before the start', async ({ world }) => {
    const { fake, bot, lan, group } = world
    lan.command(group, '/redpackets')
    await bot.start()
    await fake.waitFor(() => group.botMessages.length > 0, 'the answer')
  })
})

describe('while it runs', () => {
  const test = atOnceOnTelegram()

  test.for([
    { status: 502, html: true },
    { status: 500 },
    { drop: true },
    { status: 400, description: 'Bad Request: something new' },
  ])('polls again after a poll fails with %o', async (failure, { world, expect }) => {
    const { fake, bot } = world
    fake.failNext({ method: 'getUpdates', times: 2 }, failure)
    fake.dropPolls()
    await fake.waitFor(() => !bot.ready(), 'the bot to notice')
    await works(world)
    expect(bot.ready()).toBe(true)
  })

  test('waits as long as Telegram asks before it polls again', async ({ world, expect }) => {
    const { fake } = world
    fake.failNext('getUpdates', { status: 429, retryAfter: 2 })
    fake.dropPolls()
    await works(world)
    const calls = fake.calls('getUpdates')
    const refused = calls.findIndex(({ status }) => status === 429)
    const [before, after] = [calls[refused]?.at, calls[refused + 1]?.at]
    expect(Number(after) - Number(before)).toBeGreaterThanOrEqual(1990)
  })

  test('a truncated answer brings its updates again, and they are handled once', async ({
    world,
    expect,
  }) => {
    const { fake, lan, group } = world
    await world.fund('100')
    fake.cutUpdates(2)
    lan.command(group, '/redpacket 9 3 equal')
    await world.card()
    await works(world)
    expect(await world.balanceOf(lan)).toBe(9100)
  })

  test('a second program with the same token stops neither, and is logged', async ({ world, expect }) => {
    const { fake, complaints } = world
    await fake.waitFor(() => fake.polling.waits, 'the bot to ask')
    fake.pollElsewhere()
    await works(world)
    expect(complaints.join()).toContain('is a second program running with this token?')
  })

  test('two programs with one token pay each tap once and leave no one without an answer', async ({
    world,
    expect,
  }) => {
    const { lan, wei, ming, creator, group } = world
    await world.fund('100')
    await world.startAnother()
    lan.command(group, '/redpacket 9 3 equal')
    const card = await world.card()
    const taps = await Promise.all([wei, ming, creator].map((user) => world.grab(user, card)))
    expect(taps.map(({ text }) => text.slice(0, 7))).toEqual(['You got', 'You got', 'You got'])
    expect(await world.balanceOf(wei)).toBe(300)
    expect(await world.balanceOf(lan)).toBe(9100)
  })

  test('answers a command although Telegram accepts no messages for some seconds', async ({ world }) => {
    const { fake, lan, group } = world
    fake.failNext({ method: 'sendMessage', times: 3 }, { status: 502, html: true })
    lan.command(group, '/redpackets')
    await fake.waitFor(() => group.botMessages.length > 0, 'the answer')
  })

  test('answers a tap although the first answer got lost', async ({ world, expect }) => {
    const { fake, lan, wei, group } = world
    await world.fund('100')
    lan.command(group, '/redpacket 9 3 equal')
    const card = await world.card()
    fake.failNext('answerCallbackQuery', { drop: true })
    const tap = await world.grab(wei, card)
    expect(tap.text).toContain('You got')
  })
})
