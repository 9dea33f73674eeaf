import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '../../src/core/random.js'
import { readLedgerKey } from '../../src/integrity/ledger-key.js'
import { seededRandom } from '../support/seeded-random.js'
import { Leash } from './leash.js'
import { isRemembered, type Outcome, type Request } from './request.js'
import { RequestGenerator } from './request-generator.js'
import { broken, keysInBooks, type Problems, settle } from './settle.js'
import { missingFromBooks, type Told } from './told.js'
import type { Bounds, Verdict } from './verdict.js'
import { killWholeProgram } from './whole-program.js'

export interface KillOptions extends Bounds {
  readonly kills: number
}

/** Kills per file; then a new one starts, or reading its books would take ever longer. */
const KILLS_A_FILE = 25
/** Concurrent requests, so that whole batches are killed. */
const IN_FLIGHT = 64
/** Speed of the core's clock relative to ours, so that envelopes expire. */
const HURRY = 50
const CONTROL_KILLS = 60
/** So often that kills hit the thread that copies the log, too. */
const CHECKPOINT_WRITES = 200
/** Kills of the core per kill of the whole program, which starts slowly. */
const KILLS_A_PROGRAM = 20

/** One file and everything known of it from outside. */
interface Life {
  readonly folder: string
  readonly file: string
  readonly keyFile: string
  readonly generator: RequestGenerator
  readonly told: Told
  /** Acknowledged requests, in order, to repeat them. */
  readonly settled: Request[]
  readonly began: number
  /** Requested but never answered: may be in the books or not. */
  doubt: Request[]
}

/**
 * Kills the core under load at random moments, and restarts it on the same file, whose books must then have every
 * acknowledged outcome. Repeats doubtful requests twice and expects one answer. The requests are deterministic, the
 * moments of the kills aren't.
 */
export async function tortureByKills({ kills, ...bounds }: KillOptions): Promise<Verdict> {
  const { millis = Number.POSITIVE_INFINITY, seed } = bounds
  const run = await killAgain(kills, { ...bounds, millis: 0.8 * millis }, false)
  const control = await killAgain(CONTROL_KILLS, { seed }, true)
  const rounds = Math.ceil(run.tried / KILLS_A_PROGRAM)
  const program = await killWholeProgram(rounds, seededRandom(seed), performance.now() + 0.2 * millis)
  return {
    tried: run.tried + program.kills,
    acknowledged: run.acknowledged + program.acknowledged,
    violations: [...run.violations, ...program.violations.map((line) => `the whole program, ${line}`)],
    lost: run.lost,
    controlDetected: control.lost.length > 0,
    tally: { ...run.tally, of_the_whole_program: program.kills },
  }
}

/** `early`: the core answers before its commit; ends with the first loss. */
async function killAgain(
  kills: number,
  bounds: Bounds,
  early: boolean,
): Promise<Omit<Verdict, 'controlDetected'>> {
  const random = seededRandom(bounds.seed)
  const until = performance.now() + (bounds.millis ?? Number.POSITIVE_INFINITY)
  const violations: string[] = []
  const lost: string[] = []
  const tally = { in_doubt: 0, of_which_committed: 0 }
  let acknowledged = 0
  let tried = 0
  let life = newLife(random, 0)
  let warm = new Leash()
  while (tried < kills && performance.now() < until && !(early && lost.length > 0)) {
    const core = warm
    await core.ready()
    warm = new Leash()
    const where = `seed ${bounds.seed}, kill ${tried}`
    const take = (found: Problems) => {
      violations.push(...found.violations.map((line) => `${where}: ${line}`))
      lost.push(...found.lost.map((line) => `${where}: ${line}`))
    }
    take(await killOnce(core, life, random, early, tally))
    tried++
    bounds.onProgress?.(tried, kills)
    if (tried % KILLS_A_FILE === 0 || tried === kills) {
      take(await settle(life, life, Date.now() + HURRY * 3_600_000))
      acknowledged += life.told.size
      rmSync(life.folder, { recursive: true })
      life = newLife(random, tried)
    }
  }
  await warm.release()
  acknowledged += life.told.size
  rmSync(life.folder, { recursive: true })
  return { tried, acknowledged, violations, lost, tally }
}

function newLife(random: Random, number: number): Life {
  const folder = mkdtempSync(join(tmpdir(), 'luckymoney-torture-'))
  return {
    folder,
    file: join(folder, 'books.db'),
    keyFile: join(folder, 'ledger.key'),
    generator: new RequestGenerator(seededRandom(random.below(2 ** 31)), `kill${number}`),
    told: new Map(),
    settled: [],
    began: Date.now(),
    doubt: [],
  }
}

/** Opens the file, checks the acknowledged outcomes, sends more requests, and kills. */
async function killOnce(
  core: Leash,
  life: Life,
  random: Random,
  early: boolean,
  tally: Record<'in_doubt' | 'of_which_committed', number>,
): Promise<Problems> {
  const violations: string[] = []
  const now = () => life.began + HURRY * (Date.now() - life.began)
  const order = {
    ...{ file: life.file, keyFile: life.keyFile, seed: random.below(2 ** 31), early },
    checkpointWrites: CHECKPOINT_WRITES,
  }
  const opening = core.open(order, now())
  // The first start does much more than the others.
  if (random.below(life.told.size === 0 ? 2 : 10) === 0) {
    await pause(random.below(30))
    await core.kill()
    return { violations, lost: [] }
  }
  if (!(await opening)) {
    const { code, said } = await core.ended
    return { violations: [`did not open, ended with ${code}: ${said}`], lost: [] }
  }
  const lost = missingFromBooks(life.file, life.told)
  const fresh = life.doubt.map(({ key }) => key).filter((key) => !life.told.has(key))
  tally.in_doubt += fresh.length
  tally.of_which_committed += keysInBooks(life.file, fresh).length
  violations.push(...(await broken(life.file, readLedgerKey(life.keyFile), now())))

  let left = random.below(3) === 0 ? random.below(600) : Number.POSITIVE_INFINITY
  let killing: Promise<unknown> | undefined
  const kill = () => (killing ??= core.kill())
  let wake = () => {}
  const toldSomething = new Promise<void>((resolve) => {
    wake = resolve
  })
  const hear = (request: Request, outcome: Outcome) => {
    const earlier = life.told.get(request.key)
    const differs = earlier && JSON.stringify(earlier.outcome) !== JSON.stringify(outcome)
    if (differs && isRemembered(request, earlier.outcome))
      violations.push(
        `${request.key} was ${JSON.stringify(earlier.outcome)}, then ${JSON.stringify(outcome)}`,
      )
    if (!earlier) {
      life.told.set(request.key, { request, outcome })
      life.settled.push(request)
    }
    life.generator.hear(outcome)
    wake()
    if (left-- <= 0) kill()
  }
  core.onTold = (request, outcome) => {
    hear(request, outcome)
    if (killing || core.inDoubt.size > IN_FLIGHT - 16) return
    const again = life.settled[random.below(life.settled.length)]
    const repeated = again && again.verb !== 'expire' && random.below(2) === 0 ? [again] : []
    core.ask([...life.generator.wave(IN_FLIGHT - core.inDoubt.size), ...repeated], now())
  }
  const first = life.told.size === 0 ? [life.generator.found()] : []
  // In one turn, so that both repeats are in the same batch.
  core.ask([...first, ...life.doubt, ...life.doubt], now())
  core.ask(life.generator.wave(IN_FLIGHT), now())
  // Half of the kills come at any moment; the others wait for a first outcome, however slow the machine is.
  if (random.below(2) === 0) await Promise.race([toldSomething, core.ended])
  await pause(random.below(120))
  await kill()
  const { signal, said } = await core.ended
  if (signal !== 'SIGKILL') violations.push(`ended by itself: ${said}`)
  for (const [key, why] of core.failed) violations.push(`${key} failed: ${why}`)
  // A sweep has no key: no one waits for its answer, and the next one does its work.
  life.doubt = [...core.inDoubt.values()].filter(({ verb }) => verb !== 'expire' && verb !== 'found')
  return { violations, lost }
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis))
}
