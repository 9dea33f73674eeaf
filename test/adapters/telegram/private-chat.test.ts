import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatWords } from '../../../src/chat/chat-words.js'
import { commonWords } from '../../../src/commands/common-words.js'
import { unknownEnvelope } from '../../../src/commands/envelope-words.js'
import { words as historyWords } from '../../../src/commands/history/words.js'
import { linkMeWords, unlinkMeWords } from '../../../src/commands/link-people/words.js'
import { words as startWords } from '../../../src/commands/start/words.js'
import { walletLines } from '../../../src/commands/wallet/wallet-words.js'
import { buttonData } from '../../support/button-data.js'
import type { FakeMessage, FakeUser } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

/** Writes to the bot, opening the chat first if needed; resolves with the answer. */
async function tell(user: FakeUser, words: string): Promise<FakeMessage> {
  const answerAfter = (known: number) =>
    world.fake.waitFor(() => user.directMessages[known], `an answer to ${words}`)
  if (!user.started) {
    user.start()
    await answerAfter(0)
  }
  const known = user.directMessages.length
  user.say(user.privateChat, words)
  return await answerAfter(known)
}

test.each(['/start', '/start hello', 'hi', '谢谢'])('%s is answered with a welcome', async (words) => {
  expect((await tell(world.lan, words)).text).toBe(startWords.en.say.welcome)
})

test.each([
  '/redpacket 5 5',
  '/transfer @wei 5',
  '/topup @wei 5 x',
  '/settings',
  '/link',
  '/leaderboard',
  '/audit',
])('%s belongs in a group and is told so', async (words) => {
  expect((await tell(world.lan, words)).text).toBe(commonWords.en.chatOnly)
})

test('answers non-commands too', async () => {
  expect((await tell(world.lan, '/weather')).text).toMatch(/weather/)
  expect((await tell(world.lan, '/history x')).text).toMatch(/history/)
  expect((await tell(world.lan, `/wallet ${'x'.repeat(3000)}`)).text).toMatch(/2,?000/)
  expect((await tell(world.lan, '/help')).text).toContain('/wallet')
  expect((await tell(world.lan, '/books')).text).toContain('The books balance')
})

test('shows the wallet of people with none, one and two', async () => {
  const { fake, lan } = world
  expect((await tell(lan, '/wallet')).text).toBe(walletLines.en.none)
  expect((await tell(lan, '/history')).text).toBe(walletLines.en.none)
  await world.fund('12.34')
  expect((await tell(lan, '/wallet')).text).toContain('12.34')
  const other = fake.addGroup('Coffee House')
  other.addMember(lan)
  await world.fund('56.78', lan, other)
  const { text } = await tell(lan, '/wallet')
  expect(text).toContain('Tea House')
  expect(text).toContain('Coffee House')
  expect(text).toContain('56.78')
})

test('shows entries page by page, replacing the choice of wallet', async () => {
  const { fake, lan, wei, group, app } = world
  const other = fake.addGroup('Coffee House')
  other.addMember(lan)
  await world.fund('30', lan)
  await world.fund('20', lan, other)
  const place = { platform: 'telegram', chat: String(group.id) }
  const person = ({ id, firstName: name }: FakeUser) => ({ platform: 'telegram', user: String(id), name })
  for (let index = 1; index <= 25; index++)
    await app.transfer({
      ...{
        key: `test:${index}`,
        place,
        by: person(lan),
        to: person(wei),
        amount: 100,
        note: `gift ${index}.`,
      },
    })
  const question = await tell(lan, '/history')
  expect(question.text).toBe(historyWords.en.say.whichWallet)
  await lan.press(question, /Tea House/)
  await fake.waitFor(() => question.text.includes('gift 25.'), 'the newest')
  expect(question.text).not.toContain('gift 1.')
  while (question.buttons.some(({ text }) => text === historyWords.en.say.older)) {
    const before = question.text
    await lan.press(question, historyWords.en.say.older)
    await fake.waitFor(() => question.text !== before, 'older ones')
  }
  expect(question.text).toContain('for the test')
})

test('shows no one else’s entries, nor any where others read along', async () => {
  const { fake, lan, wei, group } = world
  await world.fund('30', lan)
  await world.fund('20', wei)
  const { wallets } = await world.app.walletsOf({
    by: { platform: 'telegram', user: String(lan.id), name: '' },
  })
  const weis = await tell(wei, '/wallet')
  const lans = { wallet: Number(wallets[0]?.walletNo.slice('W-'.length)) }
  const own = () => wei.forge(weis, buttonData('history', lans, wei))
  expect((await own()).text).not.toContain('30.00')
  const other = fake.addGroup('Coffee House')
  other.addMember(wei)
  await world.fund('20', wei, other)
  const question = await tell(wei, '/history')
  expect((await wei.forge(question, buttonData('history', lans, lan))).text).toBe(commonWords.en.notYours)
  await wei.forge(question, buttonData('history', lans, wei))
  await tell(wei, '/wallet')
  expect(wei.directMessages.map(({ text }) => text).join()).not.toContain('30.00')
  const aloud = group.botMessages[0] as FakeMessage
  expect((await lan.forge(aloud, buttonData('history', lans, lan))).alert).toBe(true)
  expect(aloud.edits).toBe(0)
})

test('shows a red packet only to members of its community', async () => {
  const { fake, lan, wei, group } = world
  await world.fund('30', lan)
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  await world.grab(wei, card)
  const no = /\b[0-9a-f]{10}\b/.exec(card.text)?.[0]
  expect((await tell(wei, `/envelope ${no}`)).text).toContain('9.00')
  expect((await tell(wei, `/verify ${no}`)).text).toContain(`${no}`)
  const stranger = fake.addUser('Bo')
  expect((await tell(stranger, `/envelope ${no}`)).text).toBe(unknownEnvelope.en)
})

describe('/linkme', () => {
  /** Returns a code made on another platform. */
  async function codeFrom(user: string): Promise<string> {
    const by = { platform: 'discord', user, name: 'Lan elsewhere' }
    return (await world.app.makePersonCode({ key: `code:${user}`, by })).code
  }

  test('links two accounts after confirmation, once', async () => {
    const { fake, lan } = world
    await world.fund('30', lan)
    const asked = await tell(lan, `/linkme ${await codeFrom('111')}`)
    expect(asked.text).toContain('Is that you?')
    await Promise.all([lan.press(asked, /Confirm/), lan.press(asked, /Confirm/)])
    await fake.waitFor(() => asked.text.includes('You’re linked with'), 'the link')
    const by = { platform: 'discord', user: '111', name: 'Lan elsewhere' }
    expect((await world.app.walletsOf({ by })).wallets).toMatchObject([{ balance: 3000 }])
  })

  test('does nothing when cancelled, and the question is deleted', async () => {
    const { fake, lan } = world
    const asked = await tell(lan, `/linkme ${await codeFrom('222')}`)
    await lan.press(asked, /Cancel/)
    await fake.waitFor(() => asked.deleted, 'the question to go')
    expect((await tell(lan, '/unlinkme')).text).toBe(unlinkMeWords.en.say.notLinked)
  })

  test('refuses an invalid code, without a button', async () => {
    const answer = await tell(world.lan, '/linkme NONSENSE')
    expect(answer.text).toBe(linkMeWords.en.say.badCode)
    expect(answer.buttons).toEqual([])
  })

  test('in a group is answered in private, and its button works there for its asker alone', async () => {
    const { fake, lan, group } = world
    lan.start()
    await fake.waitFor(() => lan.directMessages.length > 0, 'the welcome')
    const code = await codeFrom('333')
    const aloud = await world.ask(lan, `/linkme ${code}`, chatWords.en.answeredPrivately)
    expect(aloud.text).not.toContain('Lan elsewhere')
    const asked = lan.directMessages.at(-1) as FakeMessage
    const yes = buttonData('linkme', { code: code.replace('-', ''), sure: true }, lan)
    expect((await world.wei.forge(group.botMessages[0] as FakeMessage, yes)).text).toBe(
      commonWords.en.notYours,
    )
    await lan.press(asked, /Confirm/)
    await fake.waitFor(() => asked.text.includes('You’re linked with'), 'the link')
  })
})
