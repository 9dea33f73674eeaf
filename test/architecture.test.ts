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
  'with-timeout': [],
  version: [],
  i18n: ['core'],
  migrations: [],
  store: ['core', 'migrations'],
  integrity: ['core', 'store'],
  app: ['core', 'store', 'integrity', 'clock'],
  chat: ['app', 'commands', 'i18n', 'core', 'log'],
  commands: ['app', 'i18n', 'core', 'with-timeout'],
  operations: ['app', 'store', 'integrity', 'core', 'clock', 'log', 'config', 'with-timeout'],
  discord: ['app', 'commands', 'chat', 'i18n', 'core', 'log', 'operations', 'with-timeout'],
  telegram: ['app', 'commands', 'chat', 'i18n', 'core', 'log', 'operations'],
  playground: ['app', 'commands', 'chat', 'integrity', 'i18n', 'core', 'clock', 'log', 'operations'],
  cli: ['app', 'store', 'integrity', 'operations', 'core', 'clock', 'config', 'version'],
  main: [
    ...['app', 'store', 'integrity', 'chat', 'operations', 'clock', 'random', 'config', 'log'],
    ...['discord', 'telegram', 'playground', 'redact-secrets', 'version'],
  ],
}

/** What an adapter may call of the app by itself. Everything else is called by a command, through the pipeline. */
const MAY_CALL: Record<string, readonly string[]> = {
  // The clock for what comes too late; which cards are wanted; whom to tell of a lost card.
  discord: ['now', 'board', 'senderOf'],
  // Whom to tell of a lost card; who a @name is; a group that got another id.
  telegram: ['senderOf', 'rememberHandle', 'userCalled', 'migrateChat'],
  playground: [
    ...['now', 'onCommit'],
    // What stands beside the chat on the page.
    ...['settings', 'statement', 'wallet', 'books', 'reconcile'],
    // The chat and its members' first money at the first start; the time that the page skips.
    ...['foundCommunity', 'topUp', 'openScheduled', 'expireEnvelopes'],
  ],
}

/** Packages that only some folders may import; a package that is not here may be imported outside the core. */
const PACKAGE_HOMES: Record<string, readonly string[]> = {
  kysely: ['src/store', 'migrations'],
  'better-sqlite3': ['src/store/sqlite-library.ts'],
  'discord.js': ['adapters/discord'],
  telegraf: ['adapters/telegram'],
  hono: ['adapters/playground'],
  '@hono/node-server': ['adapters/playground'],
  commander: ['adapters/cli'],
  preact: ['adapters/playground'],
  'node-schedule': ['src'],
  'prom-client': ['src'],
  tyme4ts: ['src/core/festivals'],
}

/** The only imports of the core from outside. */
const CORE_IMPORTS: Record<string, readonly string[]> = {
  'decimal.js': ['src/core/money.ts'],
  tyme4ts: ['src/core/festivals/lunar-calendar.ts'],
  'node:crypto': ['src/core/fairness.ts'],
}

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

/** What a source imports, also by `export … from`, `import type` and `import()`. */
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

/** Every place where a source under the root breaks a wall, a line each. */
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

function refuseSource(part: string, target: string): string | undefined {
  if (!/\.(js|json)$/.test(target)) return 'whose name does not end with .js'
  if (!ROOTS.includes(target.split('/')[0] ?? '')) return 'which is no part of the program'
  const other = partOf(target.replace(/\.js$/, '.ts'))
  if (part === other) return undefined
  return MAY_IMPORT[part]?.includes(other) ? undefined : `but ${part} may not see ${other}`
}

/** What members read comes to Discord and Telegram as a reply of the commands or as a finished text of `src/chat`. */
function refuseWords(part: string, target: string, names: string): string | undefined {
  if (part !== 'discord' && part !== 'telegram') return undefined
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

test('sources use no decorators and leave chance and the time to those who are given them', () => {
  const offenders = sourcesUnder(ROOT)
    .filter((path) => /^src\/(core|app|store)\//.test(path))
    .filter((path) => /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|^\s*@\w+/m.test(code(join(ROOT, path))))
  expect(offenders).toEqual([])
})

test('adapters call nothing of the app that belongs to a command', () => {
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
])('a call that belongs to a command is seen: %j', (source, calls) => {
  expect(callsBeyond(['now', 'board'], withoutComments(source))).toEqual(calls)
})

/** Every call on the app in a source without comments, but for those that may be; also what is taken out of it first. */
function callsBeyond(may: readonly string[], source: string): string[] {
  const calls = [...source.matchAll(/\bapp\s*\??\.\s*(\w+)(?!['\w])/g)]
    .filter(([, name = '']) => !may.includes(name))
    .map(([, name]) => `app.${name}`)
  const others = [
    ...source.matchAll(/\bapp\s*(?:\?\.)?\[[^\]]*\]|\{[^{}]*\}\s*=\s*(?:[\w.]+\.)?app\b(?!\.)/g),
  ]
  return [...calls, ...others.map(([found]) => found)]
}

/** A source without its comments. */
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
  ['src/i18n/zh.ts', `import { ENTRIES } from '../commands/registry.js'`, 'but i18n may not see commands'],
  [
    'src/commands/wallet/wallet.ts',
    `import { LOBBY } from '../../../adapters/playground/actors.js'`,
    'but commands may not see playground',
  ],
  [
    'src/commands/pipeline.ts',
    `import { StoreBusy } from '../store/sqlite.js'`,
    'but commands may not see store',
  ],
  ['src/commands/lines.ts', `export * from '../chat/form-post.js'`, 'but commands may not see chat'],
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
    `import { catalogue, type Language } from '../../src/i18n/catalogue.js'`,
    'but discord chooses no words',
  ],
  ['adapters/telegram/bot.ts', `import { zh } from '../../src/i18n/zh.js'`, 'but telegram chooses no words'],
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
])('a wall that is broken is seen: %s with %j', (path, source, says) => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  mkdirSync(join(folder, dirname(path)), { recursive: true })
  writeFileSync(join(folder, path), `// A comment that names import 'kysely' breaks nothing.\n${source}\n`)
  const broken = brokenWalls(folder)
  expect(broken.some((line) => line.startsWith(`${relative('.', path)}: `) && line.includes(says))).toBe(true)
})
