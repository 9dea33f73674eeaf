import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { liveWorld, type WorldOrder } from './live-world.js'
import type { WorldReport } from './simulation-world.js'
import type { FromThread } from './world-thread.js'

// Bundled beside the simulation: a worker thread can't start on TypeScript.
const THREAD = new URL('./simulate-world.js', import.meta.url)

/**
 * Lives the worlds on several threads, and yields their reports in the order of the worlds, so that the number of
 * threads changes nothing in a run. `onProgress` gets how many more operations are done. Throws a thread's error.
 */
export async function* liveWorlds(
  worlds: readonly WorldOrder[],
  threads: number,
  onProgress: (done: number) => void,
): AsyncGenerator<{ world: WorldOrder; report: WorldReport }> {
  if (threads === 1) {
    for (const world of worlds) yield { world, report: await liveWorld(world, () => onProgress(1)) }
    return
  }
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData = worlds.filter((_, place) => place % threads === thread)
    return new Worker(THREAD, { workerData })
  })
  try {
    const messages = workers.map((worker) => on(worker, 'message', { close: ['exit'] }))
    for (const worker of workers)
      worker.on('message', (message: FromThread) => typeof message === 'number' && onProgress(message))
    for (const [place, world] of worlds.entries())
      yield { world, report: await nextReport(messages[place % threads]) }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

async function nextReport(messages: NodeJS.AsyncIterator<unknown[]> | undefined): Promise<WorldReport> {
  while (true) {
    const next = await messages?.next()
    if (!next || next.done) throw new Error('a thread ended before its worlds')
    const [message] = next.value as [FromThread]
    if (typeof message !== 'number') return message
  }
}
