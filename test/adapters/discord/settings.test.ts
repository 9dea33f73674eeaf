import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const rules = async (options: Record<string, string | number | boolean>) =>
  shown((await world.admin.slash(world.channel, 'settings rules', options)).text)

test('accepts the shortest and the longest time in words, from the next red packet on', async () => {
  const { fund, lan, channel } = world
  await fund()
  expect(await rules({ shortest: '10m', open: '1h', longest: '2h' })).toContain('10 min to 2 h')
  const send = async (minutes: number) =>
    shown((await lan.slash(channel, 'redpacket', { amount: '1', count: 1, time: `${minutes}m` })).text)
  expect(await send(9)).toContain('10 min to 2 h')
  expect(await send(121)).toContain('10 min to 2 h')
  expect(await send(120)).toContain('Sent!')
  expect(await rules({ longest: '9h', open: '10h' })).toContain('10 min to 9 h')
})

test('accepts the limit per red packet as an amount, and 0 lifts it', async () => {
  const { fund, lan, channel } = world
  await fund()
  expect(await rules({ max_total: '１２.50' })).toMatch(/can hold up to .*12\.50/)
  const send = async () => shown((await lan.slash(channel, 'redpacket', { amount: '12.51', count: 1 })).text)
  expect(await send()).toMatch(/holds at most .*12\.50/)
  for (const most of ['1.234', 'a lot', '-1', '99999999999999999999'])
    expect(await rules({ max_total: most }), most).not.toContain('Changed')
  expect(await rules({ max_total: '0' })).toContain('can hold any amount')
  expect(await send()).toContain('Sent!')
})

test('a new symbol and a new language appear on the open cards at once', async () => {
  const { fund, admin, lan, channel } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '1', count: 1 })
  const card = await world.card('0/1 grabbed')
  await admin.slash(channel, 'settings currency', { symbol: '🍵' })
  expect((await world.card('🍵')).id).toBe(card.id)
  await rules({ language: 'zh' })
  expect((await world.card('已抢 0/1 个')).id).toBe(card.id)
})

test.each([
  ['zh-CN', '发了一个红包'],
  ['zh-TW', '发了一个红包'],
  ['en-US', 'sent a red packet'],
  ['de', 'sent a red packet'],
])('the cards of a server that prefers %s say “%s” without any setting', async (locale, says) => {
  const guild = world.fake.addGuild('New House', { locale })
  const channel = guild.addChannel('lobby')
  const newcomer = guild.addMember('newcomer')
  const boss = guild.addMember('boss', { manageGuild: true })
  await (await boss.slash(channel, 'topup', { member: newcomer, amount: '5', reason: 'to begin' })).final()
  await newcomer.slash(channel, 'redpacket', { amount: '1', count: 1 })
  await world.card(says, channel)
})

test('an allowance for @everyone is paid to every member', async () => {
  const { admin, channel, guild, wei } = world
  const options = { way: 'allowance', amount: '5', cap: '100', role: guild.everyone }
  await admin.slash(channel, 'settings income', options)
  await wei.slash(channel, 'allowance')
  expect(await world.balanceOf(wei)).toBe(500)
})
