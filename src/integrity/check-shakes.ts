import { SHAKE_TRIES } from '../core/ways/shake.js'
import type Database from '../store/sqlite-library.js'

interface ShakeRow {
  readonly id: number
  readonly no: string
  readonly details: string
}

interface TryRow {
  readonly number: number
  readonly ticket: number
  readonly position: number | null
  readonly served: number | null
}

/**
 * Compares every shake envelope with its tape: exactly the tries on the tape win, each the next share, and no ticket has a
 * fourth try or one after a win. Yields after each envelope; reports each try that breaks a rule.
 */
export function* readShakes(
  database: Database.Database,
  found: (offender: string) => void,
): Generator<void, void> {
  const shakes = database
    .prepare(
      `SELECT e.id, e.envelope_no AS no, w.details FROM envelope_way w JOIN envelope e ON e.id = w.envelope
       WHERE e.way = 'shake' ORDER BY e.id`,
    )
    .all() as ShakeRow[]
  const select = database.prepare(
    `SELECT t.number, t.ticket, t.position, n.position AS served FROM shake_try t
     LEFT JOIN entrant n ON n.envelope = t.envelope AND n.ticket = t.ticket WHERE t.envelope = ? ORDER BY t.number`,
  )
  for (const shake of shakes) {
    check(shake, select.all(shake.id) as TryRow[], found)
    yield
  }
}

function check({ no, details }: ShakeRow, tries: readonly TryRow[], found: (offender: string) => void): void {
  const { wins = [] } = JSON.parse(details) as { wins?: number[] }
  const winning = new Set(wins)
  const used = new Map<number, number>()
  const won = new Set<number>()
  let next = 1
  for (const [index, { number, ticket, position, served }] of tries.entries()) {
    if (number !== index + 1) found(`try ${number} of envelope ${no} is its try ${index + 1}`)
    const due = winning.has(number) ? next++ : null
    if (position !== due)
      found(`try ${number} of envelope ${no} won ${position ?? 'no share'} instead of ${due ?? 'none'}`)
    if (won.has(ticket)) found(`ticket ${ticket} of envelope ${no} tried again after it had won`)
    if (position !== null) won.add(ticket)
    if (position !== null && served !== position)
      found(`try ${number} of envelope ${no} won share ${position}, its ticket ${served ?? 'none'}`)
    const count = (used.get(ticket) ?? 0) + 1
    used.set(ticket, count)
    if (count === SHAKE_TRIES + 1)
      found(`ticket ${ticket} of envelope ${no} has more than ${SHAKE_TRIES} tries`)
  }
}
