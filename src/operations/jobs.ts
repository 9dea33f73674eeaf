import { type Job, scheduleJob } from 'node-schedule'
import type { App } from '../app/app.js'
import type { Clock } from '../clock.js'
import { LONGEST_HOLD } from '../integrity/reconcile.js'
import type { Log } from '../log.js'
import { type Backlog, createBacklog } from './backlog.js'

export interface JobsOptions {
  readonly app: App
  readonly clock: Clock
  readonly log: Log
}

/** A link or unlink that could not go on is complained of so seldom. Milliseconds. */
const COMPLAIN_EVERY = 10 * 60_000
/** Appointments of the next so many milliseconds get a timer: the next look would be too late. */
const SOON = 1_500
/** From one look at what is due to the next. Milliseconds. */
const SWEEP_EVERY = 1_000
/** A clock that gains or loses this much on the monotonic one was set, or the machine slept. Milliseconds. */
const SET = 10_000
/** A clock that gains more than this may be wrong. Milliseconds. */
const JUMP = 10 * 60_000
/** Two nights are at least so far apart, whatever the clock says. Milliseconds. */
const NIGHTS_APART = 12 * 3_600_000
/** No platform repeats an update after so long. Milliseconds. */
const KEEP_ANSWERS = 14 * 24 * 3_600_000

function complaintOf(stuck: readonly { readonly id: number; readonly error: unknown }[]) {
  const envelopes = stuck.slice(0, 20).map(({ id, error }) => ({ id, why: String(error) }))
  return { envelopes, count: stuck.length }
}

export interface Jobs {
  /** Ends what is due now, unless a sweep is under way; resolves with how many envelopes ended. */
  sweep(): Promise<number>
  /** Runs the nightly job now. */
  runNightly(): Promise<void>
  /** Lets no further job begin and resolves when those under way are done. */
  stop(): Promise<void>
}

/**
 * Starts what happens by itself: the sweep (at once, then every second: looking costs one index seek, and
 * cards end on time), what is scheduled, at its time, and the reconcile (after the first sweep, for what opening the file does not see, and every night,
 * with the forgetting of old answers). The sweep goes by the monotonic clock, so that it goes on however the machine's
 * clock is set; only the night has a date.
 */
export function startJobs({ app, clock, log }: JobsOptions): Jobs {
  let sweeping: Promise<number> | undefined
  let moving: Promise<void> | undefined
  let complainOfMoveAt = Number.NEGATIVE_INFINITY
  let stopped = false
  let lastNow = clock.now()
  let lastMonotonic = clock.monotonic()
  let heldUntil = 0
  /** What others are to know of the refunds and is not in the database yet. */
  let unstored: Parameters<App['refunding']>[0] | undefined = { since: lastNow, held: false }
  /** Whether dates at which something is to be tried again may be far away: it may also have stood still meanwhile. */
  let pausesWrong = true
  let opening: Promise<void> | undefined
  let openingTimer: NodeJS.Timeout | undefined

  /** Notices that the machine's clock was set, and whether refunds have to wait for it. */
  const watchClock = () => {
    const now = clock.now()
    const monotonic = clock.monotonic()
    const gained = now - lastNow - (monotonic - lastMonotonic)
    lastNow = now
    lastMonotonic = monotonic
    if (Math.abs(gained) < SET) return
    let became = 'the clock was set'
    if (gained > JUMP) {
      heldUntil = monotonic + LONGEST_HOLD
      became = 'the clock jumped forward: refunds wait ten minutes'
    } else if (gained < -JUMP && heldUntil > monotonic) {
      heldUntil = 0
      became = 'the clock went back: refunds go on'
    }
    unstored = { since: now + Math.max(0, heldUntil - monotonic), held: heldUntil > monotonic }
    pausesWrong ||= gained < 0
    armNight()
    // Said when it is done: whoever reads it may set the clock again at once.
    log.warn({ gainedSeconds: Math.round(gained / 1000) }, became)
  }

  const isHeld = () => {
    watchClock()
    return clock.monotonic() < heldUntil
  }

  /**
   * Goes on with a link or unlink that is under way, as after a crash. Beside the sweep: a large one takes longer than a
   * red packet may be overdue.
   */
  const moveCommunities = async (): Promise<void> => {
    try {
      while ((await app.moveSome()) && !stopped);
    } catch (error) {
      const monotonic = clock.monotonic()
      if (monotonic < complainOfMoveAt) return
      complainOfMoveAt = monotonic + COMPLAIN_EVERY
      log.error({ err: error }, 'a link or unlink could not go on; it is tried again every second')
    }
  }

  const sweepAll = async (): Promise<number> => {
    moving ??= moveCommunities().finally(() => {
      moving = undefined
    })
    const held = isHeld()
    await tellOfClock()
    if (held) return 0
    await openDue()
    const total = await endAll()
    if (total > 0) log.info({ envelopes: total }, 'expired envelopes were refunded')
    const moved = await app.finishMigrations()
    if (moved > 0) log.info({ chats: moved }, 'chats followed to their new ids')
    await app.countForLeaderboards()
    return total
  }

  /** Stores what has changed because the clock was set, or because the program has just started. */
  const tellOfClock = async () => {
    const state = unstored
    if (state) await app.refunding(state)
    if (unstored === state) unstored = undefined
    if (!pausesWrong) return
    pausesWrong = false
    await app.endPauses().catch((error) => {
      pausesWrong = true
      throw error
    })
  }

  const backlogOf = (work: Pick<Backlog, 'batch' | 'oneByOne'>) =>
    createBacklog({ ...work, mayGoOn: () => !stopped && !isHeld(), monotonic: () => clock.monotonic() })
  const expiries = backlogOf({ batch: app.expireEnvelopes, oneByOne: app.expireOneByOne })
  /** When the next appointment is, UTC milliseconds, as the last look at all of them found it. */
  let nextOpening: number | undefined
  const openings = backlogOf({
    batch: async (limit, except) => {
      const { count, next } = await app.openScheduled(limit, except)
      nextOpening = next
      return count
    },
    oneByOne: app.openOneByOne,
  })

  /** Ends everything that is due and can end; resolves with how many envelopes that were. */
  const endAll = async (): Promise<number> => {
    const { ended, stuck } = await expiries()
    if (stuck.length > 0) log.error(complaintOf(stuck), 'envelopes cannot be refunded; all others are')
    return ended
  }

  /** Sends what is scheduled for now, and wakes up for what is scheduled for the next moments. */
  const openDue = (): Promise<void> => {
    opening ??= openAll().finally(() => {
      opening = undefined
    })
    return opening
  }

  const openAll = async (): Promise<void> => {
    const { ended: opened, stuck } = await openings()
    if (opened > 0) log.info({ envelopes: opened }, 'scheduled envelopes were sent, or refunded')
    if (stuck.length > 0) log.error(complaintOf(stuck), 'scheduled envelopes cannot be sent; all others are')
    clearTimeout(openingTimer)
    const wait = (nextOpening ?? Number.POSITIVE_INFINITY) - clock.now()
    if (stopped || isHeld() || wait > SOON) return
    openingTimer = setTimeout(() => void openSoon(), Math.max(0, wait))
  }

  const openSoon = async (): Promise<void> => {
    if (stopped || isHeld()) return
    await openDue().catch((error) =>
      log.error({ err: error }, 'what is scheduled is tried again in a second'),
    )
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

  const runNightly = async (): Promise<void> => {
    // What fell due while the machine slept is no fault of the books, and a jump of the clock must be known first.
    await sweep()
    // While the clock is in doubt nothing is judged by it: no answer is old, no envelope late.
    if (clock.monotonic() < heldUntil) {
      log.warn('the nightly reconcile is left out, because the clock jumped')
      return
    }
    const forgotten = await app.forgetIdempotencyRecords(clock.now() - KEEP_ANSWERS)
    const thawed = await app.transferThawed()
    if (thawed > 0) log.info({ wallets: thawed }, 'money that waited in frozen wallets was transferred')
    await reconcile({ forgotten })
  }

  /** What fell due while the program was down is refunded first: it is no fault of the books. */
  const reconcileAtStart = async (): Promise<void> => {
    await sweep()
    if (!stopped) await reconcile({})
  }

  const reconcile = async (what: object): Promise<void> => {
    const report = await app.reconcile()
    const broken = report.invariants.filter((invariant) => !invariant.ok)
    if (report.ok) log.info({ trades: report.trades, ...what }, 'the books balance')
    else log.error({ broken }, 'THE BOOKS DO NOT BALANCE: stop the program and keep a copy of the file')
  }

  const tried = (work: Promise<void>) =>
    work.catch((error) => log.error({ err: error }, 'the reconcile failed'))

  let nightly: Promise<void> | undefined
  const tonight = () => {
    nightly = tried(runNightly())
    return nightly
  }

  let night: { readonly job: Job; readonly date: number } | undefined
  let nightDue = false
  let nextNight = Number.NEGATIVE_INFINITY
  /** Waits for the next night by the clock as it is now: the library goes on counting by the one that it knew before. */
  const armNight = () => {
    // A machine that sleeps every night has its night when it wakes.
    if (night && night.date <= Date.now()) nightDue = true
    night?.job.cancel()
    if (stopped) return
    const job = scheduleJob('17 3 * * *', () => {
      // One that is called off in the moment in which it waits anew comes all the same, and would come again.
      job.cancel()
      if (job === night?.job) armNight()
    })
    night = { job, date: job.nextInvocation()?.getTime() ?? Number.POSITIVE_INFINITY }
  }
  const runNightlyIfDue = () => {
    const monotonic = clock.monotonic()
    if (!nightDue || monotonic < heldUntil) return
    nightDue = false
    if (monotonic < nextNight) return
    nextNight = monotonic + NIGHTS_APART
    void tonight()
  }
  armNight()
  nightly = tried(reconcileAtStart())
  const timer = setInterval(() => {
    watchClock()
    void sweep()
    runNightlyIfDue()
  }, SWEEP_EVERY)

  return {
    sweep,
    runNightly: tonight,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      clearTimeout(openingTimer)
      night?.job.cancel()
      await sweeping
      await opening?.catch(() => {})
      await moving
      await nightly
    },
  }
}
