import { expect, test } from 'vitest'
import { tortureByFlips } from './flips.js'

test('a flipped bit is refused, reported by reconcile, or changes nothing of value; a blind check is noticed', async () => {
  const { tried, acknowledged, violations, lost, controlDetected, tally } = await tortureByFlips({
    flips: 50,
    seed: 7,
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tried).toBe(50)
  expect(acknowledged).toBeGreaterThan(100)
  expect(tally.refused).toBeGreaterThan(12)
  expect(tally.harmless).toBeGreaterThan(6)
})
