import type { Random } from '../random.js'

/** Tries per person. */
export const SHAKE_TRIES = 3
/** Tries on the tape per share: one in three wins. */
const TRIES_PER_SHARE = 3

/** Draws the winning tries, one per share, uniformly from the tape; returns them in ascending order. */
export function winningTries(count: number, random: Random): number[] {
  const tape = Array.from({ length: count * TRIES_PER_SHARE }, (_, index) => index + 1)
  // A partial Fisher-Yates shuffle.
  for (let place = 0; place < count; place++) {
    const other = place + random.below(tape.length - place)
    const held = tape[place] as number
    tape[place] = tape[other] as number
    tape[other] = held
  }
  return tape.slice(0, count).sort((one, another) => one - another)
}

/** Returns a shake's terms in the commitment: the winning tries of the whole envelope. */
export function shakeTerms(wins: readonly number[]): readonly string[] {
  return ['shake', `wins=${wins.join(',')}`]
}
