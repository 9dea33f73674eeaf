import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** Delays of an event loop. Milliseconds. */
export interface LoopDelays {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Starts measuring how long this thread's event loop is blocked. */
export function watchLoop(): IntervalHistogram {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  return delay
}

/** Returns the delays since the start or the last call. */
export function takeDelays(delay: IntervalHistogram): LoopDelays {
  const millis = (nanoseconds: number) => Number((nanoseconds / 1e6).toFixed(1))
  const { max } = delay
  const delays = { p50: millis(delay.percentile(50)), p99: millis(delay.percentile(99)), max: millis(max) }
  delay.reset()
  return delays
}
