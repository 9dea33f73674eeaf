import type { DatabaseNo } from '../integrity/open-mysql.js'
import type { EngineStats } from '../store/engine.js'
import type { CarriedError } from './carried-error.js'

// Messages between the program and its engine's thread. Everything is plain data: it's copied on its way.

/** Starts the engine's thread. */
export interface EngineOrder {
  readonly file: string
  /** Address of a MySQL server's database, which is used instead of the file. */
  readonly url?: string
  /** Its place among several databases; the only one by default. */
  readonly database?: DatabaseNo
  /** Address of a Redis server that taps go through before they reach the server's database. */
  readonly redisUrl?: string
  readonly ledgerKeyFile: string
  /** True if other programs act on the server's database at the same time. */
  readonly shared?: boolean
  readonly gatherMillis: number
  /** Larger files are checked beside everything else, so that the program starts at once. Bytes; 32 MiB by default. */
  readonly checkAtOnce?: number
  /** Time skipped by a demonstration, shared by both threads; absent where only the machine's clock counts. */
  readonly skipped?: SharedArrayBuffer
}

/** Calls a use case. */
export interface Call {
  readonly id: number
  /** A function of the app, such as `grabShare` or `board.nextCard`. */
  readonly name: string
  readonly args: readonly unknown[]
  /** Position of the argument that is a function, which stays behind; a `Notice` says that it was called. */
  readonly callback?: number
}

export type ToEngine =
  | { readonly kind: 'calls'; readonly calls: readonly Call[] }
  /** Finishes the waiting plans and releases the file. */
  | { readonly kind: 'close' }

export type Answer =
  | { readonly id: number; readonly ok: true; readonly outcome: unknown }
  | { readonly id: number; readonly ok: false; readonly error: CarriedError }
  /** The call's function was called; its answer is still to come. */
  | { readonly id: number; readonly ok: 'called' }

export type FromEngine =
  /** The database is open; `names` are the app's functions. */
  | { readonly kind: 'ready'; readonly names: readonly string[]; readonly warnings: readonly string[] }
  /** Something that the operator should know, as a sentence. */
  | { readonly kind: 'notice'; readonly level: 'info' | 'warn'; readonly notice: string }
  /** The database can't be opened. */
  | { readonly kind: 'refused'; readonly error: CarriedError }
  | {
      readonly kind: 'answers'
      readonly answers: readonly Answer[]
      /** True if anything was changed since the last message. */
      readonly committed: boolean
      readonly stats: EngineStats
    }
  /** The outcome of a commit is unknown: no call gets an answer any more. */
  | { readonly kind: 'fatal'; readonly error: CarriedError }
  /** The check of a large file found damage; calls go on until the program stops. */
  | { readonly kind: 'damaged'; readonly error: CarriedError }
  | { readonly kind: 'closed' }
