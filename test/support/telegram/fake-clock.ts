interface Timer {
  at: number
  act: () => void
  handle: NodeJS.Timeout | undefined
}

/** The fake's clock, UTC ms: it runs in real time and can be moved ahead, so that no test has to wait. */
export class FakeClock {
  readonly #timers = new Set<Timer>()
  #ahead = 0
  #stopped: number | undefined

  /** Sets the clock, even back; only before anything has happened. */
  start(at: number): void {
    this.#ahead = at - Date.now()
  }

  /** Stops the clock, except for `advance`: the machine's speed no longer matters. */
  freeze(): void {
    this.#stopped = Date.now()
    for (const timer of this.#timers) this.#arm(timer)
  }

  now(): number {
    return (this.#stopped ?? Date.now()) + this.#ahead
  }

  /** Unix seconds, as the Bot API counts. */
  seconds(): number {
    return Math.floor(this.now() / 1000)
  }

  /** Runs `act` after `ms`; returns a function that cancels it. */
  after(ms: number, act: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, act, handle: undefined }
    this.#timers.add(timer)
    this.#arm(timer)
    return () => this.#drop(timer)
  }

  /** Moves the clock by `ms`: everything due by then happens now, in order. */
  advance(ms: number): void {
    this.#ahead += ms
    const now = this.now()
    const due = [...this.#timers].filter(({ at }) => at <= now).sort((one, other) => one.at - other.at)
    for (const timer of due) this.#fire(timer)
    for (const timer of this.#timers) this.#arm(timer)
  }

  /** Cancels everything. */
  stop(): void {
    for (const timer of [...this.#timers]) this.#drop(timer)
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle)
    if (this.#stopped !== undefined) return
    timer.handle = setTimeout(() => this.#fire(timer), Math.max(0, timer.at - this.now()))
  }

  #fire(timer: Timer): void {
    // An earlier timer may have cancelled this one.
    if (!this.#timers.has(timer)) return
    this.#drop(timer)
    timer.act()
  }

  #drop(timer: Timer): void {
    clearTimeout(timer.handle)
    this.#timers.delete(timer)
  }
}
