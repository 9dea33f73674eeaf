import { runOnThread } from '../run-on-thread.js'
import type { BackupMade, BackupOrder } from './backup-folder.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./backup-thread.js', import.meta.url)

/**
 * Adds a copy to the backup folder on a worker thread, because checking a large file takes longer than a click may wait.
 * Rejects with the thread's error, or when `signal` ends it; the next backup removes what that leaves behind.
 */
export function addToBackupFolderOnThread(order: BackupOrder, signal: AbortSignal): Promise<BackupMade> {
  return runOnThread(THREAD, order, signal)
}
