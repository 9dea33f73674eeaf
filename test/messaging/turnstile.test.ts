import { expect, test } from 'vitest'
import { RateLimit } from '../../src/messaging/rate-limit.js'
import { Turnstile } from '../../src/messaging/turnstile.js'
import { SettableClock } from '../support/settable-clock.js'

const person = (user: string) => ({ platform: 'test', user, name: user })
const chat = (name: string) => ({ platform: 'test', chat: name })
const times = (count: number, act: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => act(index)).filter(Boolean).length

function turnstile() {
  const clock = new SettableClock(0)
  return { clock, turnstile: new Turnstile(() => clock.monotonic()) }
}

test('a member who floods is let in at the pace of fast fingers, and nobody else notices', () => {
  const { clock, turnstile: gate } = turnstile()
  let admitted = 0
  let others = 0
  for (let second = 0; second < 10; second++) {
    admitted += times(1_000, () => gate.admits(person('flood'), chat('lobby')))
    others += times(100, (index) => gate.admits(person(`member ${second} ${index}`), chat('lobby')))
    clock.pass(1000)
  }
  expect(admitted).toBe(20 + 9 * 3)
  expect(others).toBe(1_000)
})

test('a rush of a thousand members in a second is no flood', () => {
  const { turnstile: gate } = turnstile()
  expect(times(1_000, (index) => gate.admits(person(`member ${index}`), chat('lobby')))).toBe(1_000)
})

test('a chat in which too much happens holds up no other', () => {
  const { turnstile: gate } = turnstile()
  expect(times(5_000, (index) => gate.admits(person(`member ${index}`), chat('mad')))).toBe(3_000)
  expect(gate.admits(person('somebody'), chat('quiet'))).toBe(true)
})

test('the same user of two platforms is two', () => {
  const { turnstile: gate } = turnstile()
  times(100, () => gate.admits(person('7')))
  expect(gate.admits(person('7'))).toBe(false)
  expect(gate.admits({ ...person('7'), platform: 'other' })).toBe(true)
})

test('who may do how much is kept for a bounded number, and a flood of names forgets the quiet ones first', () => {
  const clock = new SettableClock(0)
  const limit = new RateLimit({ perSecond: 1, burst: 2, now: () => clock.monotonic() })
  times(10_000, (index) => limit.allows(`quiet ${index}`))
  clock.pass(5_000)
  expect(times(3, () => limit.allows('busy'))).toBe(2)
  times(9_000, (index) => limit.allows(`new ${index}`))
  expect(limit.allows('busy')).toBe(false)
})
