import type { Clock } from '../../src/clock.js'

interface Event {
  readonly at: number
  readonly order: number
  /** The life of the program that set it; 0 is the world's own. */
  readonly life: number
  readonly work: () => void
  cancelled: boolean
}

/** As far as the program uses a timer of Node. */
interface Timer {
  cancel(): void
  /** Starts it afresh. */
  refresh(): void
}

/**
 * The world's time. While installed, the program's timers, immediates and monotonic clock are events in this queue, so
 * that days pass in moments and the same events always come in the same order. Only promises proceed on their own;
 * `settle` lets them finish. Milliseconds.
 */
export class VirtualTime implements Clock {
  private readonly events: Event[] = []
  private immediates: (() => void)[] = []
  private order = 0
  private elapsed = 0
  /** Offset of the wall clock from the time that has passed. */
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

  /** Sets the machine's clock; no time passes. */
  jump(millis: number): void {
    this.skew += millis
  }

  /** Schedules the world's own work after `millis`, whatever happens to the program. */
  after(millis: number, work: () => void): void {
    this.add(millis, 0, work)
  }

  /** Resolves after `millis` of the world's time. */
  pass(millis: number): Promise<void> {
    return new Promise((resolve) => this.after(millis, resolve))
  }

  install(): void {
    const set = (work: () => void, millis = 0) => this.timer(millis, work)
    const clear = (timer: Timer | undefined) => timer?.cancel()
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

  /** Ends a life of the program: none of its timers ever fires. Later timers belong to the next one. */
  endLife(): void {
    this.life++
    this.immediates = []
  }

  /** Returns whether something outside of promises, such as a server, still works on what was asked. */
  isBusy: () => boolean = () => false

  /** Runs promises and immediates until only the next event is left. */
  async settle(): Promise<void> {
    do {
      const due = this.immediates
      this.immediates = []
      for (const work of due) work()
      await new Promise<void>((resolve) => {
        // Turns without a pause would take the time of the server that is waited for.
        if (this.isBusy()) this.real.setTimeout(resolve, 0)
        else this.real.setImmediate(resolve)
      })
    } while (this.immediates.length > 0 || this.isBusy())
  }

  /** Advances to the next event and runs it. Returns false when there is none. */
  step(): boolean {
    let next = this.take()
    while (next && (next.cancelled || (next.life !== 0 && next.life !== this.life))) next = this.take()
    if (!next) return false
    this.elapsed = Math.max(this.elapsed, next.at)
    next.work()
    return true
  }

  /** Sets a timer of the program. */
  private timer(millis: number, work: () => void): Timer {
    const { life } = this
    const set = () => this.add(millis, life, work)
    let event = set()
    return {
      cancel: () => {
        event.cancelled = true
      },
      refresh: () => {
        event.cancelled = true
        event = set()
      },
    }
  }

  private add(millis: number, life: number, work: () => void): Event {
    const wait = Number.isFinite(millis) ? Math.max(millis, 0) : 0
    const event = { at: this.elapsed + wait, order: this.order++, life, work, cancelled: false }
    const { events } = this
    events.push(event)
    // A binary heap, earliest first.
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
