import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import type { FakeChannel } from '../../support/discord/fake-discord.js'
import { ADMINISTRATOR, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS } from '../../support/discord/permissions.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld
/** Where members may read and use commands, and only the bot and admins may write. */
let news: FakeChannel

beforeEach(async () => {
  world = await discordWorld()
  await world.fund()
  news = world.guild.addChannel('announcements')
  news.denyMembers(SEND_MESSAGES)
})

afterEach(() => world.end())

test('posts no card for a member who may only read in the channel', async () => {
  const { lan } = world
  const typed = await lan.slash(news, 'redpacket', { amount: '1', count: 1, greeting: 'Free nitro' })
  expect(shown(typed.text)).toContain(commonWords.en.readOnly)
  expect((await lan.slash(news, 'redpacket')).modal).toBeUndefined()
  expect(news.publicMessages).toEqual([])
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a form opened before the member lost the right to write sends nothing', async () => {
  const { lan, channel } = world
  const { modal } = await lan.slash(channel, 'redpacket')
  if (!modal) throw new Error('there is no form')
  channel.denyMembers(SEND_MESSAGES)
  const answer = await lan.submitModal(modal, { 'amount+count': '1 1' })
  expect(shown(answer.text)).toContain(commonWords.en.readOnly)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a transfer there is reported only to the giver', async () => {
  const { lan, wei } = world
  const answer = await lan.slash(news, 'transfer', { member: wei, amount: '1', note: 'Free nitro' })
  expect(shown(answer.text)).toContain(commonWords.en.onlyYouSeeReadOnly)
  expect(await world.balanceOf(wei)).toBe(100)
  expect(news.publicMessages).toEqual([])
})

test('in a thread the right to write in threads counts, and admins may write anywhere', async () => {
  const { lan, wei, guild } = world
  const boss = guild.addMember('boss', { roles: [guild.addRole('boss', ADMINISTRATOR)] })
  const thread = world.guild.addThread(news, 'comments')
  await lan.slash(thread, 'redpacket', { amount: '1', count: 1 })
  await world.card('0/1 grabbed', thread)
  thread.denyMembers(SEND_MESSAGES_IN_THREADS)
  const refused = await lan.slash(thread, 'redpacket', { amount: '1', count: 1 })
  expect(shown(refused.text)).toContain(commonWords.en.readOnly)
  expect(await world.balanceOf(lan)).toBe(9_900)
  await boss.slash(news, 'topup', { member: wei, amount: '1', reason: 'a test' })
  await world.fake.waitFor(() => news.publicMessages.length === 1, 'the announcement')
})
