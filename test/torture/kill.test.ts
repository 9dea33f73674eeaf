import { expect, test } from 'vitest'
import { tortureByKills } from './kill.js'

test('no kill loses or duplicates an acknowledged outcome; a core that answers before its commit is noticed', async () => {
  const { tried, acknowledged, violations, lost, controlDetected } = await tortureByKills({
    kills: 6,
    seed: 3,
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tried).toBe(7)
  // Some kills wait for an outcome first; how many more come depends on the machine.
  expect(acknowledged).toBeGreaterThan(0)
})
