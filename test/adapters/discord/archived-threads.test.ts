import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChannel, FakeMessage, InteractionResult } from '../../support/discord/fake-discord.js'
import { EDIT_CARD, grabId, numberOf, personOf, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let world: DiscordWorld
let thread: FakeChannel
let card: FakeMessage
let sent: InteractionResult

beforeEach(async () => {
  world = await discordWorld()
  const { guild, channel, lan } = world
  thread = guild.addThread(channel, 'talk')
  await world.fund('100', lan, thread)
  sent = await lan.slash(thread, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  card = await world.card('0/3 grabbed', thread)
})

afterEach(async () => {
  await world.end()
})

const refused = () => world.calls(EDIT_CARD).filter(({ code }) => code === 50083).length

/** Grabs while the thread is archived, without reopening it. */
async function grabArchived(): Promise<void> {
  const { app, wei } = world
  thread.archive()
  const place = { platform: 'discord', chat: thread.id }
  await app.grabShare({ key: 'k', place, by: personOf(wei), envelopeNo: numberOf(card) })
  await world.fake.waitFor(() => refused() === 1, 'the refused edit')
  await asleep()
}

/** Resolves when the card waits for the thread. */
async function asleep(): Promise<void> {
  while ((await world.app.pendingMessages()) > 0) await new Promise((resolve) => setImmediate(resolve))
}

/** Milliseconds until the card is tried again. */
async function untilNextTry(): Promise<number> {
  const { now, later } = await world.app.board.chatsBehind()
  const [behind] = [...now.chats, ...later.chats]
  return (behind?.next_try_at ?? 0) - world.clock.now()
}

const says = (text: string) => world.fake.waitFor(() => shown(card.text).includes(text), text)

test('shows the end of a red packet from an archived thread when the thread is reopened', async () => {
  const { clock, jobs, lan, balanceOf } = world
  await grabArchived()
  clock.pass(23.5 * HOUR)
  expect(shown(card.text)).toContain('0/3 grabbed')
  clock.pass(HOUR)
  await jobs.sweep()
  expect(await balanceOf(lan, thread)).toBe(10_000 - 300)
  thread.unarchive()
  await says('wei')
  expect(shown(card.text)).toContain('Expired with 1/3 grabbed')
  // The card was never gone. The end was no longer news when it could show it, so only the sender hears of it.
  const told = () => [...sent.followups, ...lan.directMessages].map(({ text }) => shown(text))
  await world.until(() => told().length > 0, 'word to the sender')
  expect(told()).toEqual([expect.stringMatching(/^⌛ Your .* expired with 1\/3 grabbed/)])
})

test('updates a card after a tap in a reopened thread', async () => {
  const { ming } = world
  await grabArchived()
  // Without an event from the gateway.
  thread.archived = false
  expect(await said(ming.click(card, grabId(card)))).toContain('You got')
  await world.until(() => shown(card.text).includes('2/3 grabbed'), 'the edit')
})

test('retries a card after a day, then ever less often, while the thread stays archived', async () => {
  const { clock, fake } = world
  await grabArchived()
  const due: number[] = []
  for (let days = 1; days <= 3; days += 1) {
    const millis = await untilNextTry()
    due.push(millis / DAY)
    clock.pass(millis)
    await fake.waitFor(() => refused() === days + 1, 'the next try')
    await asleep()
  }
  expect(due).toEqual([1, 2, 4])
})

test('retries a card once after many taps while the thread stays archived', async () => {
  const { fake, guild, clock } = world
  await grabArchived()
  const crowd = Array.from({ length: 5 }, (_, index) => guild.addMember(`m${index}`))
  await Promise.all(crowd.map((user) => user.click(card, card.button('Details').customId)))
  // A tap brings the try forward only after its answer.
  while ((await untilNextTry()) > 2_000) await new Promise((resolve) => setImmediate(resolve))
  clock.pass(2_000)
  await fake.waitFor(() => refused() === 2, 'the try')
  await asleep()
  expect(refused()).toBe(2)
})

test('updates a card at the next login when the thread was reopened meanwhile', async () => {
  const { discord, startAnother } = world
  await grabArchived()
  await discord.stop()
  thread.unarchive()
  expect(shown(card.text)).toContain('0/3 grabbed')
  await startAnother()
  await says('1/3 grabbed')
})

test('notices the reopening of a thread that was archived at login', async () => {
  const { discord, startAnother } = world
  await grabArchived()
  await discord.stop()
  await startAnother()
  thread.unarchive()
  await says('1/3 grabbed')
})

test('gives up a card that was deleted in an archived thread, and notifies the sender', async () => {
  const { fake, app } = world
  await grabArchived()
  expect(sent.followups).toEqual([])
  card.delete()
  thread.unarchive()
  await fake.waitFor(() => sent.followups[0], 'word to the sender')
  expect(await app.pendingMessages()).toBe(0)
})
