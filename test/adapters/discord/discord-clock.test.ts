import { expect, test } from 'vitest'
import { DiscordClock } from '../../../adapters/discord/discord-clock.js'

const SECOND = 1_000
const HOUR = 3_600_000
const DISCORDS_START = Date.UTC(2026, 5, 10, 12)

/** Two clocks: Discord's, and this machine's, which runs so many times as fast and began at 0. */
function twoClocks(rate = 1) {
  let passed = 0
  const clock = new DiscordClock(() => passed * rate)
  return {
    clock,
    pass: (millis: number) => {
      passed += millis
    },
    discord: () => DISCORDS_START + passed,
  }
}

test('tells the age of what was under way for long, whatever the date of the machine', () => {
  const { clock, pass, discord } = twoClocks()
  expect(clock.ageOf(discord())).toBe(0)
  pass(20 * SECOND)
  expect(clock.ageOf(discord() - 4 * SECOND)).toBeGreaterThan(3.9 * SECOND)
  expect(clock.ageOf(discord() - 1.2 * SECOND)).toBeLessThan(1.3 * SECOND)
})

test.each([1 - 1e-4, 1 + 1e-4])(
  'never takes what is fresh for old on a clock that runs %f times as fast',
  (rate) => {
    const { clock, pass, discord } = twoClocks(rate)
    for (let hour = 0; hour < 24 * 30; hour += 1) {
      expect(clock.ageOf(discord())).toBe(0)
      pass(hour % 2 === 0 ? HOUR : 100)
    }
  },
)

test('takes the age from the newest date, in whatever order they come', () => {
  const { clock, pass, discord } = twoClocks()
  const [old, fresh] = [discord() - 10 * SECOND, discord()]
  expect(clock.ageOf(old)).toBe(0)
  expect(clock.ageOf(fresh)).toBe(0)
  expect(clock.ageOf(old)).toBe(10 * SECOND)
  pass(SECOND)
  expect(clock.ageOf(old)).toBeCloseTo(11 * SECOND, -1)
})
