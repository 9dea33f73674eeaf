import { StillMoving } from '../app/busy.js'
import { StoreBusy, StoreClosed } from '../store/engine.js'
import { BrokenInvariant } from '../store/ledger.js'
import { DiskFailed, StoreRefused } from '../store/refused.js'

/** An error as plain data: copying one between threads loses its class. */
export interface CarriedError {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
}

/** The errors that callers tell apart by their class. */
const CLASSES = { StillMoving, StoreBusy, StoreClosed, StoreRefused, DiskFailed, BrokenInvariant }

/** Returns an error as plain data, for `revive` on the other thread. */
export function carry(thrown: unknown): CarriedError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const { name, message, stack } = error
  const { code } = error as NodeJS.ErrnoException
  return { name, message, ...(stack && { stack }), ...(typeof code === 'string' && { code }) }
}

/** Returns the error that was carried, of the same class where callers look at it, with its original stack. */
export function revive({ name, message, stack, code }: CarriedError): Error {
  const Known = (CLASSES as Record<string, new (message: string) => Error>)[name]
  const error = Known ? new Known(message) : Object.assign(new Error(message), { name })
  return Object.assign(error, { ...(stack && { stack }), ...(code && { code }) })
}
