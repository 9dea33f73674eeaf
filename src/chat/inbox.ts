import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app/app.js'
import type { Log } from '../log.js'

/** Slower updates continue in the background, so they don't hold up other chats. Milliseconds. */
const SOON = 500
/** Deduplication window, in updates. */
const MOST = 10_000
/** An update that fails this often is given up: otherwise it would come back forever. */
const MOST_TRIES = 3
/** Pause before a confirmed update that failed is retried. Milliseconds. */
const TRY_AGAIN = 1_000

export interface InboxOptions<Update> {
  readonly app: Pick<App, 'pendingUpdates'>
  /** Platform that the updates come from. */
  readonly platform: string
  readonly log: Log
  /**
   * Returns the idempotency key of an update; undefined for an update that does nothing. Throws when the update is
   * malformed.
   */
  readonly keyOf: (update: Update) => string | undefined
  /** Resolves when everything that the update asks for is in the database. */
  readonly handle: (update: Update) => Promise<void>
}

/**
 * Receives updates from a platform that repeats each until it is confirmed. No update is lost, and none blocks the
 * others: an update may be confirmed once it is handled, or, if that takes long, once it is stored in the database as a
 * pending update, which survives a crash.
 */
export class Inbox<Update> {
  private readonly taken = new Map<string, Promise<void>>()
  private readonly tries = new Map<string, number>()
  /** Updates being handled, by key. */
  private readonly running = new Map<string, Promise<void>>()
  /** Background work that drain() waits for. */
  private readonly underWay = new Set<Promise<void>>()
  private refusing = false

  constructor(private readonly options: InboxOptions<Update>) {}

  /**
   * Resolves when the update may be confirmed. Rejects when it wasn't accepted and must be redelivered, as all are
   * after `refuse`. A repeat during or soon after the first run joins it.
   */
  take(update: Update): Promise<void> {
    if (this.refusing) return Promise.reject(new Error('the program is stopping'))
    const key = this.keyOf(update)
    if (key === undefined) return Promise.resolve()
    const known = this.taken.get(key)
    if (known) return known
    const taken = this.takeSoon(key, update).catch((error) => {
      // It may have been handled meanwhile and remembered as such.
      if (this.taken.get(key) === taken) this.taken.delete(key)
      throw error
    })
    this.remember(key, taken)
    return taken
  }

  /**
   * Returns undefined for an update that does nothing or is malformed: it would come back forever and block all
   * others.
   */
  private keyOf(update: Update): string | undefined {
    try {
      return this.options.keyOf(update)
    } catch (error) {
      this.options.log.error({ err: error }, 'skipped a malformed update')
      return undefined
    }
  }

  /** Handles the updates that were pending when the program ended. */
  async resume(): Promise<void> {
    const { app, platform, log } = this.options
    const pending = await app.pendingUpdates.all(platform)
    if (pending.length > 0) log.info({ updates: pending.length }, 'resuming updates from before the stop')
    for (const { key, body } of pending) {
      if (this.taken.has(key)) continue
      // It is in the database, so a repeat may be confirmed whatever happens to this run.
      this.remember(key, Promise.resolve())
      await this.handle(key, JSON.parse(body) as Update)
        .then(() => app.pendingUpdates.done(platform, key))
        .catch((error) => log.error({ err: error, update: key }, 'a pending update failed'))
    }
  }

  /** Accepts no further updates. */
  refuse(): void {
    this.refusing = true
  }

  /** Resolves when every accepted update is handled. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.running.values())
    await Promise.allSettled(this.underWay)
  }

  private async takeSoon(key: string, update: Update): Promise<void> {
    const { app, platform, log } = this.options
    const done = this.running.get(key) ?? this.handle(key, update)
    if (!(await isLate(done))) return
    // The caller waits for it to be stored, not for it to be handled.
    done.catch(() => undefined)
    await app.pendingUpdates.keep(platform, { key, body: JSON.stringify(update) })
    const forgotten = this.untilDone(key, update, done)
      .then(() => app.pendingUpdates.done(platform, key))
      .catch((error) =>
        log.error(
          { err: error, update: key },
          'a handled update could not be deleted; it will be handled once more',
        ),
      )
      .finally(() => this.underWay.delete(forgotten))
    this.underWay.add(forgotten)
  }

  /** Retries here, because the platform doesn't repeat a confirmed update. */
  private async untilDone(key: string, update: Update, first: Promise<void>): Promise<void> {
    for (let done = first; ; done = this.handle(key, update))
      try {
        return await done
      } catch (error) {
        this.options.log.warn(
          { err: error, update: key },
          'a slow update failed; it is stored and will be retried',
        )
        await pause(TRY_AGAIN)
      }
  }

  /** Handles an update; gives it up after repeated failures. */
  private handle(key: string, update: Update): Promise<void> {
    const done = this.options
      .handle(update)
      .catch((error) => {
        const tries = (this.tries.get(key) ?? 0) + 1
        this.tries.set(key, tries)
        if (tries < MOST_TRIES) throw error
        this.options.log.error({ err: error, update: key }, 'gave up an update after several tries')
      })
      .then(() => {
        this.tries.delete(key)
        // Even if it couldn't be stored and is redelivered.
        this.remember(key, Promise.resolve())
      })
      .finally(() => this.running.delete(key))
    this.running.set(key, done)
    return done
  }

  private remember(key: string, taken: Promise<void>): void {
    if (this.taken.size >= MOST) this.taken.delete(this.taken.keys().next().value as string)
    this.taken.set(key, taken)
  }
}

/** Returns whether a promise takes long. Rejects if it rejects before that. */
async function isLate(done: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), SOON)
  })
  try {
    return await Promise.race([done.then(() => false), late])
  } finally {
    clearTimeout(timer)
  }
}
