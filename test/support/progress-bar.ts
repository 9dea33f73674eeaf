const WIDTH = 30
/** Minimum interval between two redraws. Milliseconds. */
const EVERY = 200

/**
 * Shows the progress of long work on standard error: a bar on a terminal, and a line for every tenth when the output
 * goes to a file. The bar estimates the remaining time.
 */
export function progressBar(name: string): (done: number, total: number) => void {
  // Inside a simulation the other clocks may stand still.
  const began = Date.now()
  let shownAt = 0
  let tenths = 0
  let part = 0
  return (done, total) => {
    if (part === 1) return
    const now = Date.now()
    part = Math.min(1, done / Math.max(1, total))
    const left = part > 0 ? `${Math.round((((now - began) / part) * (1 - part)) / 1000)} s left` : ''
    if (process.stderr.isTTY) {
      if (part < 1 && now - shownAt < EVERY) return
      shownAt = now
      const full = Math.round(WIDTH * part)
      const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full)
      process.stderr.write(`\r${name} ${bar} ${done}/${total} ${left}\x1b[K${part < 1 ? '' : '\n'}`)
    } else if (Math.floor(part * 10) > tenths) {
      tenths = Math.floor(part * 10)
      process.stderr.write(`${name} ${done}/${total} ${left}\n`)
    }
  }
}
