import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { CHROMIUM_ARGUMENTS, findChromium } from '../test/support/chromium.js'
import { dryBuild } from '../test/support/dry-image.js'
import { obeyingPermissions, permissionsHold } from '../test/support/obeying-permissions.js'
import {
  cleanEnvironment,
  EndedEarly,
  type Environment,
  type InstalledNode,
  installNode,
  play,
  ROOT,
  run,
  runToEnd,
  say,
  sinceSeconds,
  start,
} from './fresh-checkout.js'
import { unreadyFor } from './release-facts.js'

// Does with a fresh clone of what is committed what a stranger would do: both commands of the README, a red packet in a
// browser, backup, restore, an upgrade and the way back, and the container's files. Needs Chromium. Besides npm, it
// talks to this machine only.
//
//   npm run release:check -- [--from <commit>] [--short]
//
// --from names the commit whose database is upgraded; without it, that is the newest release (tag v*). --short leaves out
// npm test. On Node 20 it installs a newer one, as the README asks for; test:nodes tries Node 20. The last line is the
// verdict; the exit code is 0 when nothing failed.

const { values } = parseArgs({
  options: { from: { type: 'string' }, short: { type: 'boolean', default: false } },
})
const folder = mkdtempSync(join(tmpdir(), 'luckymoney-release-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

let passed = 0
const failed: string[] = []
const leftOut: string[] = []

/** Runs one step and prints a line with its time. What it returns is printed too. Throws when it fails. */
async function step<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
  process.stdout.write(`  ${name} … `)
  const before = performance.now()
  try {
    const result = await work()
    passed++
    say(`${sinceSeconds(before)} s${typeof result === 'string' ? ` (${result})` : ''}`)
    return result
  } catch (error) {
    failed.push(name)
    say(`FAILED after ${sinceSeconds(before)} s\n${(error as Error).message}`)
    throw error
  }
}

/** Runs steps that build on each other. The first that fails ends them, but not the next chapter. */
async function chapter(title: string, steps: () => Promise<void>): Promise<void> {
  say(title)
  const failedBefore = failed.length
  await steps().catch((error: Error) => {
    if (failed.length > failedBefore) return
    failed.push(title)
    say(`FAILED: ${error.message}`)
  })
}

function leaveOut(what: string, why: string): void {
  leftOut.push(what)
  say(`  ${what}: left out, ${why}`)
}

function git(...args: string[]): string {
  return run('git', args, { cwd: ROOT, env: process.env }).trim()
}

/** Clones one commit into a folder. */
function clone(commit: string, into: string): void {
  run('git', ['clone', '--quiet', ROOT, into], { cwd: folder, env: process.env })
  run('git', ['checkout', '--quiet', commit], { cwd: into, env: process.env })
}

function versionIn(checkout: string): string {
  return JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')).version
}

/** A checkout with a database of its own. */
function place(checkout: string, data: string) {
  mkdirSync(data, { recursive: true })
  const file = join(data, 'luckymoney.db')
  const env: Environment = {
    ...node.env,
    DATABASE_FILE: file,
    LEDGER_KEY_FILE: join(data, 'luckymoney.key'),
    PLAYGROUND: '1',
    PLAYGROUND_PORT: '0',
    LOG_LEVEL: 'info',
  }
  const options = { cwd: checkout, env }
  const cli = (...args: string[]) => runToEnd('npm', ['run', '--silent', 'cli', '--', ...args], options)
  return {
    file,
    options,
    cli,
    /** Runs a command of the command line; throws unless it ends with this code. */
    expectCli(code: number, ...args: string[]): void {
      const { status, said } = cli(...args)
      if (status !== code) throw new Error(`cli ${args.join(' ')} ended with ${status}, not ${code}\n${said}`)
    },
    /** Starts the program, uses it and stops it. */
    async whileRunning<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
      const program = await start(options)
      try {
        return await use(program.url)
      } finally {
        await program.stop()
      }
    },
    /** Restores a backup as docs/operating.md says. */
    restore(backup: string): void {
      renameSync(file, `${file}.away`)
      for (const beside of ['-wal', '-shm']) rmSync(`${file}${beside}`, { force: true })
      copyFileSync(backup, file)
      rmSync(`${file}.guard`, { force: true })
    },
  }
}

/**
 * Meets the page as a newcomer does: skips the tour, sends a red packet and grabs from it, beside the members who act on
 * their own. Rejects when the browser complains about anything.
 */
async function grabInBrowser(url: string): Promise<string> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium here: install it, or set CHROMIUM to its path.')
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
  try {
    const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1360, height: 860 } })
    page.setDefaultTimeout(60_000)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    const act = async (user: string) => {
      await page.getByTestId(`member-${user}`).click()
      await page.locator(`[data-testid=member-${user}] input:checked`).waitFor({ state: 'attached' })
    }
    await page.goto(url)
    await page.getByTestId('skip-tour').click()
    await act('mei')
    const greeting = 'from the release check'
    // More shares than members.
    await page.getByTestId('composer').fill(`/redpacket 8.88 30 ${greeting}`)
    await page.getByTestId('send').click()
    const card = page.locator('[data-testid^="card-"]', { hasText: greeting })
    await act('lan')
    await card.getByTestId('grab').click()
    const amount = card.getByTestId('reveal').filter({ hasText: /\d\.\d\d/ })
    await amount.waitFor()
    const shown = /\d+\.\d\d/.exec(await amount.innerText())?.[0]
    if (complaints.length > 0) throw new Error(`the browser complains: ${complaints.join('; ')}`)
    return `lan got ${shown} of 8.88`
  } finally {
    await browser.close()
  }
}

const commit = git('rev-parse', 'HEAD')
const checkout = join(folder, 'checkout')
/** The version of Node in the image. */
const [, imageNode = ''] =
  /^ARG NODE=(\d+)$/m.exec(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')) ?? []
say(`release:check of ${commit.slice(0, 12)}`)
if (git('status', '--porcelain')) say('uncommitted changes are not checked')
const node: InstalledNode = process.versions.node.startsWith('20.')
  ? await step(`Node ${imageNode}`, () => installNode(imageNode, join(folder, 'node')))
  : { version: process.versions.node, env: cleanEnvironment() }
say(`Node ${node.version}`)

await chapter('The first command: npm ci && npm start', async () => {
  const here = place(checkout, join(folder, 'data'))
  const backup = join(folder, 'backup.db')
  await step('git clone', () => clone(commit, checkout))
  await step('version, changelog and migrations fit together', async () => {
    const unready = await unreadyFor(checkout)
    if (unready.length > 0) throw new Error(unready.join('\n'))
    return versionIn(checkout)
  })
  await step('npm ci', () => void run('npm', ['ci', '--no-audit', '--no-fund'], here.options))
  const program = await step('npm start, until the books were checked', () => start(here.options))
  let kept = ''
  let lost = ''
  try {
    await step('a red packet is sent and grabbed in a browser', () => grabInBrowser(program.url))
    kept = await step("another one through the page's server", () => play(program.url))
    await step('backup while it runs', () => here.expectCli(0, 'backup', backup))
    lost = await step('one more, after the backup', () => play(program.url))
    await step('reconcile while it runs', () => here.expectCli(0, 'reconcile'))
  } finally {
    await step('SIGTERM ends it with 0', () => program.stop())
  }
  await step('export', () => here.expectCli(0, 'export', join(folder, 'export')))
  await step('restore', () => {
    here.restore(backup)
    here.expectCli(0, 'reconcile')
    here.expectCli(0, 'show', kept)
    here.expectCli(2, 'show', lost)
  })
  await step('start on the restored file, and play', () => here.whileRunning(play))
  await step('reconcile', () => here.expectCli(0, 'reconcile'))
})

await chapter('Upgrade and the way back', async () => {
  const from = values.from ?? newestRelease()
  if (!from) return leaveOut('upgrade', 'because nothing was released yet; --from names a commit')
  const old = join(folder, 'old')
  const data = join(folder, 'upgraded')
  const backup = join(folder, 'before-upgrade.db')
  const before = place(old, data)
  const after = place(checkout, data)
  let kept = ''
  await step(`git clone of ${from}, npm ci`, () => {
    clone(git('rev-parse', `${from}^{commit}`), old)
    run('npm', ['ci', '--no-audit', '--no-fund'], before.options)
    return versionIn(old)
  })
  kept = await step('play on it', () => before.whileRunning(play))
  await step('back up with it', () => before.expectCli(0, 'backup', backup))
  const upgraded = await step('start this version on its file', async () => {
    try {
      await after.whileRunning(play)
      return 'upgraded'
    } catch (error) {
      // Files of development versions need not be upgraded, but the operator must learn what to do.
      const refused = error instanceof EndedEarly && error.code === 78
      if (!refused || !/development version/.test(error.said) || isReleased(versionIn(old))) throw error
      return 'refused, as a file of a development version may be'
    }
  })
  if (upgraded === 'upgraded') {
    await step('its red packet is still there, and the books balance', () => {
      after.expectCli(0, 'show', kept)
      after.expectCli(0, 'reconcile')
    })
    await step('back to the older version with its backup', () => before.restore(backup))
  }
  await step('the older version goes on', async () => {
    before.expectCli(0, 'reconcile')
    before.expectCli(0, 'show', kept)
    await before.whileRunning(play)
  })
})

await chapter("The container's files, without a container", async () => {
  const inside = node.version.startsWith(`${imageNode}.`)
    ? node
    : await step(`Node ${imageNode}`, () => installNode(imageNode, join(folder, 'node')))
  const stages = join(folder, 'stages')
  mkdirSync(stages)
  const image = await step('build, with npm ci --omit=dev', () =>
    dryBuild({
      context: checkout,
      dockerfile: 'deploy/Dockerfile',
      into: stages,
      run: (command, workdir, root) => {
        // The only instruction on a folder outside the program's; its owner needs no container.
        if (command.startsWith('mkdir /data ')) mkdirSync(join(root, 'data'))
        else run('sh', ['-c', command], { cwd: workdir, env: inside.env })
      },
    }),
  )
  const app = join(image.root, image.workdir)
  const data = join(image.root, 'data')
  const own = Object.entries(image.environment).map(([name, value]) => [
    name,
    value.replace(/^\/data\b/, data),
  ])
  const options = {
    cwd: app,
    env: { ...inside.env, ...Object.fromEntries(own), PLAYGROUND: '1', PLAYGROUND_PORT: '0' },
  }
  if (!permissionsHold) leaveOut('a read-only folder', 'because root may write anywhere here')
  setMode(app, 0o500)
  try {
    const program = await step('start it in a read-only folder', () =>
      start(options, obeyingPermissions(image.command)),
    )
    try {
      await step('play', () => play(program.url))
      await step('its health check', () => {
        const [command, ...args] = image.healthcheck
        return run(String(command), args, options).trim()
      })
      const [command, ...args] = obeyingPermissions(['node', 'dist/cli.js', 'backup', join(data, 'copy.db')])
      await step('backup', () => void run(command, args, options))
    } finally {
      await step('SIGTERM ends it with 0', () => program.stop())
    }
    say(`  its files besides Node: ${Math.round(bytesBelow(app) / 1e6)} MB`)
  } finally {
    setMode(app, 0o700)
  }
})

await chapter('The second command: npm ci && npm test', async () => {
  if (values.short) return leaveOut('npm test', 'because of --short')
  if (!existsSync(join(checkout, 'node_modules'))) throw new Error('npm ci failed before')
  say('')
  await step('npm test', () => {
    const { status } = spawnSync('npm', ['test'], {
      cwd: checkout,
      env: cleanEnvironment(),
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`npm test ended with ${status}`)
  })
})

const without = leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : ''
if (failed.length > 0)
  say(`NOT READY: ${failed.length} of ${passed + failed.length} steps failed (${failed.join('; ')})`)
else say(`READY: ${passed} steps passed${without}`)
process.exit(failed.length > 0 ? 1 : 0)

/** Returns the tag of the newest release before this commit, if there is one. */
function newestRelease(): string | undefined {
  const tags = git('tag', '--list', 'v*', '--sort=-version:refname', '--merged', 'HEAD')
  return tags.split('\n').find((tag) => tag !== '' && git('rev-parse', `${tag}^{commit}`) !== commit)
}

function isReleased(version: string): boolean {
  return Number(version.split('.')[0]) >= 1
}

/** Sets the mode of a folder and of all folders in it. */
function setMode(path: string, mode: number): void {
  chmodSync(path, mode)
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) setMode(join(path, entry.name), mode)
}

function bytesBelow(path: string): number {
  const { status, said } = runToEnd('du', ['-sb', path], { cwd: path, env: process.env })
  return status === 0 ? Number.parseInt(said, 10) : Number.NaN
}
