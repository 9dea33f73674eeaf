import type { Hub, SentEvent } from './hub.js'

/** Keeps the connection from being taken for dead. Milliseconds. */
const HEARTBEAT = 15_000
/** A page that leaves more than this unread loses its stream and reads everything anew. Bytes. */
const PATIENCE = 1024 * 1024
/** Missed events are told again only when they leave room for those to come. Bytes. */
const MOST_MISSED = PATIENCE / 2

/**
 * The events after the id `since`, then those to come, as text/event-stream. When some of those in between
 * are no longer known, or they are very many, the page is only told the time: it reads the whole state at
 * every connect anyway.
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
          // Unlike an ordinary end, this forgets what waits and closes the connection of who does not read.
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
