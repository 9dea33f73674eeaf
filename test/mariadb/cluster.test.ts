import { expect, test } from 'vitest'
import { tortureCluster } from '../torture/cluster/cluster.js'

test('kills and cut connections of two programs lose nothing and repeat nothing; plans without a lane are noticed', async () => {
  const { tally, acknowledged, violations, lost, controlDetected } = await tortureCluster({
    ...{ engine: 'mariadb', kills: 2, cuts: 8, seed: 4, controls: ['no-lane'] },
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tally.kills).toBe(2)
  expect(tally.cuts).toBeGreaterThanOrEqual(8)
  expect(acknowledged).toBeGreaterThan(0)
  // It starts a dozen processes.
}, 600_000)
