import { Worker } from 'node:worker_threads'
import { StoreRefused } from '../store/refused.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./quick-check-thread.js', import.meta.url)

/** Checks a file that is in use, on a worker thread. Rejects with StoreRefused when it is damaged. */
export function quickCheckOnThread(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: file, resourceLimits: { maxYoungGenerationSizeMb: 4 } })
    worker.once('message', (damage: string) => reject(new StoreRefused(damage)))
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
}
