import { parentPort, workerData } from 'node:worker_threads'
import { liveWorld, type WorldOrder } from './live-world.js'
import type { WorldReport } from './simulation-world.js'

/** Number of operations done, or the report of the thread's next world. */
export type FromThread = number | WorldReport

const PROGRESS_EVERY = 100

const say = (message: FromThread) => parentPort?.postMessage(message)
for (const world of workerData as readonly WorldOrder[])
  say(await liveWorld(world, (done) => done % PROGRESS_EVERY === 0 && say(PROGRESS_EVERY)))
