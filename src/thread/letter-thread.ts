import { parentPort, workerData } from 'node:worker_threads'
import { type LetterOrder, readLetter } from '../app/community/year-letter.js'

/** Input from letter-on-thread.ts. */
export interface LetterTask {
  readonly file: string
  readonly order: LetterOrder
}

const { file, order } = workerData as LetterTask
parentPort?.postMessage(await readLetter(file, order))
