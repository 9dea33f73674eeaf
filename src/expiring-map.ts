/** Map whose entries expire `lifeMs` after they were set. Times are monotonic milliseconds. */
export class ExpiringMap<Key, Value> {
  /** Ordered by when they expire. */
  private readonly entries = new Map<Key, { readonly value: Value; readonly until: number }>()

  constructor(private readonly lifeMs: number) {}

  set(key: Key, value: Value, now = performance.now()): void {
    this.forget(now)
    this.entries.delete(key)
    this.entries.set(key, { value, until: now + this.lifeMs })
  }

  get(key: Key, now = performance.now()): Value | undefined {
    this.forget(now)
    return this.entries.get(key)?.value
  }

  /** Returns all values, the oldest first, and forgets them. */
  takeAll(now = performance.now()): Value[] {
    this.forget(now)
    const values = [...this.entries.values()].map(({ value }) => value)
    this.entries.clear()
    return values
  }

  private forget(now: number): void {
    for (const [key, { until }] of this.entries) {
      if (until > now) return
      this.entries.delete(key)
    }
  }
}
