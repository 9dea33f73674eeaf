import { afterEach, beforeEach, expect, test } from 'vitest'
import { grabId, numberOf, POST_CARD, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

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

test('a forged button is answered and moves nothing', async () => {
  const { channel, lan, wei } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  const ids = [
    '1grab-',
    '1grab--e',
    '1grab--ezzzzzzzzzz',
    '1grab--e0000000000',
    "1grab--e' OR 1=1",
    '1cancel--ex',
    '1transfer--a5',
    '',
    '../..',
    '1grab',
    `2${grabId(open).slice(1)}`,
  ]
  for (const custom_id of [...ids, `1envelope--e${'f'.repeat(80)}`, `${grabId(open)} `]) {
    const answer = await wei.forge(channel, 3, { component_type: 2, custom_id }, open)
    expect(['replied', 'deferred'], custom_id).toContain(answer.outcome)
    expect(answer.ephemeral).toBe(true)
  }
  expect(await balanceOf(wei)).toBe(0)
})

test('a button of another server moves nothing', async () => {
  const { channel, lan, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  const other = fake.addGuild('Elsewhere')
  const there = other.addChannel('general')
  const eve = other.addMember('eve', { manageGuild: true })
  await eve.slash(there, 'wallet')
  const origin = eve.says(there, 'a message of my own')
  const forged = eve.forge(there, 3, { component_type: 2, custom_id: grabId(open) }, origin)
  expect(await said(forged)).not.toContain('You got')
  const custom_id = open.button('Details').customId
  const details = eve.forge(there, 3, { component_type: 2, custom_id }, origin)
  expect(await said(details)).not.toContain('lan')
  expect(await said(eve.slash(there, 'cancel', { number: numberOf(open) }))).not.toContain('back in')
  expect(await balanceOf(eve, there)).toBe(0)
})

test('a forged form is answered', async () => {
  const answer = await world.lan.forge(world.channel, 5, { custom_id: 'redpacket', components: [] })
  expect(answer.outcome).toBe('replied')
  expect(answer.text).not.toBe('')
})

test('a foreign form is answered and sends nothing', async () => {
  const { channel, lan, fake } = world
  await fund()
  const asked = await lan.slash(channel, 'redpacket')
  if (!asked.modal) throw new Error('there is no form')
  Object.assign(asked.modal.sent, { custom_id: 'of-another-time' })
  await lan.submitModal(asked.modal, { 'amount+count': '5 1', for: [] })
  expect(fake.journal.filter(({ path }) => POST_CARD.path.test(path))).toEqual([])
  expect(await balanceOf(lan)).toBe(10_000)
})
