import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage, FakeUser, InteractionResult } from '../../support/discord/fake-discord.js'
import { codeIn, numberOf } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

const HOUR = 3_600_000
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const final = async (answer: Promise<InteractionResult>) => await (await answer).final()
const stamp = (at: number) => `<t:${Math.floor(at / 1000)}:f>`
/** A time of day, a date or a month as a program would write it. */
const WRITTEN = /\d:\d\d|\b(?:19|20)\d\d\b|\d月|\b(?:UTC|GMT)\b/

async function send(options: Parameters<FakeUser['slash']>[2] = {}): Promise<FakeMessage> {
  await world.lan.slash(world.channel, 'redpacket', { amount: '9', count: 3, ...options })
  return await world.card('0/3 grabbed')
}

/** Collects every answer with a time in it. */
async function answersWithTimes(user: FakeUser, card: FakeMessage): Promise<[string, string, number][]> {
  const { channel, fake, clock } = world
  const sentAt = clock.now()
  const deadline = sentAt + 24 * HOUR
  const number = numberOf(card)
  const elsewhere = fake.addGuild('Noodle Bar')
  const counter = elsewhere.addChannel('counter')
  elsewhere.join(user, { manageGuild: true })
  const code = codeIn(await user.slash(counter, 'link'))
  const details = await user.click(card, card.button('Details').customId)
  const asked: [string, string, number][] = [
    ['details', (await details.final()).text, deadline],
    ['link', (await final(user.slash(channel, 'link', { code }))).text, deadline],
  ]
  for (const [command, options, at] of [
    ['history', {}, sentAt],
    ['audit', {}, sentAt],
    ['books', {}, sentAt],
    ['envelope', { number }, deadline],
    ['verify', { number }, deadline],
  ] as const)
    asked.push([command, (await final(user.slash(channel, command, options))).text, at])
  return asked
}

test.each(['en-US', 'zh-CN'])("every time is shown in the reader's time zone: %s", async (locale) => {
  const user = world.guild.addMember('boss', { locale, manageGuild: true })
  await world.fund()
  await world.fund('5', user)
  const card = await send()
  expect(card.text).toContain(`<t:${Math.floor((world.clock.now() + 24 * HOUR) / 1000)}:R>`)
  for (const [name, text, at] of await answersWithTimes(user, card)) {
    expect(text, name).toContain(stamp(at))
    expect(text.replace(/<t:\d+:f>/g, ''), name).not.toMatch(WRITTEN)
  }
})

test('the shell line of /verify is a code block, and prints the digest shown before the first grab', async () => {
  const { clock, jobs, channel, wei } = world
  await world.fund('2000')
  await world.lan.slash(channel, 'redpacket', { amount: '2000', count: 200 })
  const card = await world.card('0/200 grabbed')
  const before = await final(wei.click(card, card.button('Verify').customId))
  const [digest] = before.codeBlocks
  clock.pass(25 * HOUR)
  await jobs.sweep()
  const { codeBlocks, text } = await final(wei.slash(channel, 'verify', { number: numberOf(card) }))
  expect(codeBlocks[1]).toBe(digest)
  const [line = ''] = codeBlocks
  expect(line).not.toContain('\n')
  expect(text).toContain(line)
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(`${digest}  -\n`)
})

test.each(['link', 'linkme'])('the code of /%s can be copied', async (command) => {
  const { admin, channel } = world
  const { codeBlocks } = await final(admin.slash(channel, command))
  expect(codeBlocks).toEqual([expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)])
})

test('a name that looks like a time or a code block stays a name', async () => {
  const { guild, channel, lan } = world
  const name = '<t:0:f> \u0002t0\u0003 ```x```'
  const evil = guild.addMember('evil', { globalName: name })
  await world.fund('10')
  const { text, codeBlocks } = await final(lan.slash(channel, 'transfer', { member: evil, amount: '1' }))
  expect(codeBlocks).toEqual([])
  expect(text).not.toContain('<t:0')
  expect(text).toContain('t0')
})
