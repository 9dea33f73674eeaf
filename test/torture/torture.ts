import { stopServers } from '../../bench/peers/server.js'
import { measureOptions } from '../support/measure-options.js'
import { progressBar } from '../support/progress-bar.js'
import { tortureByBackups } from './backups.js'
import { engineCalled, tortureCluster } from './cluster/cluster.js'
import { tortureByDiskErrors } from './disk-errors.js'
import { tortureByFlips } from './flips.js'
import { tortureByKills } from './kill.js'
import { tortureByPowerCuts } from './power.js'
import { isClean, type Verdict } from './verdict.js'

/**
 * Command line of the tortures: `kill`, `power`, `io`, `flips`, `backups` or `cluster`. Ends with one line of JSON, and exits with
 * 1 when anything was lost or wrong, or when the control was not detected.
 */
const { values, positionals } = measureOptions({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '200' },
    images: { type: 'string', default: '1000' },
    flips: { type: 'string', default: '1000' },
    backups: { type: 'string', default: '5' },
    rate: { type: 'string', default: '1000' },
    every: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    engine: { type: 'string', default: 'mariadb' },
    cuts: { type: 'string', default: '1000' },
    control: { type: 'string' },
  },
})
const [name = ''] = positionals
const bounds = {
  seed: Number(values.seed),
  millis: Number(values.minutes) * 60_000,
  onProgress: progressBar(name),
}
const TORTURES: Record<string, () => Promise<Verdict>> = {
  kill: () => tortureByKills({ ...bounds, kills: Number(values.kills) }),
  power: () => tortureByPowerCuts({ ...bounds, images: Number(values.images) }),
  backups: () => tortureByBackups({ ...bounds, backups: Number(values.backups), rate: Number(values.rate) }),
  flips: () => tortureByFlips({ ...bounds, flips: Number(values.flips) }),
  cluster: () => {
    const { engine, control } = values
    // A control alone: nothing else is tried.
    const all = engineCalled(engine).controls
    const controls = all.filter((name) => control === undefined || name === control)
    if (controls.length === 0) throw new Error(`say one of ${all.join(', ')}`)
    const faults =
      control === undefined
        ? { kills: Number(values.kills), cuts: Number(values.cuts) }
        : { kills: 0, cuts: 0 }
    return tortureCluster({
      ...{ ...bounds, ...faults, engine, controls },
      onNoticed: (name, sign) => process.stderr.write(`the control ${name} was noticed: ${sign}\n`),
    })
  },
  io: () => tortureByDiskErrors({ ...bounds, every: Number(values.every) }),
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopServers().finally(() => process.exit(1)))

const torture = TORTURES[name]
if (!torture) throw new Error(`say one of ${Object.keys(TORTURES).join(', ')}`)
const began = performance.now()
const verdict = await torture()
for (const line of [...verdict.violations, ...verdict.lost].slice(0, 50)) process.stderr.write(`${line}\n`)
const summary = {
  tried: verdict.tried,
  violations: verdict.violations.length,
  acknowledged: verdict.acknowledged,
  acknowledged_lost: verdict.lost.length,
  control_detected: verdict.controlDetected,
  ...verdict.tally,
  seconds: Math.round((performance.now() - began) / 100) / 10,
}
process.stdout.write(`${JSON.stringify(summary)}\n`)
process.exitCode = isClean(verdict) ? 0 : 1
