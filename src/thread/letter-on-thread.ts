import type { LetterOrder, readLetter } from '../app/community/year-letter.js'
import { runOnThread } from '../run-on-thread.js'
import type { LetterTask } from './letter-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./letter-thread.js', import.meta.url)

/** Reads a letter's figures on a worker thread, because a year's take long. Rejects with the thread's error. */
export function letterOnThread(file: string, order: LetterOrder): ReturnType<typeof readLetter> {
  return runOnThread(THREAD, { file, order } satisfies LetterTask)
}
