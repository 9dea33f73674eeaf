import { PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type {
  FakeMessage,
  FakeModal,
  FakeUser,
  InteractionResult,
} from '../../support/discord/fake-discord.js'
import { MONEY, numberOf } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

const HOUR = 3_600_000
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

function modalOf(result: InteractionResult): FakeModal {
  if (!result.modal) throw new Error(`there is no form but: ${result.text}`)
  return result.modal
}

const form = async (user: FakeUser = world.lan) => modalOf(await user.slash(world.channel, 'redpacket'))
const inputOf = (modal: FakeModal, id: string) => modal.inputs.find(({ customId }) => customId === id)
const chosenIn = (modal: FakeModal, id: string) =>
  inputOf(modal, id)
    ?.options?.filter((option) => option.default)
    .map(({ value }) => value)

async function deadlineOf(card: FakeMessage): Promise<number> {
  const { app, channel, lan } = world
  const envelopeNo = numberOf(card)
  const place = { platform: 'discord', chat: channel.id }
  const by = { platform: 'discord', user: lan.id, name: 'lan' }
  const details = await app.envelopeDetails({ place, by, envelopeNo })
  return details.kind === 'envelope' ? details.envelope.deadline : Number.NaN
}

test('the form asks for amount, shares, kind, recipients, greeting and time', async () => {
  const { fund, lan, wei, clock } = world
  await fund()
  const modal = await form()
  expect(modal.inputs.map(({ customId }) => customId)).toEqual([
    ...['kind', MONEY, 'greeting', 'for', 'time'],
  ])
  expect(inputOf(modal, 'time')?.options?.map(({ label }) => label)).toEqual([
    ...['5 min', '30 min', '1 h', '8 h', '24 h', '3 d', '7 d'],
  ])
  expect(chosenIn(modal, 'time')).toEqual(['24h'])
  const values = { 'amount+count': '9 3', kind: ['equal'], greeting: 'Hi', time: ['8h'] }
  await lan.submitModal(modal, values)
  const card = await world.card(/Hi[\s\S]*0\/3 grabbed/)
  expect(await deadlineOf(card)).toBe(clock.now() + 8 * HOUR)
  expect(shown((await wei.click(card, card.button('Grab').customId)).text)).toContain('3.00')
})

test('the form offers the times that the community allows, including its default', async () => {
  const { admin, channel } = world
  await admin.slash(channel, 'settings rules', { open: '2h' })
  const modal = await form()
  expect(inputOf(modal, 'time')?.options?.map(({ label }) => label)).toContain('2 h')
  expect(chosenIn(modal, 'time')).toEqual(['2h'])
})

test('each chosen member gets a share when no number is given', async () => {
  const { fund, lan, wei, ming } = world
  await fund()
  await lan.submitModal(await form(), { 'amount+count': '9', for: [wei, ming] })
  await world.card('0/2 grabbed')
})

test.each([
  ['9', 'How many shares'],
  ['9 3 1', 'isn’t an amount'],
  ['nine 3', 'isn’t an amount'],
  ['9 none', 'How many shares'],
  ['900 3', 'short, so no money moved'],
])('a form with %j is refused with a way back to it that keeps everything typed', async (money, why) => {
  const { fund, guild, lan, wei, channel } = world
  await fund()
  const cooks = guild.addRole('cooks')
  const refused = await lan.submitModal(await form(), {
    ...{ [MONEY]: money, kind: ['equal'], greeting: 'Good *luck*', for: [wei, cooks] },
    time: ['1h'],
  })
  expect(shown(refused.text)).toContain(why)
  expect(refused.ephemeral).toBe(true)
  const reply = refused.reply as FakeMessage
  const again = modalOf(await lan.click(reply, reply.button('Back to the form').customId))
  expect(inputOf(again, MONEY)?.value).toBe(money)
  expect(inputOf(again, 'greeting')?.value).toBe('Good *luck*')
  expect(chosenIn(again, 'kind')).toEqual(['equal'])
  expect(chosenIn(again, 'time')).toEqual(['1h'])
  await lan.submitModal(again, { 'amount+count': '9 3' })
  const card = await world.card(/Good \*luck\*/)
  expect(card.read).toContain('Only for @wei, @cooks')
  expect(channel.publicMessages).toHaveLength(1)
})

test('contradictory options are refused and lead to the form', async () => {
  const { fund, lan, channel } = world
  await fund()
  const refused = await lan.slash(channel, 'redpacket', { amount: '2 each 5', kind: 'lucky' })
  expect(shown(refused.text)).toContain('“2 each 5” and “Lucky shares” contradict each other')
  const reply = refused.reply as FakeMessage
  const again = modalOf(await lan.click(reply, reply.button('Back to the form').customId))
  expect(inputOf(again, MONEY)?.value).toBe('2 each 5')
  await lan.submitModal(again, { kind: ['equal'] })
  expect((await world.card('0/5 grabbed')).read).toMatch(/Equal shares · .*2\.00 each/)
})

test('refused options lead to the form with everything typed', async () => {
  const { lan, wei, channel } = world
  const refused = await lan.slash(channel, 'redpacket', {
    amount: '5',
    count: 2,
    for: wei,
    time: '90m',
  })
  const reply = refused.reply as FakeMessage
  const again = modalOf(await lan.click(reply, reply.button('Back to the form').customId))
  expect(inputOf(again, MONEY)?.value).toBe('5 2')
  expect(chosenIn(again, 'time')).toEqual(['90m'])
})

test('the way back of another person or an earlier start leads to no form', async () => {
  const { lan, wei, channel } = world
  const refused = await lan.submitModal(await form(), { [MONEY]: 'secret 1' })
  const { customId } = (refused.reply as FakeMessage).button('Back to the form')
  const origin = wei.says(channel, 'mine')
  for (const custom_id of [customId, '1-0123456789ab-open']) {
    const answer = await wei.forge(channel, 3, { component_type: 2, custom_id }, origin)
    expect(answer.outcome).toBe('replied')
    expect(answer.text).not.toContain('secret')
  }
})

test('the form asks for a missing option, and has the others filled in', async () => {
  const { lan, channel } = world
  const modal = modalOf(await lan.slash(channel, 'redpacket', { amount: '7', greeting: 'Hi' }))
  expect(inputOf(modal, MONEY)?.value).toBe('7')
  expect(inputOf(modal, 'greeting')?.value).toBe('Hi')
})

test('where the bot may not write, it says so before opening a form', async () => {
  const { lan, channel } = world
  channel.deny(PermissionFlagsBits.SendMessages)
  const refused = await lan.slash(channel, 'redpacket')
  expect(refused.outcome).toBe('replied')
  expect(shown(refused.text)).toContain('Send Messages')
})

test('accepts times as people write them', async () => {
  const { fund, lan, channel, clock } = world
  await fund()
  for (const [index, [lifetime, minutes]] of (
    [
      ['90m', 90],
      ['5分', 5],
      ['２h', 120],
    ] as const
  ).entries()) {
    await lan.slash(channel, 'redpacket', { amount: '1', count: index + 1, time: lifetime })
    expect(await deadlineOf(await world.card(`0/${index + 1} grabbed`))).toBe(clock.now() + minutes * 60_000)
  }
})

test('a red packet for a member who has left meanwhile does not become one for everyone', async () => {
  const { fund, guild, lan, wei, channel } = world
  await fund()
  const opened = modalOf(await lan.contextMenu(channel, 'Send a red packet', wei))
  guild.leave(wei)
  const refused = await lan.submitModal(opened, { 'amount+count': '9' })
  expect(shown(refused.text)).toContain('has left')
  expect(await world.balanceOf(lan)).toBe(10_000)
})
