/** Work that never overlaps with itself and runs once more when requested meanwhile. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined
  private timerAt = 0
  private running: Promise<void> | undefined
  /** The shortest delay requested while the work was running. Milliseconds. */
  private askedMeanwhile = Number.POSITIVE_INFINITY
  private stopped = false

  /** `work` never rejects. Resolves with the milliseconds until the next run, unless one is requested sooner. */
  constructor(private readonly work: () => Promise<number>) {}

  /** Deadline for the work, in milliseconds. */
  within(millis: number): void {
    if (this.stopped) return
    if (this.running) {
      this.askedMeanwhile = Math.min(this.askedMeanwhile, millis)
      return
    }
    const at = performance.now() + millis
    if (this.timer && this.timerAt <= at) return
    clearTimeout(this.timer)
    this.timerAt = at
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.running = this.work().then((next) => {
        this.running = undefined
        const wait = Math.min(next, this.askedMeanwhile)
        this.askedMeanwhile = Number.POSITIVE_INFINITY
        if (wait < Number.POSITIVE_INFINITY) this.within(wait)
      })
    }, millis)
  }

  /** Resolves when the current work is done. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }
}
