import { createHash } from 'node:crypto'
import type { App } from '../app/app.js'
import { LONGEST_BEHIND } from '../app/envelopes/late-plans.js'
import { Consumer } from './consumer.js'
import { Intake } from './intake.js'
import { TicketRedis } from './redis.js'

export interface TicketsOptions {
  readonly app: App
  /** Of a Redis server, like redis://user:password@host:6379. */
  readonly url: string
  /** Tells databases apart that share a Redis server. */
  readonly database: string
  /** Called with a sentence for the operator when something changes. */
  readonly onNotice: (notice: string) => void
}

export interface Tickets {
  /** The app, whose taps go through Redis. */
  readonly app: App
  /** Lets the taps under way finish without Redis, and releases it. */
  close(): Promise<void>
}

/**
 * Puts Redis before the database. Redis admits: it gives out as many tickets for an envelope as there are shares, and
 * logs the taps that have one. The database decides: the taps in the log become shares by the same plan as without Redis,
 * at the time at which Redis took them. Whatever Redis doesn't know, or has lost, goes to the database directly.
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
      onNotice(isThere ? 'Redis is connected' : `Redis is away (${why}): grabs go on without it`)
    },
  })
  const consumer = new Consumer(app, redis)
  const intake = new Intake({
    app,
    redis,
    isUnderWay: (id) => consumer.isUnderWay(id),
    onClocksApart: (ahead) => {
      if (!toldOfClocks)
        onNotice(`the clock of Redis is ${ahead} ms ahead of the database's: grabs go on without Redis`)
      toldOfClocks = true
    },
  })
  /** When the sweep last learned what is decided, on the monotonic clock. */
  let heardAt = performance.now()
  /**
   * Resolves with the time up to which all taps are decided: nothing that fell due later may end yet. While Redis is away,
   * the taps that it took before are waited for, too, as long as their processes may wait for them.
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
