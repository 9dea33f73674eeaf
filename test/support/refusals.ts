import { expect, test } from 'vitest'
import { openWorld, type World } from './world.js'

/**
 * For every refusal of an outcome, how to provoke it and everything that it must say. The compiler finds a missing one.
 */
export type Refusals<Outcome extends { kind: string }, Accepted extends Outcome['kind']> = {
  [Kind in Exclude<Outcome['kind'], Accepted | 'key_reused'>]: {
    /** The rule, used as the test's name. */
    rule: string
    provoke: (world: World) => Promise<() => Promise<Outcome>>
    says: Extract<Outcome, { kind: Kind }>
  }
}

/**
 * Makes a test for each refusal: the outcome matches, a repeat gives the same, nothing moves and the books still
 * balance. `provoke` prepares the world and returns the command to be refused.
 */
export function testRefusals(refusals: Record<string, Refusals<{ kind: string }, never>[string]>): void {
  for (const [kind, { rule, provoke, says }] of Object.entries(refusals)) {
    test(`${kind}: ${rule}`, async () => {
      const world = await openWorld()
      const command = await provoke(world)
      const before = world.money()
      expect(await command()).toEqual(says)
      expect(await command()).toEqual(says)
      expect(world.money()).toEqual(before)
      expect(await world.broken()).toEqual([])
    })
  }
}
