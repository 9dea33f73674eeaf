import { StoreBusy } from '../store/engine.js'

/** The money of a community is being moved into another or back; the command certainly wasn't run. */
export class StillMoving extends StoreBusy {
  override name = 'StillMoving'
}

/**
 * Returns whether a use case failed only because the queue is full, another program holds the file, or communities are
 * being linked or unlinked: nothing was done, and it can be retried in a moment.
 */
export function isBusy(error: unknown): boolean {
  return error instanceof StoreBusy
}

/** Returns the reason for an error that isBusy() accepts, under the name of the message that people get. */
export function undoneBecause(error: unknown): 'busy' | 'moving' {
  return error instanceof StillMoving ? 'moving' : 'busy'
}
