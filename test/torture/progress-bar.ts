const WIDTH = 30

/** Draws a bar on stderr when a person looks at it; otherwise nothing. */
export function progressBar(name: string): (done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => undefined
  return (done, total) => {
    const full = Math.round((WIDTH * done) / Math.max(1, total))
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full)
    process.stderr.write(`\r${name} ${bar} ${done}/${total}${done >= total ? '\n' : ''}`)
  }
}
