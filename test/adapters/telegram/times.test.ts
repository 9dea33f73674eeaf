import { afterEach, beforeEach, expect, test } from 'vitest'
import { utcTime } from '../../../adapters/telegram/times.js'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const WRITTEN = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/
/** Any time of day, or a date with its month in words. */
const TIME = /\d{1,2}:\d{2}|\d (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)|\d月\d/

let world: TelegramWorld
let zone: string | undefined
beforeEach(async () => {
  // Far from UTC, and not by whole hours.
  zone = process.env.TZ
  process.env.TZ = 'Asia/Kathmandu'
  world = await telegramWorld()
  world.fake.budgets.enabled = false
})
afterEach(async () => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  await world.end()
})

/** Expects every time in a message to be marked with the moment that its text names. */
function expectMarked({ text, entities }: FakeMessage): void {
  const times = entities.filter(({ type }) => type === 'date_time')
  let rest = text
  for (const { offset, length, unix_time: at = 0, date_time_format: format } of times) {
    const written = text.slice(offset, offset + length)
    expect(written).toMatch(WRITTEN)
    expect(utcTime(at * 1000)).toBe(written)
    expect(format).toBe('Dt')
    rest = rest.replace(written, '')
  }
  expect(rest).not.toMatch(TIME)
}

/** Collects messages with times: a card, and an answer to each command about it. */
async function withTimes(): Promise<{ card: FakeMessage; answers: FakeMessage[] }> {
  const { lan, creator } = world
  await world.fund('100')
  lan.command(world.group, '/redpacket 6 2 equal in 2h')
  const card = await world.card()
  const no = /[0-9a-f]{10}/.exec(card.text)?.[0]
  lan.start()
  await world.fake.waitFor(() => lan.directMessages.length > 0, 'the welcome')
  const answers = [
    await world.ask(lan, `/verify ${no}`, 'Keep it.'),
    await world.ask(lan, `/envelope ${no}`, 'Lan’s red packet'),
    await world.ask(lan, '/books', 'The books balance'),
    await world.ask(creator, '/audit', 'Top-up'),
  ]
  lan.command(world.group, '/history')
  const history = () => lan.directMessages.find(({ text }) => text.includes('Balance '))
  answers.push(await world.fake.waitFor(history, 'the history'))
  return { card, answers }
}

test('readers see each time in their own zone, on the card and in every answer', async () => {
  const { card, answers } = await withTimes()
  for (const message of [card, ...answers]) {
    expect(message.marked('date_time').length, message.text).toBeGreaterThan(0)
    expectMarked(message)
  }
  const [verify] = answers as [FakeMessage]
  expect(verify.marked('date_time')).toEqual(card.marked('date_time'))
  const [deadline] = card.entities.filter(({ type }) => type === 'date_time')
  expect(deadline?.unix_time).toBeGreaterThanOrEqual(Math.floor(world.clock.now() / 1000) + 7_100)
})

test('marks times in private as in a group', async () => {
  const { lan, fake } = world
  await withTimes()
  const before = lan.directMessages.length
  for (const line of ['/books', '/history']) lan.say(lan.privateChat, line)
  await fake.waitFor(() => lan.directMessages.length === before + 2, 'both answers')
  for (const message of lan.directMessages.slice(before)) {
    expect(message.marked('date_time').length).toBeGreaterThan(0)
    expectMarked(message)
  }
})

test('a server that does not know times in messages gets them as text that names its zone', async () => {
  const { fake, group, wei } = world
  fake.knowsTimes = false
  const { card, answers } = await withTimes()
  for (const message of [card, ...answers]) {
    expect(message.entities.some(({ type }) => type === 'date_time')).toBe(false)
    expect(seen(message.text)).toMatch(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/)
    expect(message.text).not.toContain('tg-time')
  }
  await world.grab(wei, card)
  await fake.waitFor(() => card.text.includes('1/2 grabbed'), 'the edit')
  expect(group.botMessages.filter(({ text }) => text.includes('1/2 grabbed'))).toEqual([card])
  // It is tried once, and then never again.
  const refused = fake.journal.filter(({ status }) => status === 400)
  expect(refused).toHaveLength(1)
})

test('an alert, which cannot have entities, names the zone', async () => {
  const { fake, creator, lan } = world
  const other = fake.addGroup('Other')
  other.addMember(creator)
  await world.ask(other.someAdmin, '/settings', 'Settings', other)
  await world.fund('100')
  for (const user of [other.someAdmin, creator]) user.start()
  const admin = other.someAdmin
  admin.command(other, '/link')
  const told = await fake.waitFor(
    () => admin.directMessages.find(({ text }) => text.includes('give this code')),
    'the code',
  )
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(told.text)?.[0]
  const preview = await world.ask(creator, `/link ${code}`, 'would join')
  lan.command(world.group, '/redpacket 6 2 equal')
  await world.card()
  const tap = await creator.press(preview, /Confirm/)
  expect(tap).toMatchObject({ alert: true })
  expect(tap.text).toMatch(/the last until \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/)
})
