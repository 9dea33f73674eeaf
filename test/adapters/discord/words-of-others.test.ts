import { afterEach, beforeEach, expect, test } from 'vitest'
import { grabId, numberOf, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

/** Returns the part that Discord still reads as markup: everything without a backslash. */
const live = (text: string) => text.replace(/\\[^0-9A-Za-z\s]/g, '')
const fund: DiscordWorld['fund'] = (...given) => world.fund(...given)
const card: DiscordWorld['card'] = (...asked) => world.card(...asked)

test('names and greetings full of markup appear as typed, and ping no one', async () => {
  const { channel, guild } = world
  const name = '<@1> @everyone `x` ||[a](b:c)|| \\*'
  const evil = guild.addMember('evil', { globalName: name })
  await fund('100', evil)
  const greeting = '``` # <@&2> **b** https://evil.example/a_b_c <:x:3> <t:0> -# \\\\* [y](http://z) @here'
  await evil.slash(channel, 'redpacket', { amount: '9', count: 1, greeting })
  const open = await card()
  const own = await evil.click(open, grabId(open))
  const done = await card(/All grabbed/)
  const details = await world.wei.click(done, done.button('Details').customId)
  expect(own.ephemeral).toBe(true)
  for (const text of [open.text, done.text, details.text]) {
    expect(shown(text)).toContain(name)
    // Only the countdown is the card's own.
    expect(live(text).replace(/<t:\d+:R>/g, '')).not.toMatch(/[<@`|\]]|https?:\/\//)
  }
  expect(shown(details.text)).toContain(greeting)
})

test('removes invisible characters and those that reverse the reading order from the card', async () => {
  const { channel, guild } = world
  const evil = guild.addMember('evil', { globalName: 'a\u202eb\u200bc\u2066d' })
  await fund('100', evil)
  await evil.slash(channel, 'redpacket', { amount: '9', count: 2, greeting: '\u202e\u200b\u2067 lucky' })
  const open = await card()
  expect(open.text).not.toMatch(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]/)
  expect(open.text).toContain('abcd')
})

test('an invisible name and greeting still make a card', async () => {
  const { channel, guild } = world
  const nobody = guild.addMember('nobody', { globalName: '\u200b\u200b' })
  await fund('100', nobody)
  await nobody.slash(channel, 'redpacket', { amount: '9', count: 2, greeting: '\u200b' })
  expect(shown((await card()).text)).toContain('**?** sent a red packet')
})

test('greetings and notes of emoji fit on the card, into the details and the history', async () => {
  const { channel, lan, wei } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 1, greeting: '🧧'.repeat(60) })
  await lan.slash(channel, 'transfer', { member: wei, amount: '1', note: '🧧'.repeat(100) })
  const asked = await lan.slash(channel, 'redpacket')
  if (!asked.modal) throw new Error('there is no form')
  await lan.submitModal(asked.modal, { 'amount+count': '9 1', greeting: '🧧'.repeat(60), for: [] })
  const open = await card('0/1 grabbed')
  expect(await said(lan.slash(channel, 'envelope', { number: numberOf(open) }))).toContain('🧧🧧🧧🧧')
  expect(await said(lan.slash(channel, 'history'))).toContain('🧧🧧🧧🧧')
})

test('suggests a red packet with an emoji greeting', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 1, greeting: '🧧'.repeat(60) })
  fake.responseWindow = 500
  const offered = await wei.autocomplete(channel, 'envelope', 'number', '')
  fake.violations.splice(0)
  expect(offered.choices).toHaveLength(1)
})
