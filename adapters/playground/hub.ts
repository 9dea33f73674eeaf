import type { Event } from './wire.js'

export interface SentEvent {
  readonly id: number
  readonly event: Event
}

/** Receives the events for one page. */
export interface Listener {
  take(sent: SentEvent): void
  end(): void
}

const KEPT = 1_000
const MAX_LISTENERS = 100

/**
 * Sends every event to all open pages and keeps the newest for those that reconnect. Ids keep growing across restarts,
 * so an id from an earlier run is never mistaken for a current one.
 */
export class Hub {
  private readonly kept: SentEvent[] = []
  private readonly listeners = new Set<Listener>()
  private lastId: number

  constructor(startedAt = Date.now()) {
    this.lastId = startedAt * 1_000
  }

  /** Id of the newest event. */
  get newest(): number {
    return this.lastId
  }

  get full(): boolean {
    return this.listeners.size >= MAX_LISTENERS
  }

  publish(event: Event): void {
    const sent = { id: ++this.lastId, event }
    this.kept.push(sent)
    if (this.kept.length > KEPT) this.kept.shift()
    for (const listener of this.listeners) listener.take(sent)
  }

  /** Returns the events after this id, or undefined when some are gone. */
  since(id: number): SentEvent[] | undefined {
    const oldest = this.lastId - this.kept.length
    if (!Number.isSafeInteger(id) || id < oldest || id > this.lastId) return undefined
    return this.kept.filter((sent) => sent.id > id)
  }

  /** Returns a function that unsubscribes. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Ends all streams. */
  close(): void {
    for (const listener of [...this.listeners]) listener.end()
    this.listeners.clear()
  }
}
