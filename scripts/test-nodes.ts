// Tries the newest Node of each major version on a fresh clone of what is committed: installs, plays a red packet
// through `npm start`, stops it, reconciles, backs up, and runs the tests.
//
//   npm run test:nodes -- [--short] [versions, 20 22 24 26 when none is given]
//
// --short leaves out the tests. The last line says how many versions passed; the exit code is 0 when all did.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NEWEST = ['20', '22', '24', '26']
/** The first start on Node 20 compiles SQLite. Milliseconds. */
const START_PATIENCE = 15 * 60_000
const PATIENCE = 60_000

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const versions = positionals.length > 0 ? positionals : NEWEST
if (spawnSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' }).stdout)
  say('uncommitted changes are not tested')

const failed = []
for (const version of versions) {
  const folder = mkdtempSync(join(tmpdir(), `luckymoney-node-${version}-`))
  try {
    await tryNode(version, folder)
  } catch (error) {
    failed.push(version)
    say(`Node ${version} failed: ${error.message}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
say(`${versions.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length > 0 ? 1 : 0

async function tryNode(version, folder) {
  const node = installNode(version, join(folder, 'node'))
  const checkout = join(folder, 'checkout')
  run('git', ['clone', '--quiet', ROOT, checkout], { cwd: folder, env: process.env })

  const data = join(folder, 'data')
  mkdirSync(data)
  const env = {
    ...node.env,
    DATABASE_FILE: join(data, 'luckymoney.db'),
    LEDGER_KEY_FILE: join(data, 'luckymoney.key'),
    PLAYGROUND: '1',
    PLAYGROUND_PORT: '0',
  }
  const options = { cwd: checkout, env }
  const installed = seconds(() => run('npm', ['ci', '--no-audit', '--no-fund'], options))
  say(`Node ${node.version}: npm ci took ${installed} s`)
  const before = performance.now()
  const program = await start(options)
  say(`Node ${node.version}: the first start took ${sinceSeconds(before)} s`)
  try {
    await play(program.url)
  } finally {
    await program.stop()
  }
  run('npm', ['run', '--silent', 'cli', '--', 'reconcile'], options)
  run('npm', ['run', '--silent', 'cli', '--', 'backup', join(data, 'copy.db')], options)
  if (!existsSync(join(data, 'copy.db'))) throw new Error('backup made no copy')
  if (!values.short) run('npm', ['test'], { cwd: checkout, env: node.env, stdio: 'inherit' })
  say(`Node ${node.version}: ${values.short ? 'plays, stops, reconciles and backs up' : 'all passed'}`)
}

/** Installs a Node into a folder; `env` puts it first on the PATH and points native builds at its headers. */
function installNode(version, folder) {
  // This script may run under npm, whose settings are meant for this folder.
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n')
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts=false', `node@${version}`]
  run('npm', install, { cwd: folder, env: clean })
  const header = join('include', 'node', 'node.h')
  const headers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(header),
  )
  if (!headers) throw new Error(`the package node@${version} has no headers`)
  const env = {
    ...clean,
    PATH: `${join(folder, 'node_modules', 'node', 'bin')}${delimiter}${process.env.PATH}`,
    npm_config_nodedir: join(folder, dirname(dirname(dirname(headers)))),
  }
  const asked = spawnSync('node', ['--version'], { cwd: folder, env, encoding: 'utf8' })
  return { version: asked.stdout.trim().slice(1), env }
}

/** Runs a command to its end; throws its output when it fails. */
function run(command, args, { stdio = 'pipe', ...options }) {
  const { status, signal, stdout, stderr } = spawnSync(command, args, { ...options, stdio, encoding: 'utf8' })
  if (status === 0) return
  const said = [stdout, stderr].filter(Boolean).join('')
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal}\n${said}`)
}

/** Runs `npm start`; resolves when the page is served and the books were checked once, on their own thread. */
async function start(options) {
  // A process group, so that none of it outlives this script.
  const npm = spawn('npm', ['start'], { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const ended = once(npm, 'exit').then(([code, signal]) => code ?? signal)
  let said = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text) => (said += text))
  const killAll = () => {
    try {
      process.kill(-npm.pid, 'SIGKILL')
    } catch {
      // The whole group has exited.
    }
  }
  const address = () => /http:\/\/127\.0\.0\.1:[0-9]+\//.exec(said)?.[0]
  try {
    const over = { is: false }
    void ended.then(() => (over.is = true))
    await until(
      () => {
        if (over.is) throw new Error(`npm start ended:\n${said}`)
        return address() && said.includes('"the books balance"')
      },
      START_PATIENCE,
      () => `npm start does not serve:\n${said}`,
    )
  } catch (error) {
    killAll()
    throw error
  }
  return {
    url: address(),
    /** Asks npm to stop; throws unless the program ends cleanly. */
    async stop() {
      npm.kill('SIGTERM')
      const code = await Promise.race([ended, wait(PATIENCE, 'no end', { ref: false })])
      killAll()
      if (code !== 0) throw new Error(`npm start ended with ${code} after SIGTERM:\n${said}`)
    },
  }
}

/** Sends a red packet of two shares in the playground and grabs both. */
async function play(url) {
  const html = await (await fetch(url)).text()
  const token = /name="playground-token" content="([^"]+)"/.exec(html)?.[1] ?? ''
  const headers = {
    Origin: new URL(url).origin,
    'Content-Type': 'application/json',
    'X-Playground-Token': token,
  }
  const ask = async (path, body) => {
    const response = await fetch(new URL(path, url), {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify({ id: path.slice(5), language: 'en', ...body }) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  await ask('/api/say', { as: 'lan', text: '/redpacket 8.88 2' })
  const card = await until(
    async () => (await ask('/api/state')).messages.find(({ kind }) => kind === 'card'),
    PATIENCE,
    () => 'no card was shown',
  )
  for (const as of ['mei', 'wei']) {
    // The data of the card's button, as src/commands/framework/actions.ts encodes it.
    const { outcome } = await ask('/api/tap', { as, data: `1grab--e${card.envelope.envelopeNo}` })
    if (outcome !== 'grabbed') throw new Error(`${as} did not grab: ${outcome}`)
  }
}

/** Resolves with what `look` finds; throws when it finds nothing in time. */
async function until(look, millis, complaint) {
  for (const end = performance.now() + millis; performance.now() < end; await wait(100)) {
    const found = await look()
    if (found) return found
  }
  throw new Error(complaint())
}

function seconds(work) {
  const before = performance.now()
  work()
  return sinceSeconds(before)
}

function sinceSeconds(before) {
  return ((performance.now() - before) / 1000).toFixed(1)
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
