import { randomBytes, randomInt } from 'node:crypto'
import type { Random } from './core/random.js'

/** Chance from the operating system's cryptographic generator. */
export const cryptoRandom: Random = {
  below: (limit) => randomInt(limit),
  hex: (length) => randomBytes(length).toString('hex'),
}
