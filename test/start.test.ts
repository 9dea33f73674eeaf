import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { obeyingPermissions, permissionsHold } from './support/obeying-permissions.js'
import { temporaryFolder } from './support/temporary-folder.js'

interface Started {
  readonly child: ChildProcess
  /** Resolves with the page's address; rejects when the command exits before printing one. */
  readonly url: Promise<string>
  readonly ended: Promise<number | null>
  output(): string
}

/** Runs a checkout's `npm start`, on a database that is removed with the test. */
function npmStart(checkout: string, { obey = false } = {}): Started {
  const { folder, remove } = temporaryFolder()
  const npm = ['npm', 'start']
  const [command, ...args] = obey ? obeyingPermissions(npm) : npm
  const child = spawn(command as string, args, {
    cwd: checkout,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      DATABASE_FILE: join(folder, 'luckymoney.db'),
      LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
      PLAYGROUND_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, so that none of it outlives the test.
    detached: true,
  })
  onTestFinished(() => {
    try {
      process.kill(-Number(child.pid), 'SIGKILL')
    } catch {
      // The whole group has exited.
    }
    remove()
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/[^ ]+/.exec(output)
      if (found) resolve(found[0])
    })
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)))
  })
  url.catch(() => undefined)
  return { child, url, ended, output: () => output }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s sent to npm stops the program as if sent directly, and npm exits with the same code',
  async (signal) => {
    const npm = npmStart('.')
    const url = await npm.url
    npm.child.kill(signal)
    expect(await npm.ended).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  },
)

describe('a checkout', () => {
  const WRITTEN = new Date('2021-01-01')
  const BUILT = new Date('2022-01-01')
  const CHANGED = new Date('2023-01-01')
  const SOURCES = ['src', 'adapters', 'migrations', 'scripts', 'package.json', 'package-lock.json']
  /** Whether `npm run build` wrote a file, rather than the benchmark build. */
  const isProgram = (file: string) => !/\/(bench|simulate|torture)[^/]*$/.test(file)
  let checkout: string

  beforeEach(() => {
    const { folder, remove } = temporaryFolder()
    checkout = folder
    for (const name of [...SOURCES, 'dist'])
      cpSync(name, join(folder, name), { recursive: true, filter: isProgram })
    for (const name of ['node_modules', 'sqlite-for-node-20']) symlinkSync(resolve(name), join(folder, name))
    for (const name of SOURCES) date(name, WRITTEN)
    date('dist', BUILT)
    return remove
  })

  /** Sets the time of a file, or of a folder with all its contents. */
  function date(name: string, time: Date): void {
    const path = join(checkout, name)
    if (statSync(path).isDirectory()) for (const child of readdirSync(path)) date(join(name, child), time)
    utimesSync(path, time, time)
  }

  const built = () => statSync(join(checkout, 'dist/main.js')).mtime

  async function startAndStop(options?: { obey: boolean }): Promise<void> {
    const npm = npmStart(checkout, options)
    expect((await fetch(await npm.url)).status).toBe(200)
    npm.child.kill('SIGTERM')
    expect(await npm.ended).toBe(0)
  }

  /** Runs what npm start runs before the program; resolves with its exit code. */
  async function buildWhenNeeded(): Promise<number | null> {
    const child = spawn(process.execPath, ['scripts/build-when-needed.js'], {
      cwd: checkout,
      stdio: 'inherit',
    })
    const [code] = await once(child, 'exit')
    return code as number | null
  }

  /** Replaces the build by one that writes empty files, so that it takes no time. */
  function buildQuickly(): void {
    const files = readdirSync(join(checkout, 'dist'), { recursive: true, encoding: 'utf8' })
    const programs = JSON.stringify(files.filter((file) => file.endsWith('.js')))
    const write = `for (const file of ${programs}) require('fs').writeFileSync('dist/' + file, '')`
    writeFileSync(join(checkout, 'quick-build.cjs'), write)
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
    const scripts = { ...manifest.scripts, build: 'node quick-build.cjs' }
    writeFileSync(join(checkout, 'package.json'), JSON.stringify({ ...manifest, scripts }))
    date('package.json', WRITTEN)
  }

  test('is rebuilt when a source is newer or a file is missing, and not otherwise', async () => {
    buildQuickly()
    expect(await buildWhenNeeded()).toBe(0)
    expect(built()).toEqual(BUILT)
    rmSync(join(checkout, 'dist/reconcile-thread.js'))
    expect(await buildWhenNeeded()).toBe(0)
    expect(statSync(join(checkout, 'dist/reconcile-thread.js')).isFile()).toBe(true)
    for (const path of ['src/core/money.ts', 'adapters/discord', 'package-lock.json']) {
      date('dist', BUILT)
      utimesSync(join(checkout, path), CHANGED, CHANGED)
      expect(await buildWhenNeeded()).toBe(0)
      expect(built().getTime(), path).toBeGreaterThan(CHANGED.getTime())
      utimesSync(join(checkout, path), WRITTEN, WRITTEN)
    }
  })

  test('is rebuilt and then started by npm start when a source is newer', async () => {
    utimesSync(join(checkout, 'src/main.ts'), CHANGED, CHANGED)
    await startAndStop()
    expect(built().getTime()).toBeGreaterThan(CHANGED.getTime())
  })

  test('says what to do when a needed build fails', async () => {
    rmSync(join(checkout, 'dist'), { recursive: true })
    writeFileSync(join(checkout, 'dist'), '')
    const npm = npmStart(checkout)
    expect(await npm.ended).toBe(78)
    expect(npm.output()).toMatch(/^luckymoney: building .* failed.* Run "npm run build" as the user/m)
  })

  test.skipIf(process.versions.node.startsWith('20.'))(
    'says what to do when npm ci ran on Node 20, which leaves out SQLite for newer versions',
    async () => {
      const modules = join(checkout, 'node_modules')
      rmSync(modules)
      mkdirSync(modules)
      for (const name of readdirSync('node_modules').filter((name) => name !== 'better-sqlite3'))
        symlinkSync(resolve('node_modules', name), join(modules, name))
      const npm = npmStart(checkout)
      expect(await npm.ended).toBe(78)
      expect(npm.output()).toMatch(
        /^luckymoney: SQLite is not installed .* Run "npm ci" and "npm run build"/m,
      )
      expect(npm.output()).not.toContain('Error')
    },
  )

  test.skipIf(!permissionsHold)('that is read-only starts once it is built', async () => {
    const parts = ['.', 'dist', 'src', 'scripts'].map((part) => join(checkout, part))
    for (const part of parts) chmodSync(part, 0o500)
    try {
      await startAndStop({ obey: true })
      expect(built()).toEqual(BUILT)
    } finally {
      for (const part of parts) chmodSync(part, 0o700)
    }
  })
})
