import type { Clock } from '../../src/clock.js'

interface Event {
  readonly at: number
  readonly order: number
  /** The life of the program that asked for it; 0 is the world's own. */
  readonly life: number
  readonly work: () => void
  cancelled: boolean
}

/**
 * All time there is. While it is installed, the program's timers, immediates and its monotonic clock are events
 * of this queue, so that whole days pass in moments and the same events always come in the same order. Only
 * promises go on by themselves; `settle` lets them come to rest. Milliseconds.
 */
export class VirtualTime implements Clock {
  private readonly events: Event[] = []
  private immediates: (() => void)[] = []
  private order = 0
  private elapsed = 0
  /** What the wall clock shows more than the time that passed. */
  private skew: number
  /** The life of the program whose timers are being set. */
  private life = 1
  private readonly real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setImmediate: globalThis.setImmediate,
  }

  constructor(startAt: number) {
    this.skew = startAt
  }

  now(): number {
    return Math.floor(this.elapsed + this.skew)
  }

  monotonic(): number {
    return this.elapsed
  }

  /** Somebody sets the machine's clock; no time passes. */
  jump(millis: number): void {
    this.skew += millis
  }

  /** The world does something after so many milliseconds, whatever becomes of the program. */
  after(millis: number, work: () => void): void {
    this.add(millis, 0, work)
  }

  /** Resolves after so many milliseconds of the world's time. */
  pass(millis: number): Promise<void> {
    return new Promise((resolve) => this.after(millis, resolve))
  }

  install(): void {
    const set = (work: () => void, millis = 0) => this.add(millis, this.life, work)
    const clear = (event: Event | undefined) => {
      if (event) event.cancelled = true
    }
    globalThis.setTimeout = set as unknown as typeof setTimeout
    globalThis.clearTimeout = clear as unknown as typeof clearTimeout
    globalThis.setImmediate = ((work: () => void) =>
      this.immediates.push(work)) as unknown as typeof setImmediate
    Object.defineProperty(performance, 'now', { value: () => this.elapsed, configurable: true })
  }

  uninstall(): void {
    Object.assign(globalThis, this.real)
    Reflect.deleteProperty(performance, 'now')
  }

  /** The program has ended: none of its timers ever fires. Whatever sets one from now on is the next program. */
  endLife(): void {
    this.life++
    this.immediates = []
  }

  /** Lets promises and immediates go on until nothing but the next event is left to happen. */
  async settle(): Promise<void> {
    do {
      const due = this.immediates
      this.immediates = []
      for (const work of due) work()
      await new Promise<void>((resolve) => this.real.setImmediate(resolve))
    } while (this.immediates.length > 0)
  }

  /** Goes to the next event and lets it happen. Returns false when there is none. */
  step(): boolean {
    let next = this.take()
    while (next && (next.cancelled || (next.life !== 0 && next.life !== this.life))) next = this.take()
    if (!next) return false
    this.elapsed = Math.max(this.elapsed, next.at)
    next.work()
    return true
  }

  private add(millis: number, life: number, work: () => void): Event {
    const wait = Number.isFinite(millis) ? Math.max(millis, 0) : 0
    const event = { at: this.elapsed + wait, order: this.order++, life, work, cancelled: false }
    const { events } = this
    events.push(event)
    // A binary heap, the earliest first.
    let index = events.length - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!earlier(event, events[parent] as Event)) break
      events[index] = events[parent] as Event
      index = parent
    }
    events[index] = event
    return event
  }

  private take(): Event | undefined {
    const { events } = this
    const first = events[0]
    const last = events.pop()
    if (!first || !last || events.length === 0) return first
    let index = 0
    while (true) {
      let child = 2 * index + 1
      if (child >= events.length) break
      if (child + 1 < events.length && earlier(events[child + 1] as Event, events[child] as Event)) child++
      if (!earlier(events[child] as Event, last)) break
      events[index] = events[child] as Event
      index = child
    }
    events[index] = last
    return first
  }
}

function earlier(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
