import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installNode, play, ROOT, run, say, sinceSeconds, start } from './fresh-checkout.js'

// Tries the newest Node of each major version on a fresh clone of what is committed: installs, plays a red packet
// through `npm start`, stops it, reconciles, backs up, and runs the tests.
//
//   npm run test:nodes -- [--short] [versions, 20 22 24 26 when none is given]
//
// --short leaves out the tests. The last line says how many versions passed; the exit code is 0 when all did.

const NEWEST = ['20', '22', '24', '26']

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const versions = positionals.length > 0 ? positionals : NEWEST
if (spawnSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' }).stdout)
  say('uncommitted changes are not tested')

const failed: string[] = []
for (const version of versions) {
  const folder = mkdtempSync(join(tmpdir(), `luckymoney-node-${version}-`))
  try {
    await tryNode(version, folder)
  } catch (error) {
    failed.push(version)
    say(`Node ${version} failed: ${(error as Error).message}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
say(`${versions.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length > 0 ? 1 : 0

async function tryNode(version: string, folder: string): Promise<void> {
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
  const installing = performance.now()
  run('npm', ['ci', '--no-audit', '--no-fund'], options)
  say(`Node ${node.version}: npm ci took ${sinceSeconds(installing)} s`)
  const starting = performance.now()
  const program = await start(options)
  say(`Node ${node.version}: the first start took ${sinceSeconds(starting)} s`)
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
