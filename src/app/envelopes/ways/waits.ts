/** Taps that wait until they are served, each in the promise of whoever asked and never in a plan. */
export class Waits {
  private readonly open = new Map<NodeJS.Timeout, (over: boolean) => void>()
  private ended = false

  /** Resolves after so many milliseconds with true, or with false as soon as waiting has no more use. */
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

  /** Lets nobody wait any longer, now and later: the program is stopping. */
  end(): void {
    this.ended = true
    for (const [timer, resolve] of this.open) {
      clearTimeout(timer)
      resolve(false)
    }
    this.open.clear()
  }
}
