import type { Event } from './wire.js'

const MAX_PAGES = 100
/** Keeps proxies and browsers from closing an idle connection. Milliseconds. */
const HEARTBEAT = 15_000
/** A page with more unread data than this loses its stream and reloads everything. Bytes. */
const PATIENCE = 1024 * 1024

const encoder = new TextEncoder()

/**
 * Sends every event to all open pages, as text/event-stream. A page reads the whole state once its stream is open, so no
 * event is sent to it later.
 */
export class Hub {
  private readonly pages = new Set<ReadableStreamDefaultController<Uint8Array>>()
  private readonly heartbeat = setInterval(() => this.write(': still here\n\n'), HEARTBEAT).unref()
  private lastId = 0

  /** Id of the newest event. */
  get newest(): number {
    return this.lastId
  }

  get full(): boolean {
    return this.pages.size >= MAX_PAGES
  }

  publish(event: Event): void {
    this.lastId++
    this.write(`id: ${this.lastId}\ndata: ${JSON.stringify(event)}\n\n`)
  }

  /** Opens the stream of a page. */
  open(): ReadableStream<Uint8Array> {
    let page: ReadableStreamDefaultController<Uint8Array>
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          page = controller
          this.pages.add(page)
          // Headers are only sent with the first bytes.
          page.enqueue(encoder.encode(': welcome\n\n'))
        },
        cancel: () => void this.pages.delete(page),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }),
    )
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.heartbeat)
    for (const page of this.pages) page.close()
    this.pages.clear()
  }

  private write(text: string): void {
    const bytes = encoder.encode(text)
    for (const page of this.pages) {
      if ((page.desiredSize ?? 0) >= -PATIENCE) page.enqueue(bytes)
      else {
        this.pages.delete(page)
        // Unlike a normal end, this drops the backlog and closes the connection of a page that isn't reading.
        page.error('a page read its events too slowly and lost its stream')
      }
    }
  }
}
