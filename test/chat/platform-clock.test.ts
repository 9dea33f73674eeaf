import { expect, test } from 'vitest'
import { PlatformClock } from '../../src/chat/platform-clock.js'

const SECOND = 1_000
const HOUR = 3_600_000
const PLATFORMS_START = Date.UTC(2026, 5, 10, 12)

/** Two clocks: the platform's, and this machine's, which runs `rate` times as fast and starts at 0. */
function twoClocks(rate = 1) {
  let passed = 0
  const clock = new PlatformClock(() => passed * rate)
  return {
    clock,
    pass: (millis: number) => {
      passed += millis
    },
    platform: () => PLATFORMS_START + passed,
  }
}

test("knows the age of delayed requests, whatever the machine's date", () => {
  const { clock, pass, platform } = twoClocks()
  expect(clock.ageOf(platform())).toBe(0)
  pass(20 * SECOND)
  expect(clock.ageOf(platform() - 4 * SECOND)).toBeGreaterThan(3.9 * SECOND)
  expect(clock.ageOf(platform() - 1.2 * SECOND)).toBeLessThan(1.3 * SECOND)
})

test.each([1 - 1e-4, 1 + 1e-4])(
  'never mistakes a fresh request for an old one on a clock that runs %f times as fast',
  (rate) => {
    const { clock, pass, platform } = twoClocks(rate)
    for (let hour = 0; hour < 24 * 30; hour += 1) {
      expect(clock.ageOf(platform())).toBe(0)
      pass(hour % 2 === 0 ? HOUR : 100)
    }
  },
)

test('measures from the newest date, in whatever order they arrive', () => {
  const { clock, pass, platform } = twoClocks()
  const [old, fresh] = [platform() - 10 * SECOND, platform()]
  expect(clock.ageOf(old)).toBe(0)
  expect(clock.ageOf(fresh)).toBe(0)
  expect(clock.ageOf(old)).toBe(10 * SECOND)
  pass(SECOND)
  expect(clock.ageOf(old)).toBeCloseTo(11 * SECOND, -1)
})
