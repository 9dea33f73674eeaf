import type { Clock } from '../clock.js'
import type { Log } from '../log.js'
import {
  AHEAD,
  type BackupFiles,
  type BackupMade,
  type BackupOrder,
  newestBackupAt,
} from './backup-folder.js'

/** A time of day by the machine's clock and time zone. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
}

export interface ScheduledBackupsOptions extends BackupFiles {
  readonly keep: number
  /** When a backup is due every day. */
  readonly at: TimeOfDay
  readonly clock: Clock
  readonly log: Log
  readonly make: (order: BackupOrder, signal: AbortSignal) => Promise<BackupMade>
}

/** What an operator should look at, although clicks are answered. */
export type BackupWarning = 'backup_failed' | 'backup_old'

export interface ScheduledBackups {
  /** Starts looking every minute whether a backup is due; looks at once, too. */
  start(): void
  /** Looks now; resolves when that is done, with the backup if one was due. Never rejects. */
  look(): Promise<void>
  /** Returns the age of the newest good backup in milliseconds; undefined while none is known. */
  age(): number | undefined
  /** Returns how many backups have failed since the start. */
  failures(): number
  warnings(): BackupWarning[]
  /** Ends a running backup; resolves when nothing runs. */
  stop(): Promise<void>
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** From one backup to the next. */
const INTERVAL = 24 * HOUR
/** Minimum time between two attempts, whatever the clock says. */
const APART = HOUR

/**
 * Makes a backup every day. One is due when the newest copy is older than the latest time of day it should have been made
 * at. So one that was missed, because the machine slept or the program was down, is made up for, and setting the clock
 * neither skips a day nor repeats one. A failure is logged and tried again after an hour.
 */
export function scheduleBackups(options: ScheduledBackupsOptions): ScheduledBackups {
  const { file, ledgerKeyFile, url, folder, keep, at, clock, log, make } = options
  const files = { file, ledgerKeyFile, folder, ...(url !== undefined && { url }) }
  const startedAt = clock.monotonic()
  const stopping = new AbortController()
  let newest: number | undefined
  let listed = false
  let failed = false
  let failures = 0
  let saidOld = false
  let notBefore = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  /** Age of the newest copy; one from a time to come doesn't count, because the clock was wrong. */
  const age = (): number | undefined => {
    if (newest === undefined || newest > clock.now() + AHEAD) return undefined
    return Math.max(0, clock.now() - newest)
  }
  const isOld = () => (age() ?? clock.monotonic() - startedAt) > 2 * INTERVAL
  const isDue = () => {
    const now = clock.now()
    return (age() ?? Number.POSITIVE_INFINITY) > now - latest(at, now)
  }

  const attempt = async () => {
    notBefore = clock.monotonic() + APART
    try {
      if (!listed) newest = await newestBackupAt(files, clock.now())
      listed = true
      if (stopping.signal.aborted || !isDue()) {
        notBefore = Number.NEGATIVE_INFINITY
        return
      }
      const now = clock.now()
      const made = await make({ ...files, keep, now }, stopping.signal)
      newest = now
      failed = false
      log.info(made, 'made a backup and verified it')
    } catch (error) {
      if (stopping.signal.aborted) return
      failed = true
      failures++
      log.error({ err: error }, 'THE BACKUP FAILED; trying again in an hour')
    }
  }

  const look = async () => {
    if (!stopping.signal.aborted && clock.monotonic() >= notBefore && (!listed || isDue())) await attempt()
    const old = isOld()
    if (old && !saidOld) log.warn({ folder }, 'the newest good backup is older than two days')
    saidOld = old
  }
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  return {
    start: () => {
      timer = setInterval(() => void lookOnce(), MINUTE)
      void lookOnce()
    },
    look: lookOnce,
    age,
    failures: () => failures,
    warnings: () => [
      ...(failed ? (['backup_failed'] as const) : []),
      ...(isOld() ? (['backup_old'] as const) : []),
    ],
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await looking
    },
  }
}

/** Combines the backups of several databases. */
export function backupsTogether(all: readonly ScheduledBackups[]): ScheduledBackups {
  return {
    start: () => {
      for (const backups of all) backups.start()
    },
    look: async () => {
      await Promise.all(all.map((backups) => backups.look()))
    },
    age: () => {
      const ages = all.map((backups) => backups.age())
      return ages.some((age) => age === undefined) ? undefined : Math.max(...(ages as number[]))
    },
    failures: () => all.reduce((total, backups) => total + backups.failures(), 0),
    warnings: () => [...new Set(all.flatMap((backups) => backups.warnings()))],
    stop: async () => {
      await Promise.all(all.map((backups) => backups.stop()))
    },
  }
}

/** Returns the latest moment, up to `now`, at which the machine's clock showed this time of day. UTC milliseconds. */
function latest({ hour, minute }: TimeOfDay, now: number): number {
  const moment = new Date(now)
  moment.setHours(hour, minute, 0, 0)
  if (moment.getTime() > now) {
    moment.setDate(moment.getDate() - 1)
    // Again, because a day in between may have been one on which clocks are set.
    moment.setHours(hour, minute, 0, 0)
  }
  return moment.getTime()
}
