import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import type { FakeMessage, FakeUser } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const { bot: noBots, howToName } = commonWords.en

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

const HINT = 'Tap to change it'

/** Freezes the keyboard by holding back redraws. */
function holdRedraws(): void {
  world.fake.failNext({ method: 'editMessageText', times: 1_000 }, { hang: true })
}

/** Taps one button after the other, chosen or not; resolves with the last toast. */
async function tap(user: FakeUser, form: FakeMessage, ...buttons: string[]): Promise<string> {
  let text = ''
  for (const button of buttons) text = seen((await user.press(form, labelled(button))).text)
  return text
}

const labelled = (button: string) => new RegExp(`^(?:✓ |🧧 )?${button}$`)

/** Returns the red packets sent, newest first. */
async function newest() {
  const place = { platform: 'telegram', chat: String(world.group.id) }
  const by = { platform: 'telegram', user: String(world.lan.id), name: 'Lan' }
  const recent = await world.app.recentEnvelopes({ place }, 10)
  const all = recent.map(async ({ envelopeNo }) => {
    const details = await world.app.envelopeDetails({ place, by, envelopeNo })
    if (details.kind !== 'envelope') throw new Error(details.kind)
    const { total, count, kind } = details.envelope
    return { total, count, kind }
  })
  return await Promise.all(all)
}

test('three people tapping quickly without redraws each send exactly what they tapped', async () => {
  const { lan, wei, ming } = world
  for (const user of [wei, ming]) await world.fund('100', user)
  const people = [lan, wei, ming]
  const forms: FakeMessage[] = []
  for (const user of people) forms.push(await world.ask(user, '/redpacket', HINT))
  holdRedraws()
  const told = await Promise.all(
    people.map((user, index) =>
      tap(user, forms[index] as FakeMessage, '10', '×8', 'Equal shares', 'Send it'),
    ),
  )
  for (const text of told) expect(text).toMatch(/Sent! 🧧 10\.00 in 8 shares/)
  const sent = { total: 1000, count: 8, kind: 'equal' }
  expect(await newest()).toEqual([sent, sent, sent])
  for (const user of people) expect(await world.balanceOf(user)).toBe(9_000)
})

test('taps in one batch apply in order', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  fake.holdUpdates()
  const taps = ['50', '10', '×3', '×8', 'Equal shares', 'Send it'].map((button) =>
    lan.press(form, labelled(button)),
  )
  fake.releaseUpdates()
  await Promise.all(taps)
  expect(await newest()).toEqual([{ total: 1000, count: 8, kind: 'equal' }])
})

test('each tap is answered with the current state of the form', async () => {
  const { lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  holdRedraws()
  expect(await tap(lan, form, '10')).toMatch(/Lucky shares\nAmount: 🧧 10\.00\nShares: not chosen yet/)
  expect(await tap(lan, form, '×8')).toMatch(/Lucky shares\nAmount: 🧧 10\.00\nShares: 8/)
  expect(await tap(lan, form, 'Equal shares')).toMatch(/Equal shares\nAmount: 🧧 10\.00\nShares: 8/)
})

test('many taps share one redraw', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, '10', '50', '88', '×3', '×8', '×10', 'Equal shares', 'Lucky shares', 'Equal shares')
  await fake.waitFor(
    () => /Equal shares\nAmount: 🧧 88\.00\nShares: 10/.test(seen(form.text)),
    'the redrawn form',
  )
  expect(form.edits).toBeLessThanOrEqual(3)
})

test('replies set an amount, a greeting and chosen people', async () => {
  const { fake, lan, wei, ming, creator } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  expect(await tap(lan, form, 'Amount …')).toBe('Amount: reply to this message with it.')
  lan.reply(form, '12.50')
  await fake.waitFor(() => seen(form.text).includes('Amount: 🧧 12.50'), 'the amount')
  await tap(lan, form, 'Greeting')
  lan.reply(form, 'good luck to both')
  await fake.waitFor(() => form.text.includes('Greeting: good luck to both'), 'the greeting')
  await tap(lan, form, 'Who can grab')
  lan.reply(form, [{ textMention: wei }, ' and ', { textMention: ming }])
  await fake.waitFor(() => form.text.includes('Who can grab: Wei, Ming'), 'the people')
  expect(await tap(lan, form, 'Send it')).toContain('12.50 in 2 shares')
  const card = await world.card('good luck to both')
  expect((await world.grab(creator, card)).text).not.toContain('You got')
  for (const user of [wei, ming]) expect((await world.grab(user, card)).text).toContain('You got')
})

test('the button that asked for a greeting or people also clears them', async () => {
  const { fake, lan, wei } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, 'Greeting')
  lan.reply(form, 'good luck')
  await fake.waitFor(() => form.text.includes('good luck'), 'the greeting')
  await tap(lan, form, 'Who can grab')
  lan.reply(form, [{ textMention: wei }])
  await fake.waitFor(() => form.text.includes('Who can grab: Wei'), 'the people')
  const told = await tap(lan, form, 'Greeting', 'Who can grab')
  expect(told).not.toMatch(/Greeting|Who can grab/)
  expect(told).toContain('Shares: 1')
})

test('one of many options is chosen from a separate list with a way back', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await lan.press(form, 'More …')
  await fake.waitFor(() => form.buttons.some(({ text }) => text.startsWith('Theme')), 'the further fields')
  await lan.press(form, /^Theme/)
  await fake.waitFor(
    () => form.buttons.some(({ text }) => text === 'By date' || text === '✓ By date'),
    'the list',
  )
  await lan.press(form, 'Back')
  await fake.waitFor(() => form.buttons.some(({ text }) => text.startsWith('Theme')), 'the further fields')
  await lan.press(form, 'Back')
  await fake.waitFor(() => form.buttons.some(({ text }) => text === 'Send it'), 'the form')
  await lan.press(form, /^Open for/)
  await fake.waitFor(() => form.buttons.some(({ text }) => text === '1 h'), 'the times')
  expect(await tap(lan, form, '1 h')).toContain('Open for how long? 1 h')
  await fake.waitFor(() => form.buttons.some(({ text }) => text === 'Send it'), 'the form')
})

test('an unusable reply is refused, and the next one counts', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, 'Amount …')
  const reply = lan.reply(form, 'a lot')
  const refused = await world.heard('a lot')
  expect(refused.replyTo).toBe(reply)
  lan.reply(form, '7')
  await fake.waitFor(() => seen(form.text).includes('Amount: 🧧 7.00'), 'the amount')
})

test('bots and strangers cannot be chosen', async () => {
  const { fake, group, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, 'Who can grab')
  const other = fake.addBot('Other')
  group.addMember(other)
  lan.reply(form, [{ textMention: other }])
  await world.heard(noBots)
  lan.reply(form, '@SomebodyElse')
  await world.heard(howToName.reply({ handle: 'SomebodyElse' }))
  expect(await tap(lan, form, '5')).not.toContain('Who can grab')
})

test('replies from others, and unrequested ones, change nothing', async () => {
  const { lan, wei } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, '20')
  lan.reply(form, '77')
  await tap(lan, form, 'Amount …')
  wei.reply(form, '66')
  await world.ask(wei, '/books', 'balance')
  expect(await tap(lan, form, '×3')).toMatch(/Amount: 🧧 20\.00\nShares: 3/)
  lan.reply(form, '55')
  await world.ask(wei, '/books', 'balance')
  expect(await tap(lan, form, 'Send it')).toContain('20.00 in 3 shares')
})

test('a form in reply to someone’s message is for that person', async () => {
  const { lan, wei, ming, group } = world
  lan.reply(wei.say(group, 'hello'), '/redpacket')
  const form = await world.heard(HINT)
  expect(form.text).toContain('Who can grab: Wei')
  expect(await tap(lan, form, '20', 'Send it')).toContain('20.00 in 1 share')
  const card = await world.card('0/1 grabbed')
  expect((await world.grab(ming, card)).text).not.toContain('You got')
  expect((await world.grab(wei, card)).text).toContain('You got')
})

test('after a restart a form says that it has expired, and sends nothing', async () => {
  const { bot, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, '50', '×8')
  await bot.stop()
  await world.startAnother()
  expect(await tap(lan, form, 'Send it')).toBe(commonWords.en.formExpired)
  await world.fake.waitFor(() => form.text === commonWords.en.formExpired, 'the form to say so')
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('opening a second form in a group closes the first', async () => {
  const { fake, lan } = world
  const first = await world.ask(lan, '/redpacket', HINT)
  const second = await world.ask(lan, '/redpacket', HINT)
  await fake.waitFor(() => first.deleted, 'the first form to go')
  expect(second.deleted).toBe(false)
})

test('the way back from a refusal shows what was typed', async () => {
  const { fake, lan } = world
  const refused = await world.ask(lan, '/redpacket 0.01 5 for luck', 'shares need at least')
  await lan.press(refused, 'Back to the form')
  await fake.waitFor(() => refused.text.includes(HINT), 'the form')
  expect(seen(refused.text)).toContain('Amount: 🧧 0.01')
  expect(await tap(lan, refused, '5', 'Send it')).toContain('5.00 in 5 shares')
  await fake.waitFor(() => refused.deleted, 'the form to go')
})
