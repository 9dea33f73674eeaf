import type { BooksPlace } from '../integrity/in-file.js'
import { runOnThread } from '../run-on-thread.js'
import type { OperatorOverview } from './operator-overview.js'
import type { OverviewOrder } from './overview-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./overview-thread.js', import.meta.url)

/** Reads the overview on a worker thread, because it adds up a month. Rejects with the thread's error. */
export function readOverviewOnThread(place: BooksPlace, now: number): Promise<OperatorOverview> {
  return runOnThread(THREAD, { place, now } satisfies OverviewOrder)
}
