import { vi } from 'vitest'

/**
 * Speeds up the clock of the rate limits in this process by `times`. For tests with very many messages, which would
 * otherwise only wait. Returns a function that ends it.
 */
export function hurriedClock(times = 50): () => void {
  const real = performance.now.bind(performance)
  const start = real()
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => start + (real() - start) * times)
  return () => spy.mockRestore()
}
