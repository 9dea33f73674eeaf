import { PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChannel, FakeMessage } from '../../support/discord/fake-discord.js'
import { EDIT_CARD, numberOf, personOf } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

const HOUR = 3_600_000
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const fund: DiscordWorld['fund'] = (...given) => world.fund(...given)
const card: DiscordWorld['card'] = (...asked) => world.card(...asked)
const balanceOf: DiscordWorld['balanceOf'] = (...asked) => world.balanceOf(...asked)
const placeOf = (channel = world.channel) => ({ platform: 'discord', chat: channel.id })

test('everything works in a thread, and the refund still comes after it is archived', async () => {
  const { channel, guild, lan, wei, clock, jobs, app } = world
  const thread = guild.addThread(channel, 'talk')
  await fund('100', lan, thread)
  expect(await balanceOf(lan)).toBeNaN()
  await lan.slash(thread, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card('0/3 grabbed', thread)
  thread.archive()
  expect(
    await app.grabShare({ key: 'k', place: placeOf(thread), by: personOf(wei), envelopeNo: numberOf(open) }),
  ).toMatchObject({ kind: 'grabbed' })
  await world.fake.waitFor(
    () => world.calls(EDIT_CARD).some(({ code }) => code === 50083),
    'the refused edit',
  )
  clock.pass(25 * HOUR)
  await jobs.sweep()
  expect(await app.pendingMessages()).toBe(0)
  expect(await balanceOf(lan, thread)).toBe(10_000 - 300)
})

test('deleting the channel stops the edits after one try, not the refund', async () => {
  const { channel, guild, lan, wei, clock, jobs, app } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card('0/3 grabbed')
  channel.delete()
  await app.grabShare({ key: 'k', place: placeOf(), by: personOf(wei), envelopeNo: numberOf(open) })
  await world.fake.waitFor(
    () => world.calls(EDIT_CARD).some(({ code }) => code === 10003),
    'the refused edit',
  )
  clock.pass(25 * HOUR)
  await jobs.sweep()
  expect(await app.pendingMessages()).toBe(0)
  expect(world.calls(EDIT_CARD)).toHaveLength(1)
  const elsewhere = guild.addChannel('elsewhere')
  await wei.slash(elsewhere, 'wallet')
  expect(await balanceOf(lan, elsewhere)).toBe(10_000 - 300)
})

test('kicking the bot stops the edits after one try, not the refund', async () => {
  const { channel, guild, lan, clock, jobs, app } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  await card('0/3 grabbed')
  guild.kickBot()
  clock.pass(25 * HOUR)
  await jobs.sweep()
  expect(await balanceOf(lan)).toBe(10_000)
  await world.fake.waitFor(
    () => world.calls(EDIT_CARD).some(({ status }) => status === 403),
    'the refused edit',
  )
  await world.fake.waitFor(
    () => world.complaints.some((line) => line.includes('can no longer be shown')),
    'the end of the editing',
  )
  expect(await app.pendingMessages()).toBe(0)
  expect(world.calls(EDIT_CARD)).toHaveLength(1)
})

/** Ways to lose a card's place, and the code with which Discord then refuses edits. */
const ENDS: [string, number, (card: FakeMessage, thread: FakeChannel) => void][] = [
  ['the message is deleted', 10008, (card) => card.delete()],
  ['the thread is deleted', 10003, (_, thread) => thread.delete()],
  ['the channel is deleted', 10003, () => world.channel.delete()],
  ['the bot is kicked', 50001, () => world.guild.kickBot()],
  ['the bot may not see the channel', 50001, () => world.channel.deny(PermissionFlagsBits.ViewChannel)],
]

test.each(ENDS)(
  'when %s the edits stop after one try, the sender is told of it and of the end, and the remainder comes back',
  async (_, code, goAway) => {
    const { fake, channel, guild, lan, wei, clock, jobs, app } = world
    const thread = guild.addThread(channel, 'talk')
    await fund('100', lan, thread)
    const sent = await lan.slash(thread, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
    const open = await card('0/3 grabbed', thread)
    goAway(open, thread)
    const by = personOf(wei)
    await app.grabShare({ key: 'k', place: placeOf(thread), by, envelopeNo: numberOf(open) })
    await fake.waitFor(() => world.calls(EDIT_CARD).some((call) => call.code === code), 'the refused edit')
    const told = () => [...sent.followups, ...lan.directMessages]
    await world.until(() => told().length > 0, 'word to the sender')
    expect(shown(told()[0]?.text ?? '')).toContain('was deleted')
    clock.pass(25 * HOUR)
    await jobs.sweep()
    expect(await balanceOf(lan, thread)).toBe(10_000 - 300)
    expect(await app.pendingMessages()).toBe(0)
    expect(world.calls(EDIT_CARD)).toHaveLength(1)
    await world.until(() => told().length > 1, 'word of the end')
    expect(told().map(({ text }) => shown(text))).toEqual([
      expect.stringContaining('was deleted'),
      expect.stringMatching(/^⌛ Your .* expired with 1\/3 grabbed\. .*6\.00 is back in your wallet\.$/),
    ])
  },
)
