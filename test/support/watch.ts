/** Long enough for a busy machine; a hang is still reported by name. */
const WAIT_MS = 120_000
/** A condition may also depend on things that the bot does silently. */
const LOOK_AGAIN_MS = 25

/** Waits for conditions, checking them after every change. */
export class Watch {
  readonly #waiters = new Set<{ look: () => void }>()
  #looking = false

  /**
   * Resolves with the condition's value once it is truthy; checks after every change. Rejects after two minutes, naming
   * `what`, and at once when the condition throws.
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

  /** Reports a change: waiting conditions are checked again, once per turn. */
  changed(): void {
    if (this.#looking || this.#waiters.size === 0) return
    this.#looking = true
    setImmediate(() => {
      this.#looking = false
      for (const { look } of [...this.#waiters]) look()
    })
  }
}
