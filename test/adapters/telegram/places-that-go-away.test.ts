import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
  world.lan.start()
  await world.fake.waitFor(() => world.lan.directMessages.length > 0, 'the welcome')
})
afterEach(() => world.end())

async function openCard(): Promise<FakeMessage> {
  world.lan.command(world.group, '/redpacket 9 3 equal')
  return await world.card('0/3 grabbed')
}

const told = (says: string) =>
  world.fake.waitFor(
    () => world.lan.directMessages.find(({ text }) => text.includes(says)),
    `word to the sender that says ${says}`,
  )

const edits = () => world.fake.calls('editMessageText').length

test.each([
  ['the card is deleted', (card: FakeMessage) => card.delete()],
  ['the bot is thrown out', () => world.creator.kick(world.group, world.fake.bot)],
  ['the group is deleted', () => world.group.delete()],
])(
  'when %s no edit is repeated, the sender is told, and the remainder comes back at the deadline',
  async (_, goAway) => {
    const { lan, wei, ming, clock, jobs } = world
    const card = await openCard()
    const taps = [world.grab(wei, card)]
    await Promise.all(taps)
    goAway(card)
    await told('was deleted')
    const tried = edits()
    const place = { platform: 'telegram', chat: String(world.group.id) }
    const envelopeNo = /\b[0-9a-f]{10}\b/.exec(card.text)?.[0] as string
    // A member whose tap was in progress when it happened.
    const by = { platform: 'telegram', user: String(ming.id), name: 'Ming' }
    expect((await world.app.grabShare({ key: 'late', place, by, envelopeNo })).kind).toBe('grabbed')
    clock.pass(25 * 3600_000)
    await jobs.sweep()
    await expect.poll(() => world.balanceOf(lan)).toBe(9400)
    expect(edits()).toBe(tried)
  },
)

test.each([
  ['may not write', () => world.group.mute()],
  ['was thrown out', () => world.creator.kick(world.group, world.fake.bot)],
])(
  'a red packet for a group where the bot %s is refunded at once, and the sender told',
  async (_, goAway) => {
    const { fake, lan, group } = world
    fake.holdUpdates()
    lan.command(group, '/redpacket 9 3 equal')
    goAway()
    fake.releaseUpdates()
    await told('couldn’t be posted')
    expect(await world.balanceOf(lan)).toBe(10_000)
  },
)

test('a sender who has blocked the bot is not notified, but gets everything back', async () => {
  const { fake, lan, group } = world
  lan.blockBot()
  fake.holdUpdates()
  lan.command(group, '/redpacket 9 3 equal')
  group.mute()
  fake.releaseUpdates()
  await expect.poll(() => world.balanceOf(lan)).toBe(10_000)
  await fake.waitFor(() => fake.calls('sendMessage').some(({ status }) => status === 403), 'the refusal')
})
