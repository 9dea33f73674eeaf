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

/** Fair starts that are served in one sweep. */
const FAIR_STARTS = 100
/** How long a link, an unlink or a fair start that could not go on is not reported again. Milliseconds. */
const COMPLAIN_EVERY = 10 * 60_000
/** Appointments of the next so many milliseconds get a timer: the next look would be too late. */
const SOON = 1_500
/** Interval between two sweeps. Milliseconds. */
const SWEEP_EVERY = 1_000
/** Drift against the monotonic clock that means the clock was set or the machine slept. Milliseconds. */
const SET = 10_000
/** A forward jump beyond this puts the clock in doubt. Milliseconds. */
const JUMP = 10 * 60_000
/** Minimum time between two nightly runs, whatever the clock says. Milliseconds. */
const NIGHTS_APART = 12 * 3_600_000
/** No platform repeats an update after this. Milliseconds. */
const KEEP_ANSWERS = 14 * 24 * 3_600_000

function complaintOf(stuck: readonly { readonly id: number; readonly error: unknown }[]) {
  const envelopes = stuck.slice(0, 20).map(({ id, error }) => ({ id, why: String(error) }))
  return { envelopes, count: stuck.length }
}

export interface Jobs {
  /** Ends all due envelopes, unless a sweep is running; resolves with how many ended. */
  sweep(): Promise<number>
  /** Runs the nightly job now. */
  runNightly(): Promise<void>
  /** Starts no further job and resolves when the running ones are done; a reconcile is given up. */
  stop(): Promise<void>
}

/**
 * Starts the background jobs. The sweep runs at once, then every second: looking costs one index seek, and
 * cards end on time. What is scheduled goes out at its time. Reconcile runs after the first sweep, for what opening the
 * file doesn't check, and every night, when old answers are forgotten too. The sweep uses the monotonic clock, so that
 * setting the machine's clock doesn't stop it; only the nightly run has a date.
 */
export function startJobs({ app, clock, log }: JobsOptions): Jobs {
  let sweeping: Promise<number> | undefined
  let moving: Promise<void> | undefined
  let complainOfMoveAt = Number.NEGATIVE_INFINITY
  let complainOfFairStartAt = Number.NEGATIVE_INFINITY
  let stopped = false
  let tellToStop = () => {}
  const stopping = new Promise<undefined>((resolve) => {
    tellToStop = () => resolve(undefined)
  })
  let lastNow = clock.now()
  let lastMonotonic = clock.monotonic()
  let heldUntil = 0
  /** Refund state that readers of the file need and that isn't stored yet. */
  let unstored: Parameters<App['refunding']>[0] | undefined = { since: lastNow, held: false }
  /**
   * True while retry dates may be far in the future: the clock may have changed while the program was down, too.
   */
  let pausesWrong = true
  let opening: Promise<void> | undefined
  let openingTimer: NodeJS.Timeout | undefined

  /** Detects that the machine's clock was set, and decides whether refunds wait for it. */
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
    // Logged last: a reader may set the clock again as soon as it sees this.
    log.warn({ gainedSeconds: Math.round(gained / 1000) }, became)
  }

  const isHeld = () => {
    watchClock()
    return clock.monotonic() < heldUntil
  }

  /**
   * Continues a link or unlink in progress, for example after a crash. Runs beside the sweep, because a large
   * move takes longer than a red packet may be overdue.
   */
  const moveCommunities = async (): Promise<void> => {
    try {
      while ((await app.moveSome()) && !stopped);
    } catch (error) {
      const monotonic = clock.monotonic()
      if (monotonic < complainOfMoveAt) return
      complainOfMoveAt = monotonic + COMPLAIN_EVERY
      log.error({ err: error }, 'a link or unlink could not continue; retrying every second')
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
    await serveFairStarts()
    const moved = await app.finishMigrations()
    if (moved > 0) log.info({ chats: moved }, 'chats moved to their new ids')
    await app.countForLeaderboards()
    return total
  }

  /** Serves the taps that were waiting for a fair start when the program stopped. */
  const serveFairStarts = async (): Promise<void> => {
    const stuck = await app.serveFairStarts(FAIR_STARTS)
    const monotonic = clock.monotonic()
    if (stuck.length === 0 || monotonic < complainOfFairStartAt) return
    complainOfFairStartAt = monotonic + COMPLAIN_EVERY
    log.error(
      { err: stuck[0], count: stuck.length },
      'fair starts could not be served; retrying every second',
    )
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
    if (stuck.length > 0) log.error(complaintOf(stuck), 'some envelopes cannot be refunded; all others were')
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
        log.error({ err: error }, 'the sweep failed and will be retried')
        return 0
      })
      .finally(() => {
        sweeping = undefined
      })
    return sweeping
  }

  const runNightly = async (): Promise<void> => {
    // Envelopes that fell due while the machine slept aren't an error in the books, and a clock jump must be
    // detected first.
    await sweep()
    // While the clock is in doubt, nothing is judged by it: no answer is old, no envelope late.
    if (clock.monotonic() < heldUntil) {
      log.warn('skipped the nightly reconcile, because the clock jumped')
      return
    }
    const forgotten = await app.forgetIdempotencyRecords(clock.now() - KEEP_ANSWERS)
    const thawed = await app.transferThawed()
    if (thawed > 0) log.info({ wallets: thawed }, 'transferred money that waited in frozen wallets')
    await reconcile({ forgotten })
  }

  /** Refunds first what fell due while the program was down: that isn't an error in the books. */
  const reconcileAtStart = async (): Promise<void> => {
    await sweep()
    if (!stopped) await reconcile({})
  }

  const reconcile = async (what: object): Promise<void> => {
    // It only reads, and takes minutes where the books are long, so stopping doesn't wait for it.
    const report = await Promise.race([app.reconcile(), stopping])
    if (!report) return
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
  /** Schedules the next nightly run by the current clock: the library keeps counting by the old one. */
  const armNight = () => {
    // A machine that sleeps every night runs the nightly job when it wakes.
    if (night && night.date <= Date.now()) nightDue = true
    night?.job.cancel()
    if (stopped) return
    const job = scheduleJob('17 3 * * *', () => {
      // A job cancelled just as it reschedules itself would still run, and run again.
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
    // A long sweep must not hold up what is scheduled meanwhile.
    if (sweeping) void openSoon()
    void sweep()
    runNightlyIfDue()
  }, SWEEP_EVERY)

  return {
    sweep,
    runNightly: tonight,
    stop: async () => {
      stopped = true
      tellToStop()
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
