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
  await lan.press(open, '100')
  await world.ask(lan, ['/transfer ', world.wei, ' 1'], 'gave')
  const tap = await lan.press(open, /Send/)
  expect(tap.alert).toBe(true)
  expect(tap.text).toContain('is missing')
  expect(open.deleted).toBe(false)
})

test.each(['amount:0', 'amount:1.2.3', 'amount:0.001', 'amount:999999999999', 'count:0', 'count:999'])(
  'a form in which %s was forged sends nothing and stays',
  async (tap) => {
    const { lan } = world
    const open = await form()
    await lan.forge(open, `form:${lan.id}:${tap}`)
    expect(await lan.press(open, /Send/)).toMatchObject({ outcome: 'answered', alert: true })
    expect(open.deleted).toBe(false)
    expect(await world.balanceOf(lan)).toBe(10_000)
  },
)

test.each([
  'form:ID:amount:-5',
  'form:ID:amount:',
  'form:ID:amount:5\n6',
  'form:ID:count:1000',
  'form:ID:kind:all',
  'form:ID:ask:wallet',
  'form:ID:send:10',
  'form:ID:burn:',
  'form:ID:send',
  'form:send:ID:10:5:lucky',
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
    for (const data of ['form:ID:close:', 'form:ID:amount:20', 'form:ID:send:', 'dismiss:ID'])
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
  for (const data of ['form:ID:send:', 'sure:ID:link ABCDEFGH'])
    expect((await lan.forge(hello, data.replace('ID', String(lan.id)))).text).toBe(discord.unknownButton)
  const by = { platform: 'telegram', user: String(lan.id), name: 'Lan' }
  expect((await world.app.walletsOf({ by })).wallets).toHaveLength(1)
})
