import { parentPort, workerData } from 'node:worker_threads'
import { addToBackupFolder, type BackupOrder } from './backup-folder.js'

parentPort?.postMessage(await addToBackupFolder(workerData as BackupOrder))
