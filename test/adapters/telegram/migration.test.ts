import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChat, FakeMessage } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let card: FakeMessage
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
  world.lan.command(world.group, '/redpacket 9 3 equal')
  card = await world.card('0/3 grabbed')
  expect((await world.grab(world.wei, card)).text).toContain('You got')
})
afterEach(() => world.end())

/** Expects the red packet to continue in the new chat, and all balances to stay. */
async function goesOn(upgraded: FakeChat): Promise<void> {
  const { fake, lan, wei, ming, creator } = world
  const fresh = await world.card('1/3 grabbed', upgraded)
  expect((await wei.forge(card, fresh.button(/Grab/).callback_data as string)).text).toContain(
    'You already got',
  )
  expect((await ming.forge(card, fresh.button(/Grab/).callback_data as string)).text).toContain('You got')
  expect((await world.grab(ming, fresh)).text).toContain('You already got')
  expect((await world.grab(creator, fresh)).text).toContain('You got')
  await fake.waitFor(() => fresh.text.includes('All grabbed'), 'the end on the new card')
  expect(upgraded.botMessages.filter(({ text }) => text.startsWith('🧧'))).toEqual([fresh])
  for (const chat of [world.group, upgraded]) {
    expect(await world.balanceOf(lan, chat)).toBe(9100)
    expect(await world.balanceOf(wei, chat)).toBe(300)
    expect(await world.balanceOf(ming, chat)).toBe(300)
  }
}

test('a group that becomes a supergroup keeps its balances and its open red packet', async () => {
  await goesOn(world.group.upgradeToSupergroup())
})

test('the notice may arrive twice, and in reverse order', async () => {
  const { fake, group } = world
  fake.holdUpdates()
  const upgraded = group.upgradeToSupergroup()
  fake.releaseUpdates({ reversed: true })
  fake.redeliver(2)
  fake.redeliver(2, { newIds: true })
  await goesOn(upgraded)
})

test('an edit of a card reveals the new id before the notice', async () => {
  const { group, fake } = world
  const upgraded = group.upgradeToSupergroup({ announce: false })
  await goesOn(upgraded)
  group.announceMigration()
  await fake.waitFor(() => fake.updates.pending === 0, 'the news')
  expect(await world.balanceOf(world.lan, upgraded)).toBe(9100)
})

test('an answer that finds the group moved goes to the new one', async () => {
  const { fake, lan, group } = world
  await fake.waitFor(() => card.text.includes('1/3'), 'the edit')
  fake.holdUpdates()
  lan.command(group, '/books')
  const upgraded = group.upgradeToSupergroup({ announce: false })
  fake.releaseUpdates()
  await world.heard('The books balance', upgraded)
  await goesOn(upgraded)
})

test('a red packet sent during the move is shown in the new chat', async () => {
  const { fake, lan, group } = world
  await fake.waitFor(() => card.text.includes('1/3'), 'the edit')
  fake.holdUpdates()
  lan.command(group, '/redpacket 5 1 equal late')
  const upgraded = group.upgradeToSupergroup()
  fake.releaseUpdates()
  const late = await world.card('late', upgraded)
  expect((await world.grab(world.ming, late)).text).toContain('You got')
  expect(await world.balanceOf(lan, upgraded)).toBe(8600)
})

test('commands in the new chat before the notice cost no one their money', async () => {
  const { fake, group, lan } = world
  fake.failNext({ method: 'editMessageText', times: 1000 }, { status: 500 })
  const upgraded = group.upgradeToSupergroup({ announce: false })
  await world.ask(lan, '/books', 'balance', upgraded)
  group.announceMigration()
  await fake.waitFor(() => fake.updates.pending === 0, 'the news')
  await expect.poll(() => world.balanceOf(lan, upgraded)).toBe(9100)
})
