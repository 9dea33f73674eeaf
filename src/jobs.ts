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
/** So many at the most are tried one by one when a batch cannot end. */
const SWEEP_ALONE = 10_000
/** What cannot end is said this often. Milliseconds. */
const COMPLAIN_EVERY = 10 * 60_000
/** A clock that gains more than this on the monotonic one has jumped. Milliseconds. */
const JUMP = 10 * 60_000
/** After a jump refunds are held for so long, for the clock to be corrected. Milliseconds. */
const HOLD = 10 * 60_000
/** No platform repeats an update after so long. Milliseconds. */
const KEEP_ANSWERS = 14 * 24 * 3_600_000

export interface Jobs {
  /** Ends what is due now, unless a sweep is under way; resolves with how many envelopes ended. */
  sweep(): Promise<number>
  /** Does now what is done every night. */
  tend(): Promise<void>
  /** Lets no further job begin and resolves when those under way are done. */
  stop(): Promise<void>
}

/**
 * Starts what happens by itself: the sweep (at once, then every second: looking costs one index seek, and
 * cards end on time), and the reconcile (after the first sweep, for what opening the file does not see, and every night,
 * with the forgetting of old answers).
 */
export function startJobs({ app, clock, log }: JobsOptions): Jobs {
  let sweeping: Promise<number> | undefined
  let stopped = false
  let lastNow = clock.now()
  let lastMonotonic = clock.monotonic()
  let heldUntil = 0
  let complainAt = 0

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
    await moveCommunities()
    if (monotonic < heldUntil) return 0
    let total = 0
    let more = true
    while (more && !stopped) {
      const batch = await endBatch()
      total += batch.ended
      more = batch.more
    }
    if (total > 0) log.info({ envelopes: total }, 'expired envelopes were refunded')
    const moved = await app.finishMigrations()
    if (moved > 0) log.info({ chats: moved }, 'chats followed to their new ids')
    await app.countForLeaderboards()
    return total
  }

  /** Goes on with a link or unlink that is under way; when it cannot go on, nothing else waits for that. */
  const moveCommunities = async (): Promise<void> => {
    try {
      while ((await app.moveSome()) && !stopped);
    } catch (error) {
      log.error({ err: error }, 'a link or unlink could not go on and will be tried again')
    }
  }

  /** Ends a batch; when something in it cannot end, ends everything else that is due instead. */
  const endBatch = async (): Promise<{ ended: number; more: boolean }> => {
    try {
      const ended = await app.expireEnvelopes(SWEEP_BATCH)
      return { ended, more: ended === SWEEP_BATCH }
    } catch (error) {
      const { ended, stuck } = await app.expireOneByOne(SWEEP_ALONE)
      if (stuck.length === 0) throw error
      const monotonic = clock.monotonic()
      if (monotonic >= complainAt) {
        complainAt = monotonic + COMPLAIN_EVERY
        const envelopes = stuck.slice(0, 20).map(({ id, error }) => ({ id, why: String(error) }))
        log.error({ envelopes, count: stuck.length }, 'envelopes cannot be refunded; all others are')
      }
      return { ended, more: false }
    }
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
    // What fell due while the machine slept is no fault of the books, and a jump of the clock must be known first.
    await sweep()
    // While the clock is in doubt nothing is judged by it: no answer is old, no envelope late.
    if (clock.monotonic() < heldUntil) {
      log.warn('the nightly reconcile is left out, because the clock jumped')
      return
    }
    const forgotten = await app.forgetRequests(clock.now() - KEEP_ANSWERS)
    const thawed = await app.handOnThawed()
    if (thawed > 0) log.info({ wallets: thawed }, 'money that waited in frozen wallets was handed on')
    await prove({ forgotten })
  }

  /** What fell due while the program was down is refunded first: it is no fault of the books. */
  const proveAtStart = async (): Promise<void> => {
    await sweep()
    if (!stopped) await prove({})
  }

  const prove = async (what: object): Promise<void> => {
    const report = await app.reconcile()
    const broken = report.promises.filter((promise) => !promise.ok)
    if (report.ok) log.info({ trades: report.trades, ...what }, 'the books balance')
    else log.error({ broken }, 'THE BOOKS DO NOT BALANCE: stop the program and keep a copy of the file')
  }

  const tried = (work: Promise<void>) =>
    work.catch((error) => log.error({ err: error }, 'the reconcile failed'))

  const schedule: Job[] = [
    scheduleJob('* * * * * *', () => void sweep()),
    scheduleJob('17 3 * * *', () => void tonight()),
  ]
  let tending = tried(proveAtStart())
  const tonight = () => {
    tending = tried(tend())
    return tending
  }

  return {
    sweep,
    tend: tonight,
    stop: async () => {
      stopped = true
      for (const job of schedule) job.cancel()
      await sweeping
      await tending
    },
  }
}
