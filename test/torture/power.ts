import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Random } from '../../src/core/random.js'
import { seededRandom } from '../support/seeded-random.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { compileShim } from './compile-shim.js'
import { Leash, type Line } from './leash.js'
import { Disk, type Image } from './power-cut.js'
import { type Done, readRecording } from './recording.js'
import type { Request } from './request.js'
import { RequestGenerator } from './request-generator.js'
import { type Books, type Problems, settle } from './settle.js'
import type { Told } from './told.js'
import type { Bounds, Verdict } from './verdict.js'

export interface PowerOptions extends Bounds {
  readonly images: number
}

/** Cuts per recording. */
const IMAGES_A_RECORDING = 100
const IMAGES_A_CONTROL = 20
const CONTROL_IMAGES = 200
/** Runs per recording. */
const RUNS = 4
const MOST_IN_A_WAVE = 21
/** Start of the recordings' clock, UTC milliseconds. */
const START = Date.UTC(2026, 5, 10, 12)

/** A workload as the disk saw it. */
interface Recording {
  readonly folder: string
  readonly done: readonly Done[]
  readonly requests: ReadonlyMap<string, Request>
  /** Last time on the core's clock, UTC milliseconds. */
  readonly now: number
}

interface Found {
  tried: number
  acknowledged: number
  readonly violations: string[]
  readonly lost: string[]
  readonly tally: { recordings: number; steps: number; checked_outcomes: number }
}

/**
 * Records what the core does to its disk, from its first start on, and rebuilds what a power cut at a random moment
 * could have left. Each image must open, have every outcome acknowledged before the cut, and reconcile. All of it
 * follows from the seed, except when the core commits.
 */
export async function tortureByPowerCuts({ images, ...bounds }: PowerOptions): Promise<Verdict> {
  const { folder, remove } = temporaryFolder()
  try {
    const shim = compileShim(folder)
    const run = await cutAgain(images, bounds, shim, { unsafe: false })
    const control = await cutAgain(CONTROL_IMAGES, { seed: bounds.seed }, shim, { unsafe: true })
    return { ...run, controlDetected: control.lost.length > 0 }
  } finally {
    remove()
  }
}

/** `unsafe`: with a core that doesn't wait for the disk; ends with the first loss. */
async function cutAgain(
  images: number,
  bounds: Bounds,
  shim: string,
  { unsafe }: { unsafe: boolean },
): Promise<Found> {
  const pragmas = unsafe ? ['synchronous = NORMAL'] : []
  const until = performance.now() + (bounds.millis ?? Number.POSITIVE_INFINITY)
  const random = seededRandom(bounds.seed)
  const found: Found = {
    tried: 0,
    acknowledged: 0,
    tally: { recordings: 0, steps: 0, checked_outcomes: 0 },
    violations: [],
    lost: [],
  }
  while (found.tried < images && performance.now() < until && !(unsafe && found.lost.length > 0)) {
    const recording = await record(random, shim, pragmas)
    // Never takes all of them from one recording, even when only a few are needed.
    const most = unsafe ? IMAGES_A_CONTROL : Math.min(IMAGES_A_RECORDING, Math.ceil(images / 2))
    const count = Math.min(most, images - found.tried)
    await cutOne(recording, count, random, `seed ${bounds.seed}`, found, () =>
      bounds.onProgress?.(found.tried, images),
    )
  }
  return found
}

/**
 * Runs the core from scratch, several times on the same file. Each run ends with a stop, a kill between or within the
 * steps of a commit, or a failing sync; the next starts by repeating the doubtful requests.
 */
async function record(random: Random, shim: string, pragmas: string[]): Promise<Recording> {
  const root = mkdtempSync(join(tmpdir(), 'luckymoney-torture-'))
  const folder = join(root, 'disk')
  mkdirSync(folder)
  const file = join(root, 'recording')
  const generator = new RequestGenerator(seededRandom(random.below(2 ** 31)), 'power')
  const requests = new Map<string, Request>()
  const answered = new Set<string>()
  let now = START
  try {
    for (let run = 0; run < RUNS; run++) {
      const fault = faultOf(random, run === 0)
      const core = new Leash({ ...fault, LD_PRELOAD: shim, TORTURE_FOLDER: folder, TORTURE_RECORD: file })
      core.onTold = ({ key }, outcome) => {
        generator.hear(outcome)
        answered.add(key)
      }
      const order = { ...filesIn(folder), seed: random.below(2 ** 31) }
      // A checkpoint every few commits, or a short workload would see none. In half of the runs a thread makes them.
      const pages = 10 + random.below(100)
      const checkpoints = `wal_autocheckpoint = ${pages}`
      const onThread = pages % 2 === 0 && { checkpointWrites: pages }
      const opened = await core.open({ ...order, ...onThread, pragmas: [...pragmas, checkpoints] }, now)
      if (!opened && !fault.TORTURE_FAULT) throw new Error(`did not open: ${(await core.ended).said}`)
      const doubt = [...requests.values()].filter(({ key }) => !answered.has(key))
      const waves = Array.from({ length: 4 + random.below(12) }, () => 1 + random.below(MOST_IN_A_WAVE - 1))
      for (const size of [0, ...waves]) {
        if (core.gone) break
        const wave = size === 0 ? doubt : generator.wave(size)
        if (answered.size === 0) wave.unshift(generator.found())
        for (const one of wave) requests.set(one.key, one)
        now += random.below(5000)
        core.ask(wave, now)
        await core.answered()
      }
      if (random.below(2) === 0 && !core.gone) await core.close()
      await core.kill()
    }
    const done = readRecording(readFileSync(file))
    const recorded = new Set(done.map((step) => (step.did === 'tell' ? keyTold(step.text) : undefined)))
    for (const key of answered) if (!recorded.has(key)) throw new Error(`${key} was told and not recorded`)
    return { folder, done, requests, now }
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** Returns the fault of a run: none, a kill in the middle of a step, or a failing sync, often during the start. */
function faultOf(random: Random, isFirst: boolean): NodeJS.ProcessEnv {
  const failingSync = (step: number) => ({
    TORTURE_FAULT: String(constants.errno.EIO),
    TORTURE_ONLY: 'sync',
    TORTURE_STEP: String(step),
  })
  switch (random.below(4)) {
    case 0:
      return {}
    case 1:
      return { TORTURE_FAULT: 'KILL', TORTURE_STEP: String(1 + random.below(600)) }
    case 2:
      return failingSync(1 + random.below(3))
    default:
      // The first start syncs things that no other does.
      return failingSync(1 + random.below(isFirst ? 8 : 25))
  }
}

function filesIn(folder: string): Books {
  return { file: join(folder, 'data', 'books.db'), keyFile: join(folder, 'data', 'ledger.key') }
}

/** Makes images from one recording, most of them after the first acknowledged outcome. */
async function cutOne(
  recording: Recording,
  count: number,
  random: Random,
  where: string,
  found: Found,
  onImage: () => void,
): Promise<void> {
  const { folder, done, requests } = recording
  const cuts = new Map<number, number>()
  for (let index = 0; index < count; index++) {
    const at = momentOf(done, random)
    cuts.set(at, (cuts.get(at) ?? 0) + 1)
  }
  const disk = new Disk(folder, random)
  const told: Told = new Map()
  for (const [index, step] of done.entries()) {
    disk.take(step)
    if (step.did === 'tell') listen(step.text, requests, told)
    for (let copies = cuts.get(index) ?? 0; copies > 0; copies--) {
      const problems = await tryImage(disk.cut(), recording, told, random)
      const place = `${where}, image ${found.tried}, after step ${index} of ${done.length}`
      found.violations.push(...problems.violations.map((line) => `${place}: ${line}`))
      found.lost.push(...problems.lost.map((line) => `${place}: ${line}`))
      found.tried++
      found.tally.checked_outcomes += told.size
      onImage()
    }
  }
  found.acknowledged += told.size
  found.tally.recordings++
  found.tally.steps += done.length
}

/**
 * Returns the step after which the power is cut: any, usually after an acknowledged outcome, often soon after a restart
 * or a failed sync.
 */
function momentOf(done: readonly Done[], random: Random): number {
  const tells = (word: string) =>
    done.flatMap((step, index) => (step.did === 'tell' && step.text.includes(word) ? [index] : []))
  const chance = random.below(6)
  const from = chance === 0 ? 0 : chance < 4 ? (tells('"told"')[0] ?? 0) : 0
  const failures = done.flatMap((step, index) => (step.did === 'fail to sync' ? [index] : []))
  const turns = chance === 4 ? tells('"opened"') : failures
  if (chance < 4 || turns.length === 0) return from + random.below(done.length - from)
  const turn = turns[random.below(turns.length)] as number
  return Math.min(done.length - 1, turn + random.below(40))
}

function keyTold(text: string): string | undefined {
  const line = JSON.parse(text) as Line
  return 'told' in line ? line.told : undefined
}

/** Parses a line from the core. */
function listen(text: string, requests: ReadonlyMap<string, Request>, told: Told): void {
  const line = JSON.parse(text) as Line
  if (!('told' in line)) return
  const its = requests.get(line.told)
  if (!its) throw new Error(`${line.told} was told and never asked`)
  told.set(line.told, { request: its, outcome: line.outcome })
}

/** Starts the store on an image, as after the power came back, and continues with the unanswered requests. */
async function tryImage(
  image: Image,
  { folder: original, requests, now }: Recording,
  told: Told,
  random: Random,
): Promise<Problems> {
  const { folder, remove } = temporaryFolder()
  try {
    write(image, original, folder, random)
    const unanswered = [...requests.values()].filter(({ key }) => !told.has(key))
    return await settle(filesIn(folder), { told, doubt: unanswered.slice(0, MOST_IN_A_WAVE) }, now)
  } finally {
    remove()
  }
}

function write(image: Image, original: string, folder: string, random: Random): void {
  const home = (path: string) => join(folder, relative(original, path))
  for (const path of image.folders) mkdirSync(home(path))
  for (const [path, bytes] of image.files) {
    if (!path.endsWith('-shm')) {
      writeFileSync(home(path), bytes)
      continue
    }
    // It is written through shared memory, which the shim doesn't see, and means nothing after a restart.
    const manner = random.below(3)
    if (manner === 0) writeFileSync(home(path), Buffer.from(random.hex(32_768), 'hex'))
    else if (manner === 1) writeFileSync(home(path), bytes)
  }
}
