import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import type { FakeChat } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let other: FakeChat
beforeEach(async () => {
  world = await telegramWorld()
  other = world.fake.addGroup('Coffee House')
  other.addMember(world.lan)
  world.creator.start()
  await world.fake.waitFor(() => world.creator.directMessages.length > 0, 'the welcome')
})
afterEach(() => world.end())

async function code(): Promise<string> {
  const { fake, creator, group } = world
  creator.command(group, '/link')
  const told = await fake.waitFor(
    () => creator.directMessages.find(({ text }) => text.includes('To link another chat')),
    'the code',
  )
  return /^[\w-]{6,}$/m.exec(told.text)?.[0] as string
}

test('two groups are linked after the second one’s admin confirms, and share one purse', async () => {
  const { fake, lan, wei } = world
  await world.fund('30')
  const asked = await world.ask(other.someAdmin, `/link ${await code()}`, 'would join', other)
  for (const user of [wei, lan]) {
    other.addMember(user)
    expect((await user.press(asked, /Confirm/)).text).toBe(commonWords.en.notYours)
  }
  await other.someAdmin.press(asked, /Confirm/)
  await fake.waitFor(() => asked.text.includes('is now linked with'), 'the link')
  expect(asked.buttons).toEqual([])
  expect(await world.balanceOf(lan, other)).toBe(3000)
})

test("a former admin's confirmation links nothing", async () => {
  const { lan } = world
  other.addAdmin(lan)
  const asked = await world.ask(lan, `/link ${await code()}`, 'would join', other)
  other.someAdmin.demote(other, lan)
  expect(await lan.press(asked, /Confirm/)).toMatchObject({ text: refusalWords.en.notAdmin, alert: true })
})

test('a non-admin cannot make the bot link with forged data', async () => {
  const { lan } = world
  const asked = await world.ask(other.someAdmin, `/link ${await code()}`, 'would join', other)
  const yes = asked.button(/Confirm/).callback_data as string
  const own = yes.replace(other.someAdmin.id.toString(36), lan.id.toString(36))
  expect(await lan.forge(asked, own)).toMatchObject({ text: refusalWords.en.notAdmin, alert: true })
  expect((await lan.forge(asked, yes)).text).toBe(commonWords.en.notYours)
  expect(asked.text).toContain('would join')
})

test('an unverifiable confirmation does nothing and says so, and works when tapped again', async () => {
  const { fake } = world
  const asked = await world.ask(other.someAdmin, `/link ${await code()}`, 'would join', other)
  fake.failNext('getChatMember', { status: 500 })
  expect(await other.someAdmin.press(asked, /Confirm/)).toMatchObject({
    text: commonWords.en.cannotAsk({ platform: 'Telegram' }),
    alert: true,
  })
  await other.someAdmin.press(asked, /Confirm/)
  await fake.waitFor(() => asked.text.includes('is now linked with'), 'the link')
})

test('a red packet for all linked chats is shown and grabbed in each; after unlinking they are separate', async () => {
  const { fake, lan, wei, creator } = world
  await world.fund('30')
  const asked = await world.ask(other.someAdmin, `/link ${await code()}`, 'would join', other)
  await other.someAdmin.press(asked, /Confirm/)
  await fake.waitFor(() => asked.text.includes('is now linked with'), 'the link')
  const guest = other.addMember('Bo')
  lan.command(world.group, '/redpacket 6 2 equal everywhere')
  const [here, there] = [await world.card(), await world.card(undefined, other)]
  expect((await world.grab(wei, here)).text).toContain('You got')
  expect((await world.grab(guest, there)).text).toContain('You got')
  for (const card of [here, there]) await fake.waitFor(() => card.text.includes('All grabbed'), 'the end')
  const parting = await world.ask(creator, '/unlink', 'would leave')
  await creator.press(parting, /Confirm/)
  await fake.waitFor(() => parting.text.includes('left'), 'the parting')
})
