import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../support/seeded-random.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { compileShim } from './compile-shim.js'
import { type Ending, Leash } from './leash.js'
import type { Request } from './request.js'
import { RequestGenerator } from './request-generator.js'
import { type Books, type Problems, settle } from './settle.js'
import type { Told } from './told.js'
import type { Bounds, Verdict } from './verdict.js'

export interface DiskErrorOptions extends Bounds {
  /** Tries every n-th step; 1, the default, tries all. */
  readonly every?: number
}

/** Faults injected at a step. */
const FAULTS: Record<string, NodeJS.ProcessEnv> = {
  EIO: { TORTURE_FAULT: String(constants.errno.EIO) },
  'ENOSPC for good': { TORTURE_FAULT: String(constants.errno.ENOSPC), TORTURE_LASTING: '1' },
  SIGKILL: { TORTURE_FAULT: 'KILL' },
}
const READ_ONLY = { TORTURE_FAULT: String(constants.errno.EROFS), TORTURE_LASTING: '1' }
/** File size limits, in KiB. */
const FILE_LIMITS = [0, 4, 32, 100, 200, 300, 400, 600]
/** Cores that run at once. */
const AT_ONCE = 2
/** A core that is silent for this long has hung. Milliseconds. */
const PATIENCE = 120_000
const START = Date.UTC(2026, 5, 10, 12)
/** A checkpoint every few commits, or a short workload would see none. */
const CHECKPOINTS = 'wal_autocheckpoint = 60'

/** The core's work while its disk fails: from an empty folder, or on the files of a killed core. */
interface Workload {
  readonly name: string
  readonly seed: number
  /** The files from before; none by default. */
  readonly left?: { readonly folder: string; readonly told: Told; readonly doubt: readonly Request[] }
}

interface Trial {
  readonly workload: Workload
  readonly name: string
  readonly environment: NodeJS.ProcessEnv
  readonly limit?: string
  readonly early?: boolean
}

interface Ran {
  readonly told: Told
  readonly doubt: Request[]
  readonly failed: ReadonlyMap<string, string>
  /** Whether everything was requested, answered and closed. */
  readonly finished: boolean
  readonly ending: Ending
}

/**
 * Counts the core's disk operations in a fixed workload, then makes every single one fail, in each way. The core must
 * exit or refuse; after a restart with a sound disk the books have every acknowledged outcome, once.
 */
export async function tortureByDiskErrors({ every = 1, ...bounds }: DiskErrorOptions): Promise<Verdict> {
  const until = performance.now() + (bounds.millis ?? Number.POSITIVE_INFINITY)
  const { folder, remove } = temporaryFolder()
  const verdict = {
    tried: 0,
    acknowledged: 0,
    violations: [] as string[],
    lost: [] as string[],
    tally: {} as Record<string, number>,
  }
  try {
    const shim = { LD_PRELOAD: compileShim(folder) }
    const left = await leaveKilled(join(folder, 'left'), bounds.seed)
    const workloads: Workload[] = [
      { name: 'first start', seed: bounds.seed },
      { name: 'restart', seed: bounds.seed + 1, left },
    ]
    const trials: Trial[] = []
    for (const [index, workload] of workloads.entries()) {
      const steps = await countSteps(workload, join(folder, 'count'), shim)
      verdict.tally[`steps of ${workload.name}`] = steps
      // A different remainder in each run, or every n-th step could always be of one kind.
      for (let step = 1 + (bounds.seed % every); step <= steps; step += every)
        for (const [fault, environment] of Object.entries(FAULTS))
          trials.push(wrongAt(workload, step, fault, { ...shim, ...environment }))
      for (const step of [1, Math.ceil(steps / 2)])
        trials.push(wrongAt(workload, step, 'EROFS for good', { ...shim, ...READ_ONLY }))
      // Where only some steps are tried, each workload meets half of the limits.
      for (const limit of FILE_LIMITS.filter((_, number) => every === 1 || number % 2 === index))
        trials.push({ workload, name: `ulimit -f ${limit}`, environment: {}, limit: `ulimit -f ${limit}` })
    }
    const total = trials.length
    const tryNext = async (place: string): Promise<void> => {
      for (let trial = trials.pop(); trial && performance.now() < until; trial = trials.pop()) {
        const { told, violations, lost, ended } = await tryOne(trial, place)
        verdict.tally[ended] = (verdict.tally[ended] ?? 0) + 1
        const where = `seed ${bounds.seed}, ${trial.workload.name}, ${trial.name}`
        verdict.violations.push(...violations.map((line) => `${where}: ${line}`))
        verdict.lost.push(...lost.map((line) => `${where}: ${line}`))
        verdict.acknowledged += told
        verdict.tried++
        bounds.onProgress?.(verdict.tried, total)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => tryNext(join(folder, `try${index}`))))
    const controlDetected = await isEarlyNoticed(workloads[1] as Workload, join(folder, 'control'), shim)
    return { ...verdict, controlDetected }
  } finally {
    remove()
  }
}

function wrongAt(workload: Workload, step: number, fault: string, environment: NodeJS.ProcessEnv): Trial {
  return {
    workload,
    name: `${fault} at step ${step}`,
    environment: { ...environment, TORTURE_STEP: String(step) },
  }
}

function booksIn(folder: string): Books {
  return { file: join(folder, 'data', 'books.db'), keyFile: join(folder, 'data', 'ledger.key') }
}

/** Leaves the files of a core killed with commits that no checkpoint has included. */
async function leaveKilled(folder: string, seed: number): Promise<NonNullable<Workload['left']>> {
  mkdirSync(folder)
  const { told, doubt, finished } = await run({ name: 'before', seed }, folder, {}, { kills: true })
  if (!finished) throw new Error('the core did not finish on a sound disk')
  return { folder, told, doubt }
}

async function countSteps(workload: Workload, folder: string, shim: NodeJS.ProcessEnv): Promise<number> {
  prepare(workload, folder)
  const { finished, ending } = await run(workload, folder, { ...shim, TORTURE_COUNT: '1' })
  const counted = /^steps (\d+)$/m.exec(ending.said)?.[1]
  if (!finished || !counted) throw new Error(`the core did not finish on a sound disk: ${ending.said}`)
  return Number(counted)
}

function prepare({ left }: Workload, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  if (left) cpSync(left.folder, folder, { recursive: true })
  else mkdirSync(folder)
}

/** Makes the same requests in the same order, as long as the answers are the same. */
async function run(
  { seed, left }: Workload,
  folder: string,
  environment: NodeJS.ProcessEnv,
  {
    kills = false,
    early = false,
    limit,
  }: { kills?: boolean; early?: boolean; limit?: string | undefined } = {},
): Promise<Ran> {
  const core = new Leash({ ...environment, TORTURE_FOLDER: folder }, limit)
  const hang = setTimeout(() => void core.kill(), PATIENCE)
  const told: Told = new Map(left?.told)
  const generator = new RequestGenerator(seededRandom(seed), `io${seed}`)
  for (const { outcome } of told.values()) generator.hear(outcome)
  const unheard = new Map((left?.doubt ?? []).map((request) => [request.key, request]))
  core.onTold = (request, outcome) => {
    told.set(request.key, { request, outcome })
    generator.hear(outcome)
  }
  let finished = false
  const ask = async (requests: Request[], now: number) => {
    for (const one of requests) unheard.set(one.key, one)
    core.ask(requests, now)
    await core.answered()
  }
  // A slow machine must not split a batch, or the steps would differ.
  const maxMillis = PATIENCE
  const work = async () => {
    for (let opening = 1; opening <= 2; opening++) {
      const order = {
        ...booksIn(folder),
        seed: 10 * seed + opening,
        early,
        maxMillis,
        pragmas: [CHECKPOINTS],
      }
      if (!(await core.open(order, START))) return
      if (told.size === 0) await ask([generator.found()], START)
      for (let wave = 0; wave < 3; wave++) await ask(generator.wave(8), START + 1000 * wave)
      if (kills) return core.inDoubt.size === 0
      if (!(await core.close())) return
    }
    return core.inDoubt.size === 0
  }
  finished = (await work()) === true
  const ending = kills ? await core.kill() : await core.release()
  clearTimeout(hang)
  // Failed requests are repeated too: they must then succeed once.
  const doubt = [...unheard.values()].filter(({ key }) => !told.has(key))
  return { told, doubt, failed: core.failed, finished, ending }
}

async function tryOne(trial: Trial, folder: string): Promise<Problems & { told: number; ended: string }> {
  const { workload, environment, limit, early } = trial
  prepare(workload, folder)
  const { told, doubt, failed, finished, ending } = await run(workload, folder, environment, { limit, early })
  const violations: string[] = []
  const { code, signal, said } = ending
  const complaint = said.replace(/^(fault at step|steps) .*\n/gm, '').trim()
  const isHit = limit !== undefined || said.includes('fault at step')
  if (!isHit) violations.push('was never reached')
  if (environment.TORTURE_FAULT === 'KILL' ? isHit && signal !== 'SIGKILL' : signal !== null)
    violations.push(`ended by ${signal}`)
  if (code === 0 && !finished) violations.push('ended as if all were well')
  if (code !== 0 && signal === null && complaint === '') violations.push(`ended with ${code} and no word`)
  const problems = await settle(booksIn(folder), { told, doubt, failed }, START + 60_000)
  const ended = signal ?? (code === 0 ? 'finished' : `ended with ${code}`)
  return { told: told.size, violations: [...violations, ...problems.violations], lost: problems.lost, ended }
}

/** Returns whether the same check detects a core that answers before its commit. */
async function isEarlyNoticed(workload: Workload, folder: string, shim: NodeJS.ProcessEnv): Promise<boolean> {
  const steps = await countSteps(workload, folder, shim)
  for (let step = steps; step > 0; step -= 10) {
    const trial = wrongAt(workload, step, 'SIGKILL', { ...shim, ...FAULTS.SIGKILL })
    if ((await tryOne({ ...trial, early: true }, folder)).lost.length > 0) return true
  }
  return false
}
