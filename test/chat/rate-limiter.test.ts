import { expect, test } from 'vitest'
import { RateLimit, RateLimiter } from '../../src/chat/rate-limiter.js'
import { SettableClock } from '../support/settable-clock.js'

const person = (user: string) => ({ platform: 'test', user, name: user })
const chat = (name: string) => ({ platform: 'test', chat: name })
const times = (count: number, act: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => act(index)).filter(Boolean).length

function rateLimiter() {
  const clock = new SettableClock(0)
  return { clock, rateLimiter: new RateLimiter(() => clock.monotonic()) }
}

test('limits a flooding member to the pace of fast fingers, without affecting others', () => {
  const { clock, rateLimiter: gate } = rateLimiter()
  let admitted = 0
  let others = 0
  for (let second = 0; second < 10; second++) {
    admitted += times(1_000, () => gate.tryAcquire({ by: person('flood'), place: chat('lobby') }))
    others += times(100, (index) =>
      gate.tryAcquire({ by: person(`member ${second} ${index}`), place: chat('lobby') }),
    )
    clock.pass(1000)
  }
  expect(admitted).toBe(20 + 9 * 3)
  expect(others).toBe(1_000)
})

test('a thousand members within a second are no flood', () => {
  const { rateLimiter: gate } = rateLimiter()
  expect(
    times(1_000, (index) => gate.tryAcquire({ by: person(`member ${index}`), place: chat('lobby') })),
  ).toBe(1_000)
})

test('a flood in one chat does not affect others', () => {
  const { rateLimiter: gate } = rateLimiter()
  expect(
    times(5_000, (index) => gate.tryAcquire({ by: person(`member ${index}`), place: chat('mad') })),
  ).toBe(3_000)
  expect(gate.tryAcquire({ by: person('somebody'), place: chat('quiet') })).toBe(true)
})

test('the same user id on two platforms counts separately', () => {
  const { rateLimiter: gate } = rateLimiter()
  times(100, () => gate.tryAcquire({ by: person('7') }))
  expect(gate.tryAcquire({ by: person('7') })).toBe(false)
  expect(gate.tryAcquire({ by: { ...person('7'), platform: 'other' } })).toBe(true)
})

test('tracks a bounded number of members, and forgets quiet ones first in a flood of names', () => {
  const clock = new SettableClock(0)
  const limit = new RateLimit({ perSecond: 1, burst: 2, now: () => clock.monotonic() })
  times(10_000, (index) => limit.allows(`quiet ${index}`))
  clock.pass(5_000)
  expect(times(3, () => limit.allows('busy'))).toBe(2)
  times(9_000, (index) => limit.allows(`new ${index}`))
  expect(limit.allows('busy')).toBe(false)
})
