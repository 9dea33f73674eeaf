import type { KeyObject } from 'node:crypto'
import type { Plan } from './plan.js'

/** The engine is stopping or has failed; the plan certainly didn't run. */
export class StoreClosed extends Error {
  override name = 'StoreClosed'
}

/** The queue is full, or the database was down for too long; the plan certainly didn't run. */
export class StoreBusy extends Error {
  override name = 'StoreBusy'
}

/** Counters since the start. */
export interface EngineStats {
  commits: number
  plans: number
  /** Milliseconds spent in COMMIT. */
  commitMillis: number
  /** Statements that changed rows or, on a server, might have. */
  writes: number
  /** Prepared statements; bounded by the number in the sources. */
  statements: number
}

/**
 * Where a plan waits. Background plans, such as the sweep's, run while no other plan waits; otherwise both lanes take
 * turns, one commit each, so that a click waits for at most one portion of a sweep, and a sweep goes on under any load.
 */
export type Lane = 'foreground' | 'background'

/**
 * Runs plans with group commit: all waiting plans share one transaction and one durable commit, and only then do their
 * promises settle. A plan that throws stores nothing and affects no other: its batch is rolled back and rerun with a
 * savepoint for each plan. So `make` may be called again, and must do nothing but create the plan.
 */
export interface Engine {
  readonly stats: EngineStats
  /** Number of waiting plans. */
  readonly queueLength: number
  /**
   * Runs the plan that `make` creates. Resolves with its outcome once the commit is durable. Rejects with the plan's
   * error, in which case nothing was stored, or with StoreBusy or StoreClosed, in which case it didn't run. Never
   * settles when it is unknown whether the commit happened.
   */
  run<Outcome>(make: () => Plan<Outcome>, lane?: Lane): Promise<Outcome>
  /**
   * Calls the listener after each commit that changed something; it must not throw. Returns a function that
   * unsubscribes.
   */
  onCommit(listener: () => void): () => void
  /** Accepts no further plans and resolves when the waiting ones are done. */
  drain(): Promise<void>
}

export interface EngineOptions {
  /** Signs the entries; stored outside the database. */
  readonly ledgerKey: KeyObject
  /**
   * Called once when the outcome of a commit is unknown or the database can't be trusted. Waiting plans never settle:
   * the caller must log the error and exit.
   */
  readonly onFatal: (error: Error) => void
  /** Maximum number of plans that share a commit. */
  readonly maxPlans?: number
  /** Time budget of a commit for adding plans, in milliseconds. */
  readonly maxMillis?: number
  /**
   * Plans arriving within this many milliseconds after a commit gather until the time is up and share the next one.
   * Plans after a quiet period don't wait, nor do GATHERED or more plans. 0, the default, disables gathering.
   */
  readonly gatherMillis?: number
  /** Maximum length of the queue; further plans are refused with StoreBusy. */
  readonly maxWaiting?: number
  /** How long plans wait for a database that is down, in milliseconds. */
  readonly busyMillis?: number
}

/** More than a second of work: plans queued behind that would outlast anyone's patience. */
export const LONGEST_QUEUE = 20_000
/** Time budget of a commit for background plans: a click may have to wait for all of them. Milliseconds. */
export const BACKGROUND_MILLIS = 10
/** A queue this long is worth a commit without gathering. */
export const GATHERED = 32
/** How long plans wait for a database that is down. Milliseconds. */
export const BUSY_PATIENCE = 10_000
