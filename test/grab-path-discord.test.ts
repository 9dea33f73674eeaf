import { Session } from 'node:inspector'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createDiscord } from '../adapters/discord/discord.js'
import { createApp } from '../src/app/app.js'
import { encodeAction } from '../src/commands/actions.js'
import { grab } from '../src/commands/red-packet/grab.js'
import { openStore, type Store } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import { startFakeDiscord } from './support/discord/fake-discord.js'
import { SettableClock } from './support/settable-clock.js'
import { temporaryFolder } from './support/temporary-folder.js'

const ROOT = join(import.meta.dirname, '..')
/** From the platform’s event to the first file of the store. */
const MAX_FILES = 12

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly { readonly count: number }[]
    }[]
  }[]
}

/** Files that run at the same time without passing the request on. */
const BESIDE: Readonly<Record<string, string>> = {
  'adapters/discord/answer.ts':
    'waits for the answer from the beginning on, in order to say in time that one comes',
  'adapters/discord/client-options.ts': 'is asked by the library what it may forget',
}

/**
 * Finds our files whose functions ran, by V8’s counters. The test runner adds anonymous functions, which don't count.
 */
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
        .filter((file) => /^(?:src|adapters)\//.test(file) && !Object.hasOwn(BESIDE, file))
    })
    return files.sort()
  }
}

/** Opens a store that records the files passed whenever a plan reaches it. */
async function tracedStore(tracer: Tracer) {
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
  const passed: string[][] = []
  const run: Store['engine']['run'] = (make) => {
    passed.push([...tracer.files(), 'src/store/sqlite.ts'])
    return store.engine.run(make)
  }
  const engine = { run, onCommit: (listener: () => void) => store.engine.onCommit(listener) }
  const app = createApp({
    ...{ store: { ...store, engine: engine as Store['engine'] }, random: cryptoRandom },
    clock: new SettableClock(Date.UTC(2026, 5, 10)),
  })
  return { app, passed }
}

test('a grab on Discord passes at most twelve files from the event to the store', async () => {
  const tracer = new Tracer()
  const { app, passed } = await tracedStore(tracer)
  const fake = await startFakeDiscord()
  onTestFinished(() => fake.close())
  const channel = fake.addGuild('Tea House').addChannel('lobby')
  const wei = channel.guild?.addMember('wei')
  if (!wei) throw new Error('a channel without a server')
  const discord = createDiscord({
    ...{ app, token: fake.token, apiRoot: fake.apiRoot, log: pino({ level: 'silent' }) },
  })
  await discord.start()
  onTestFinished(() => discord.stop())
  const data = { component_type: 2, custom_id: encodeAction(grab, { envelope: '0123456789' }) }
  tracer.files()
  await wei.forge(channel, 3, data, wei.says(channel, 'a card'))
  const [files = []] = passed
  expect(files).toContain('src/commands/red-packet/grab.ts')
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(MAX_FILES)
})
