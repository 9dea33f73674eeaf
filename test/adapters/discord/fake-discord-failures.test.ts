import { Events, MessageFlags, PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser } from '../../support/discord/fake-discord.js'
import { refusal, StockBot } from '../../support/discord/stock-bot.js'

let bot: StockBot
let fake: FakeDiscord
let guild: FakeGuild
let channel: FakeChannel
let ann: FakeUser

beforeEach(async () => {
  bot = await StockBot.start()
  ;({ fake, guild, channel, ann } = bot)
})

afterEach(() => bot.stop())

test('an interaction edit after 15 minutes is 50027', async () => {
  fake.settlesWhenDeferred = true
  fake.killTokensAfter = 0
  bot.onCommand(async (interaction) => {
    await interaction.deferReply()
    await interaction.editReply('late')
  })
  const result = await ann.slash(channel, 'redpacket', { amount: '1' })
  expect(await refusal(Promise.all(bot.answered))).toEqual({ code: 50027, status: 401 })
  expect(result.reply?.loading).toBe(true)
})

test('a hanging call takes effect only when asked to', async () => {
  const { sent, message } = await bot.card()
  for (const applied of [false, true]) {
    fake.failNext({ method: 'PATCH', path: /messages/, times: 1 }, { hang: true, applied })
    const call = bot.client.rest.patch(`/channels/${channel.id}/messages/${sent.id}`, {
      body: { content: 'hung', allowed_mentions: { parse: [] } },
      signal: AbortSignal.timeout(100),
    })
    // The library repeats a timed-out call, and times out again.
    await expect(call).rejects.toThrow()
    expect(message.edits).toBe(applied ? 1 : 0)
  }
})

test('a second first response is 40060, even when the interaction is dispatched twice', async () => {
  fake.dispatchTwice = true
  bot.onCommand((interaction) => interaction.reply('once'))
  const result = await ann.slash(channel, 'redpacket', { amount: '10' })
  expect(result.text).toBe('once')
  await fake.waitFor(() => bot.answered.length === 2, 'the second dispatch')
  const outcomes = await Promise.allSettled(bot.answered)
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toHaveLength(1)
  expect(refused[0]?.reason).toMatchObject({ code: 40060, status: 400 })
  expect(channel.messages).toHaveLength(1)
})

test('an answer after the window is 10062, and the user saw a failure', async () => {
  fake.responseWindow = 30
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  bot.onCommand(async (interaction) => {
    await opened
    return interaction.reply('too late')
  })
  const result = await ann.slash(channel, 'redpacket', { amount: '10' })
  expect(result).toMatchObject({ outcome: 'failed', reply: undefined })
  await expect(result.final()).rejects.toThrow('without a message')
  await fake.waitFor(() => bot.answered.length > 0, 'the bot to hear of it')
  open()
  expect(await refusal(Promise.all(bot.answered))).toEqual({ code: 10062, status: 404 })
  expect(channel.messages).toEqual([])
})

test('the same enforced nonce makes one message, even when the first answer was lost', async () => {
  const place = await bot.place()
  const send = () => place.send({ content: 'One', nonce: '42', enforceNonce: true })
  fake.failNext({ method: 'POST', path: /messages$/ }, { applied: true })
  await expect(send()).rejects.toThrow()
  const again = await send()
  expect(channel.publicMessages.map(({ id }) => id)).toEqual([again.id])
  expect(fake.journal.filter(({ path }) => path.endsWith('/messages')).map(({ status }) => status)).toEqual([
    0, 200,
  ])
})

test('a deleted message is 10008 and a deleted channel 10003', async () => {
  const { place, sent, message } = await bot.card()
  message.delete()
  expect(await refusal(sent.edit('x'))).toEqual({ code: 10008, status: 404 })
  expect(ann.sees(channel)).toEqual([])
  channel.delete()
  expect(await refusal(place.send('x'))).toEqual({ code: 10003, status: 404 })
})

test('the bot token cannot reach ephemeral messages', async () => {
  bot.onCommand((interaction) => interaction.reply({ content: 'secret', flags: MessageFlags.Ephemeral }))
  const { reply } = await ann.slash(channel, 'redpacket', { amount: '1' })
  const path = `/channels/${channel.id}/messages/${reply?.id}` as const
  expect(await refusal(bot.client.rest.get(path))).toEqual({ code: 10008, status: 404 })
  expect(await refusal(bot.client.rest.patch(path, { body: { content: 'x' } }))).toEqual({
    code: 10008,
    status: 404,
  })
  expect(reply?.text).toBe('secret')
})

test('denied permissions show in the interaction and answer 50013 or 50001', async () => {
  const { place, sent } = await bot.card()
  const seen: boolean[] = []
  bot.onCommand((interaction) => {
    seen.push(interaction.appPermissions.has(PermissionFlagsBits.ViewChannel))
    return interaction.reply('ok')
  })
  await ann.slash(channel, 'redpacket', { amount: '1' })
  channel.deny(PermissionFlagsBits.SendMessages)
  expect(await refusal(place.send('x'))).toEqual({ code: 50013, status: 403 })
  channel.deny(PermissionFlagsBits.ViewChannel)
  await ann.slash(channel, 'redpacket', { amount: '1' })
  expect(seen).toEqual([true, false])
  expect(await refusal(sent.edit('x'))).toEqual({ code: 50001, status: 403 })
  channel.allow(PermissionFlagsBits.ViewChannel)
  expect((await sent.edit('x')).content).toBe('x')
})

test('a kicked bot is notified and can do nothing there any more', async () => {
  const { sent, message } = await bot.card()
  const left = new Promise<string>((resolve) => bot.client.once(Events.GuildDelete, ({ id }) => resolve(id)))
  guild.kickBot()
  expect(await left).toBe(guild.id)
  expect(
    await refusal(bot.client.rest.patch(`/channels/${channel.id}/messages/${sent.id}`, { body: {} })),
  ).toEqual({
    code: 50001,
    status: 403,
  })
  expect(await refusal(bot.client.rest.get(`/guilds/${guild.id}/roles`))).toEqual({
    code: 10004,
    status: 404,
  })
  await expect(ann.click(message, 'grab')).rejects.toThrow('not in Village')
})

test('an archived thread takes no edit until someone writes', async () => {
  const thread = guild.addThread(channel, 'party')
  const place = await bot.place(thread)
  const sent = await place.send('Hello')
  thread.archive()
  expect(await refusal(sent.edit('x'))).toEqual({ code: 50083, status: 400 })
  await place.send('again')
  expect((await sent.edit('x')).content).toBe('x')
})

test('a direct message arrives, unless the user accepts none', async () => {
  await bot.client.users.send(ann.id, 'psst')
  expect(ann.directMessages.map(({ text }) => text)).toEqual(['psst'])
  ann.closeDms()
  expect(await refusal(bot.client.users.send(ann.id, 'psst'))).toEqual({ code: 50007, status: 403 })
})

test('a replay after RESUME brings the same interaction again', async () => {
  const ids: string[] = []
  bot.onCommand((interaction) => {
    ids.push(interaction.id)
    return interaction.reply('once')
  })
  const { interactionId } = await ann.slash(channel, 'redpacket', { amount: '1' })
  await fake.replay(1)
  await fake.waitFor(() => ids.length === 2, 'the replayed interaction')
  expect(ids).toEqual([interactionId, interactionId])
  expect(fake).toMatchObject({ resumes: 1, identifies: 1, sessions: 1 })
  expect(await Promise.allSettled(bot.answered)).toMatchObject([
    { status: 'fulfilled' },
    { reason: { code: 40060 } },
  ])
})

test('a bot whose session is lost logs in again and still gets the last events', async () => {
  const ids: string[] = []
  bot.onCommand((interaction) => {
    ids.push(interaction.id)
    return interaction.reply('once')
  })
  await bot.client.destroy()
  // The stock client would wait five seconds between two logins.
  const hasty = await bot.login({
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
  })
  try {
    const { interactionId } = await ann.slash(channel, 'redpacket', { amount: '1' })
    await fake.replay(1, { resume: false })
    await fake.waitFor(() => ids.length === 2, 'the repeated interaction')
    expect(ids).toEqual([interactionId, interactionId])
    expect(fake).toMatchObject({ resumes: 0, identifies: 3, sessions: 1 })
  } finally {
    await hasty.destroy()
  }
})

test('events during a lost connection arrive once it is back', async () => {
  bot.onCommand((interaction) => interaction.reply('here I am'))
  fake.dropSockets()
  expect((await ann.slash(channel, 'redpacket', { amount: '1' })).text).toBe('here I am')
  expect(bot.answered).toHaveLength(1)
})

test('two processes with one token both receive every interaction', async () => {
  const second = await bot.login()
  try {
    bot.onCommand((interaction) => interaction.reply('me'))
    await ann.slash(channel, 'redpacket', { amount: '1' })
    await fake.waitFor(() => bot.answered.length === 2, 'both processes')
    const outcomes = await Promise.allSettled(bot.answered)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  } finally {
    await second.destroy()
  }
})

test('429 and 5xx arrive as configured, and the stock client waits and repeats', async () => {
  const { sent, message } = await bot.card()
  fake.failNext({ method: 'PATCH', path: /messages/ }, { status: 429, retryAfter: 0.02 })
  fake.failNext({ method: 'PATCH', path: /messages/ }, { status: 502 })
  await sent.edit('through')
  expect(message.edits).toBe(1)
  const edits = fake.journal.filter(({ method }) => method === 'PATCH')
  expect(edits.map(({ status }) => status)).toEqual([429, 502, 200])
})

test('edits of old messages run into 30046', async () => {
  const { sent } = await bot.card()
  fake.oldMessages = true
  const edit = () =>
    fetch(`${fake.apiRoot}/v10/channels/${channel.id}/messages/${sent.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bot ${fake.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'x', allowed_mentions: { parse: [] } }),
    })
  const statuses = [await edit(), await edit(), await edit()].map(({ status }) => status)
  expect(statuses).toEqual([200, 200, 200])
  const fourth = await edit()
  expect(fourth.status).toBe(429)
  expect(await fourth.json()).toMatchObject({ code: 30046 })
  expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('ignoring the headers gives 429 for the sixth message', async () => {
  const post = () =>
    fetch(`${fake.apiRoot}/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${fake.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'x', allowed_mentions: { parse: [] } }),
    })
  const answers = []
  for (let count = 0; count < 6; count += 1) answers.push(await post())
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
  expect(answers[4]?.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(await answers[5]?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) })
  expect(channel.messages).toHaveLength(5)
})

test('a channel takes five messages in its window, and the client keeps to the headers', async () => {
  fake.buckets.create.windowMs = 300
  const place = await bot.place()
  await Promise.all(Array.from({ length: 7 }, (_, index) => place.send(`${index}`)))
  const posts = fake.journal.filter(({ path }) => path.endsWith('/messages'))
  expect(posts.map(({ status }) => status)).toEqual(Array(7).fill(200))
  expect((posts[5]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(300)
})
