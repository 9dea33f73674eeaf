import type { REST } from 'discord.js'

/** From one look at the clock to the next. Milliseconds. */
const LOOK_EVERY = 1_000
/** A clock that loses this much was set back. Milliseconds. */
const SET_BACK = 2_000

/** Milliseconds, only ever forward. */
const monotonic = () => Number(process.hrtime.bigint()) / 1e6

/**
 * Lets the client forget its rate limits when the machine's clock was set back: it keeps dates until which it waits, and
 * after fifty calls would wait until its last second comes again. Discord itself says when there are too many. Returns
 * what ends it.
 */
export function keepLimitsInTime(clients: () => readonly REST[]): () => void {
  let ahead = Date.now() - monotonic()
  const look = () => {
    const before = ahead
    ahead = Date.now() - monotonic()
    if (before - ahead < SET_BACK) return
    for (const rest of clients()) {
      rest.globalReset = -1
      rest.globalDelay = null
      rest.handlers.clear()
    }
  }
  const timer = setInterval(look, LOOK_EVERY)
  timer.unref()
  return () => clearInterval(timer)
}
