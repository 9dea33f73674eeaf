import { expect, test } from 'vitest'
import { whyNoShim } from './compile-shim.js'
import { tortureByDiskErrors } from './disk-errors.js'

const why = whyNoShim()
const rule =
  'whichever step of the disk goes wrong, nothing that was told is lost and nothing that failed is kept; a core that tells before its commit is noticed'

test.skipIf(why)(
  why ? `${rule} (skipped: ${why})` : rule,
  async () => {
    const { tried, acknowledged, violations, lost, controlDetected } = await tortureByDiskErrors({
      every: 400,
      seed: 3,
    })
    expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
    expect(tried).toBeGreaterThan(20)
    expect(acknowledged).toBeGreaterThan(150)
  },
  900_000,
)
