import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { obeyingPermissions, permissionsHold } from './support/obeying-permissions.js'
import { temporaryFolder } from './support/temporary-folder.js'
import { openWorld } from './support/world.js'

interface Files {
  readonly database: string
  readonly key: string
}

/** Runs a built program on these files until it exits; resolves with its code and output. */
function run(program: 'main' | 'cli', { database, key }: Files, ...args: string[]) {
  const [command, ...rest] = obeyingPermissions([process.execPath, resolve(`dist/${program}.js`), ...args])
  const cwd = existsSync(dirname(database)) ? dirname(database) : undefined
  const env = { PATH: process.env.PATH, DATABASE_FILE: database, LEDGER_KEY_FILE: key, PLAYGROUND_PORT: '0' }
  return new Promise<{ code: unknown; said: string }>((done) => {
    const child = execFile(command, rest, { env, cwd }, (error, _, said) =>
      done({ code: error?.code ?? 0, said }),
    )
    onTestFinished(() => void child.kill('SIGKILL'))
  })
}

/** Restricts permissions until the test has ended. */
function allow(path: string, mode: number): void {
  chmodSync(path, mode)
  onTestFinished(() => chmodSync(path, 0o700))
}

async function books(): Promise<Files & { readonly folder: string }> {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  await world.stop()
  return { database: world.file, key: world.keyFile, folder: world.folder }
}

describe.skipIf(!permissionsHold)('a user without permission', () => {
  test('cannot start in a folder that only others may write to', async () => {
    const { folder, ...files } = await books()
    allow(folder, 0o500)
    const { code, said } = await run('main', files)
    expect(said).toMatch(/^luckymoney: .* cannot be opened \(EACCES: .*must be allowed .*\n$/)
    expect(code).toBe(78)
  })

  test('cannot create a database in a folder that it may not create', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    allow(folder, 0o500)
    const files = { database: join(folder, 'data', 'new.db'), key: join(folder, 'data', 'new.key') }
    const { code, said } = await run('cli', files, 'migrate')
    expect(said).toMatch(/^luckymoney: .*EACCES: .*\n$/)
    expect(code).toBe(2)
  })

  test.each(['database', 'lock'])('cannot open a %s that only others may write to', async (which) => {
    const files = await books()
    const path = which === 'lock' ? `${files.database}.lock` : files.database
    // A killed program leaves its lock behind.
    if (which === 'lock') writeFileSync(path, '')
    allow(path, 0o400)
    const { code, said } = await run('cli', files, 'migrate')
    expect(said).toMatch(/^luckymoney: .*EACCES: .*\n$/)
    expect(code).toBe(2)
  })

  test('is told by every command that the unreadable file is the key', async () => {
    const files = await books()
    allow(files.key, 0o000)
    const named = /^luckymoney: The ledger key .* cannot be used \(EACCES: permission denied.*\n$/
    const started = await run('main', files)
    expect(started.said).toMatch(named)
    expect(started.code).toBe(78)
    const reconciled = await run('cli', files, 'reconcile')
    expect(reconciled.said).toMatch(named)
    expect(reconciled.code).toBe(2)
  })

  test('is told that the file it cannot create is the key', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const keys = join(folder, 'keys')
    mkdirSync(keys)
    allow(keys, 0o500)
    const files = { database: join(folder, 'new.db'), key: join(keys, 'new.key') }
    const { code, said } = await run('cli', files, 'migrate')
    expect(said).toMatch(/^luckymoney: The ledger key .*new\.key cannot be used \(EACCES/)
    expect(code).toBe(2)
  })

  test('is told that .env is unreadable', async () => {
    const files = await books()
    const env = join(files.folder, '.env')
    copyFileSync('.env.example', env)
    allow(env, 0o000)
    const { code, said } = await run('main', files)
    expect(said).toMatch(/^luckymoney: \.env cannot be read \(.*\)\.\n$/)
    expect(code).toBe(78)
  })
})

test('a folder in place of the key is reported as the key', async () => {
  const { folder, ...files } = await books()
  const key = join(folder, 'a-folder')
  mkdirSync(key)
  writeFileSync(join(key, 'inside'), '')
  const { code, said } = await run('cli', { ...files, key }, 'migrate')
  expect(said).toMatch(/^luckymoney: The ledger key .*a-folder cannot be used \(EISDIR/)
  expect(code).toBe(2)
})
