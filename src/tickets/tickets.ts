import { createHash } from 'node:crypto'
import type { App } from '../app/app.js'
import { LONGEST_BEHIND } from '../app/envelopes/late-plans.js'
import { nameOf, readMysqlUrl } from '../store/mysql-session.js'
import { Consumer } from './consumer.js'
import { Intake } from './intake.js'
import { TicketRedis } from './redis.js'

export interface TicketsOptions {
  readonly app: App
  /** Of a Redis server, like redis://user:password@host:6379. */
  readonly url: string
  /** Tells databases apart that share a Redis server. */
  readonly database: string
  /** Called with a sentence for the operator when something changes; a warning unless told otherwise. */
  readonly onNotice: (notice: string, level?: 'info' | 'warn') => void
}

export interface Tickets {
  /** The app, whose taps go through Redis. */
  readonly app: App
  /** Lets the taps under way finish without Redis, and releases it. */
  close(): Promise<void>
}

/**
 * Returns what tells a database apart. A copy on another server, as for a trial, has the same key and often the same name: with
 * the same tickets, it would decide taps that people made on the original, and tell them so.
 */
export function databaseAt(url: string, keyFingerprint: string): string {
  return `${nameOf(readMysqlUrl(url))} ${keyFingerprint}`
}

/**
 * Puts Redis before the database. Redis admits: it gives out as many tickets for an envelope as there are shares, and
 * logs the taps that have one. The database decides: the taps in the log become shares by the same plan as without Redis,
 * at the time at which Redis took them. Taps that Redis doesn't know, or has lost, go to the database directly.
 */
export function startTickets({ app, url, database, onNotice }: TicketsOptions): Tickets {
  let toldOfClocks = false
  const redis = new TicketRedis({
    url,
    scope: createHash('sha256').update(database).digest('hex').slice(0, 16),
    onAnswer: (number, outcome) => intake.answer(number, outcome),
    onNews: (news, envelopeNo) => intake.news(news, envelopeNo),
    onState: (isThere, why) => {
      if (!isThere) intake.giveUp()
      if (isThere) onNotice('Redis is connected', 'info')
      else onNotice(`Redis is unreachable (${why}): grabs go on without it`)
    },
  })
  const consumer = new Consumer(app, redis)
  const intake = new Intake({
    app,
    redis,
    isUnderWay: (id) => consumer.isUnderWay(id),
    onClocksApart: (ahead) => {
      if (!toldOfClocks)
        onNotice(
          `the clocks of Redis and the database differ by ${Math.abs(ahead)} ms: grabs go on without Redis`,
        )
      toldOfClocks = true
    },
  })
  /** When the sweep last learned what is decided, on the monotonic clock. */
  let heardAt = performance.now()
  /**
   * Resolves with the time up to which all taps are decided: nothing that fell due later may end yet. While Redis is away,
   * also waits for the taps that it took before, as long as their processes may wait for them.
   */
  const decidedUpto = async (): Promise<number> => {
    const undecided = await redis.undecided().catch(() => undefined)
    if (undecided) heardAt = performance.now()
    else if (performance.now() - heardAt > LONGEST_BEHIND) return Number.POSITIVE_INFINITY
    return undecided?.since ?? 0
  }
  return {
    app: {
      ...app,
      grabShare: (command, joined, tappedAt) => {
        consumer.start()
        return tappedAt === undefined
          ? intake.grab(command, joined)
          : app.grabShare(command, joined, tappedAt)
      },
      cancelEnvelope: async (command) => {
        const outcome = await app.cancelEnvelope(command)
        if (outcome.kind === 'envelope_cancelled') redis.forget(command.envelopeNo).catch(() => {})
        return outcome
      },
      expireEnvelopes: async (limit, except) => {
        // Only the active program sweeps; a standby leaves the log alone.
        consumer.start()
        return await app.expireEnvelopes(limit, except, await decidedUpto())
      },
      expireOneByOne: async (limit, except) => app.expireOneByOne(limit, except, await decidedUpto()),
    },
    close: async () => {
      await Promise.all([intake.close(), consumer.stop()])
      redis.close()
    },
  }
}
