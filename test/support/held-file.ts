import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { libraryFile } from '../../src/store/sqlite-library.js'

export interface HeldFile {
  letGoAfter(millis: number): void
  readonly ended: Promise<unknown>
}

/** Opens another connection that holds a database's write lock until it is released. */
export async function holdTheFile(file: string): Promise<HeldFile> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const database = new (require(workerData.library))(workerData.file)
     database.exec('BEGIN IMMEDIATE')
     parentPort.once('message', (millis) => {
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis)
       database.exec('ROLLBACK')
       database.close()
     })
     parentPort.postMessage('held')`,
    { eval: true, workerData: { file, library: libraryFile() } },
  )
  await once(worker, 'message')
  return { letGoAfter: (millis) => worker.postMessage(millis), ended: once(worker, 'exit') }
}
