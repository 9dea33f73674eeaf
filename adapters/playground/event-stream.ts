import type { Hub, SentEvent } from './hub.js'

/** Keeps the connection from being taken for dead. Milliseconds. */
const HEARTBEAT = 15_000
/** A page that reads so slowly loses its stream and reads everything anew. Chunks. */
const PATIENCE = 2_000

/**
 * The events after the id `since`, then those to come, as text/event-stream. When some of those in between
 * are no longer known, the page is only told the time: it reads the whole state at every connect anyway.
 */
export function eventStream(
  hub: Hub,
  since: number | undefined,
  now: () => number,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -PATIENCE) return end()
          controller.enqueue(encoder.encode(text))
        }
        const take = ({ id, event }: SentEvent) => write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`)
        const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT)
        const unlisten = hub.listen({ take, end })
        stop = () => {
          clearInterval(heartbeat)
          unlisten()
        }
        function end() {
          stop()
          controller.close()
        }
        write('retry: 1000\n\n')
        const missed = since === undefined ? undefined : hub.since(since)
        if (missed) missed.forEach(take)
        else take({ id: hub.newest, event: { type: 'clock', now: now() } })
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: 16 }),
  )
}
