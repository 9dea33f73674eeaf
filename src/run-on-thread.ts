import { Worker } from 'node:worker_threads'

/**
 * Runs a bundled file on a worker thread and resolves with the one message that it posts. Rejects with the
 * thread's error, or when it ends without a message, as when `signal` ends it.
 */
export async function runOnThread<Result>(
  thread: URL,
  workerData: unknown,
  signal?: AbortSignal,
): Promise<Result> {
  const worker = new Worker(thread, {
    workerData,
    // The process keeps memory that a thread once took, and these threads need little.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  const end = () => void worker.terminate()
  signal?.addEventListener('abort', end)
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) =>
        reject(new Error(`${thread.pathname.split('/').at(-1)} ended early, with code ${code}`)),
      )
    })
  } finally {
    signal?.removeEventListener('abort', end)
  }
}
