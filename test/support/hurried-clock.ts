import { vi } from 'vitest'

/**
 * Lets the clock by which programs count what they may do in a second run so many times as fast, in this process. For
 * tests of what is said to very many, where only the pace would be waited for. Returns what ends it.
 */
export function hurriedClock(times = 50): () => void {
  const real = performance.now.bind(performance)
  const start = real()
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => start + (real() - start) * times)
  return () => spy.mockRestore()
}
