import type { KeyObject } from 'node:crypto'
import { type App, createApp } from '../../../src/app/app.js'
import type { GrabOutcome } from '../../../src/app/envelopes/grab-share.js'
import { type Clock, DatabaseClock } from '../../../src/clock.js'
import type { Random } from '../../../src/core/random.js'
import type { Store } from '../../../src/integrity/open.js'
import { StoreBusy } from '../../../src/store/engine.js'
import { MysqlEngine } from '../../../src/store/mysql.js'
import { MysqlSession, readMysqlUrl } from '../../../src/store/mysql-session.js'
import { inTime } from '../../../src/with-timeout.js'
import { tellingEarly } from '../leashed.js'

/** Programs that are wrong in one way, which the torture must notice. */
export const ON_SERVERS = [
  /** Commits each statement separately, so a transaction can be torn. */
  'autocommit',
  /** Answers before the commit. */
  'early-answer',
  /** Plans of two programs run at the same time. */
  'no-lane',
  /** Time is the program's own. */
  'own-clock',
] as const

/** Wrong programs with tickets from Redis. */
export const ON_REDIS = [
  /** Answers taps with a ticket before the commit. */
  'early-ticket',
  /** Counts a ticket as a share, even if the database refuses it. */
  'ticket-is-share',
  /** Lets red packets expire although taps with a ticket are undecided. */
  'hasty-sweep',
] as const

/** Wrong programs with several databases. */
export const ON_SHARDS = [
  /** Says that nothing was done when an answer takes long. */
  'impatient',
] as const

export type Control = (typeof ON_SERVERS | typeof ON_REDIS | typeof ON_SHARDS)[number]

/** How long an impatient program waits for an answer. Milliseconds. */
const PATIENCE = 300

export interface WrongEngineOptions {
  readonly control: Control | undefined
  readonly url: string
  readonly ledgerKey: KeyObject
  readonly onFatal: (error: Error) => void
}

/** Returns an engine with the control's fault, and its clock; undefined if the fault isn't in the engine. */
export function wrongEngine({ control, url, ...options }: WrongEngineOptions) {
  const wrong = control === 'autocommit' ? autocommit : control === 'no-lane' ? withoutLane : undefined
  if (!wrong) return undefined
  const clock = new DatabaseClock()
  const engine = new MysqlEngine({
    ...options,
    connect: async () => await wrong(await MysqlSession.open(readMysqlUrl(url))),
    onTime: (now) => clock.set(now),
  })
  return { engine, clock, close: () => engine.drain() }
}

async function autocommit(session: MysqlSession): Promise<MysqlSession> {
  await session.query('SET SESSION autocommit = 1')
  return session
}

function withoutLane(session: MysqlSession): MysqlSession {
  const execute = session.execute.bind(session)
  session.execute = (statement, values) =>
    / lane\b/.test(statement.sql)
      ? session.query(statement.sql.replace('FOR UPDATE', ''), values)
      : execute(statement, values)
  return session
}

export interface WrongAppOptions {
  readonly control: Control | undefined
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

/** Returns the app that decides taps with a ticket, with the control's fault. */
export function appForTickets({ control, ...parts }: WrongAppOptions): App {
  const honest = createApp(parts)
  const { grabShare, expireEnvelopes } = honest
  switch (control) {
    case 'early-ticket':
      return {
        ...honest,
        grabShare: (...tap) =>
          new Promise((resolve, reject) => {
            const store = tellingEarly(parts.store, (outcome) => resolve(outcome as GrabOutcome))
            createApp({ ...parts, store })
              .grabShare(...tap)
              .then(resolve, reject)
          }),
      }
    case 'ticket-is-share':
      return {
        ...honest,
        grabShare: async (command, joined, tappedAt) => {
          const outcome = await grabShare(command, joined, tappedAt)
          if (tappedAt === undefined || outcome.kind !== 'finished') return outcome
          return { kind: 'grabbed', amount: 1 } as GrabOutcome
        },
      }
    case 'hasty-sweep':
      return { ...honest, expireEnvelopes: (limit, except) => expireEnvelopes(limit, except) }
    default:
      return honest
  }
}

/** Returns an app that refuses transfers as busy although they may still happen. */
export function impatient(app: App): App {
  return {
    ...app,
    transfer: async (command) => {
      const outcome = await inTime(PATIENCE, app.transfer(command))
      if (!outcome) throw new StoreBusy('the answer takes long')
      return outcome
    },
  }
}
