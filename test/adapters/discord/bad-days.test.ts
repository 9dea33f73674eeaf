import { afterEach, beforeEach, expect, test } from 'vitest'
import Database from '../../../src/store/sqlite-library.js'
import { CALLBACK, EDIT_CARD, grabId, POST_CARD, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const fund: DiscordWorld['fund'] = (...given) => world.fund(...given)
const card: DiscordWorld['card'] = (...asked) => world.card(...asked)
const balanceOf: DiscordWorld['balanceOf'] = (...asked) => world.balanceOf(...asked)

test('a rate-limited card is posted and edited later, once each', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  fake.failNext(POST_CARD, { status: 429, retryAfter: 0.3 })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  await world.until(() => channel.publicMessages.length > 0, 'the card')
  const open = await card('0/3 grabbed')
  fake.failNext(EDIT_CARD, { status: 429, retryAfter: 0.3 })
  await wei.click(open, grabId(open))
  await world.until(() => shown(open.text).includes('1/3 grabbed'), 'the edit')
  expect(channel.publicMessages).toHaveLength(1)
  expect(world.errors()).toEqual([])
})

test('posts and edits a card after server errors', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  fake.failNext({ ...POST_CARD, times: 4 }, { status: 503 })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  await world.until(() => channel.publicMessages.length > 0, 'the card')
  const open = await card('0/3 grabbed')
  fake.failNext({ ...EDIT_CARD, times: 4 }, { status: 500 })
  await wei.click(open, grabId(open))
  await world.until(() => shown(open.text).includes('1/3 grabbed'), 'the edit')
  expect(channel.publicMessages).toHaveLength(1)
})

test('a post without an answer is retried and makes one card', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  fake.failNext(POST_CARD, { hang: true, applied: true })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card('0/3 grabbed')
  await wei.click(open, grabId(open))
  // The client waits longer than one timeout.
  await fake.waitFor(() => world.calls(POST_CARD).length > 1, 'the second post')
  await world.until(() => shown(open.text).includes('1/3 grabbed'), 'the edit')
  expect(channel.publicMessages).toHaveLength(1)
})

test('an old card with limited edits shows the final state', async () => {
  const { channel, guild, lan, fake } = world
  await fund()
  fake.oldMessages = true
  await lan.slash(channel, 'redpacket', { amount: '6', count: 6, kind: 'equal' })
  const open = await card('0/6 grabbed')
  for (let no = 1; no <= 5; no += 1) {
    await guild.addMember(`m${no}`).click(open, grabId(open))
    await world.until(() => shown(open.text).includes(`${no}/6 grabbed`), 'an edit')
  }
  await guild.addMember('last').click(open, grabId(open))
  await world.until(() => shown(open.text).includes('All grabbed'), 'the last state')
  expect(world.calls(EDIT_CARD).filter(({ code }) => code === 30046).length).toBeGreaterThan(0)
  expect(world.calls(EDIT_CARD).length).toBeLessThan(20)
  expect(world.errors()).toEqual([])
})

test('a tap whose answer fails twice pays once, and the next tap says so', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card()
  fake.failNext({ ...CALLBACK, times: 2 }, { status: 500 })
  fake.responseWindow = 1000
  expect((await wei.click(open, grabId(open))).outcome).toBe('failed')
  expect(await said(wei.click(open, grabId(open)))).toContain('already')
  expect(await balanceOf(wei)).toBe(300)
})

test('repeats a first response that fails once', async () => {
  const { channel, lan, fake } = world
  await fund()
  fake.failNext(CALLBACK, { status: 502 })
  expect(await said(lan.slash(channel, 'wallet'))).toContain('100.00')
})

test('refunds a card that Discord rejects, and tells the sender', async () => {
  const { channel, lan, fake, app, complaints } = world
  await fund()
  fake.failNext({ ...POST_CARD, times: 1000 }, { status: 400, code: 50035 })
  const sent = await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  await fake.waitFor(() => complaints.some((line) => line.includes('a card')), 'the refusal')
  expect(await app.pendingMessages()).toBe(0)
  expect(await balanceOf(lan)).toBe(10_000)
  await fake.waitFor(() => sent.followups[0], 'word to the sender')
})

test('a refusal without a Discord code, as from a proxy, does not stop the edits', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  fake.failNext(EDIT_CARD, { status: 403, code: 0 })
  await wei.click(open, grabId(open))
  await fake.waitFor(() => world.calls(EDIT_CARD).length > 0, 'the refused edit')
  await world.ming.click(open, grabId(open))
  await fake.waitFor(() => {
    world.clock.pass(1000)
    return shown(open.text).includes('2/3 grabbed')
  }, 'the next edit')
})

test("notifies a sender of an unpostable card even if the sender's own answer failed", async () => {
  const { channel, lan, fake } = world
  await fund()
  fake.settlesWhenDeferred = true
  fake.failNext({ method: 'PATCH', path: /^\/webhooks\//, times: 2 }, { status: 500 })
  fake.failNext({ method: 'POST', path: /^\/webhooks\// }, { status: 404, code: 10015 })
  fake.failNext(POST_CARD, { status: 403, code: 50013 })
  await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  await fake.waitFor(
    () => lan.directMessages[0] || world.complaints.some((line) => line.includes('notification given up')),
    'word to the sender',
  )
  expect(await balanceOf(lan)).toBe(10_000)
  expect(lan.directMessages).toHaveLength(1)
})

test.each([
  ['nothing', null],
  ['an object without an id', { message: 'Welcome to the hotel' }],
  ['a page', '<html>Please log in</html>'],
])('retries a post and an edit that were answered 200 with %s, and logs it', async (_, page) => {
  const { channel, lan, wei, fake, complaints } = world
  await fund()
  fake.failNext(POST_CARD, { instead: page })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  await world.until(() => channel.publicMessages.length > 0, 'the card')
  const open = await card('0/3 grabbed')
  fake.failNext(EDIT_CARD, { instead: page })
  await wei.click(open, grabId(open))
  await world.until(() => shown(open.text).includes('1/3 grabbed'), 'the edit')
  expect(channel.publicMessages).toHaveLength(1)
  expect(complaints.filter((line) => line.includes('the answer is not one of Discord'))).toHaveLength(2)
  expect(world.errors()).toEqual([])
})

test('notifies a sender of an unpostable card even if the command was delivered twice', async () => {
  const { channel, lan, fake } = world
  await fund()
  fake.dispatchTwice = true
  fake.failNext(POST_CARD, { status: 403, code: 50013 })
  const sent = await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  fake.dispatchTwice = false
  await fake.waitFor(
    () =>
      sent.followups[0] ||
      lan.directMessages[0] ||
      world.complaints.some((line) => line.includes('notification given up')),
    'word to the sender',
  )
  expect(sent.followups.length + lan.directMessages.length).toBe(1)
})

test('late suggestions are no error', async () => {
  const { channel, lan, fake } = world
  await fund()
  fake.failNext(CALLBACK, { status: 404, code: 10062 })
  fake.responseWindow = 500
  expect((await lan.autocomplete(channel, 'envelope', 'number', 'a')).outcome).toBe('failed')
  expect(world.errors()).toEqual([])
})

test('a stray 401 does not stop the edits of all cards', async () => {
  const { channel, lan, wei, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  fake.failNext(EDIT_CARD, { status: 401, code: 0 })
  await wei.click(open, grabId(open))
  await world.until(() => shown(open.text).includes('1/3 grabbed'), 'the edit')
})

test('sends a direct message later, once, when Discord cannot take it now', async () => {
  const { channel, lan, fake } = world
  await fund()
  fake.failNext(POST_CARD, { status: 403, code: 50013 })
  fake.failNext({ method: 'POST', path: /^\/webhooks\//, times: 9 }, { status: 404, code: 10015 })
  fake.failNext({ method: 'POST', path: /^\/users\/@me\/channels$/, times: 4 }, { status: 503 })
  await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  await world.until(() => lan.directMessages.length > 0, 'word to the sender')
  await world.until(() => !notices(), 'the end of the telling')
  expect(lan.directMessages).toHaveLength(1)
})

test('tries a sender who accepts no direct messages once', async () => {
  const { channel, lan, fake, complaints } = world
  await fund()
  lan.closeDms()
  fake.failNext(POST_CARD, { status: 403, code: 50013 })
  fake.failNext({ method: 'POST', path: /^\/webhooks\// }, { status: 404, code: 10015 })
  await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  await world.until(
    () => complaints.some((line) => line.includes('notification given up')),
    'the end of the telling',
  )
  await world.until(() => !notices(), 'the end of the telling')
  expect(fake.journal.filter((call) => call.code === 50007)).toHaveLength(1)
  expect(world.errorCodes).toContain('50007')
})

/** Returns the number of undelivered notifications. */
function notices(): number {
  const database = new Database(world.store.file, { readonly: true })
  try {
    return database.prepare('SELECT count(*) FROM notification').pluck().get() as number
  } finally {
    database.close()
  }
}
