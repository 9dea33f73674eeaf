import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { unknownEnvelope } from '../../../src/commands/envelope-words.js'
import { grabWords } from '../../../src/commands/red-packet/grab-words.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import { alteredData } from '../../hostile/altered-data.js'
import { buttonData } from '../../support/button-data.js'
import { hurriedClock } from '../../support/hurried-clock.js'
import type { FakeChat, FakeMessage, FakeUser } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let atPace: () => void
/** A group that eve administers; in the first one she is an ordinary member. */
let own: FakeChat
let eve: FakeUser
beforeEach(async () => {
  atPace = hurriedClock()
  world = await telegramWorld()
  world.fake.budgets.enabled = false
  own = world.fake.addGroup('Own')
  eve = world.group.addMember('Eve')
  own.addAdmin(eve)
  own.addMember(world.lan)
  await world.fund('100')
  await world.fund('30', eve)
  await world.fund('70', eve, own)
})
afterEach(() => world.end().finally(atPace))

const at = (chat: FakeChat) => ({ platform: 'telegram', chat: String(chat.id) })
const settingsOf = (chat: FakeChat) =>
  world.app.settings({ place: at(chat), by: { platform: 'telegram', user: '1', name: 'Nobody' } })
const dataOf = (message: FakeMessage) => message.buttons.flatMap(({ callback_data: data }) => data ?? [])
const balances = (users: readonly FakeUser[]) =>
  Promise.all(users.flatMap((user) => [world.balanceOf(user), world.balanceOf(user, own)]))

/** Returns the newest private message with buttons in answer to a line. */
async function inPrivate(user: FakeUser, line: string): Promise<FakeMessage> {
  const known = new Set(user.directMessages)
  user.say(user.privateChat, line)
  return await world.fake.waitFor(() => user.directMessages.find((message) => !known.has(message)), line)
}

test('altered data, below any message, moves no one else’s money and changes no one else’s messages', async () => {
  const { fake, group, lan, wei, creator, app } = world
  for (const user of [eve, lan, creator]) {
    user.start()
    await fake.waitFor(() => user.directMessages.length > 0, 'the welcome')
  }
  await world.ask(lan, ['/transfer ', wei, ' 1 a secret of ours'], ' gave ')
  lan.command(group, ['/redpacket 9 3 equal for ', wei, ', ', creator, ', ', world.ming])
  const card = await world.card('0/3 grabbed')
  const lans = await world.ask(lan, '/redpacket', 'Tap to change it')
  const eves = await world.ask(eve, '/redpacket', 'Tap to change it')
  const linked = await app.makeLinkCode({
    key: 'test:code',
    place: at(own),
    by: { platform: 'telegram', user: '1', name: 'Boss' },
    platformAdmin: true,
  })
  if (linked.kind !== 'link_code') throw new Error(linked.kind)
  // The open red packet blocks any link of the group, as the question says; a personal code doesn't.
  const { code } = await app.makePersonCode({
    key: 'test:person',
    by: { platform: 'discord', user: '1', name: 'Elsewhere' },
  })
  const asked = await inPrivate(eve, `/linkme ${code}`)
  const history = [await inPrivate(lan, '/history'), await inPrivate(eve, '/history')] as const
  const all = [card, lans, eves, asked, ...history].flatMap(dataOf)
  const extra = [
    buttonData('unlink', { sure: true }, creator),
    buttonData('unlink', { sure: true }, eve),
    buttonData('link', { sure: true, code: linked.code.replace('-', '') }, eve),
    buttonData('dismiss', {}, eve),
  ]
  const secret = { text: card.text, lans: lans.text }
  const rich = [lan, wei, world.ming, creator]
  const before = {
    balances: await balances(rich),
    settings: [await settingsOf(group), await settingsOf(own)],
  }
  // What eve may do legitimately: link the account of her code, and use her form.
  const herForm = dataOf(eves)[0]?.split('-')[1] as string
  const hers = (data: string) => data.startsWith('1linkme') || data.includes(herForm)
  const sees = [card, lans, eves, group.botMessages[0] as FakeMessage, history[1]]
  await fc.assert(
    fc.asyncProperty(alteredData([...all, ...extra]), fc.constantFrom(...sees), async (data, message) => {
      if (hers(data)) return
      // A tap that was too fast was ignored, so it is repeated.
      let tap = await eve.forge(message, data)
      while (tap.text === commonWords.en.tooFast) tap = await eve.forge(message, data)
      expect(tap.outcome).toBe('answered')
      expect(tap.text).not.toMatch(/You got|secret of ours/)
      if (tap.text !== '' && message !== eves) expect(tap.alert, data).toBe(true)
    }),
    { numRuns: 150 },
  )
  await fake.waitFor(() => fake.updates.pending === 0, 'all to be taken')
  expect(await balances(rich)).toEqual(before.balances)
  expect([await settingsOf(group), await settingsOf(own)]).toEqual(before.settings)
  expect({ text: card.text, lans: lans.text, gone: [card.deleted, lans.deleted] }).toEqual({
    ...secret,
    gone: [false, false],
  })
  expect(eve.directMessages.map(({ text }) => text).join()).not.toContain('secret of ours')
})

test.each(['1grab', '1envelope'])(
  '%s for a red packet of another group only says that there is none',
  async (action) => {
    const { group, lan } = world
    lan.command(group, '/redpacket 9 3 equal for the others')
    const card = await world.card('0/3 grabbed')
    const data = dataOf(card).find((each) => each.startsWith(action)) as string
    const elsewhere = await world.ask(eve, '/books', 'balance', own)
    eve.start()
    const hello = await world.fake.waitFor(() => eve.directMessages[0], 'the welcome')
    expect((await eve.forge(elsewhere, data)).text).toBe(unknownEnvelope.en)
    // In private the red packet belongs to a group that she is in too, and grabbing only works in the group.
    expect((await eve.forge(hello, data)).text).not.toContain('You got')
    expect(await world.balanceOf(eve, own)).toBe(7_000)
  },
)

test('a form started in one group sends nothing in another, whatever message its data is tapped below', async () => {
  const begun = await world.ask(eve, '/redpacket', 'Tap to change it')
  for (const button of ['20', '×5']) await eve.press(begun, button)
  const send = begun.button(/Send it/).callback_data as string
  const elsewhere = await world.ask(eve, '/books', 'balance', own)
  await eve.forge(elsewhere, send)
  await world.card('Eve sent a red packet')
  expect([await world.balanceOf(eve), await world.balanceOf(eve, own)]).toEqual([1_000, 7_000])
})

test('a tap after the end, or after the form has gone, pays and sends nothing', async () => {
  const { fake, group, lan, wei, ming } = world
  lan.command(group, '/redpacket 9 1 equal')
  const card = await world.card('0/1 grabbed')
  const grab = card.button(/Grab/).callback_data as string
  await world.grab(wei, card)
  await fake.waitFor(() => card.text.includes('All grabbed'), 'the end')
  expect((await ming.forge(card, grab)).text).toBe(grabWords.en.say.finished)
  const form = await world.ask(lan, '/redpacket', 'Tap to change it')
  const send = form.button(/Send/).callback_data as string
  await lan.press(form, /Cancel/)
  await fake.waitFor(() => form.deleted, 'the form to go')
  expect((await lan.forge(form, send)).text).toBe(commonWords.en.formExpired)
  expect([await world.balanceOf(lan), await world.balanceOf(ming)]).toEqual([9_100, 0])
})

test('a confirmation asked of an admin works for no one else, and its data works below no other question', async () => {
  const { creator } = world
  const asked = await world.ask(creator, '/unlink', /isn’t linked|would leave/)
  const mine = await world.ask(eve, '/redpacket', 'Tap to change it')
  for (const data of [buttonData('unlink', { sure: true }, creator), buttonData('dismiss', {}, creator)])
    for (const message of [asked, mine])
      expect((await eve.forge(message, data)).text).toBe(commonWords.en.notYours)
  expect((await eve.forge(asked, buttonData('unlink', { sure: true }, eve))).text).toBe(
    refusalWords.en.notAdmin,
  )
})
