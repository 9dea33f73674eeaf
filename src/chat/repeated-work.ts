/** Work that is done whenever it may be needed: never twice at once, and once more when asked meanwhile. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined
  private timerAt = 0
  private running: Promise<void> | undefined
  /** The shortest wait that was asked for while the work ran. Milliseconds. */
  private askedMeanwhile = Number.POSITIVE_INFINITY
  private stopped = false

  /** `work` never rejects. Resolves with in how many milliseconds to do it again, if it is not asked for sooner. */
  constructor(private readonly work: () => Promise<number>) {}

  /** Does the work within so many milliseconds. */
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

  /** Resolves when the work that is under way is done. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }
}
