import { expect, test } from 'vitest'
import { tortureCluster } from '../torture/cluster/cluster.js'

test('kills and cut connections of two programs lose nothing and repeat nothing; plans without a lane are noticed', async () => {
  const { tally, acknowledged, violations, lost, controlDetected } = await tortureCluster({
    ...{ engine: 'mariadb', kills: 3, cuts: 12, seed: 4, controls: ['no-lane'] },
  })
  expect({ violations, lost, controlDetected }).toEqual({ violations: [], lost: [], controlDetected: true })
  expect(tally.kills).toBe(3)
  expect(tally.cuts).toBeGreaterThanOrEqual(12)
  expect(acknowledged).toBeGreaterThan(0)
})
