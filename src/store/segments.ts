/**
 * How a file finds what an account received: its index goes by segments of 65,536 trades (`trade_no >> 16`), so every grab
 * writes to the pages of the newest segment. A file of ten million trades has 153 segments to look into. A server's index
 * goes by account.
 */

/** In a recursive query of `segment`: the next older segment that has trades. */
export const NEXT_SEGMENT = '(SELECT max(trade_no) >> 16 FROM trade WHERE trade_no < segment.number << 16)'

/**
 * A recursive common table expression with the numbers of all segments that have trades, newest first. It jumps over gaps:
 * a damaged file with a trade of a gigantic number must not be searched for ages.
 */
export const SEGMENTS = `segment (number) AS (
  SELECT max(trade_no) >> 16 FROM trade UNION ALL SELECT ${NEXT_SEGMENT} FROM segment WHERE number > 0)`

/**
 * Condition of a trade `t` in the segment that brought money to the account `own`. What pays for an envelope, a trade of the
 * kind send, is in another index.
 */
export const INTO_OWN = `t.trade_no >> 16 = segment.number AND t.to_account = own.id AND t.kind <> 'send'`

/** Joins the trades `t` by which an account `own` received money. */
export const RECEIVED = `CROSS JOIN segment CROSS JOIN trade AS t INDEXED BY trade_received ON ${INTO_OWN}`
