import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { buttonData } from '../../support/button-data.js'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

function form(): Promise<FakeMessage> {
  return world.ask(world.lan, '/redpacket', 'Tap to change it')
}

/** A form on which 20 in 5 shares was tapped. */
async function filled(): Promise<FakeMessage> {
  const open = await form()
  for (const button of ['20', '×5']) await world.lan.press(open, button)
  return open
}

test('a red packet is composed by tapping and sent, and its form is deleted', async () => {
  const { fake, lan, group } = world
  const open = await form()
  expect(open.replyTo?.text).toBe('/redpacket')
  for (const [button, says] of [
    ['10', 'Amount: 🧧 10.00'],
    ['×8', 'Shares: 8'],
    ['Equal shares', 'Equal shares'],
  ] as const) {
    await lan.press(open, button)
    await fake.waitFor(() => seen(open.text).includes(says), `a form that says ${says}`)
  }
  const sent = await lan.press(open, /Send it/)
  expect(sent.text).toContain('Sent!')
  const card = await world.card('0/8 grabbed')
  await fake.waitFor(() => open.deleted, 'the form to go')
  expect(card.text.replaceAll('\u00a0', ' ')).toContain('🧧 10.00')
  expect(group.botMessages.filter(({ text }) => text.startsWith('🧧'))).toEqual([card])
  expect(await world.balanceOf(lan)).toBe(9000)
})

test('tapping Send five times at once sends one red packet', async () => {
  const { fake, lan, group } = world
  const open = await filled()
  const taps = await Promise.all([1, 2, 3, 4, 5].map(() => lan.press(open, /Send it/)))
  for (const { outcome } of taps) expect(outcome).toBe('answered')
  await world.card('0/5 grabbed')
  await fake.waitFor(() => open.deleted, 'the form to go')
  expect(await world.balanceOf(lan)).toBe(8000)
  expect(group.botMessages.filter(({ text }) => text.startsWith('🧧'))).toHaveLength(1)
})

test('no one else can tap a form, not even to send from their own wallet', async () => {
  const { lan, wei, creator } = world
  await world.fund('50', wei)
  const open = await filled()
  await world.fake.waitFor(() => open.edits > 0, 'the form as it was filled in')
  const edits = open.edits
  for (const user of [wei, creator])
    for (const button of [/Send it/, /Cancel/, '50'])
      expect(await user.press(open, button)).toMatchObject({ text: commonWords.en.notYours, alert: true })
  expect(open.deleted).toBe(false)
  expect(open.edits).toBe(edits)
  expect(await world.balanceOf(wei)).toBe(5000)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a cancelled form is deleted, and nothing is sent', async () => {
  const { fake, lan } = world
  const open = await form()
  await lan.press(open, /Cancel/)
  await fake.waitFor(() => open.deleted, 'the form to go')
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('an unaffordable form says so to its owner, and stays', async () => {
  const { lan } = world
  const open = await form()
  await lan.press(open, '100')
  await lan.press(open, '×5')
  await world.ask(lan, ['/transfer ', world.wei, ' 1'], 'gave')
  const tap = await lan.press(open, /Send it/)
  expect(tap.alert).toBe(true)
  expect(tap.text).toContain('short, so no money moved')
  expect(open.deleted).toBe(false)
})

test('an untouched form is not sent: it asks for the amount and the number of shares', async () => {
  const { fake, lan, group } = world
  const open = await form()
  const tap = await lan.press(open, /Send it/)
  expect(tap).toMatchObject({ alert: true })
  expect(tap.text).toContain('Still missing: Amount, Shares.')
  await fake.waitFor(() => open.text.includes('Amount: reply to this message'), 'the form to ask')
  lan.reply(open, '7.50')
  await fake.waitFor(() => seen(open.text).includes('Amount: 🧧 7.50'), 'the amount')
  expect((await lan.press(open, /Send it/)).text).toContain('Still missing: Shares.')
  expect(group.botMessages.filter(({ text }) => text.startsWith('🧧'))).toEqual([])
  expect(await world.balanceOf(lan)).toBe(10_000)
  await lan.press(open, '×3')
  expect((await lan.press(open, /Send it/)).text).toMatch(/^Sent!/)
})

test('a form shows the total for an amount per share, and tells only its owner that the wallet holds less', async () => {
  const { fake, lan, group } = world
  const open = await form()
  for (const button of ['Equal, amount per share', '50']) await lan.press(open, button)
  const before = group.botMessages.length
  const tap = await lan.press(open, '×3')
  expect(tap).toMatchObject({ alert: true })
  expect(seen(tap.text)).toContain('🧧 50.00 short')
  await fake.waitFor(() => seen(open.text).includes('Total: 🧧 150.00'), 'the total')
  expect(open.text).not.toContain('100.00')
  expect(group.botMessages).toHaveLength(before)
  lan.start()
  await fake.waitFor(() => lan.directMessages[0], 'the welcome')
  await lan.press(open, 'Amount …')
  lan.reply(open, '60')
  await fake.waitFor(
    () => lan.directMessages.find(({ text }) => seen(text).includes('🧧 80.00 short')),
    'the private notice',
  )
  expect(group.botMessages).toHaveLength(before)
})

/** Returns the data of a form's button, with another step. */
const withStep = (message: FakeMessage, step: string) =>
  `${/^1-\w+-/.exec(message.button(/Cancel/).callback_data as string)?.[0]}${step}`

test.each(['0', 'a lot', '0.001', '999999999999'])(
  'a form with the amount %s sends nothing and stays',
  async (typed) => {
    const { lan } = world
    const open = await form()
    await lan.press(open, 'Amount …')
    lan.reply(open, typed)
    await world.fake.waitFor(() => world.group.botMessages.at(-1) !== open, 'the refusal')
    expect(open.deleted).toBe(false)
    expect(await world.balanceOf(lan)).toBe(10_000)
  },
)

test.each([
  ...['1-ID-99', '1-ID-0-99', '1-ID-open-1', '1-ID-submit-1', '1-ID', '1-ID-burn', '1-ID--1', '1-ID-0-0-0'],
  ...['', '1', '1-', '2grab--e0123456789', 'x'.repeat(64), '1grab--e0123456789', '1topup--a100'],
  ...['1unlink--syes', '1link--cABCDEFGH-syes'],
])('forged data %j is answered and moves nothing', async (data) => {
  const { lan } = world
  const open = await form()
  const id = withStep(open, '').split('-')[1] as string
  const tap = await lan.forge(open, data.replace('ID', id))
  expect(tap.outcome).toBe('answered')
  expect(open.deleted).toBe(false)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test("forged data cannot make the bot edit or delete a message that is not the forger's form", async () => {
  const { lan, wei, group } = world
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  const lans = await form()
  const weis = await world.ask(wei, '/redpacket', 'Tap to change it')
  const dismiss = buttonData('dismiss', {}, wei)
  for (const message of [card, lans, group.botMessages[0] as FakeMessage])
    for (const data of [withStep(weis, '1-0'), withStep(weis, 'open'), dismiss, withStep(lans, 'close')])
      expect(await wei.forge(message, data)).toMatchObject({ outcome: 'answered' })
  await world.ask(wei, '/books', 'balance')
  expect(card.deleted || lans.deleted).toBe(false)
  expect(card.edits + lans.edits).toBe(0)
})

test('in a private chat forged data founds no community and sends nothing', async () => {
  const { fake, lan } = world
  lan.start()
  const hello = await fake.waitFor(() => lan.directMessages[0], 'the welcome')
  for (const data of [
    buttonData('redpacket', { count: 1 }),
    buttonData('link', { code: 'ABCDEFGH', sure: true }, lan),
  ])
    expect((await lan.forge(hello, data)).text).toBe(commonWords.en.chatOnly)
  const by = { platform: 'telegram', user: String(lan.id), name: 'Lan' }
  expect((await world.app.walletsOf({ by })).wallets).toHaveLength(1)
})
