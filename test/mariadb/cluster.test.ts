import { expect, test } from 'vitest'
import { missingRedis } from '../support/redis.js'
import { type ClusterOptions, tortureCluster } from '../torture/cluster/cluster.js'

// They start a dozen processes.
const PATIENCE = 600_000

async function expectClean(options: Omit<ClusterOptions, 'kills' | 'cuts'>): Promise<void> {
  const verdict = await tortureCluster({ kills: 2, cuts: 8, ...options })
  const { tally, acknowledged, violations, lost, controlDetected } = verdict
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tally.kills).toBe(2)
  expect(tally.cuts).toBeGreaterThanOrEqual(8)
  expect(acknowledged).toBeGreaterThan(0)
}

test(
  'kills and cut connections of two programs lose nothing and repeat nothing; plans without a lane are noticed',
  () => expectClean({ engine: 'mariadb', seed: 4, controls: ['no-lane'] }),
  PATIENCE,
)

test.skipIf(missingRedis())(
  'nor do those with tickets from Redis; a sweep that does not wait for taps with a ticket is noticed',
  () => expectClean({ engine: 'redis', seed: 4, controls: ['hasty-sweep'] }),
  PATIENCE,
)
