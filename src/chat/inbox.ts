import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app/app.js'
import type { Log } from '../log.js'

/** What takes longer would hold up all other chats, so it goes on by itself. Milliseconds. */
const SOON = 500
/** So many updates are remembered, so that one that comes again is not done again. */
const MOST = 10_000
/** An update that fails so often is given up: it would come again for ever. */
const MOST_TRIES = 3
/** What was confirmed and failed is tried again after so long. Milliseconds. */
const TRY_AGAIN = 1_000

export interface InboxOptions<Update> {
  readonly app: Pick<App, 'pendingUpdates'>
  /** The name of the platform that the updates come from. */
  readonly platform: string
  readonly log: Log
  /**
   * What the same update always has and no other; undefined for an update that does nothing. Throws when the update
   * cannot be read.
   */
  readonly keyOf: (update: Update) => string | undefined
  /** Resolves when what the update asks for is in the database. */
  readonly handle: (update: Update) => Promise<void>
}

/**
 * Takes updates from a platform that sends each until it is confirmed, so that none is lost and none holds up the
 * others: an update may be confirmed as soon as it is done with, or, when that takes long, as soon as it is kept in the
 * database as a pending update, from where it is done after a crash.
 */
export class Inbox<Update> {
  private readonly taken = new Map<string, Promise<void>>()
  private readonly tries = new Map<string, number>()
  /** What is being done, by the update's key. */
  private readonly running = new Map<string, Promise<void>>()
  /** What is still to be forgotten when it is done. */
  private readonly underWay = new Set<Promise<void>>()
  private refusing = false

  constructor(private readonly options: InboxOptions<Update>) {}

  /**
   * Resolves when the update may be confirmed. Rejects when it was not taken and has to come again, as all do after
   * `refuse`. One that comes again while it is under way, or soon after, is the same.
   */
  take(update: Update): Promise<void> {
    if (this.refusing) return Promise.reject(new Error('the program is stopping'))
    const key = this.keyOf(update)
    if (key === undefined) return Promise.resolve()
    const known = this.taken.get(key)
    if (known) return known
    const taken = this.takeSoon(key, update).catch((error) => {
      // It may have been done all the same, and is remembered as that then.
      if (this.taken.get(key) === taken) this.taken.delete(key)
      throw error
    })
    this.remember(key, taken)
    return taken
  }

  /** Undefined for an update that does nothing, or is none: it would come again for ever and hold up all others. */
  private keyOf(update: Update): string | undefined {
    try {
      return this.options.keyOf(update)
    } catch (error) {
      this.options.log.error({ err: error }, 'an update that cannot be read is passed over')
      return undefined
    }
  }

  /** Does what was kept when the program ended. */
  async resume(): Promise<void> {
    const { app, platform, log } = this.options
    const pending = await app.pendingUpdates.all(platform)
    if (pending.length > 0) log.info({ updates: pending.length }, 'updates from before the stop are done now')
    for (const { key, body } of pending) {
      if (this.taken.has(key)) continue
      // It is in the database, so it may be confirmed when it comes again, whatever becomes of it.
      this.remember(key, Promise.resolve())
      await this.handle(key, JSON.parse(body) as Update)
        .then(() => app.pendingUpdates.done(platform, key))
        .catch((error) => log.error({ err: error, update: key }, 'a kept update failed'))
    }
  }

  /** Takes no further updates. */
  refuse(): void {
    this.refusing = true
  }

  /** Resolves when everything that was taken is done. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.running.values())
    await Promise.allSettled(this.underWay)
  }

  private async takeSoon(key: string, update: Update): Promise<void> {
    const { app, platform, log } = this.options
    const done = this.running.get(key) ?? this.handle(key, update)
    if (!(await isLate(done))) return
    // Whoever waits for it to be kept does not wait for it to be done.
    done.catch(() => undefined)
    await app.pendingUpdates.keep(platform, { key, body: JSON.stringify(update) })
    const forgotten = this.untilDone(key, update, done)
      .then(() => app.pendingUpdates.done(platform, key))
      .catch((error) =>
        log.error({ err: error, update: key }, 'a slow update could not be forgotten; it is done once more'),
      )
      .finally(() => this.underWay.delete(forgotten))
    this.underWay.add(forgotten)
  }

  /** What was confirmed does not come again by itself, so it is tried again here. */
  private async untilDone(key: string, update: Update, first: Promise<void>): Promise<void> {
    for (let done = first; ; done = this.handle(key, update))
      try {
        return await done
      } catch (error) {
        this.options.log.warn({ err: error, update: key }, 'a slow update failed; it is kept and tried again')
        await pause(TRY_AGAIN)
      }
  }

  /** Does what an update asks for; gives it up when that fails again and again. */
  private handle(key: string, update: Update): Promise<void> {
    const done = this.options
      .handle(update)
      .catch((error) => {
        const tries = (this.tries.get(key) ?? 0) + 1
        this.tries.set(key, tries)
        if (tries < MOST_TRIES) throw error
        this.options.log.error({ err: error, update: key }, 'an update was given up after several tries')
      })
      .then(() => {
        this.tries.delete(key)
        // Also when it could not be kept meanwhile, and comes again.
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

/** Whether something is not done soon. Rejects with what it rejects with until then. */
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
