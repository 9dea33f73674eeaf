import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMariadb } from '../support/mariadb.js'
import { measureOptions } from '../support/measure-options.js'
import { progressBar } from '../support/progress-bar.js'
import { INJECTED_BUGS } from './injected-bugs.js'
import { liveWorld } from './live-world.js'
import { liveWorlds } from './live-worlds.js'
import type { WorldReport } from './simulation-world.js'

/**
 * A deterministic simulation: the real program on a real file, with people, platforms, time and randomness from a seed.
 * The last line is one JSON object; the exit code is 1 after any violation.
 */
const { values } = measureOptions({
  options: {
    seed: { type: 'string', default: '1' },
    ops: { type: 'string', default: '100000' },
    /** Operations per file. */
    world: { type: 'string', default: '10000' },
    /** How many worlds live at the same time; they don't influence each other. */
    threads: { type: 'string', default: String(availableParallelism()) },
    fast: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    inject: { type: 'string' },
    /** Starts with the world that contains this operation, to reproduce a late failure. */
    skip: { type: 'string', default: '0' },
    outcomes: { type: 'boolean', default: false },
    /** The database: 'sqlite', or 'mariadb' on a server that is started for the run. */
    engine: { type: 'string', default: 'sqlite' },
  },
})
const seed = Number(values.seed)
const wanted = Number(values.ops)
const worldSize = Number(values.world)
const skipped = Math.floor(Number(values.skip) / worldSize)
const bug = values.inject
if (bug !== undefined && !INJECTED_BUGS[bug]) {
  process.stderr.write(`no such bug: ${bug}; there are ${Object.keys(INJECTED_BUGS).join(', ')}\n`)
  process.exit(2)
}
const threads = Math.min(Number(values.threads), Math.ceil(wanted / worldSize))
const numbers = [seed, wanted, worldSize, skipped, threads]
const isEngine = ['sqlite', 'mariadb'].includes(values.engine)
if (!isEngine || !numbers.every(Number.isSafeInteger) || wanted < 1 || worldSize < 1 || threads < 1) {
  process.stderr.write(
    'usage: npm run simulate -- [--seed N] [--ops N] [--fast] [--shrink] [--skip N] [--threads N] [--engine mariadb]\n',
  )
  process.exit(2)
}
const root = mkdtempSync(
  join(values.fast && existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'luckymoney-simulation-'),
)
process.once('exit', () => rmSync(root, { recursive: true, force: true }))
const server = values.engine === 'mariadb' ? await startMariadb() : undefined
const worlds = Array.from({ length: Math.ceil(wanted / worldSize) }, (_, place) => ({
  ...{ seed, index: skipped + place, root, bug, server: server?.url },
  operations: Math.min(worldSize, wanted - place * worldSize),
}))

/** Finds the fewest operations of a world that lead to a violation, given that `failing` do. */
async function shortest(
  index: number,
  failing: number,
): Promise<{ operations: number; report: WorldReport }> {
  const live = (operations: number) =>
    liveWorld({ seed, index, operations, root, bug, server: server?.url }, () => {})
  let report = await live(failing)
  let [sound, operations] = [0, failing]
  while (operations - sound > 1) {
    const middle = (sound + operations) >> 1
    const tried = await live(middle)
    if (tried.violation) [operations, report] = [middle, tried]
    else sound = middle
  }
  return { operations, report }
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const began = performance.now()
const show = progressBar('simulate')
const digest = createHash('sha256')
const outcomes = new Map<string, number>()
const total = { operations: 0, crashes: 0, restarts: 0, plans: 0 }
let violations = 0
let done = 0
const onProgress = (more: number) => {
  done += more
  show(Math.min(done, wanted), wanted)
}
for await (const { world, report } of liveWorlds(worlds, threads, onProgress)) {
  const { index, operations: size } = world
  const before = total.operations
  digest.update(report.digest)
  total.operations += Math.min(report.operations, size)
  for (const name of ['crashes', 'restarts', 'plans'] as const) total[name] += report[name]
  for (const [name, times] of report.outcomes) outcomes.set(name, (outcomes.get(name) ?? 0) + times)
  if (!report.violation) continue
  violations++
  let { violation } = report
  if (values.shrink) {
    const shrunk = await shortest(index, Math.min(violation.operation, size))
    violation = shrunk.report.violation ?? violation
    say(`the shortest run that fails: --seed ${seed} --ops ${before + shrunk.operations}`)
  }
  say(`VIOLATION with seed ${seed} at operation ${before + violation.operation}: ${violation.what}`)
  for (const line of violation.operations) say(`  ${line}`)
  break
}
if (values.outcomes) for (const [name, times] of [...outcomes].sort()) say(`${name}: ${times}`)
const seconds = Math.round((performance.now() - began) / 10) / 100
say(
  JSON.stringify({
    ...{ seed, ops: total.operations, crashes: total.crashes, restarts: total.restarts, plans: total.plans },
    ...{ violations, digest: digest.digest('hex'), seconds },
  }),
)
await server?.stop()
process.exitCode = violations > 0 ? 1 : 0
