import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type DryImage, dryBuild } from '../support/dry-image.js'
import { freePort } from '../support/free-port.js'
import { obeyingPermissions, permissionsHold } from '../support/obeying-permissions.js'
import { temporaryFolder } from '../support/temporary-folder.js'

// The Dockerfile's instructions without Docker and without npm: this checkout's packages stand for the image's own. The
// release check (npm run release:check) installs those too.

/** The image has a newer Node; the tests may run on this one, which needs its own SQLite. */
const ON_NODE_20 = process.versions.node.startsWith('20.')
const SQLITE_FOR_20 = 'sqlite-for-node-20'

describe('the image', () => {
  const { folder, remove } = temporaryFolder()
  const data = join(folder, 'volume')
  let image: DryImage
  const ran: string[] = []

  beforeAll(() => {
    image = dryBuild({ context: '.', dockerfile: 'deploy/Dockerfile', into: folder, run })
    if (ON_NODE_20) symlinkSync(resolve(SQLITE_FOR_20), join(app(), SQLITE_FOR_20))
    setMode(app(), 0o500)
  })
  afterAll(() => {
    if (image) setMode(app(), 0o700)
    remove()
  })

  const app = () => join(image.root, image.workdir)

  function run(command: string, workdir: string): void {
    ran.push(command)
    if (command.startsWith('npm ci '))
      for (const name of ['node_modules', ...(ON_NODE_20 ? [SQLITE_FOR_20] : [])])
        symlinkSync(resolve(name), join(workdir, name))
    // What belongs to another user is not for this test, and must not touch this machine's folders.
    else if (command.startsWith('node '))
      expect(spawnSync('sh', ['-c', command], { cwd: workdir, stdio: 'inherit' }).status).toBe(0)
    else expect(command).toMatch(/^mkdir \/data && chown /)
  }

  /** Sets the mode of a folder and of those in it, but not of this checkout's packages, to which a link leads. */
  function setMode(path: string, mode: number): void {
    chmodSync(path, mode)
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory()) setMode(join(path, entry.name), mode)
  }

  function settings(more: Record<string, string>): Record<string, string> {
    const own = Object.entries(image.environment).map(([name, value]) => [
      name,
      value.replace(/^\/data\b/, data),
    ])
    return { PATH: process.env.PATH ?? '', ...Object.fromEntries(own), ...more }
  }

  function inImage(words: readonly string[], environment: Record<string, string>): ChildProcess {
    const [command, ...args] = obeyingPermissions(words)
    const child = spawn(command, args, { cwd: app(), env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }

  test('starts from Debian, installs no tools for development, and runs as a user without rights', () => {
    expect(new Set(image.bases)).toEqual(new Set(['node:24-slim']))
    expect(ran.filter((command) => command.startsWith('npm '))).toEqual([
      expect.stringContaining('--omit=dev'),
    ])
    expect(image.user).toBe('node')
    expect(image.volumes).toEqual(['/data'])
  })

  test('has no test, document or configuration of this checkout', () => {
    expect(
      readdirSync(app())
        .filter((name) => name !== SQLITE_FOR_20)
        .sort(),
    ).toEqual([...['LICENSE', 'deploy', 'dist', 'node_modules', 'package.json']])
  })

  test.skipIf(!permissionsHold)(
    'has every file that the program needs: from a read-only folder it serves the page, is healthy, and stops on SIGTERM',
    async () => {
      const port = await freePort()
      const environment = settings({ PLAYGROUND: '1', PLAYGROUND_PORT: '0', MONITOR_PORT: String(port) })
      expect(await healthOf(environment)).toEqual([1, expect.stringContaining('ECONNREFUSED')])
      const program = inImage(image.command, environment)
      const ended = once(program, 'exit')
      expect((await fetch(await addressOf(program))).status).toBe(200)
      expect(await healthOf(environment)).toEqual([0, '{"ok":true,"checks":{"store":true}}\n'])
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
      expect(existsSync(join(data, 'luckymoney.db'))).toBe(true)
      program.kill('SIGTERM')
      expect((await ended)[0]).toBe(0)
    },
  )

  /** Resolves with the exit code of the image's health check, and with what it says. */
  async function healthOf(environment: Record<string, string>): Promise<[number, string]> {
    const check = inImage(image.healthcheck, environment)
    let said = ''
    check.stdout?.on('data', (text) => (said += text))
    const [code] = await once(check, 'close')
    return [code, said]
  }
})

/** Resolves with the address of the page; rejects when the program ends before it says one. */
function addressOf(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [program.stdout, program.stderr])
      stream?.on('data', (text) => {
        said += text
        const found = /Open (http:\/\/\S+)/.exec(said)?.[1]
        if (found) resolve(found)
      })
    program.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
}
