const WIDTH = 30
const EVERY = 200

/** A bar on standard error, when that is a terminal. */
export class Progress {
  private shownAt = 0
  private open = false

  constructor(private readonly total: number) {}

  show(done: number): void {
    // The clock stands still inside of a simulation, so the real one is asked.
    const now = Date.now()
    if (!process.stderr.isTTY || now - this.shownAt < EVERY) return
    this.shownAt = now
    this.open = true
    const filled = Math.round((WIDTH * done) / this.total)
    process.stderr.write(`\r[${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${done}/${this.total} `)
  }

  end(): void {
    if (this.open) process.stderr.write('\n')
    this.open = false
  }
}
