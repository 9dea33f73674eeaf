import { type Job, scheduleJob } from 'node-schedule'
import type { App } from './app/app.js'
import type { Clock } from './clock.js'
import type { Log } from './log.js'

export interface JobsOptions {
  readonly app: App
  readonly clock: Clock
  readonly log: Log
}

/** So many envelopes end in one plan: a few milliseconds, so that clicks get their turn in between. */
const SWEEP_BATCH = 20
/** A clock that gains more than this on the monotonic one has jumped. Milliseconds. */
const JUMP = 10 * 60_000
/** After a jump refunds are held for so long, for the clock to be corrected. Milliseconds. */
const HOLD = 10 * 60_000
/** No platform repeats an update after so long. Milliseconds. */
const KEEP_ANSWERS = 14 * 24 * 3_600_000

export interface Jobs {
  /** Ends what is due now, unless a sweep is under way; resolves with how many envelopes ended. */
  sweep(): Promise<number>
  /** Lets no further job begin and resolves when those under way are done. */
  stop(): Promise<void>
}

/**
 * Starts what happens by itself: the sweep (at once, then every second: looking costs one index seek, and
 * cards end on time), and every night the reconcile and the forgetting of old answers.
 */
export function startJobs({ app, clock, log }: JobsOptions): Jobs {
  let sweeping: Promise<number> | undefined
  let tending: Promise<void> | undefined
  let stopped = false
  let lastNow = clock.now()
  let lastMonotonic = clock.monotonic()
  let heldUntil = 0

  const sweepAll = async (): Promise<number> => {
    const now = clock.now()
    const monotonic = clock.monotonic()
    const gained = now - lastNow - (monotonic - lastMonotonic)
    lastNow = now
    lastMonotonic = monotonic
    if (gained > JUMP) {
      heldUntil = monotonic + HOLD
      log.warn(
        { gainedSeconds: Math.round(gained / 1000) },
        'the clock jumped forward: refunds wait ten minutes',
      )
    } else if (gained < -JUMP && heldUntil > monotonic) {
      heldUntil = 0
      log.warn('the clock went back: refunds go on')
    }
    if (monotonic < heldUntil) return 0
    let total = 0
    let ended: number
    do {
      ended = await app.expireEnvelopes(SWEEP_BATCH)
      total += ended
    } while (ended === SWEEP_BATCH && !stopped)
    if (total > 0) log.info({ envelopes: total }, 'expired envelopes were refunded')
    return total
  }

  const sweep = (): Promise<number> => {
    sweeping ??= sweepAll()
      .catch((error) => {
        log.error({ err: error }, 'the sweep failed and will be tried again')
        return 0
      })
      .finally(() => {
        sweeping = undefined
      })
    return sweeping
  }

  const tend = async (): Promise<void> => {
    const forgotten = await app.forgetRequests(clock.now() - KEEP_ANSWERS)
    const report = await app.reconcile()
    const broken = report.promises.filter((promise) => !promise.ok)
    if (report.ok) log.info({ trades: report.trades, forgotten }, 'the books balance')
    else log.error({ broken }, 'THE BOOKS DO NOT BALANCE: stop the program and keep a copy of the file')
  }

  const schedule: Job[] = [
    scheduleJob('* * * * * *', () => void sweep()),
    scheduleJob('17 3 * * *', () => {
      tending = tend().catch((error) => log.error({ err: error }, 'the nightly reconcile failed'))
    }),
  ]
  void sweep()

  return {
    sweep,
    stop: async () => {
      stopped = true
      for (const job of schedule) job.cancel()
      await sweeping
      await tending
    },
  }
}
