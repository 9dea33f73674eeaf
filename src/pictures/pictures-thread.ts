import { parentPort } from 'node:worker_threads'
import { draw } from './draw.js'
import { makeCover } from './make-cover.js'
import type { Drawn, FromArtist, ToArtist } from './messages.js'

const answer = (message: FromArtist) => parentPort?.postMessage(message)

async function carriedOut(order: ToArtist): Promise<Drawn> {
  if (order.kind === 'draw') return drawn(draw(order.drawing))
  const made = await makeCover(order.file)
  return made.kind === 'made' ? drawn(made.bytes) : made
}

function drawn(bytes: Uint8Array): Drawn {
  // The encoder's own memory can't be handed over to another thread.
  return { kind: 'drawn', bytes: Uint8Array.from(bytes) }
}

parentPort?.on('message', (order: ToArtist) => {
  carriedOut(order).then(answer, (error: unknown) =>
    answer({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
  )
})
answer({ kind: 'ready' })
