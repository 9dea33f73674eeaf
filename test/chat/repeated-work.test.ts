import { expect, test } from 'vitest'
import { RepeatedWork } from '../../src/chat/repeated-work.js'

const NEVER = Number.POSITIVE_INFINITY

/** Work that the test finishes, and that reports when it begins. */
function steps() {
  let running = 0
  let most = 0
  const finish: ((next: number) => void)[] = []
  let begun: () => void = () => {}
  const work = new RepeatedWork(async () => {
    running++
    most = Math.max(most, running)
    const next = await new Promise<number>((resolve) => {
      finish.push(resolve)
      begun()
    })
    running--
    return next
  })
  const begins = () => new Promise<void>((resolve) => (begun = resolve))
  return { work, finish, begins, most: () => most }
}

test('runs once for many requests, and once more for requests made meanwhile', async () => {
  const { work, finish, begins, most } = steps()
  const first = begins()
  for (let asked = 0; asked < 10; asked++) work.within(0)
  await first
  expect(finish).toHaveLength(1)
  for (let asked = 0; asked < 10; asked++) work.within(0)
  const second = begins()
  finish[0]?.(NEVER)
  await second
  expect(finish).toHaveLength(2)
  finish[1]?.(NEVER)
  await work.stop()
  expect(most()).toBe(1)
})

test('a shorter delay takes precedence, and the work can schedule itself', async () => {
  const { work, finish, begins } = steps()
  const first = begins()
  work.within(3_600_000)
  work.within(0)
  await first
  const second = begins()
  finish[0]?.(0)
  await second
  finish[1]?.(NEVER)
  await work.stop()
})

test('a stop waits for the current work and starts no more', async () => {
  const { work, finish, begins } = steps()
  const first = begins()
  work.within(0)
  await first
  work.within(0)
  let stopped = false
  const stopping = work.stop().then(() => (stopped = true))
  await Promise.resolve()
  expect(stopped).toBe(false)
  finish[0]?.(0)
  await stopping
  work.within(0)
  expect(finish).toHaveLength(1)
})
