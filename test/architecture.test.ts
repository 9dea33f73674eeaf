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
  i18n: ['core', 'app', 'integrity'],
  migrations: [],
  store: ['core', 'migrations'],
  integrity: ['core', 'store'],
  app: ['core', 'store', 'integrity', 'clock'],
  chat: ['commands', 'app', 'integrity', 'i18n', 'core', 'clock', 'log'],
  messaging: ['chat', 'app', 'integrity', 'i18n', 'core', 'clock', 'log'],
  commands: ['app', 'integrity', 'i18n', 'core', 'with-timeout'],
  operations: ['app', 'store', 'integrity', 'core', 'clock', 'log', 'config', 'with-timeout'],
  adapter: [
    ...['app', 'commands', 'chat', 'messaging', 'integrity', 'i18n', 'core', 'clock', 'random', 'config'],
    ...['log', 'operations', 'with-timeout'],
  ],
  cli: [
    ...['app', 'store', 'integrity', 'operations', 'core', 'clock', 'random', 'config', 'log', 'i18n'],
    ...['migrations', 'version'],
  ],
  main: [
    ...['app', 'store', 'integrity', 'chat', 'messaging', 'operations', 'i18n', 'core', 'clock', 'random'],
    ...['config', 'log', 'adapter', 'redact-secrets', 'version'],
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
}

/** The only imports of the core from outside. */
const CORE_IMPORTS: Record<string, readonly string[]> = {
  'decimal.js': ['src/core/money.ts'],
  'node:crypto': ['src/core/fairness.ts'],
}

function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (top === 'adapters') return second === 'cli' ? 'cli' : 'adapter'
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
      const why = from.startsWith('.')
        ? refuseSource(path, part, normalize(join(dirname(path), from)))
        : refusePackage(path, part, from, names)
      if (why) broken.push(`${path}: imports ${from}, ${why}`)
    }
  }
  return broken
}

function refuseSource(path: string, part: string, target: string): string | undefined {
  if (!/\.(js|json)$/.test(target)) return 'whose name does not end with .js'
  if (!ROOTS.includes(target.split('/')[0] ?? '')) return 'which is no part of the program'
  const other = partOf(target.replace(/\.js$/, '.ts'))
  const ownFolder = path.split('/').slice(0, 2).join('/')
  if (part === 'adapter' && other === 'adapter')
    return target.startsWith(`${ownFolder}/`) ? undefined : 'another adapter'
  if (part === other) return undefined
  return MAY_IMPORT[part]?.includes(other) ? undefined : `but ${part} may not see ${other}`
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

/** A source without its comments. */
function code(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
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
  ['src/i18n/zh.ts', `import { COMMANDS } from '../messaging/commands.js'`, 'but i18n may not see messaging'],
  [
    'src/commands/wallet/wallet.ts',
    `import { LOBBY } from '../../../adapters/playground/actors.js'`,
    'but commands may not see adapter',
  ],
  [
    'src/commands/pipeline.ts',
    `import { StoreBusy } from '../store/sqlite.js'`,
    'but commands may not see store',
  ],
  [
    'src/commands/lines.ts',
    `export * from '../messaging/parse-command.js'`,
    'but commands may not see messaging',
  ],
  [
    'src/app/wallets/wallet.ts',
    `import { ENTRIES } from '../../commands/registry.js'`,
    'but app may not see commands',
  ],
  [
    'src/messaging/answers.ts',
    `import { bad } from '../commands/reply.js'`,
    'but messaging may not see commands',
  ],
  ['src/operations/jobs.ts', `import '../../adapters/discord/bot.js'`, 'but operations may not see adapter'],
  [
    'src/store/plan.ts',
    `import { openStore } from '../integrity/open.js'`,
    'but store may not see integrity',
  ],
  ['src/chat/updater.ts', `await import('../../adapters/discord/bot.js')`, 'but chat may not see adapter'],
  [
    'adapters/discord/bot.ts',
    `import {\n  post,\n} from '../../src/store/ledger.js'`,
    'but adapter may not see store',
  ],
  ['adapters/discord/bot.ts', `import { page } from '../playground/page.js'`, 'another adapter'],
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
