import { sealedOrder } from '../core/ways/sealed-order.js'
import { waysThat } from '../core/ways/ways.js'
import type Database from '../store/sqlite-library.js'

interface EnvelopeRow {
  readonly id: number
  readonly no: string
  readonly salt: string
  readonly count: number
  readonly state: string
  readonly served: 0 | 1
}

interface EntrantRow {
  readonly ticket: number
  readonly position: number | null
  readonly passedOver: string | null
}

/**
 * Checks that every envelope with entrants was served in its sealed order: each ticket got the next share unless it was
 * passed over. Yields after each envelope; reports each ticket that was served wrongly.
 */
export function* readOrders(
  database: Database.Database,
  found: (offender: string) => void,
): Generator<void, void> {
  const envelopes = database
    .prepare(
      `SELECT id, envelope_no AS no, salt, count, state,
              coalesce((SELECT served FROM fair_start WHERE envelope = envelope.id), state <> 'open') AS served
       FROM envelope WHERE way IN (${waysThat(({ sealedOrder }) => sealedOrder === true)}) AND id IN (SELECT envelope FROM entrant) ORDER BY id`,
    )
    .all() as EnvelopeRow[]
  const select = database.prepare(
    'SELECT ticket, position, passed_over AS passedOver FROM entrant WHERE envelope = ? ORDER BY ticket',
  )
  for (const envelope of envelopes) {
    check(envelope, select.all(envelope.id) as EntrantRow[], found)
    yield
  }
}

function check(
  { no, salt, count, state, served }: EnvelopeRow,
  entrants: readonly EntrantRow[],
  found: (offender: string) => void,
): void {
  const waiting = entrants.every(({ position, passedOver }) => position === null && passedOver === null)
  if (state === 'open' && served === 0 && waiting) return
  const byTicket = new Map(entrants.map((entrant) => [entrant.ticket, entrant]))
  let next = 1
  for (const ticket of sealedOrder(salt, [...byTicket.keys()])) {
    const { position, passedOver } = byTicket.get(ticket) as EntrantRow
    const due = next > count || passedOver !== null ? null : next++
    if (position !== due)
      found(`ticket ${ticket} of envelope ${no} got ${position ?? 'no share'} instead of ${due ?? 'none'}`)
  }
}
