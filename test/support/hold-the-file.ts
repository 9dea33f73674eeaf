import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Another connection that holds the write lock, until it is let go of. */
export async function holdTheFile(
  file: string,
): Promise<{ letGoAfter: (millis: number) => void; ended: Promise<unknown> }> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const database = new (require('better-sqlite3'))(workerData)
     database.exec('BEGIN IMMEDIATE')
     parentPort.once('message', (millis) => {
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis)
       database.exec('ROLLBACK')
       database.close()
     })
     parentPort.postMessage('held')`,
    { eval: true, workerData: file },
  )
  await once(worker, 'message')
  return { letGoAfter: (millis) => worker.postMessage(millis), ended: once(worker, 'exit') }
}
