const BARS = '▁▂▃▄▅▆▇█'

/** Draws figures as bars of one character each. Only zero gets the lowest bar. */
export function sparkline(figures: readonly number[]): string {
  const largest = Math.max(...figures, 1)
  const steps = BARS.length - 1
  return figures.map((figure) => BARS[Math.ceil((Math.max(0, figure) / largest) * steps)]).join('')
}
