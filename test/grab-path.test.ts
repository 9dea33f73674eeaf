import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from './support/telegram-world.js'

const ROOT = join(import.meta.dirname, '..')
const MOST = 12
/** Injected when the program starts: the command by the registry, the store by main.ts. All others are imported. */
const HANDED_OVER = ['src/commands/red-packet/grab.ts', 'src/store/sqlite.ts']

/**
 * Files that a grab passes from the platform's event to the store: those that pass it on or transform it. Helpers (rate
 * limits, handles) are beside it.
 */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  telegram: [
    'adapters/telegram/poll.ts',
    'src/chat/inbox.ts',
    'adapters/telegram/telegram.ts',
    'adapters/telegram/on-update.ts',
    'adapters/telegram/decode.ts',
    'src/commands/pipeline.ts',
    'src/commands/actions.ts',
    'src/commands/read-arguments.ts',
    'src/commands/red-packet/grab.ts',
    'adapters/telegram/quoted.ts',
    'src/app/app.ts',
    'src/store/sqlite.ts',
  ],
}

/** Starts a platform with a card; returns a function that grabs from it, and the store that it reaches. */
const STARTS: Readonly<
  Record<string, () => Promise<{ store: TelegramWorld['store']; grab: () => Promise<unknown> }>>
> = {
  async telegram() {
    const world = await telegramWorld()
    onTestFinished(() => world.end())
    await world.fund('100')
    world.lan.command(world.group, '/redpacket 9 3 equal')
    const card = await world.card('0/3 grabbed')
    return { store: world.store, grab: () => world.grab(world.wei, card) }
  },
}

test.each(Object.keys(WAYS))('a grab on %s passes at most 12 files to the store', (platform) => {
  const way = WAYS[platform] ?? []
  expect(way.length).toBeLessThanOrEqual(MOST)
  const sources = new Map(way.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
  const imports = (path: string, other: string) =>
    sources.get(path)?.includes(`/${other.split('/').at(-1)?.replace('.ts', '.js')}'`) === true
  for (const path of way) {
    expect(existsSync(join(ROOT, path)), path).toBe(true)
    if (!HANDED_OVER.includes(path))
      expect(
        way.some((other) => imports(path, other) || imports(other, path)),
        path,
      ).toBe(true)
  }
})

test.each(Object.keys(WAYS))('a grab on %s calls the store from that path only', async (platform) => {
  const { store, grab } = (await STARTS[platform]?.()) ?? {}
  if (!store || !grab) throw new Error('no such platform')
  const { engine } = store
  const run = engine.run.bind(engine)
  const stacks: string[] = []
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 100
  engine.run = ((make: Parameters<typeof run>[0]) => {
    stacks.push(String(new Error().stack))
    return run(make)
  }) as typeof engine.run
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit
  })
  await grab()
  const calls = stacks.filter((stack) => stack.includes('red-packet/grab.ts'))
  expect(calls).toHaveLength(1)
  const files = [...(calls[0] ?? '').matchAll(/\(?(?:file:\/\/)?(\/[^():\s]+\.ts):\d+:\d+/g)].map(
    ([, path = '']) => relative(ROOT, path),
  )
  const ours = new Set(files.filter((path) => /^(?:src|adapters)\//.test(path)))
  expect(ours.size).toBeGreaterThanOrEqual(4)
  for (const path of ours) expect(WAYS[platform]).toContain(path)
})
