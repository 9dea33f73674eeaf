import { join } from 'node:path'
import pino from 'pino'
import type { Update } from 'telegraf/types'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { keyOf } from '../../adapters/telegram/on-update.js'
import { type App, createApp } from '../../src/app/app.js'
import { Inbox } from '../../src/chat/inbox.js'
import { openStore } from '../../src/integrity/open.js'
import { cryptoRandom } from '../../src/random.js'
import { holdTheFile } from '../support/held-file.js'
import { SettableClock } from '../support/settable-clock.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const log = pino({ level: 'silent' })
let app: App
let file: string
let nextId = 1

beforeEach(async () => {
  const { folder, remove } = temporaryFolder()
  file = join(folder, 'inbox.db')
  const onFatal = (error: Error) => {
    throw error
  }
  const store = await openStore({ file, ledgerKeyFile: join(folder, 'key'), onFatal })
  app = createApp({ store, clock: new SettableClock(0), random: cryptoRandom })
  onTestFinished(async () => {
    await store.close()
    remove()
  })
})

/** Returns a new object each time, as when Telegram resends an update. */
function message(id = 7): Update {
  const chat = { id: -1, type: 'group' as const, title: 'Tea House' }
  return {
    update_id: nextId++,
    message: { message_id: id, date: 0, chat, text: 'hello' },
  } as unknown as Update
}

/** A handler that only counts, and settles when and how the test says. */
function counting() {
  const open: { resolve: () => void; reject: (error: Error) => void }[] = []
  const handle = () => new Promise<void>((resolve, reject) => void open.push({ resolve, reject }))
  return { handle, open, begun: () => open.length }
}

const inboxWith = (handle: (update: Update) => Promise<void>) =>
  new Inbox<Update>({ app, platform: 'telegram', log, keyOf, handle })

const kept = () => app.pendingUpdates.all('telegram')

test.each([
  { message: 0 },
  { message: {} },
  { callback_query: null },
  { my_chat_member: { chat: null } },
] as unknown as Update[])('a malformed update such as %j does not block later ones', async (wrong) => {
  const { handle, open } = counting()
  const inbox = inboxWith(handle)
  const taken = [{ ...wrong, update_id: nextId++ }, message()].map((update) => inbox.take(update))
  open[0]?.resolve()
  await expect(Promise.all(taken)).resolves.toHaveLength(2)
  expect(open).toHaveLength(1)
})

test('an update whose handling fails is not confirmed, comes again, and is given up after three tries', async () => {
  let tries = 0
  const inbox = inboxWith(() => {
    tries++
    return Promise.reject(new Error('broken'))
  })
  await expect(inbox.take(message())).rejects.toThrow('broken')
  await expect(inbox.take(message())).rejects.toThrow('broken')
  await inbox.take(message())
  await inbox.take(message())
  expect(tries).toBe(3)
  expect(await kept()).toEqual([])
})

test('an update that failed once succeeds at the next try, and is not repeated', async () => {
  let tries = 0
  const handle = () => (++tries === 1 ? Promise.reject(new Error('busy')) : Promise.resolve())
  const inbox = inboxWith(handle)
  await expect(inbox.take(message())).rejects.toThrow('busy')
  await inbox.take(message())
  await inbox.take(message())
  expect(tries).toBe(2)
})

test('a repeat during handling counts as the same update', async () => {
  const { handle, open, begun } = counting()
  const inbox = inboxWith(handle)
  const both = [inbox.take(message()), inbox.take(message())]
  expect(begun()).toBe(1)
  open[0]?.resolve()
  await Promise.all(both)
  await inbox.take(message())
  expect(begun()).toBe(1)
})

test('a slow update may be confirmed once it is stored, and is deleted when it is done', async () => {
  const { handle, open } = counting()
  const inbox = inboxWith(handle)
  await inbox.take(message())
  expect(await kept()).toMatchObject([{ key: 'message:-1:7' }])
  open[0]?.resolve()
  await inbox.drain()
  expect(await kept()).toEqual([])
})

test('retries a slow update that fails after it was confirmed', async () => {
  const { handle, open, begun } = counting()
  const inbox = inboxWith(handle)
  await inbox.take(message())
  open[0]?.reject(new Error('busy'))
  await expect.poll(begun).toBe(2)
  open[1]?.resolve()
  await inbox.drain()
  expect(await kept()).toEqual([])
})

test('the next start handles stored updates once, even if Telegram sends them again', async () => {
  const first = counting()
  await inboxWith(first.handle).take(message())
  const second = counting()
  const inbox = inboxWith(second.handle)
  const resumed = inbox.resume()
  await expect.poll(second.begun).toBe(1)
  await inbox.take(message())
  second.open[0]?.resolve()
  await resumed
  await inbox.take(message())
  expect(second.begun()).toBe(1)
  expect(await kept()).toEqual([])
})

test('a stored update that fails again blocks neither the start nor later updates', async () => {
  const first = counting()
  await inboxWith(first.handle).take(message())
  const inbox = inboxWith((update) =>
    'message' in update && update.message.message_id === 7
      ? Promise.reject(new Error('broken'))
      : Promise.resolve(),
  )
  await inbox.resume()
  await inbox.take(message())
  await inbox.take(message(8))
  expect(await kept()).toMatchObject([{ key: 'message:-1:7' }])
})

test('a slow update that cannot be stored is not confirmed, and a repeat does not start it twice', async () => {
  const { handle, open, begun } = counting()
  const inbox = inboxWith(handle)
  const { letGoAfter, ended } = await holdTheFile(file)
  const taken = inbox.take(message())
  letGoAfter(11_500)
  await expect(taken).rejects.toThrow('locked')
  const again = inbox.take(message())
  await ended
  await again
  expect(await kept()).toHaveLength(1)
  open[0]?.resolve()
  await inbox.drain()
  expect(begun()).toBe(1)
  expect(await kept()).toEqual([])
})
