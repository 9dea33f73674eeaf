import { expect, test } from 'vitest'
import { tortureByBackups } from './backups.js'

test('a backup taken while people grab has every outcome acknowledged before it began, and delays no one', async () => {
  const { tried, acknowledged, violations, lost, controlDetected, tally } = await tortureByBackups({
    ...{ backups: 2, rate: 300, seed: 1 },
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tried).toBe(2)
  expect(acknowledged).toBeGreaterThan(300)
  // Waiting for a copy would mean waiting for all of it.
  expect(tally.backup_p99_ms).toBeLessThan(Number(tally.backup_ms) / 2)
})
