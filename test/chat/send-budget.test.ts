import { beforeEach, expect, test } from 'vitest'
import { BUDGET } from '../../adapters/telegram/platform.js'
import { SendBudget } from '../../src/chat/send-budget.js'

let now: number
let budget: SendBudget
beforeEach(() => {
  now = 0
  budget = new SendBudget(BUDGET, () => now)
})

/** Returns the number of calls that a chat gets within `millis` when it takes each one as soon as it may. */
function takenWithin(millis: number, chat: string, leave = 0): number {
  let taken = 0
  for (const end = now + millis; now < end; ) {
    const wait = budget.take(chat, leave)
    if (wait === 0) taken++
    now += wait
  }
  return taken
}

test('a group has twenty calls in any minute, and three in any three seconds', () => {
  expect(takenWithin(3_000, '-1')).toBe(3)
  expect(takenWithin(57_000, '-1')).toBe(17)
  expect(takenWithin(60_000, '-1')).toBe(20)
})

test('when all chats together have had their calls, tells how long the bot has to wait', () => {
  for (let chat = 1; chat <= 25; chat++) {
    expect(budget.waitForAny()).toBe(0)
    expect(budget.take(String(chat))).toBe(0)
  }
  now = 400
  expect(budget.waitForAny()).toBe(600)
})

test('calls left to others are available to them', () => {
  expect(takenWithin(60_000, '-1', 10)).toBe(10)
  now = 59_000
  expect(budget.take('-1', 10)).toBeGreaterThan(0)
  expect(budget.take('-1')).toBe(0)
})

test('a private chat has one call a second, and no limit per minute', () => {
  expect(takenWithin(60_000, '1')).toBe(60)
})

test('chats have separate budgets, but share twenty-five calls a second', () => {
  for (let chat = 1; chat <= 25; chat++) expect(budget.take(`${chat}`)).toBe(0)
  expect(budget.take('26')).toBe(1_000)
  now = 1_000
  expect(budget.take('26')).toBe(0)
})

test('a chat that Telegram has paused gets nothing until then, while all others do', () => {
  budget.rest('-1', 5_000)
  budget.rest('-1', 1_000)
  expect(budget.take('-1')).toBe(5_000)
  expect(budget.take('-2')).toBe(0)
  now = 5_000
  expect(budget.take('-1')).toBe(0)
})

test('a call for a quiet moment takes none of the room that others may need', () => {
  const quietly = (chat: string) => budget.take(chat, 14, true)
  expect(quietly('-1')).toBe(0)
  expect(quietly('-1')).toBe(3_000)
  now += 3_000
  expect([1, 2, 3].map(() => budget.take('-1'))).toEqual([0, 0, 0])
  now += 3_000
  for (let taken = 4; taken < 6; taken++) expect(budget.take('-1')).toBe(0)
  // Six calls within a minute: fourteen of the twenty are left to others.
  expect(quietly('-1')).toBeGreaterThan(3_000)
  expect(budget.take('-1')).toBe(0)
  for (let chat = 1; chat <= 13; chat++) budget.take(`-9${chat}`)
  expect(quietly('-2')).toBeGreaterThan(0)
  expect(budget.take('-2')).toBe(0)
})
