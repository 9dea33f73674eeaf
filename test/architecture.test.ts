import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.js'

const ROOT = join(import.meta.dirname, '..')
const ROOTS = ['src', 'adapters', 'migrations']

/** Which parts of the program a part may import, besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  clock: [],
  random: ['core'],
  config: ['core'],
  'redact-secrets': [],
  log: [],
  'bounded-map': [],
  'expiring-map': [],
  'with-timeout': [],
  'run-on-thread': [],
  version: [],
  i18n: ['core'],
  migrations: [],
  store: ['core', 'migrations'],
  pictures: ['core', 'log'],
  integrity: ['core', 'store', 'clock', 'run-on-thread'],
  app: ['core', 'store', 'integrity', 'clock'],
  tickets: ['app', 'store', 'bounded-map', 'with-timeout'],
  thread: ['app', 'store', 'integrity', 'tickets', 'clock', 'random', 'run-on-thread'],
  shards: ['app', 'store', 'thread', 'core', 'bounded-map', 'with-timeout'],
  chat: ['app', 'commands', 'pictures', 'i18n', 'core', 'log', 'bounded-map', 'with-timeout'],
  commands: ['app', 'i18n', 'core', 'pictures', 'with-timeout'],
  operations: [
    ...['app', 'store', 'integrity', 'core', 'clock', 'log', 'config', 'with-timeout', 'run-on-thread'],
  ],
  discord: ['app', 'commands', 'chat', 'i18n', 'core', 'log', 'operations', 'with-timeout', 'expiring-map'],
  telegram: ['app', 'commands', 'chat', 'i18n', 'core', 'log', 'operations', 'bounded-map'],
  playground: ['app', 'commands', 'chat', 'integrity', 'i18n', 'core', 'clock', 'log', 'operations'],
  cli: ['app', 'store', 'integrity', 'operations', 'core', 'clock', 'config', 'version'],
  main: [
    ...['app', 'core', 'store', 'integrity', 'thread', 'shards', 'chat', 'pictures', 'operations'],
    ...['clock', 'config', 'log', 'discord', 'telegram', 'playground', 'redact-secrets', 'version'],
  ],
}

/**
 * The functions of the app that an adapter may call directly. Everything else is called by a command, through the
 * pipeline.
 */
const MAY_CALL: Record<string, readonly string[]> = {
  // The clock for stale commands; wanted cards; whom to notify of a lost card.
  discord: ['now', 'board', 'senderOf'],
  // Whom to notify of a lost card; owners of handles; a group with a new id.
  telegram: ['senderOf', 'rememberHandle', 'userCalled', 'migrateChat'],
  playground: [
    ...['now', 'onCommit'],
    // The data beside the chat on the page.
    ...['settings', 'statement', 'wallet', 'books', 'reconcile'],
    // Founding the chat, its members' starting money, and skipping time on the page.
    ...['foundCommunity', 'topUp', 'openScheduled', 'expireEnvelopes'],
  ],
}

/** Packages that only some folders may import; unlisted packages may be imported anywhere but in the core. */
const PACKAGE_HOMES: Record<string, readonly string[]> = {
  kysely: ['src/store', 'migrations'],
  'better-sqlite3': ['src/store/sqlite-library.ts'],
  mariadb: ['src/store/mysql-session.ts'],
  '@redis/client': ['src/tickets'],
  'discord.js': ['adapters/discord'],
  telegraf: ['adapters/telegram'],
  hono: ['adapters/playground'],
  '@hono/node-server': ['adapters/playground'],
  commander: ['adapters/cli'],
  preact: ['adapters/playground', 'src/operations/operator-page'],
  uplot: ['src/operations/operator-page'],
  'pino-pretty': ['src/log.ts'],
  'node-schedule': ['src'],
  'prom-client': ['src'],
  tyme4ts: ['src/core/festivals'],
  '@napi-rs/canvas': ['src/pictures'],
}

/** The only external imports of the core. */
const CORE_IMPORTS: Record<string, readonly string[]> = {
  'decimal.js': ['src/core/money.ts'],
  tyme4ts: ['src/core/festivals/lunar-calendar.ts'],
  'node:crypto': ['src/core/fairness.ts'],
}

/** Files that hold texts, in English and in Chinese; those of a feature are in its folder. */
const WORDS = /(^|[/-])words\.[jt]s$/

/** The folders of the features, what they share beside them, the chat's own messages and the two pages. */
const WORDS_HOMES =
  /^(src\/commands\/([a-z-]+\/){0,2}|src\/chat\/|src\/operations\/operator-page\/|adapters\/playground\/(page\/)?)[a-z-]*words\.ts$/

function inFramework(name: string): string {
  return `src/commands/framework/${name}`
}

/** Sources outside those files that may write Chinese: they handle values that people type, not sentences. */
const READS_CHINESE = [
  'src/commands/schedule/read-appointment.ts',
  'src/core/festivals/read-day.ts',
  // Signs on seals, which are the same in every language.
  'src/pictures/art/chinese-festivals.ts',
  'src/i18n/format.ts',
  ...['arguments/choices.ts', 'arguments/durations.ts', 'arguments/offered-lifetimes.ts'].map(inFramework),
  ...['lines/fragment.ts', 'lines/keyworded.ts', 'slash.ts'].map(inFramework),
  // The people of the playground, their money, and a command that a button types for them.
  ...['actors.ts', 'playground.ts', 'page/form-dialog.tsx'].map((name) => `adapters/playground/${name}`),
]

function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (top === 'adapters') return second
  if (top === 'migrations') return 'migrations'
  return second.replace(/\.ts$/, '')
}

function sourcesUnder(root: string): string[] {
  return ROOTS.flatMap((top) => {
    try {
      return readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(ts|tsx|mts)$/.test(path))
        .map((path) => join(top, path))
    } catch {
      return []
    }
  }).sort()
}

/** Returns a source's imports, including `export … from`, `import type` and `import()`. */
function importsOf(source: string): { from: string; names: string }[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statements = /^\s*(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm
  const bare = /^\s*import\s*['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g
  return [
    ...[...code.matchAll(statements)].map((match) => ({ names: match[1] ?? '', from: match[2] ?? '' })),
    ...[...code.matchAll(bare), ...code.matchAll(dynamic)].map((match) => ({
      names: '',
      from: match[1] ?? '',
    })),
  ]
}

/** Returns every place where a source under the root breaks a wall, one line each. */
function brokenWalls(root: string): string[] {
  const broken: string[] = []
  for (const path of sourcesUnder(root)) {
    const part = partOf(path)
    if (!(part in MAY_IMPORT)) broken.push(`${path}: no rule knows this part of the program`)
    if (/(^|\/)index\.tsx?$/.test(path)) broken.push(`${path}: is a barrel`)
    if (/(^|\/)(utils?|helpers?|misc|common)(\/|\.tsx?$)/.test(path))
      broken.push(`${path}: says nothing by its name`)
    for (const { from, names } of importsOf(readFileSync(join(root, path), 'utf8'))) {
      const target = normalize(join(dirname(path), from))
      const why = from.startsWith('.')
        ? (refuseSource(part, target) ?? refuseWords(part, target, names))
        : refusePackage(path, part, from, names)
      if (why) broken.push(`${path}: imports ${from}, ${why}`)
    }
  }
  return broken
}

/** Returns the first sources found that import each other in a circle; types don't count. */
function circle(root: string): string[] {
  const sources = new Set(sourcesUnder(root))
  const importedBy = (path: string) =>
    importsOf(readFileSync(join(root, path), 'utf8'))
      .filter(({ from, names }) => from.startsWith('.') && /^(?!type\b)\s*\S/.test(names.trim()))
      .filter(({ names }) => names.replace(/\btype \w+( as \w+)?/g, '').match(/\w/))
      .map(({ from }) => normalize(join(dirname(path), from)).replace(/\.js$/, ''))
      .flatMap((target) => [`${target}.ts`, `${target}.tsx`].filter((file) => sources.has(file)))
  const seen = new Set<string>()
  const visit = (path: string, way: readonly string[]): string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path]
    if (seen.has(path)) return []
    seen.add(path)
    for (const next of importedBy(path)) {
      const found = visit(next, [...way, path])
      if (found.length > 0) return found
    }
    return []
  }
  for (const path of sources) {
    const found = visit(path, [])
    if (found.length > 0) return found
  }
  return []
}

function refuseSource(part: string, target: string): string | undefined {
  if (!/\.(js|json)$/.test(target)) return 'whose name does not end with .js'
  if (!ROOTS.includes(target.split('/')[0] ?? '')) return 'which is no part of the program'
  const other = partOf(target.replace(/\.js$/, '.ts'))
  if (part === other) return undefined
  if (part === 'commands' && other === 'pictures' && target !== 'src/pictures/drawing.js')
    return 'but commands only say what is to be drawn'
  return MAY_IMPORT[part]?.includes(other) ? undefined : `but ${part} may not see ${other}`
}

/** Text for members reaches Discord and Telegram only as a command's reply or as a finished text of `src/chat`. */
function refuseWords(part: string, target: string, names: string): string | undefined {
  if (part !== 'discord' && part !== 'telegram') return undefined
  if (WORDS.test(target) && target !== 'src/commands/framework/words.js')
    return `but ${part} chooses no words`
  if (!target.startsWith('src/i18n/')) return undefined
  return names.trim() === 'type { Language }' ? undefined : `but ${part} chooses no words`
}

function refusePackage(path: string, part: string, from: string, names: string): string | undefined {
  if (part === 'core') {
    if (!CORE_IMPORTS[from]?.includes(path)) return 'but the core is pure'
    if (from === 'node:crypto' && names.trim() !== '{ createHash }' && names.trim() !== '{ hash }')
      return 'but the core may only hash'
    return undefined
  }
  if (from.startsWith('node:')) return undefined
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
  const homes = PACKAGE_HOMES[name]
  if (homes && !homes.some((home) => path === home || path.startsWith(`${home}/`)))
    return `but ${name} stays in ${homes.join(', ')}`
  return undefined
}

test('the program keeps its walls', () => {
  expect(sourcesUnder(ROOT).length).toBeGreaterThan(40)
  expect(brokenWalls(ROOT)).toEqual([])
})

test('no sources import each other in a circle', () => {
  expect(circle(ROOT)).toEqual([])
})

test('texts that members read are in files of words, those of a feature in its folder', () => {
  const offenders = sourcesUnder(ROOT).filter(
    (path) =>
      !WORDS.test(path) && !READS_CHINESE.includes(path) && /\p{Script=Han}/u.test(code(join(ROOT, path))),
  )
  expect(offenders).toEqual([])
  const homeless = sourcesUnder(ROOT).filter((path) => WORDS.test(path) && !WORDS_HOMES.test(path))
  expect(homeless).toEqual([])
})

test('no file of words is named after a platform or too long to read in one go', () => {
  const offenders = sourcesUnder(ROOT)
    .filter((path) => WORDS.test(path))
    .filter(
      (path) =>
        /discord|telegram/.test(path) || readFileSync(join(ROOT, path), 'utf8').split('\n').length > 260,
    )
  expect(offenders).toEqual([])
})

test('sources use no decorators, and only injected randomness and clocks', () => {
  const offenders = sourcesUnder(ROOT)
    .filter((path) => /^src\/(core|app|store)\//.test(path))
    .filter((path) => /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|^\s*@\w+/m.test(code(join(ROOT, path))))
  expect(offenders).toEqual([])
})

test('adapters call nothing on the app that belongs to a command', () => {
  const offenders = sourcesUnder(ROOT).flatMap((path) => {
    const may = path.startsWith('adapters/') && MAY_CALL[partOf(path)]
    return may ? callsBeyond(may, code(join(ROOT, path))).map((call) => `${path}: ${call}`) : []
  })
  expect(offenders).toEqual([])
})

test.each([
  ['await app.grabShare({ key })', ['app.grabShare']],
  ['this.options.app\n  .transfer(command)', ['app.transfer']],
  ["options.app['deduct'](command)", ["app['deduct']"]],
  ['const { topUp, now } = app', ['{ topUp, now } = app']],
  ["app.now() + app.board.size // app.transfer()\nimport type { App } from '../../src/app/app.js'", []],
])('detects a call that belongs to a command: %j', (source, calls) => {
  expect(callsBeyond(['now', 'board'], withoutComments(source))).toEqual(calls)
})

/** Returns every call on the app in a source without comments, except the allowed ones, even after destructuring. */
function callsBeyond(may: readonly string[], source: string): string[] {
  const calls = [...source.matchAll(/\bapp\s*\??\.\s*(\w+)(?!['\w])/g)]
    .filter(([, name = '']) => !may.includes(name))
    .map(([, name]) => `app.${name}`)
  const others = [
    ...source.matchAll(/\bapp\s*(?:\?\.)?\[[^\]]*\]|\{[^{}]*\}\s*=\s*(?:[\w.]+\.)?app\b(?!\.)/g),
  ]
  return [...calls, ...others.map(([found]) => found)]
}

/** Returns a source without its comments. */
function code(file: string): string {
  return withoutComments(readFileSync(file, 'utf8'))
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
}

test.each([
  ['src/core/money.ts', `import { readFileSync } from 'node:fs'`, 'but the core is pure'],
  ['src/core/money.ts', `import { post } from '../store/ledger.js'`, 'but core may not see store'],
  ['src/core/split.ts', `import { randomInt } from 'node:crypto'`, 'but the core is pure'],
  [
    'src/core/fairness.ts',
    `import { createHash, randomInt } from 'node:crypto'`,
    'but the core may only hash',
  ],
  ['src/store/ledger.ts', `import type { App } from '../app/app.js'`, 'but store may not see app'],
  ['src/app/wallets/wallet.ts', `import { sql } from 'kysely'`, 'but kysely stays in'],
  ['src/app/wallets/wallet.ts', `export * from '../../chat/updater.js'`, 'but app may not see chat'],
  ['src/app/app.ts', `import { createClient } from '@redis/client'`, 'but @redis/client stays in'],
  ['src/app/app.ts', `import { Intake } from '../tickets/intake.js'`, 'but app may not see tickets'],
  [
    'src/i18n/format.ts',
    `import { ENTRIES } from '../commands/registry.js'`,
    'but i18n may not see commands',
  ],
  [
    'src/commands/wallet/wallet.ts',
    `import { LOBBY } from '../../../adapters/playground/actors.js'`,
    'but commands may not see playground',
  ],
  [
    'src/commands/wallet/wallet.ts',
    `import { Pictures } from '../../pictures/pictures.js'`,
    'but commands only say what is to be drawn',
  ],
  [
    'src/commands/framework/pipeline.ts',
    `import { StoreBusy } from '../../store/engine.js'`,
    'but commands may not see store',
  ],
  [
    'src/commands/framework/lines/lines.ts',
    `export * from '../../../chat/form-post.js'`,
    'but commands may not see chat',
  ],
  [
    'src/app/wallets/wallet.ts',
    `import { ENTRIES } from '../../commands/registry.js'`,
    'but app may not see commands',
  ],
  ['src/operations/jobs.ts', `import '../../adapters/discord/bot.js'`, 'but operations may not see discord'],
  [
    'src/store/plan.ts',
    `import { openStore } from '../integrity/open.js'`,
    'but store may not see integrity',
  ],
  ['src/chat/updater.ts', `await import('../../adapters/discord/bot.js')`, 'but chat may not see discord'],
  [
    'adapters/discord/bot.ts',
    `import {\n  post,\n} from '../../src/store/ledger.js'`,
    'but discord may not see store',
  ],
  [
    'adapters/discord/bot.ts',
    `import { page } from '../playground/page.js'`,
    'but discord may not see playground',
  ],
  [
    'adapters/discord/bot.ts',
    `import { LANGUAGES, type Language } from '../../src/i18n/language.js'`,
    'but discord chooses no words',
  ],
  [
    'adapters/telegram/bot.ts',
    `import { chatWords } from '../../src/chat/chat-words.js'`,
    'but telegram chooses no words',
  ],
  ['adapters/line/bot.ts', `export {}`, 'no rule knows this part'],
  ['adapters/playground/server.ts', `import { Client } from 'discord.js'`, 'but discord.js stays in'],
  ['adapters/telegram/bot.ts', `import Database from 'better-sqlite3'`, 'but better-sqlite3 stays in'],
  ['src/integrity/open.ts', `import Database from 'better-sqlite3'`, 'but better-sqlite3 stays in'],
  [
    'migrations/0002_more.ts',
    `import { MAX_AMOUNT } from '../src/core/money.js'`,
    'but migrations may not see core',
  ],
  ['src/app/wallets/wallet.ts', `import { amountOf } from '../../core/money.ts'`, 'does not end with .js'],
  [
    'src/app/wallets/wallet.ts',
    `import { openWorld } from '../../../test/support/world.js'`,
    'no part of the program',
  ],
  ['src/app/index.ts', `export {}`, 'is a barrel'],
  ['src/helpers/text.ts', `export {}`, 'says nothing by its name'],
])('detects a broken wall: %s with %j', (path, source, says) => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  mkdirSync(join(folder, dirname(path)), { recursive: true })
  writeFileSync(join(folder, path), `// A comment that names import 'kysely' breaks nothing.\n${source}\n`)
  const broken = brokenWalls(folder)
  expect(broken.some((line) => line.startsWith(`${relative('.', path)}: `) && line.includes(says))).toBe(true)
})
