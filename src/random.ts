import { randomBytes, randomInt } from 'node:crypto'
import type { Random } from './core/random.js'

/** Cryptographic randomness from the operating system. */
export const cryptoRandom: Random = {
  below: (limit) => randomInt(limit),
  hex: (length) => randomBytes(length).toString('hex'),
}
