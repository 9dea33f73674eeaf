import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeUser } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

const CODE = /[0-9A-Z]{5}-[0-9A-Z]{5}/

/** Returns the newest code that a user got in private. */
async function codeFor(user: FakeUser): Promise<string> {
  const message = await world.fake.waitFor(
    () => user.directMessages.findLast(({ text }) => CODE.test(text)),
    'a code in private',
  )
  return CODE.exec(message.text)?.[0] as string
}

const hears = (user: FakeUser, says: RegExp) =>
  world.fake.waitFor(() => user.directMessages.findLast(({ text }) => says.test(text)), `${says} in private`)

test("only its maker sees a chat's code, and one entered in another chat works for no third", async () => {
  const { fake, creator, group, lan } = world
  await world.fund('100')
  creator.start()
  creator.command(group, '/link')
  const code = await codeFor(creator)
  expect(group.messages.filter(({ text }) => CODE.test(text))).toEqual([])

  const second = fake.addGroup('Book Club')
  const friend = second.someAdmin
  const thief = second.addMember('Thief')
  const question = await world.ask(friend, `/link ${code}`, 'Tea House', second)

  const den = thief.createGroup('Den', [fake.bot])
  await world.ask(thief, ['/topup ', { textMention: thief }, ' 9000000 from nothing'], 'topped up', den)
  await world.ask(thief, `/link ${code} yes`, 'invalid', den)
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(thief.id), name: 'Thief' }
  expect(await world.app.wallet({ place, by })).toMatchObject({ balance: 0 })

  await friend.press(question, /Confirm/)
  await fake.waitFor(() => question.text.includes('Tea House') && question.buttons.length === 0, 'the link')
  const settings = await world.app.settings({ place, by })
  expect(settings).toMatchObject({ linked: [{ name: 'Book Club' }] })
  expect(await world.balanceOf(lan, second)).toBe(10_000)
})

test('a personal code typed in a group links none of its readers', async () => {
  const { lan, wei, group, app } = world
  await world.fund('100', wei)
  const elsewhere = { platform: 'discord', user: '7', name: 'Wei' }
  const { code } = await app.makePersonCode({ key: 'test:1', by: elsewhere })
  wei.start()
  lan.start()
  wei.command(group, `/linkme ${code}`)
  await hears(wei, /Is that you/i)
  lan.command(lan.privateChat, `/linkme ${code} yes`)
  await hears(lan, /invalid/)
  expect(await world.balanceOf(wei)).toBe(10_000)
  const place = { platform: 'telegram', chat: String(group.id) }
  expect(await app.wallet({ place, by: elsewhere })).toMatchObject({ balance: 0 })
  const question = await hears(wei, /Is that you/i)
  await wei.press(question, /Confirm/)
  await hears(wei, /You’re linked with/)
  expect(await app.wallet({ place, by: elsewhere })).toMatchObject({ balance: 10_000 })
})

test('a question put to one admin cannot be answered by another', async () => {
  const { fake, creator, group } = world
  creator.start()
  creator.command(group, '/link')
  const code = await codeFor(creator)
  const second = fake.addGroup('Book Club')
  const friend = second.someAdmin
  const other = second.addAdmin('Other')
  const question = await world.ask(friend, `/link ${code}`, 'Tea House', second)
  const data = question.button(/Confirm/).callback_data as string
  expect(await other.forge(question, data)).toMatchObject({ alert: true, text: /someone else/ })
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: '1', name: 'x' }
  expect(await world.app.settings({ place, by })).toMatchObject({ linked: [] })
  expect(question.buttons.length).toBe(2)
})

test('a former admin cannot confirm', async () => {
  const { fake, creator, group } = world
  creator.start()
  creator.command(group, '/link')
  const code = await codeFor(creator)
  const second = fake.addGroup('Book Club')
  const friend = second.addAdmin('Friend')
  const question = await world.ask(friend, `/link ${code}`, 'Tea House', second)
  second.someAdmin.demote(second, friend)
  expect((await friend.press(question, /Confirm/)).alert).toBe(true)
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: '1', name: 'x' }
  expect(await world.app.settings({ place, by })).toMatchObject({ linked: [] })
})

test.each(['an anonymous admin', 'a member'])(
  "a chat's code that %s types in another group works for no third",
  async (who) => {
    const { fake, creator, group } = world
    await world.fund('100')
    creator.start()
    creator.command(group, '/link')
    const code = await codeFor(creator)
    const second = fake.addGroup('Book Club')
    const friend = second.someAdmin
    const member = second.addMember('Member')
    const thief = second.addMember('Thief')
    if (who === 'a member') member.command(second, `/link ${code}`)
    else friend.command(second, `/link ${code}`, { as: 'anonymous' })
    await fake.waitFor(() => second.botMessages.length > 0, 'a refusal')

    const den = thief.createGroup('Den', [fake.bot])
    await world.ask(thief, `/link ${code} yes`, /invalid|linked/, den)
    const place = { platform: 'telegram', chat: String(group.id) }
    const by = { platform: 'telegram', user: '1', name: 'x' }
    expect(await world.app.settings({ place, by })).toMatchObject({ linked: [] })
    await world.ask(friend, `/link ${code}`, 'Tea House', second)
  },
)

test.each(['/linkme CODE please', '/linkme CODE.', '/linkme code: (CODE)', '/linkm CODE', '/link CODE'])(
  'a personal code typed in a group as “%s” links none of its readers',
  async (line) => {
    const { lan, wei, group, app } = world
    await world.fund('100', wei)
    const elsewhere = { platform: 'discord', user: '7', name: 'Wei' }
    const { code } = await app.makePersonCode({ key: 'test:1', by: elsewhere })
    wei.start()
    lan.start()
    await world.fake.waitFor(() => wei.directMessages.length > 0, 'the welcome')
    const said = () => group.botMessages.length + wei.directMessages.length
    const before = said()
    wei.command(group, line.replace('CODE', code))
    await world.fake.waitFor(() => said() > before, 'an answer')
    lan.command(lan.privateChat, `/linkme ${code} yes`)
    expect((await hears(lan, /invalid|one person now/)).text).toMatch(/invalid/)
    wei.command(wei.privateChat, `/linkme ${code}`)
    await hears(wei, /Is that you/i)
  },
)
