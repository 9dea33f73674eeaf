import { afterEach, beforeEach, expect, test } from 'vitest'
import { unknownEnvelope } from '../../../src/commands/envelope-words.js'
import { argumentWords } from '../../../src/commands/framework/arguments/argument-words.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import { hurriedClock } from '../../support/hurried-clock.js'
import type { FakeChat, FakeUser } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let atPace: () => void
/** A group whose creator is an ordinary member of the first, where lan has 100.00. */
let own: FakeChat
let boss: FakeUser
beforeEach(async () => {
  atPace = hurriedClock()
  world = await telegramWorld()
  own = world.fake.addGroup('Own')
  boss = own.someAdmin
  world.group.addMember(boss)
  await world.fund('100')
  own.addMember(world.lan)
})
afterEach(() => world.end().finally(atPace))

test('an admin tops up and deducts in the own group only, even for members of both', async () => {
  const { lan } = world
  await world.ask(boss, ['/topup ', lan, ' 5 a prize'], ' topped up ', own)
  await world.ask(boss, ['/deduct ', lan, ' 2 a mistake'], ' deducted ', own)
  await world.ask(boss, ['/deduct ', lan, ' 50 a theft'], /private|t.me|has/i, own)
  expect([await world.balanceOf(lan, own), await world.balanceOf(lan)]).toEqual([300, 10_000])
})

test("a reply quoting another group's message names no one", async () => {
  const { fake, lan, group, wei } = world
  const said = lan.say(group, 'hello')
  const before = own.botMessages.length
  // Telegram delivers the foreign message beside the line, not as the one replied to.
  fake.updates.push('message', {
    ...boss.say(own, 'a line to build upon').raw,
    message_id: 900_001,
    text: '/topup 5 a prize',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    external_reply: {
      origin: { type: 'user', date: said.date, sender_user: wei.api },
      chat: group.api,
      message_id: said.id,
    },
    quote: { text: 'hello', position: 0 },
  })
  await fake.waitFor(() => own.botMessages.length > before, 'an answer')
  expect(seen(own.botMessages.at(-1)?.text ?? '')).toContain(argumentWords.en.member.ask)
  expect([await world.balanceOf(wei), await world.balanceOf(wei, own)]).toEqual([0, Number.NaN])
})

test("another group's red packet cannot be shown, verified or cancelled by its number", async () => {
  const { lan, group } = world
  await world.fund('1', boss, own)
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  const no = /\b[0-9a-f]{10}\b/.exec(card.text)?.[0]
  for (const command of ['envelope', 'verify', 'cancel'])
    await world.ask(boss, `/${command} ${no}`, unknownEnvelope.en, own)
  expect(await world.balanceOf(lan)).toBe(9_100)
})

test('rights in one group do not extend to another: nothing there is changed, linked or unlinked', async () => {
  const { lan, app, group } = world
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(lan.id), name: 'Lan' }
  const before = await app.settings({ place, by })
  await world.ask(boss, ['/settings treasurer ', boss], refusalWords.en.notAdmin)
  await world.ask(boss, '/link', refusalWords.en.notAdmin)
  await world.ask(boss, '/unlink yes', refusalWords.en.notAdmin)
  expect(await app.settings({ place, by })).toEqual(before)
})
