import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogue } from '../../../src/i18n/catalogue.js'
import type { FakeMessage, FakeUser } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const words = catalogue('en').telegram

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

const HINT = 'Tap to change it'

/** The keyboard stays as it is: what is drawn anew never comes. */
function holdRedraws(): void {
  world.fake.failNext({ method: 'editMessageText', times: 1_000 }, { hang: true })
}

/** Taps one button after the other, chosen or not; resolves with what the last toast says. */
async function tap(user: FakeUser, form: FakeMessage, ...buttons: string[]): Promise<string> {
  let text = ''
  for (const button of buttons) text = seen((await user.press(form, labelled(button))).text)
  return text
}

const labelled = (button: string) => new RegExp(`^(?:✓ |🧧 )?${button}$`)

/** What was sent, the newest first. */
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

test('three people who tap quickly while nothing is redrawn each send exactly what they tapped', async () => {
  const { lan, wei, ming } = world
  for (const user of [wei, ming]) await world.fund('100', user)
  const people = [lan, wei, ming]
  const forms: FakeMessage[] = []
  for (const user of people) forms.push(await world.ask(user, '/redpacket', HINT))
  holdRedraws()
  const told = await Promise.all(
    people.map((user, index) => tap(user, forms[index] as FakeMessage, '20', '×8', 'Equal shares', 'Send')),
  )
  for (const text of told) expect(text).toMatch(/is out: 🧧 20\.00 in 8 shares.*\nEqual shares/)
  const sent = { total: 2000, count: 8, kind: 'equal' }
  expect(await newest()).toEqual([sent, sent, sent])
  for (const user of people) expect(await world.balanceOf(user)).toBe(8_000)
})

test('taps that come in one batch add up in their order', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  fake.holdUpdates()
  const taps = ['50', '20', '×3', '×8', 'Equal shares', 'Send'].map((button) =>
    lan.press(form, labelled(button)),
  )
  fake.releaseUpdates()
  await Promise.all(taps)
  expect(await newest()).toEqual([{ total: 2000, count: 8, kind: 'equal' }])
})

test('each tap is answered with the form as it is now', async () => {
  const { lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  holdRedraws()
  expect(await tap(lan, form, '20')).toBe('🧧 20.00 in 5 shares, Lucky draw')
  expect(await tap(lan, form, '×8')).toBe('🧧 20.00 in 8 shares, Lucky draw')
  expect(await tap(lan, form, 'Equal shares')).toBe('🧧 20.00 in 8 shares, Equal shares')
})

test('many taps are drawn together', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, '20', '50', '88', '×3', '×8', '×10', 'Equal shares', 'Lucky draw', 'Equal shares')
  await fake.waitFor(() => seen(form.text).startsWith('🧧 88.00 in 10 shares, Equal'), 'the redrawn form')
  expect(form.edits).toBeLessThanOrEqual(3)
})

test('an own amount, a greeting and chosen people are given by replies', async () => {
  const { fake, lan, wei, ming, creator } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  expect(await tap(lan, form, 'Other amount')).toBe(words.form.ask.amount)
  lan.reply(form, '12.50')
  await fake.waitFor(() => seen(form.text).includes('12.50'), 'the amount')
  expect(await tap(lan, form, words.form.greeting)).toBe(words.form.ask.greeting)
  lan.reply(form, 'good luck to both')
  await fake.waitFor(() => form.text.includes('good luck to both'), 'the greeting')
  expect(await tap(lan, form, words.form.people)).toBe(words.form.ask.chosen)
  lan.reply(form, [{ textMention: wei }, ' and ', { textMention: ming }])
  await fake.waitFor(() => form.text.includes('Only for Wei, Ming'), 'the people')
  const told = await tap(lan, form, 'Send')
  for (const part of ['12.50 in 2 shares', 'good luck to both', 'Only for Wei, Ming'])
    expect(told).toContain(part)
  const card = await world.card('good luck to both')
  expect((await world.grab(creator, card)).text).not.toContain('You got')
  for (const user of [wei, ming]) expect((await world.grab(user, card)).text).toContain('You got')
})

test('a greeting and chosen people are taken back by the button that asked for them', async () => {
  const { fake, lan, wei } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, words.form.greeting)
  lan.reply(form, 'good luck')
  await fake.waitFor(() => form.text.includes('good luck'), 'the greeting')
  await tap(lan, form, words.form.people)
  lan.reply(form, [{ textMention: wei }])
  await fake.waitFor(() => form.text.includes('Only for Wei'), 'the people')
  const told = await tap(lan, form, words.form.greeting, words.form.people)
  expect(told).toBe('🧧 10.00 in 1 share, Lucky draw')
})

test('a reply that does not say what was asked for is refused, and the next one counts', async () => {
  const { fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, 'Other amount')
  const reply = lan.reply(form, 'a lot')
  const refused = await world.heard('a lot')
  expect(refused.replyTo).toBe(reply)
  lan.reply(form, '7')
  await fake.waitFor(() => seen(form.text).includes('7.00'), 'the amount')
})

test('a bot or a stranger is not chosen', async () => {
  const { fake, group, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, words.form.people)
  const other = fake.addBot('Other')
  group.addMember(other)
  lan.reply(form, [{ textMention: other }])
  await world.heard(words.noBots)
  lan.reply(form, '@SomebodyElse')
  await world.heard(words.unknownHandle({ handle: 'SomebodyElse' }))
  expect(await tap(lan, form, '5')).toBe('🧧 5.00 in 5 shares, Lucky draw')
})

test('replies of others, and those that nothing asked for, change nothing', async () => {
  const { lan, wei } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  lan.reply(form, '77')
  await tap(lan, form, 'Other amount')
  wei.reply(form, '66')
  await world.ask(wei, '/books', 'balance')
  expect(await tap(lan, form, '×3')).toBe('🧧 10.00 in 3 shares, Lucky draw')
  lan.reply(form, '55')
  await world.ask(wei, '/books', 'balance')
  expect(await tap(lan, form, 'Send')).toContain('10.00 in 3 shares')
})

test('a form that answers somebody’s message is for that person', async () => {
  const { lan, wei, ming, group } = world
  lan.reply(wei.say(group, 'hello'), '/redpacket')
  const form = await world.heard(HINT)
  expect(form.text).toContain('Only for Wei')
  expect(await tap(lan, form, 'Send')).toContain('10.00 in 1 share')
  const card = await world.card('0/1 grabbed')
  expect((await world.grab(ming, card)).text).not.toContain('You got')
  expect((await world.grab(wei, card)).text).toContain('You got')
})

test('after a restart a form says that it begins anew, and sends only what is tapped from then on', async () => {
  const { bot, fake, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, '50', '×8')
  await bot.stop()
  await world.startAnother()
  const forgotten = words.form.forgotten({ state: '🧧 10.00 in 5 shares, Lucky draw' })
  expect(await tap(lan, form, 'Send')).toBe(forgotten)
  expect(await world.balanceOf(lan)).toBe(10_000)
  await tap(lan, form, '20')
  await fake.waitFor(() => seen(form.text).startsWith('🧧 20.00 in 5 shares'), 'the form as it is now')
  expect(await tap(lan, form, 'Send')).toContain('20.00 in 5 shares')
  expect(await newest()).toEqual([{ total: 2000, count: 5, kind: 'lucky' }])
})

test('after a restart a reply to a form is told so, too', async () => {
  const { bot, lan } = world
  const form = await world.ask(lan, '/redpacket', HINT)
  await tap(lan, form, 'Other amount')
  await bot.stop()
  await world.startAnother()
  lan.reply(form, '33')
  await world.heard(words.form.forgotten({ state: '🧧 10.00 in 5 shares, Lucky draw' }))
})

test('a person who opens a fourth form loses the first', async () => {
  const { fake, lan } = world
  const forms: FakeMessage[] = []
  for (let index = 0; index < 4; index++) forms.push(await world.ask(lan, '/redpacket', HINT))
  await fake.waitFor(() => forms[0]?.deleted, 'the first form to go')
  expect(forms.map(({ deleted }) => deleted)).toEqual([true, false, false, false])
})
