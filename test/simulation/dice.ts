import type { Random } from '../../src/core/random.js'
import { seededRandom } from '../support/seeded-random.js'

/** All randomness in a world, from one seed. */
export class Dice {
  readonly random: Random

  constructor(seed: number) {
    this.random = seededRandom(seed)
  }

  /** Returns a whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return this.random.below(limit)
  }

  between(lowest: number, highest: number): number {
    return lowest + this.random.below(highest - lowest + 1)
  }

  /** Returns true `inTenThousand` times in ten thousand. */
  rarely(inTenThousand: number): boolean {
    return this.random.below(10_000) < inTenThousand
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)] as Item
  }

  /** Returns one of the choices, by weight. */
  weighed<Choice extends string>({ choices, total }: Weights<Choice>): Choice {
    let left = this.random.below(total)
    for (const [choice, weight] of choices) {
      left -= weight
      if (left < 0) return choice
    }
    throw new RangeError('nothing to choose from')
  }
}

/** Choices, most likely first, prepared once because they are drawn from all the time. */
export class Weights<Choice extends string> {
  readonly choices: readonly (readonly [Choice, number])[]
  readonly total: number

  constructor(weights: Readonly<Record<Choice, number>>) {
    this.choices = (Object.entries(weights) as [Choice, number][]).sort((one, other) => other[1] - one[1])
    this.total = this.choices.reduce((sum, [, weight]) => sum + weight, 0)
  }
}
