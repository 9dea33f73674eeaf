import { expect } from 'vitest'
import type { World } from './world.js'

/**
 * Checks invariant 10 for one command: the same key gets the same answer, even after a restart, and with another body
 * it is refused; nothing moves either time.
 */
export async function expectIdempotent<Outcome extends { kind: string }>(
  world: World,
  command: { first: () => Promise<Outcome>; otherBody: () => Promise<Outcome> },
): Promise<Outcome> {
  const first = await command.first()
  const after = world.money()
  expect(await command.first()).toEqual(first)
  await world.restart()
  expect(await command.first()).toEqual(first)
  expect(await command.otherBody()).toEqual({ kind: 'key_reused' })
  expect(world.money()).toEqual(after)
  expect(await world.broken()).toEqual([])
  return first
}
