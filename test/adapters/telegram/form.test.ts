import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogue } from '../../../src/i18n/catalogue.js'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const { telegram, discord } = catalogue('en')

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

function form(): Promise<FakeMessage> {
  return world.ask(world.lan, '/redpacket', 'Tap to change it')
}

test('a red packet is put together by tapping, sent, and its form is taken away', async () => {
  const { fake, lan, group } = world
  const open = await form()
  expect(open.replyTo?.text).toBe('/redpacket')
  expect(open.text.match(/🧧/gu)).toHaveLength(1)
  for (const [button, says] of [
    ['20', '20.00'],
    ['×8', '8 shares'],
    ['Equal shares', 'Equal shares'],
  ] as const) {
    await lan.press(open, button)
    await fake.waitFor(() => open.text.includes(says), `a form that says ${says}`)
  }
  const sent = await lan.press(open, /Send/)
  expect(sent.text).toContain('is out')
  const card = await world.card('0/8 grabbed')
  await fake.waitFor(() => open.deleted, 'the form to go')
  expect(card.text.replaceAll('\u00a0', ' ')).toContain('🧧 20.00')
  expect(group.botMessages.filter(({ text }) => text.startsWith('🧧'))).toEqual([card])
  expect(await world.balanceOf(lan)).toBe(8000)
})

test('Send that is tapped five times at once sends one red packet', async () => {
  const { fake, lan, group } = world
  const open = await form()
  const taps = await Promise.all([1, 2, 3, 4, 5].map(() => lan.press(open, /Send/)))
  for (const { outcome } of taps) expect(outcome).toBe('answered')
  await world.card('0/5 grabbed')
  await fake.waitFor(() => open.deleted, 'the form to go')
  expect(await world.balanceOf(lan)).toBe(9000)
  expect(group.botMessages.filter(({ text }) => text.startsWith('🧧'))).toHaveLength(1)
})

test('nobody else can tap a form, not even to send from their own wallet', async () => {
  const { lan, wei, creator } = world
  await world.fund('50', wei)
  const open = await form()
  for (const user of [wei, creator])
    for (const button of [/Send/, /Cancel/, '20'])
      expect(await user.press(open, button)).toMatchObject({ text: telegram.notYours, alert: true })
  expect(open.deleted).toBe(false)
  expect(open.edits).toBe(0)
  expect(await world.balanceOf(wei)).toBe(5000)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a form that is cancelled is taken away, and nothing is sent', async () => {
  const { fake, lan } = world
  const open = await form()
  await lan.press(open, /Cancel/)
  await fake.waitFor(() => open.deleted, 'the form to go')
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a form that cannot be paid says so to its owner, and stays', async () => {
  const { lan } = world
  const open = await form()
  const tap = await lan.forge(open, `form:send:${lan.id}:500:5:lucky`)
  expect(tap.alert).toBe(true)
  expect(tap.text).toContain('is missing')
  expect(open.deleted).toBe(false)
})

test.each([
  'form:send:ID:0:5:lucky',
  'form:send:ID:1.2.3:5:lucky',
  'form:send:ID:0.001:5:lucky',
  'form:send:ID:10:0:lucky',
  'form:send:ID:10:999:equal',
  'form:send:ID:0.01:5:equal',
  'form:send:ID:999999999999:1:lucky',
  'form:send:ID:-5:1:lucky',
  'form:send:ID:5:1:all',
  'form:burn:ID:5:1:lucky',
  'form',
  '',
  'x'.repeat(64),
  'grab:0123456789',
  'sure:ID:topup 100',
  'sure:ID:unlink',
])('forged data %j is answered and moves nothing', async (data) => {
  const { lan } = world
  const open = await form()
  const tap = await lan.forge(open, data.replace('ID', String(lan.id)))
  expect(tap).toMatchObject({ outcome: 'answered', alert: true })
  expect(open.deleted).toBe(false)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('with forged data nobody makes the bot change or remove a message that is no form of theirs', async () => {
  const { lan, wei, group } = world
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  const lans = await form()
  for (const message of [card, lans, group.botMessages[0] as FakeMessage])
    for (const data of [
      'form:close:ID:10:5:lucky',
      'form:show:ID:10:5:lucky',
      'form:send:ID:10:5:lucky',
      'dismiss:ID',
    ])
      expect(await wei.forge(message, data.replace('ID', String(wei.id)))).toMatchObject({
        text: discord.unknownButton,
      })
  expect(card.deleted || lans.deleted).toBe(false)
  expect(card.edits + lans.edits).toBe(0)
})

test('in a private chat forged data founds no community and sends nothing', async () => {
  const { fake, lan } = world
  lan.start()
  const hello = await fake.waitFor(() => lan.directMessages[0], 'the welcome')
  for (const data of ['form:send:ID:10:5:lucky', 'sure:ID:link ABCDEFGH'])
    expect((await lan.forge(hello, data.replace('ID', String(lan.id)))).text).toBe(discord.unknownButton)
  const by = { platform: 'telegram', user: String(lan.id), name: 'Lan' }
  expect((await world.app.walletsOf({ by })).wallets).toHaveLength(1)
})
