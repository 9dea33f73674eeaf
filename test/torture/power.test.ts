import { expect, test } from 'vitest'
import { whyNoShim } from './compile-shim.js'
import { tortureByPowerCuts } from './power.js'

const why = whyNoShim()
const rule =
  'no power cut loses an outcome that was told, nor damages the books; synchronous = NORMAL is noticed'

test.skipIf(why)(
  why ? `${rule} (skipped: ${why})` : rule,
  async () => {
    const { tried, acknowledged, violations, lost, controlDetected } = await tortureByPowerCuts({
      images: 35,
      seed: 2,
    })
    expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
    expect(tried).toBe(35)
    expect(acknowledged).toBeGreaterThan(50)
  },
  240_000,
)
