import { expect, test } from 'vitest'
import { tortureByFlips } from './flips.js'

test('a flipped bit is refused, named by reconcile, or changes nothing that anybody owns or sees; blind books are noticed', async () => {
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
