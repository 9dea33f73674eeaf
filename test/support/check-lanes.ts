import { afterEach, expect } from 'vitest'
import { takeLaneBreaches } from './lane-breaches.js'

// On MariaDB: every plan of every test writes only while it holds the lane.
afterEach(() => {
  expect(takeLaneBreaches()).toEqual([])
})
