/** Reports the progress of long work on standard error. */
export interface Progress {
  update(done: number, total: number): void
  /** Removes the bar, before other lines and at the end; a later update draws it again. */
  end(): void
}

const WIDTH = 30
/** Minimum interval between two redraws, and between two plain lines. Milliseconds. */
const REDRAW = 80
const REPORT = 5_000

/** Draws a bar on a terminal; elsewhere prints a plain line now and then, so that a log stays readable. */
export function startProgress(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now()
  let last = stream.isTTY ? Number.NEGATIVE_INFINITY : started
  let drawn = false
  return {
    update(done, total) {
      const now = performance.now()
      if (now - last < (stream.isTTY ? REDRAW : REPORT)) return
      last = now
      const part = total > 0 ? Math.min(1, done / total) : 1
      const percent = `${Math.floor(part * 100)}%`
      if (stream.isTTY) {
        const full = Math.round(part * WIDTH)
        const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full)
        stream.write(`\r${label} ${bar} ${percent.padStart(4)}`)
        drawn = true
      } else stream.write(`${label}: ${percent}\n`)
    },
    end() {
      // Returns to the start of the line and erases it.
      if (drawn) stream.write('\r\x1b[2K')
      drawn = false
    },
  }
}
