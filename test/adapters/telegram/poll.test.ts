import pino from 'pino'
import type { Update } from 'telegraf/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Api } from '../../../adapters/telegram/api.js'
import { poll } from '../../../adapters/telegram/poll.js'
import { type FakeChat, type FakeTelegram, startFakeTelegram } from '../../support/telegram/fake-telegram.js'

let fake: FakeTelegram
let group: FakeChat
let end: AbortController
let taken: Update[]
let answers: boolean[]
let polling: Promise<void>
let logged: { againInSeconds?: number }[]

beforeEach(async () => {
  fake = await startFakeTelegram()
  group = fake.addGroup('Tea House')
  end = new AbortController()
  taken = []
  answers = []
  logged = []
})

afterEach(async () => {
  end.abort()
  await polling
  expect(fake.violations).toEqual([])
  await fake.close()
})

/** Starts polling; collects accepted updates in `taken`, and log lines in `logged`. */
function ask(take = async (update: Update) => void taken.push(update), patience = 5_000): void {
  polling = poll({
    api: new Api({ token: fake.token, apiRoot: fake.apiRoot, onError: () => {} }),
    log: pino({ level: 'warn' }, { write: (line) => void logged.push(JSON.parse(line)) }),
    take,
    signal: end.signal,
    onAnswer: (came) => void answers.push(came),
    patience,
  })
}

const textOf = (update: Update) => (update as { message?: { text?: string } }).message?.text

test('a silent peer is given up and polled again, and nothing is lost', async () => {
  fake.failNext('getUpdates', { hang: true })
  ask(undefined, 300)
  group.someAdmin.command(group, '/books')
  await fake.waitFor(() => taken.length > 0, 'the update')
  expect(answers).toEqual([false, true])
  end.abort()
  await polling
  expect(fake.updates.pending).toBe(0)
})

test('confirms only the part of a batch before the first rejected update', async () => {
  for (const line of ['/one', '/two', '/three']) group.someAdmin.command(group, line)
  let refusals = 0
  ask(async (update) => {
    if (textOf(update) === '/two' && refusals++ === 0) throw new Error('not now')
    taken.push(update)
  })
  await fake.waitFor(() => fake.updates.pending === 0, 'all to be taken')
  expect(taken.map(textOf)).toEqual(['/one', '/three', '/two', '/three'])
})

test('a stop confirms accepted updates and leaves the others', async () => {
  for (const line of ['/one', '/two']) group.someAdmin.command(group, line)
  ask(async (update) => {
    if (textOf(update) === '/one') return void taken.push(update)
    end.abort()
    throw new Error('the program is stopping')
  })
  await polling
  expect(fake.updates.pending).toBe(1)
})

test('a stop ends a waiting poll at once', async () => {
  ask()
  await fake.waitFor(() => fake.polling.waits, 'the question')
  end.abort()
  await polling
  await fake.waitFor(() => !fake.polling.waits, 'the question to end')
})

test('pauses after failures grow to five seconds at most, so that taps are still answered in time', async () => {
  fake.failNext({ method: 'getUpdates', times: 1_000 }, { status: 502, html: true })
  ask()
  await expect.poll(() => logged.length).toBeGreaterThanOrEqual(5)
  expect(logged.slice(0, 5).map(({ againInSeconds }) => againInSeconds)).toEqual([0.5, 1, 2, 4, 5])
})

test('polls a server that answers at once with nothing once a second', async () => {
  fake.polling.neverWaits = true
  // Before the first: a busy machine may delay a poll, never advance it.
  const began = fake.clock.now()
  ask()
  await fake.waitFor(() => fake.calls('getUpdates').length >= 3, 'three questions')
  expect(Number(fake.calls('getUpdates')[2]?.at) - began).toBeGreaterThanOrEqual(1_900)
  group.someAdmin.command(group, '/books')
  await fake.waitFor(() => taken.length === 1, 'the update')
})

test('polls a server that ignores confirmations and repeats the same updates once a second', async () => {
  fake.polling.neverWaits = true
  fake.updates.confirm = () => undefined
  group.someAdmin.command(group, '/books')
  const began = fake.clock.now()
  ask()
  await fake.waitFor(() => fake.calls('getUpdates').length >= 4, 'four questions')
  expect(Number(fake.calls('getUpdates')[3]?.at) - began).toBeGreaterThanOrEqual(1_900)
})
