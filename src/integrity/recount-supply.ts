import type Database from '../store/sqlite-library.js'
import { MOST_COUNTED } from '../store/supply.js'

interface Counted {
  readonly name: string
  readonly times: bigint
  readonly amount: bigint
}

// Halves of amounts can be summed without overflow.
const TRADES = `
  SELECT name, count(*) AS times, sum(sign * (amount >> 20)) AS high, sum(sign * (amount & 1048575)) AS low FROM (
    SELECT t.amount, iif(t.kind = 'reversal' AND receiver.account_type = 'mint', -1, 1) AS sign,
      t.community || ' ' || (unixepoch(t.created_at / 1000, 'unixepoch', 'start of month') * 1000) || ' ' || t.kind
      || ' ' || CASE WHEN t.kind IN ('top_up', 'deduct', 'reversal') THEN coalesce(t.actor, 0) ELSE 0 END AS name
    FROM trade t JOIN account payer ON payer.id = t.from_account JOIN account receiver ON receiver.id = t.to_account
    WHERE payer.account_type = 'mint' OR receiver.account_type = 'mint')
  GROUP BY name`

function clamped(amount: bigint): bigint {
  if (amount > MOST_COUNTED) return MOST_COUNTED
  return amount < -MOST_COUNTED ? -MOST_COUNTED : amount
}

/** Compares the recorded monthly figures of each mint with its trades; reports every difference. */
export function readSupply(database: Database.Database, found: (offender: string) => void): void {
  const trades = database.prepare(TRADES).safeIntegers().all() as {
    readonly name: string
    readonly times: bigint
    readonly high: bigint
    readonly low: bigint
  }[]
  const counted = new Map(
    trades.map(({ name, times, high, low }) => [name, { times, amount: (high << 20n) + low }]),
  )
  const kept = database
    .prepare(
      `SELECT community || ' ' || month || ' ' || kind || ' ' || actor AS name, times, amount FROM supply`,
    )
    .safeIntegers()
  for (const { name, times, amount } of kept.iterate() as Iterable<Counted>) {
    const known = counted.get(name)
    const most = known && clamped(known.amount)
    if (known?.times !== times || most !== amount) found(`the supply ${name} is not what the mint gave`)
    counted.delete(name)
  }
  for (const name of counted.keys()) found(`the supply ${name} is missing`)
}
