import { expect, test } from 'vitest'
import { tortureByFlips } from './flips.js'

test('a flipped bit is refused, reported by reconcile, or changes nothing of value; a blind check is noticed', async () => {
  const { tried, acknowledged, violations, lost, controlDetected, tally } = await tortureByFlips({
    flips: 30,
    seed: 7,
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tried).toBe(30)
  expect(acknowledged).toBeGreaterThan(50)
  expect(tally.refused).toBeGreaterThan(6)
  expect(tally.harmless).toBeGreaterThan(3)
})
