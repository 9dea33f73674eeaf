import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureOptions } from '../support/measure-options.js'
import { progressBar } from '../support/progress-bar.js'
import { PLANTED } from './planted.js'
import { Town, type TownReport } from './town.js'

/**
 * A deterministic simulation: the real program on a real file, with people, platforms, time and chance from a
 * seed. The last line is one JSON object; the exit code is 1 when anything was not as it must be.
 */
const { values } = measureOptions({
  options: {
    seed: { type: 'string', default: '1' },
    ops: { type: 'string', default: '100000' },
    /** So many operations have a file of their own. */
    town: { type: 'string', default: '10000' },
    fast: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
    planted: { type: 'string' },
    /** Begins with the town in which this operation lies, to see again what went wrong late. */
    skip: { type: 'string', default: '0' },
    outcomes: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const wanted = Number(values.ops)
const townSize = Number(values.town)
const skipped = Math.floor(Number(values.skip) / townSize)
const planted = values.planted === undefined ? undefined : PLANTED[values.planted]
if (values.planted !== undefined && !planted) {
  process.stderr.write(`no such bug: ${values.planted}; there are ${Object.keys(PLANTED).join(', ')}\n`)
  process.exit(2)
}
if (![seed, wanted, townSize, skipped].every(Number.isSafeInteger) || wanted < 1 || townSize < 1) {
  process.stderr.write('usage: npm run simulate -- [--seed N] [--ops N] [--fast] [--shrink] [--skip N]\n')
  process.exit(2)
}
const root = values.fast && existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Each town has a seed of its own, which the number of its place in the run gives. */
const seedOf = (index: number) => createHash('sha256').update(`${seed} ${index}`).digest().readInt32LE()

async function live(
  index: number,
  operations: number,
  onProgress?: (done: number) => void,
): Promise<TownReport> {
  const folder = mkdtempSync(join(root, 'luckymoney-simulation-'))
  try {
    return await new Town({
      seed: seedOf(index),
      operations,
      folder,
      planted,
      ...(onProgress && { onProgress }),
    }).run()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The fewest operations of a town after which something is wrong, knowing that it is after `failing`. */
async function shortest(index: number, failing: number): Promise<{ operations: number; report: TownReport }> {
  let report = await live(index, failing)
  let [sound, operations] = [0, failing]
  while (operations - sound > 1) {
    const middle = (sound + operations) >> 1
    const tried = await live(index, middle)
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
for (let index = skipped; total.operations < wanted && violations === 0; index++) {
  const before = total.operations
  const size = Math.min(townSize, wanted - before)
  const report = await live(index, size, (done) => show(before + done, wanted))
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
}
if (values.outcomes) for (const [name, times] of [...outcomes].sort()) say(`${name}: ${times}`)
const seconds = Math.round((performance.now() - began) / 10) / 100
say(
  JSON.stringify({
    ...{ seed, ops: total.operations, crashes: total.crashes, restarts: total.restarts, plans: total.plans },
    ...{ violations, digest: digest.digest('hex'), seconds },
  }),
)
process.exitCode = violations > 0 ? 1 : 0
