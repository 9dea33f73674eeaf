import { parentPort, workerData } from 'node:worker_threads'
import { StoreRefused } from '../store/refused.js'
import { openReadOnly } from './open.js'
import { refuseDamaged } from './quick-check.js'

const file = workerData as string
const database = openReadOnly(file)
try {
  refuseDamaged(database, file)
} catch (error) {
  if (!(error instanceof StoreRefused)) throw error
  parentPort?.postMessage(error.message)
} finally {
  database.close()
}
