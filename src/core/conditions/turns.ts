import type { ConditionRules } from './condition.js'

/** Most earlier envelopes that count. */
export const MAX_TURNS = 10

/**
 * Takes turns (轮流): those who got a share of one of the community's last envelopes let the others go first. For the
 * second half of its time it is open to everyone, because in a small chat no one else may come.
 */
export interface Turns {
  readonly kind: 'turns'
  /** How many envelopes before this one count. */
  readonly last: number
}

export interface TurnsFault {
  readonly kind: 'bad_turns'
  readonly max: number
}

/** `millis`: until it opens to everyone. */
export interface TurnsRefusal {
  readonly condition: 'turns'
  readonly why: 'others_first'
  readonly last: number
  readonly millis: number
}

/** Returns when it opens to everyone. UTC milliseconds. */
export function opensToAll({
  openedAt,
  deadline,
}: {
  readonly openedAt: number
  readonly deadline: number
}): number {
  return openedAt + Math.floor((deadline - openedAt) / 2)
}

export const turns: ConditionRules<Turns, Turns, TurnsFault, TurnsRefusal> = {
  asks: false,
  tries: 0,
  books: 'hadTurnUntil',
  fault: ({ last }) =>
    Number.isInteger(last) && last >= 1 && last <= MAX_TURNS
      ? undefined
      : { kind: 'bad_turns', max: MAX_TURNS },
  fixed: ({ kind, last }) => ({ kind, last }),
  term: ({ last }) => `turns=${last}`,
  view: (condition) => condition,
  check({ kind: condition, last }, { now, hadTurnUntil }) {
    if (hadTurnUntil === undefined || now >= hadTurnUntil) return { kind: 'ok' }
    return { kind: 'refused', refusal: { condition, why: 'others_first', last, millis: hadTurnUntil - now } }
  },
}
