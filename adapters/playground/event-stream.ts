import type { Hub, SentEvent } from './hub.js'

/** Keeps proxies and browsers from closing an idle connection. Milliseconds. */
const HEARTBEAT = 15_000
/** A page with more unread data than this loses its stream and reloads everything. Bytes. */
const PATIENCE = 1024 * 1024
/** Missed events are replayed only if they leave room for new ones. Bytes. */
const MOST_MISSED = PATIENCE / 2

/**
 * Streams the events after the id `since`, then new ones, as text/event-stream. When some of the missed events are
 * gone, or there are too many, only sends the time: the page reads the whole state at every connect anyway.
 */
export function eventStream(
  hub: Hub,
  since: number | undefined,
  now: () => number,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const bytesOf = ({ id, event }: SentEvent) =>
    encoder.encode(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`)
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (bytes: Uint8Array) => {
          if ((controller.desiredSize ?? 0) >= -PATIENCE) return controller.enqueue(bytes)
          stop()
          // Unlike a normal end, this drops the backlog and closes the connection of a page that isn't reading.
          controller.error('a page read its events too slowly and lost its stream')
        }
        const take = (sent: SentEvent) => write(bytesOf(sent))
        const heartbeat = setInterval(() => write(encoder.encode(': still here\n\n')), HEARTBEAT)
        const unlisten = hub.listen({ take, end })
        stop = () => {
          clearInterval(heartbeat)
          unlisten()
        }
        function end() {
          stop()
          controller.close()
        }
        write(encoder.encode('retry: 1000\n\n'))
        const missed = since === undefined ? undefined : hub.since(since)?.map(bytesOf)
        const size = missed?.reduce((sum, bytes) => sum + bytes.byteLength, 0) ?? 0
        if (missed && size <= MOST_MISSED) missed.forEach(write)
        else take({ id: hub.newest, event: { type: 'clock', now: now() } })
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }),
  )
}
