import { parentPort } from 'node:worker_threads'
import { draw } from './draw.js'
import type { FromArtist, ToArtist } from './messages.js'

const answer = (message: FromArtist) => parentPort?.postMessage(message)

parentPort?.on('message', ({ drawing }: ToArtist) => {
  try {
    // The encoder's own memory can't be handed over to another thread.
    answer({ kind: 'drawn', bytes: Uint8Array.from(draw(drawing)) })
  } catch (error) {
    answer({ kind: 'failed', why: error instanceof Error ? error.message : String(error) })
  }
})
answer({ kind: 'ready' })
