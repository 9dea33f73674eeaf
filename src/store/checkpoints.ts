import { Worker } from 'node:worker_threads'
import type { Engine } from './engine.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./checkpoint-thread.js', import.meta.url)

/** Statements that changed rows, after which the log is copied: a thousand pages or a few. */
const WRITES = 4_000
/**
 * Pages of the log at which the engine copies them itself, which also lets the log start over. By then the thread has
 * copied most of them. 16 MiB.
 */
export const LONGEST_LOG = 4_096

export interface CheckpointOptions {
  /** Statements that changed rows, after which the log is copied; WRITES by default. */
  readonly writes?: number
  /** The bundled thread; a worker can't start on TypeScript. */
  readonly thread?: URL
  /**
   * Called when the disk failed while the log was flushed or copied: what is in the log may not be on the disk, although the
   * system shows it, so no one may rely on it.
   */
  readonly onDiskError?: (error: Error) => void
}

export interface Checkpoints {
  /** Ends the thread, if it runs; resolves when it has released the file. */
  close(): Promise<void>
}

/**
 * Copies the write-ahead log into the database on a worker thread. On the engine's thread, a commit that did it took
 * several times as long, and every click waited. Starts the thread when it is first needed. If the thread fails for
 * another reason than the disk, the engine carries on alone.
 */
export function keepCheckpoints(
  file: string,
  engine: Pick<Engine, 'stats' | 'onCommit'>,
  { writes = WRITES, thread = THREAD, onDiskError }: CheckpointOptions = {},
): Checkpoints {
  let worker: Worker | undefined
  let gone: Promise<void> = Promise.resolve()
  let busy = false
  let failed = false
  let copied = 0

  const start = () => {
    const started = new Worker(thread, { workerData: file, resourceLimits: { maxYoungGenerationSizeMb: 1 } })
    gone = new Promise((resolve) => {
      started.once('exit', () => {
        failed = true
        resolve()
      })
    })
    started.on('message', () => {
      busy = false
    })
    started.on('error', (error: Error & { readonly code?: unknown }) => {
      if (String(error.code).startsWith('SQLITE_IOERR')) onDiskError?.(error)
    })
    return started
  }
  const unsubscribe = engine.onCommit(() => {
    if (busy || failed || engine.stats.writes - copied < writes) return
    busy = true
    copied = engine.stats.writes
    worker ??= start()
    worker.postMessage('checkpoint')
  })
  return {
    close: async () => {
      unsubscribe()
      worker?.postMessage('close')
      await gone
    },
  }
}
