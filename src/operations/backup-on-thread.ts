import { Worker } from 'node:worker_threads'
import type { BackupMade, BackupOrder } from './backup-folder.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./backup-thread.js', import.meta.url)

/**
 * Adds a copy to the backup folder on a worker thread, because checking a large file takes longer than a click may wait.
 * Rejects with the thread's error, or when `signal` ends it; the next backup removes what that leaves behind.
 */
export async function addToBackupFolderOnThread(
  order: BackupOrder,
  signal: AbortSignal,
): Promise<BackupMade> {
  const worker = new Worker(THREAD, {
    workerData: order,
    // The process keeps memory that a thread once took, and this thread needs little.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  const end = () => void worker.terminate()
  signal.addEventListener('abort', end)
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the backup's thread ended early, with code ${code}`)))
    })
  } finally {
    signal.removeEventListener('abort', end)
  }
}
