import { expect, test } from 'vitest'
import { tortureByBackups } from './backups.js'

test('a backup that is taken while people grab has all that was told before it began, and nobody has to wait for it', async () => {
  const { tried, acknowledged, violations, lost, controlDetected, tally } = await tortureByBackups({
    ...{ backups: 2, rate: 300, seed: 1 },
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tried).toBe(2)
  expect(acknowledged).toBeGreaterThan(300)
  // Whoever had to wait for a copy waited for the whole of it.
  expect(tally.backup_p99_ms).toBeLessThan(1000)
})
