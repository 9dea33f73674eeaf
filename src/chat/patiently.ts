import { inTime } from '../with-timeout.js'
import type { Later } from './platform.js'

/** Timeout of a platform call. Milliseconds. */
const PATIENCE = 30_000

/** Returns the result of a call; `later` when it throws or times out. */
export async function patiently<Result>(call: Promise<Result>): Promise<Result | Later> {
  try {
    return (await inTime(PATIENCE, call)) ?? unknown('no answer')
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}

function unknown(why: string): Later {
  return { kind: 'later', after: 0, why, unknown: true }
}
