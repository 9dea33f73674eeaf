import type { Random } from '../random.js'

/** Tries of each person. */
export const SHAKE_TRIES = 3
/** Tries on the tape for each share: one in so many wins. */
const TRIES_PER_SHARE = 3

/** Draws which tries win, ascending: as many as there are shares, each try of the tape alike. */
export function winningTries(count: number, random: Random): number[] {
  const tape = Array.from({ length: count * TRIES_PER_SHARE }, (_, index) => index + 1)
  // The first part of a Fisher-Yates shuffle.
  for (let place = 0; place < count; place++) {
    const other = place + random.below(tape.length - place)
    const held = tape[place] as number
    tape[place] = tape[other] as number
    tape[other] = held
  }
  return tape.slice(0, count).sort((one, another) => one - another)
}

/** What a commitment says of a shake: which tries of the whole envelope win. */
export function shakeTerms(wins: readonly number[]): readonly string[] {
  return ['shake', `wins=${wins.join(',')}`]
}
