import type { Random } from '../random.js'
import type { WayRules } from './way.js'

/** Tries per person. */
export const SHAKE_TRIES = 3
/** Tries on the tape per share. */
const TRIES_PER_SHARE = 3
/** With few shares, the first person's three tries would be most of a shorter tape, or all of it. */
const SHORTEST_TAPE = 10

/** Returns how many tries the tape of an envelope with this many shares has. */
export function tapeLength(count: number): number {
  return Math.max(count * TRIES_PER_SHARE, SHORTEST_TAPE)
}

/** Draws the winning tries, one per share, uniformly from the tape; returns them in ascending order. */
export function winningTries(count: number, random: Random): number[] {
  const tape = Array.from({ length: tapeLength(count) }, (_, index) => index + 1)
  // A partial Fisher-Yates shuffle.
  for (let place = 0; place < count; place++) {
    const other = place + random.below(tape.length - place)
    const held = tape[place] as number
    tape[place] = tape[other] as number
    tape[other] = held
  }
  return tape.slice(0, count).sort((one, another) => one - another)
}

/** Everyone has a few tries, and which of all tries win is fixed in advance (摇一摇). */
export const shake: WayRules<{ readonly wins: readonly number[] }> = {
  serves: 'taps',
  tickets: 'for shares',
  tries: true,
  details: 'as JSON',
  fixed: ({ count }, random) => ({ wins: winningTries(count, random) }),
  terms: ({ wins }) => ['shake', `wins=${wins.join(',')}`],
}
