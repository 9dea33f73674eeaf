/** Long enough for a machine that is busy with other things; a hang is still told by its name. */
const WAIT_MS = 120_000
/** A condition may also hang on what the bot does without a word to us. */
const LOOK_AGAIN_MS = 25

/** Whoever waits for something to come true looks again whenever something has changed. */
export class Watch {
  readonly #waiters = new Set<{ look: () => void }>()
  #looking = false

  /**
   * Resolves with the value of the condition as soon as it is truthy; looks after every change. Rejects after
   * two minutes, naming `what`, and at once when the condition throws.
   */
  waitFor<T>(condition: () => T, what: string): Promise<NonNullable<T>> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timeout)
        clearInterval(interval)
        this.#waiters.delete(waiter)
        finish()
      }
      const look = () => {
        try {
          const value = condition()
          if (value) end(() => resolve(value))
        } catch (error) {
          end(() => reject(error))
        }
      }
      const waiter = { look }
      const timeout = setTimeout(
        () => end(() => reject(new Error(`waited two minutes for ${what}`))),
        WAIT_MS,
      )
      const interval = setInterval(look, LOOK_AGAIN_MS)
      this.#waiters.add(waiter)
      look()
    })
  }

  /** Something changed: whoever waits looks again, once per turn however much changed. */
  changed(): void {
    if (this.#looking || this.#waiters.size === 0) return
    this.#looking = true
    setImmediate(() => {
      this.#looking = false
      for (const { look } of [...this.#waiters]) look()
    })
  }
}
