interface Timer {
  at: number
  act: () => void
  handle: NodeJS.Timeout | undefined
}

/** The time of the fake, UTC ms: it runs as the real one does and can be pushed ahead, so that no test has to wait. */
export class FakeClock {
  readonly #timers = new Set<Timer>()
  #ahead = 0
  #stopped: number | undefined

  /** Sets it, also back; before anything has happened. */
  start(at: number): void {
    this.#ahead = at - Date.now()
  }

  /** From now on only `advance` moves it: how busy the machine is decides nothing any more. */
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

  /** Acts once so many ms have passed; the returned function calls it off. */
  after(ms: number, act: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, act, handle: undefined }
    this.#timers.add(timer)
    this.#arm(timer)
    return () => this.#drop(timer)
  }

  /** Lets so many ms pass at once: what was due in them happens now, in its order. */
  advance(ms: number): void {
    this.#ahead += ms
    const now = this.now()
    const due = [...this.#timers].filter(({ at }) => at <= now).sort((one, other) => one.at - other.at)
    for (const timer of due) this.#fire(timer)
    for (const timer of this.#timers) this.#arm(timer)
  }

  /** Calls everything off. */
  stop(): void {
    for (const timer of [...this.#timers]) this.#drop(timer)
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle)
    if (this.#stopped !== undefined) return
    timer.handle = setTimeout(() => this.#fire(timer), Math.max(0, timer.at - this.now()))
  }

  #fire(timer: Timer): void {
    // One that was due may have been called off by the one before it.
    if (!this.#timers.has(timer)) return
    this.#drop(timer)
    timer.act()
  }

  #drop(timer: Timer): void {
    clearTimeout(timer.handle)
    this.#timers.delete(timer)
  }
}
