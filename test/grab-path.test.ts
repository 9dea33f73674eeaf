import { Session } from 'node:inspector'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createDiscord } from '../adapters/discord/discord.js'
import { createPlayground } from '../adapters/playground/playground.js'
import type { State } from '../adapters/playground/wire.js'
import { createTelegram } from '../adapters/telegram/telegram.js'
import { type App, createApp } from '../src/app/app.js'
import { AdjustableClock } from '../src/clock.js'
import { encodeAction } from '../src/commands/framework/actions.js'
import { grab } from '../src/commands/red-packet/grab.js'
import { openStore, type Store } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import { startFakeDiscord } from './support/discord/fake-discord.js'
import { writeEmptyPage } from './support/playground.js'
import { startFakeTelegram } from './support/telegram/fake-telegram.js'
import { temporaryFolder } from './support/temporary-folder.js'

const ROOT = join(import.meta.dirname, '..')
/** From the platform’s event to the first file of the store, inclusive. */
const MAX_FILES = 12
const STORE = 'src/store/sqlite.ts'
/** Grabs on each platform. Files that ran for only some of them were doing something else. */
const GRABS = 3
const BUTTON = encodeAction(grab, { envelope: '0123456789' })

/**
 * Files that run along the way but don't handle the grab, on any platform. On Discord and in the playground a
 * library is the client; Telegram’s is ours.
 */
const BESIDE: Readonly<Record<string, string>> = {
  'src/clock.ts': 'says what time it is',
  'adapters/discord/limits-in-time.ts': 'looks at the clock every second, with or without a grab',
  'adapters/telegram/api.ts': 'is the client through which updates come, before anyone knows what they are',
  'src/chat/http-call.ts': 'reads what comes to that client',
}

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly { readonly count: number }[]
    }[]
  }[]
}

/** Finds our files whose functions ran, by V8’s counters. The test runner adds nameless functions, which do not count. */
class Tracer {
  private readonly session = new Session()

  constructor() {
    this.session.connect()
    this.session.post('Profiler.enable')
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    onTestFinished(() => this.session.disconnect())
  }

  /** Files since the last call. */
  files(): string[] {
    let files: string[] = []
    this.session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error
      files = (taken as Coverage).result
        .filter(({ functions }) =>
          functions.some(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0),
        )
        .map(({ url }) => relative(ROOT, url.startsWith('file:') ? fileURLToPath(url) : url))
        .filter((file) => /^(?:src|adapters)\//.test(file))
    })
    return files.sort()
  }
}

interface World {
  readonly app: App
  readonly clock: AdjustableClock
  readonly folder: string
}

const log = pino({ level: 'silent' })

/** Starts a platform, waits until it is quiet, and returns how to tap Grab there. */
const PLATFORMS: Readonly<Record<string, (world: World) => Promise<(tap: number) => Promise<unknown>>>> = {
  async discord({ app }) {
    const fake = await startFakeDiscord()
    onTestFinished(() => fake.close())
    const channel = fake.addGuild('Tea House').addChannel('lobby')
    const wei = channel.guild?.addMember('wei')
    if (!wei) throw new Error('a channel without a server')
    const discord = createDiscord({ app, token: fake.token, apiRoot: fake.apiRoot, log })
    await discord.start()
    onTestFinished(() => discord.stop())
    const data = { component_type: 2, custom_id: BUTTON }
    return () => wei.forge(channel, 3, data, wei.says(channel, 'a card'))
  },
  async telegram({ app }) {
    const fake = await startFakeTelegram()
    onTestFinished(() => fake.close())
    const group = fake.addGroup('Tea House')
    const wei = group.addMember('Wei')
    const telegram = createTelegram({ app, token: fake.token, apiRoot: fake.apiRoot, log })
    await telegram.start()
    onTestFinished(() => telegram.stop())
    await fake.waitFor(() => fake.commands.size === 6, 'all menus')
    wei.command(group, '/help')
    const message = await fake.waitFor(() => group.botMessages[0], 'a message of the bot')
    return () => wei.forge(message, BUTTON)
  },
  async playground({ app, clock, folder }) {
    writeEmptyPage(join(folder, 'page'))
    const playground = createPlayground({
      ...{ app, clock, log, host: '127.0.0.1', port: 0 },
      ...{ chatFile: join(folder, 'chat.json'), pageFolder: join(folder, 'page') },
    })
    onTestFinished(() => playground.close())
    const { url } = await playground.listen()
    const html = await (await fetch(url)).text()
    const token = /name="playground-token" content="([^"]+)"/.exec(html)?.[1] ?? ''
    const headers = {
      ...{ Origin: new URL(url).origin, 'Content-Type': 'application/json', 'X-Playground-Token': token },
    }
    const isReconciled = async () => {
      const state = (await (await fetch(new URL('/api/state', url), { headers })).json()) as State
      return state.books.ok !== null
    }
    while (!(await isReconciled()));
    return async (tap) => {
      const body = JSON.stringify({ id: `tap-${tap}`, as: 'wei', language: 'en', data: BUTTON })
      await (await fetch(new URL('/api/tap', url), { method: 'POST', headers, body })).text()
    }
  },
}

test.each(Object.keys(PLATFORMS))('a grab on %s passes at most twelve files', async (platform) => {
  const { folder, remove } = temporaryFolder()
  const store = await openStore({
    ...{ file: join(folder, 'traced.db'), ledgerKeyFile: join(folder, 'key') },
    onFatal: (error) => {
      throw error
    },
  })
  onTestFinished(async () => {
    await store.close()
    remove()
  })
  const tracer = new Tracer()
  const passed: string[][] = []
  const run: Store['engine']['run'] = (make) => {
    passed.push(tracer.files())
    return store.engine.run(make)
  }
  const engine = { run, onCommit: (listener: () => void) => store.engine.onCommit(listener) }
  const clock = new AdjustableClock(Date.UTC(2026, 5, 10))
  const app = createApp({
    ...{ store: { ...store, engine: engine as Store['engine'] }, random: cryptoRandom, clock },
  })
  const tap = await PLATFORMS[platform]?.({ app, clock, folder })
  let every: string[] | undefined
  for (let grabs = 1; grabs <= GRABS; grabs++) {
    tracer.files()
    passed.length = 0
    await tap?.(grabs)
    const files = passed.find((files) => files.includes('src/commands/red-packet/grab.ts')) ?? []
    every = every?.filter((file) => files.includes(file)) ?? files
  }
  const way = [...(every ?? []).filter((file) => !Object.hasOwn(BESIDE, file)), STORE]
  expect(way).toContain('src/commands/red-packet/grab.ts')
  expect(way.length, way.join('\n')).toBeLessThanOrEqual(MAX_FILES)
})
