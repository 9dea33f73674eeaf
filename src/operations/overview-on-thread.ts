import type { BooksPlace } from '../integrity/in-file.js'
import { runOnThread } from '../run-on-thread.js'
import { type OperatorOverview, overviewsTogether } from './operator-overview.js'
import type { OverviewOrder } from './overview-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./overview-thread.js', import.meta.url)

/** Reads the overview on a worker thread, because it adds up a month. Rejects with the thread's error. */
export function readOverviewOnThread(place: BooksPlace, now: number): Promise<OperatorOverview> {
  return runOnThread(THREAD, { place, now } satisfies OverviewOrder)
}

/** Reads the overview of several databases, without those that can't be read. Rejects when none can. */
export async function readOverviewsOnThreads(
  places: readonly [BooksPlace, ...BooksPlace[]],
  now: number,
): Promise<OperatorOverview> {
  const [alone, ...others] = places
  if (others.length === 0) return await readOverviewOnThread(alone, now)
  const read = await Promise.allSettled(places.map((place) => readOverviewOnThread(place, now)))
  const [failed] = read.flatMap((each) => (each.status === 'rejected' ? [each] : []))
  if (failed && read.every(({ status }) => status === 'rejected')) throw failed.reason
  return overviewsTogether(read.map((each) => (each.status === 'fulfilled' ? each.value : undefined)))
}
