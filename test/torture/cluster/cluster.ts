import { seededRandom } from '../../support/seeded-random.js'
import type { Bounds, Verdict } from '../verdict.js'
import type { Control } from './controls.js'
import { newTally } from './faults.js'
import { liveThrough } from './life.js'
import { ENGINES, type Engine, type Servers } from './servers.js'

export interface ClusterOptions extends Bounds {
  /** One of ENGINES. */
  readonly engine: string
  readonly kills: number
  readonly cuts: number
  /** The wrong programs that must be noticed, some of the engine's. */
  readonly controls: readonly Control[]
  /** Called with the first sign by which a wrong program was noticed. */
  readonly onNoticed?: (control: Control, sign: string) => void
}

/** Faults per database; then a new one starts, or reading its books would take ever longer. */
const KILLS_A_LIFE = 12
const CUTS_A_LIFE = 120
/** Faults per life of a wrong program, and lives until it must have been noticed. */
const CONTROL_FAULTS = { kills: 4, cuts: 40 }
const CONTROL_LIVES = 6

/** Returns a way to run several programs; throws when there is none of that name. */
export function engineCalled(name: string): Engine {
  const engine = ENGINES[name]
  if (!engine) throw new Error(`say one of ${Object.keys(ENGINES).join(', ')}`)
  return engine
}

/**
 * Kills two programs and their servers and cuts their connections, mostly in the middle of something, while people ask
 * both programs. Each answer must stand in the books, everything in doubt must have happened at most once, and time must
 * be the server's, although the programs' clocks are minutes apart. The requests are deterministic, the moments of the
 * faults aren't.
 */
export async function tortureCluster(options: ClusterOptions): Promise<Verdict> {
  const { engine, kills, cuts, controls, seed, onProgress, onNoticed } = options
  const { millis = Number.POSITIVE_INFINITY } = options
  const servers = await engineCalled(engine).start()
  try {
    let controlDetected = true
    for (const control of controls) {
      const sign = await signOf(control, servers, seed)
      if (sign) onNoticed?.(control, sign)
      else controlDetected = false
    }
    const until = performance.now() + millis
    const random = seededRandom(seed)
    const lives = Math.max(Math.ceil(kills / KILLS_A_LIFE), Math.ceil(cuts / CUTS_A_LIFE))
    const violations: string[] = []
    const lost: string[] = []
    const tally = newTally()
    let acknowledged = 0
    let faults = 0
    const share = (total: number, done: number, life: number) => Math.ceil((total - done) / (lives - life))
    for (let life = 0; life < lives && performance.now() < until; life++) {
      const found = await liveThrough({
        ...{ servers, random, until },
        kills: share(kills, tally.kills, life),
        cuts: share(cuts, tally.cuts, life),
        onFault: () => onProgress?.(++faults, kills + cuts),
      })
      const where = (line: string) => `seed ${seed}, database ${life}: ${line}`
      violations.push(...found.violations.map(where))
      lost.push(...found.lost.map(where))
      acknowledged += found.acknowledged
      for (const name of Object.keys(tally) as (keyof typeof tally)[]) tally[name] += found.tally[name]
    }
    return {
      tried: tally.kills + tally.cuts,
      ...{ acknowledged, violations, lost, controlDetected, tally },
    }
  } finally {
    await servers.stop()
  }
}

/** Returns the first sign by which programs that are wrong in one way are noticed. */
async function signOf(control: Control, servers: Servers, seed: number): Promise<string | undefined> {
  const random = seededRandom(seed)
  for (let life = 0; life < CONTROL_LIVES; life++) {
    const { violations, lost } = await liveThrough({
      ...{ servers, random, control, until: Number.POSITIVE_INFINITY },
      ...CONTROL_FAULTS,
    })
    const [sign] = [...violations, ...lost]
    if (sign) return sign
  }
  return undefined
}
