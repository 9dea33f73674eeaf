import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

/** Waits until everything said so far has been handled: the last message is answered. */
async function handled(): Promise<void> {
  await world.ask(world.ming, '/books', 'balance')
}

const balances = () =>
  Promise.all([world.lan, world.wei, world.ming, world.creator].map((user) => world.balanceOf(user)))

test.each(['a forwarded message', 'what another bot offered'] as const)(
  'a command in %s moves no money: passing it on is not giving it',
  async (how) => {
    const { fake, lan, wei, group } = world
    await world.fund('100')
    const joker = fake.addBot('Joker')
    const manner = how === 'a forwarded message' ? { forwardedFrom: wei } : { viaBot: joker }
    lan.say(group, ['/transfer ', wei, ' 50'], manner)
    lan.say(group, '/redpacket 50 1', manner)
    await handled()
    expect(await balances()).toEqual([10_000, 0, 0, 0])
    expect(group.botMessages.filter(({ text }) => text.startsWith('🧧'))).toEqual([])
  },
)

test("forwarding an attacker's code links no one to the attacker", async () => {
  const { app, lan, wei } = world
  await world.fund('100')
  const thief = { platform: 'discord', user: '1', name: 'Thief' }
  const { code } = await app.makePersonCode({ key: 'test:1', by: thief })
  lan.start()
  lan.say(lan.privateChat, `/linkme ${code} yes`, { forwardedFrom: wei })
  lan.say(world.group, `/linkme ${code} yes`, { forwardedFrom: wei })
  await handled()
  expect(await app.previewUnlinkPerson({ by: thief })).toEqual({ kind: 'not_linked' })
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test.each(['@!0', '@!1', '@\ue0000', '@\ue0001'])(
  "a word that looks like a mention's mark means no one: %s",
  async (word) => {
    const { lan, wei, group, fake } = world
    await world.fund('100')
    const before = group.botMessages.length
    lan.command(group, [`/transfer ${word} 50 for `, wei])
    await fake.waitFor(() => group.botMessages.length > before, 'an answer')
    await handled()
    expect(await balances()).toEqual([10_000, 0, 0, 0])
  },
)

test("a note, a reason and a greeting keep people's names as written", async () => {
  const { lan, wei, ming, group, app } = world
  group.someAdmin.command(group, ['/topup ', lan, ' 100 for helping ', ming, ', too'])
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(lan.id), name: 'Lan' }
  await world.fake.waitFor(
    () => group.botMessages.some(({ text }) => text.includes('for helping Ming, too')),
    'the reason',
  )
  await world.ask(lan, ['/transfer ', wei, ' 1 from ', ming], 'gave')
  lan.command(group, ['/redpacket 2 1 happy birthday ', ming])
  await world.card('happy birthday Ming')
  const outcome = await app.statement({ place, by })
  const said = outcome.kind === 'statement' ? outcome.lines.map(({ desc }) => desc) : []
  expect(said).toEqual(['happy birthday Ming', 'from Ming', 'for helping Ming, too'])
})

test('a reply that names another member pays that one, and a name in its note pays no one', async () => {
  const { lan, wei, ming, group } = world
  await world.fund('100')
  const said = ming.say(group, 'hello')
  lan.reply(said, ['/transfer 50 ', wei])
  await world.heard('gave')
  expect(await balances()).toEqual([5_000, 5_000, 0, 0])
  const other = ming.say(group, 'hello again')
  lan.reply(other, ['/transfer 50 thanks to ', wei])
  await world.heard('thanks to')
  expect(await balances()).toEqual([0, 5_000, 5_000, 0])
})

test('a reply to a channel or an anonymous admin pays no one', async () => {
  const { lan, creator, group } = world
  await world.fund('100')
  const said = creator.say(group, 'hello', { as: 'anonymous' })
  lan.reply(said, '/transfer 50')
  await handled()
  expect(await balances()).toEqual([10_000, 0, 0, 0])
})

test('a name that has changed hands pays neither, until the new owner has written', async () => {
  const { fake, lan, group } = world
  await world.fund('100')
  const old = group.addMember(fake.addUser('Old', { username: 'goodname' }))
  await world.ask(old, '/settings', 'Lucky')
  group.setMembership(old, { status: 'left' }, old)
  const fresh = group.addMember(fake.addUser('Fresh', { username: 'goodname' }))
  await world.ask(lan, ['/transfer ', fresh, ' 50'], 'goodname')
  expect(await world.balanceOf(lan)).toBe(10_000)
  fresh.say(group, '/settings')
  await handled()
  await world.ask(lan, ['/transfer ', fresh, ' 50'], 'gave')
  expect([await world.balanceOf(fresh), await world.balanceOf(old)]).toEqual([5_000, 0])
})
