/** Taps waiting to be served. The wait is in the caller's promise, never in a plan. */
export class Waits {
  private readonly open = new Map<NodeJS.Timeout, (over: boolean) => void>()
  private ended = false

  /** Resolves with true after `millis` milliseconds, or with false as soon as waiting ends early. */
  wait(millis: number): Promise<boolean> {
    if (this.ended) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.open.delete(timer)
        resolve(true)
      }, millis)
      this.open.set(timer, resolve)
    })
  }

  /** Ends all current and future waits; called on shutdown. */
  end(): void {
    this.ended = true
    for (const [timer, resolve] of this.open) {
      clearTimeout(timer)
      resolve(false)
    }
    this.open.clear()
  }
}
