import { measureOptions } from '../support/measure-options.js'
import { progressBar } from '../support/progress-bar.js'
import { tortureByBackups } from './backups.js'
import { tortureByDiskErrors } from './disk-errors.js'
import { tortureByFlips } from './flips.js'
import { tortureByKills } from './kill.js'
import { tortureByPowerCuts } from './power.js'
import { isClean, type Verdict } from './verdict.js'

/**
 * Command line of the tortures: `kill`, `power`, `io`, `flips` or `backups`. Ends with one line of JSON, and exits with
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
  io: () => tortureByDiskErrors({ ...bounds, every: Number(values.every) }),
}

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
