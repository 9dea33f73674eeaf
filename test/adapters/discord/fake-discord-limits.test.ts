import { MessageFlags } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChannel, FakeDiscord, FakeUser } from '../../support/discord/fake-discord.js'
import { MENTION_EVERYONE } from '../../support/discord/permissions.js'
import { COMMANDS, refusal, StockBot } from '../../support/discord/stock-bot.js'

let bot: StockBot
let fake: FakeDiscord
let channel: FakeChannel
let ann: FakeUser

beforeEach(async () => {
  bot = await StockBot.start()
  ;({ fake, channel, ann } = bot)
})

afterEach(() => bot.stop())

test('records everything that could ping, including edits', async () => {
  const { sent } = await bot.card()
  await sent.edit({ content: `quiet \\<@${ann.id}\\>, \`<@${ann.id}>\`` })
  expect(fake.violations).toEqual([])
  const path = `/channels/${channel.id}/messages` as const
  await bot.client.rest.post(path, { body: { content: 'hello @everyone' } })
  await bot.client.rest.patch(`${path}/${sent.id}`, { body: { content: 'hello' } })
  await sent.edit({ content: `hello <@${ann.id}>` })
  await sent.edit({ content: 'hello', allowedMentions: { users: [ann.id], parse: [] } })
  await sent.edit({ content: `hello <@${ann.id}>`, allowedMentions: { parse: ['users'] } })
  expect(fake.violations).toEqual([
    expect.stringContaining('message: allowed_mentions: missing'),
    expect.stringContaining('message edit: allowed_mentions: missing'),
    expect.stringContaining(`message edit: allowed_mentions: mentions ${ann.id} and does not allow it`),
    expect.stringContaining(`message edit: allowed_mentions: allows ${ann.id} and does not mention them`),
    expect.stringContaining('message edit: allowed_mentions: parses users'),
  ])
})

test('a new message pings the members that it mentions and allows, and roles that anyone may ping', async () => {
  const { bob, guild } = bot
  const cooks = guild.addRole('cooks')
  const fans = guild.addRole('fans', 0n, { mentionable: true })
  const content = `<@${ann.id}> <@&${cooks.id}> <@&${fans.id}>`
  const allowed = { parse: [], users: [ann.id], roles: [cooks.id, fans.id] }
  const path = `/channels/${channel.id}/messages` as const
  const body = { content, allowed_mentions: allowed }
  const { id } = (await bot.client.rest.post(path, { body })) as { id: string }
  const made = fake.message(id)
  expect(made?.pings).toEqual([ann.id, fans.id])
  expect(made?.read).toBe('@ann @cooks @fans')
  channel.allow(MENTION_EVERYONE)
  const again = (await bot.client.rest.post(path, { body })) as { id: string }
  expect(fake.message(again.id)?.pings).toEqual([ann.id, cooks.id, fans.id])
  const more = { content: `<@${bob.id}>`, allowed_mentions: { parse: [], users: [bob.id] } }
  await bot.client.rest.patch(`${path}/${id}`, { body: more })
  expect(made?.pings).toEqual([ann.id, fans.id])
  expect(fake.violations).toEqual([])
})

test.each([
  ['the same person twice', (id: string) => ({ parse: [], users: [id, id] }), 'twice'],
  ['users and parse: users', (id: string) => ({ parse: ['users'], users: [id] }), 'mutually exclusive'],
  [
    'more than a hundred users',
    (id: string) => ({ parse: [], users: Array.from({ length: 101 }, (_, i) => `${id}${i}`) }),
    'at most 100',
  ],
])('allowed mentions with %s are refused', async (_, allowed, why) => {
  const path = `/channels/${channel.id}/messages` as const
  const body = { content: 'hello', allowed_mentions: allowed(ann.id) }
  expect(await refusal(bot.client.rest.post(path, { body }))).toEqual({ code: 50035, status: 400 })
  expect(fake.violations[0]).toContain(why)
})

const button = (custom_id: string, label = 'b') => ({ type: 2, style: 1, custom_id, label })
const row = (...components: unknown[]) => ({ type: 1, components })
const text = (content: string) => ({ type: 10, content })
const select = (more: object) => ({ type: 3, custom_id: 's', options: [{ label: 'a', value: 'a' }], ...more })
const many = (count: number, make: (index: number) => unknown) =>
  Array.from({ length: count }, (_, i) => make(i))
const V2 = MessageFlags.IsComponentsV2

test.each([
  ['content over 2000', { content: 'x'.repeat(2001) }, 'at most 2000'],
  [
    'content beside components V2',
    { content: 'x', flags: V2, components: [text('x')] },
    'not with the components',
  ],
  ['components V2 without the flag', { components: [text('x')] }, 'needs the components flag'],
  ['41 components', { flags: V2, components: many(41, () => text('x')) }, 'at most 40'],
  ['4001 characters of text', { flags: V2, components: [text('x'.repeat(4001))] }, 'at most 4000'],
  ['a custom_id of 101', { components: [row(button('x'.repeat(101)))] }, '1 to 100'],
  ['a custom_id twice', { components: [row(button('a'), button('a'))] }, 'not unique'],
  ['a label of 81', { components: [row(button('a', 'x'.repeat(81)))] }, 'at most 80'],
  ['six buttons', { components: [row(...many(6, (i) => button(`${i}`)))] }, '1 to 5'],
  [
    '26 choices',
    { components: [row(select({ options: many(26, (i) => ({ label: `${i}`, value: `${i}` })) }))] },
    '1 to 25',
  ],
  ['a placeholder of 151', { components: [row(select({ placeholder: 'x'.repeat(151) }))] }, 'at most 150'],
  ['an embed of 4097', { embeds: [{ description: 'x'.repeat(4097) }] }, 'at most 4096'],
])('a message with %s is 50035', async (_, body, fault) => {
  const call = bot.client.rest.post(`/channels/${channel.id}/messages`, { body })
  expect(await refusal(call)).toEqual({ code: 50035, status: 400 })
  expect(fake.violations).toEqual([expect.stringContaining(fault)])
  expect(channel.messages).toEqual([])
})

const input = (more: object) => ({
  type: 18,
  label: 'l',
  component: { type: 4, style: 1, custom_id: 'i', ...more },
})
const modalOf = (more: object) => ({ custom_id: 'm', title: 't', components: [input({})], ...more })

test.each([
  ['a title of 46', modalOf({ title: 'x'.repeat(46) }), '1 to 45'],
  ['nothing in it', modalOf({ components: [] }), '1 to 5'],
  ['six components', modalOf({ components: many(6, (i) => input({ custom_id: `${i}` })) }), '1 to 5'],
  ['a label of 46', modalOf({ components: [{ ...input({}), label: 'x'.repeat(46) }] }), 'label: 1 to 45'],
  [
    'a description of 101',
    modalOf({ components: [{ ...input({}), description: 'x'.repeat(101) }] }),
    'at most 100',
  ],
  ['texts of 4001', modalOf({ components: [input({ max_length: 4001 })] }), '0 to 4000'],
])('a modal with %s is 50035', async (_, data, fault) => {
  bot.onCommand((interaction) =>
    bot.client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
      body: { type: 9, data },
      auth: false,
    }),
  )
  fake.responseWindow = 100
  expect((await ann.slash(channel, 'redpacket', { amount: '1' })).outcome).toBe('failed')
  expect(await refusal(Promise.all(bot.answered))).toEqual({ code: 50035, status: 400 })
  expect(fake.violations).toEqual([expect.stringContaining(fault)])
})

const command = (more: object) => ({ name: 'c', description: 'd', ...more })
const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more })

test.each([
  ['a name in capitals', command({ name: 'Send' }), 'name Send'],
  ['a name with a space', command({ name: 'red packet' }), 'name red packet'],
  ['a description of 101', command({ description: 'x'.repeat(101) }), '1 to 100'],
  ['an unknown locale', command({ name_localizations: { zh: 'c' } }), 'no locale'],
  ['26 options', command({ options: many(26, (i) => option(`o${i}`)) }), 'at most 25'],
  [
    'a required option last',
    command({ options: [option('a'), option('b', { required: true })] }),
    'come first',
  ],
  [
    '26 choices',
    command({ options: [option('a', { choices: many(26, (i) => ({ name: `${i}`, value: `${i}` })) })] }),
    'at most 25',
  ],
])('a command with %s is 50035', async (_, body, fault) => {
  const call = bot.client.rest.put(`/applications/${fake.applicationId}/commands`, { body: [body] })
  expect(await refusal(call)).toEqual({ code: 50035, status: 400 })
  expect(fake.violations).toEqual([expect.stringContaining(fault)])
  expect(fake.commands).toHaveLength(COMMANDS.length)
})

test('26 autocomplete choices are 50035', async () => {
  fake.responseWindow = 100
  bot.onAny(async (interaction) => {
    if (interaction.isAutocomplete())
      await interaction.respond(
        Array.from({ length: 26 }, (_, index) => ({ name: `${index}`, value: `${index}` })),
      )
  })
  expect((await ann.autocomplete(channel, 'redpacket', 'template', 'x')).outcome).toBe('failed')
  expect(await refusal(Promise.all(bot.answered))).toEqual({ code: 50035, status: 400 })
})
