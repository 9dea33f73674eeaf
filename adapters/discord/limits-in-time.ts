import type { REST } from 'discord.js'

/** Interval between two checks of the clock. Milliseconds. */
const LOOK_EVERY = 1_000
/** A clock that loses this much was set back. Milliseconds. */
const SET_BACK = 2_000

/** Monotonic milliseconds. */
const monotonic = () => Number(process.hrtime.bigint()) / 1e6

/**
 * Resets the client's rate limits when the machine's clock was set back: the client stores dates to wait for, and after
 * fifty calls would wait until the old time comes again. Discord itself reports when there are too many. Returns a
 * function that stops this.
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
