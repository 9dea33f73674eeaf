import { parentPort, workerData } from 'node:worker_threads'
import Database from './sqlite-library.js'

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const database = new Database(workerData as string, { fileMustExist: true })
// Both the log and the database are flushed, as by the engine.
database.pragma('synchronous = FULL')
database.pragma('busy_timeout = 0')

port.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'close') {
    database.close()
    port.close()
    return
  }
  // Blocks no one: it copies only pages that no reader of an older state needs.
  database.pragma('wal_checkpoint(PASSIVE)')
  port.postMessage('done')
})
