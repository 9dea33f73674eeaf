import { StoreBusy } from '../store/sqlite.js'

/** The money of a community is on its way into another or back; the command was certainly not done. */
export class StillMoving extends StoreBusy {
  override name = 'StillMoving'
}

/**
 * Whether a use case failed only because too much waits, another program holds the file, or communities are being
 * linked or unlinked: nothing was done, and it may be tried again in a moment.
 */
export function isBusy(error: unknown): boolean {
  return error instanceof StoreBusy
}

/** Why a use case was not done that isBusy() is true of, as the errors that people are told are named. */
export function undoneBecause(error: unknown): 'busy' | 'moving' {
  return error instanceof StillMoving ? 'moving' : 'busy'
}
