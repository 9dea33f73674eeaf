import type { KeyObject } from 'node:crypto'
import { DatabaseClock } from '../../../src/clock.js'
import { MysqlEngine } from '../../../src/store/mysql.js'
import { MysqlSession, readMysqlUrl } from '../../../src/store/mysql-session.js'

/** Programs that are wrong in one way, which the torture must notice. */
export const CONTROLS = [
  /** Each statement is committed by itself, so a transaction can be torn. */
  'autocommit',
  /** Answers before the commit. */
  'early-answer',
  /** Plans of two programs run at the same time. */
  'no-lane',
  /** Time is the program's own. */
  'own-clock',
] as const

export type Control = (typeof CONTROLS)[number]

export interface WrongEngineOptions {
  readonly control: Control | undefined
  readonly url: string
  readonly ledgerKey: KeyObject
  readonly onFatal: (error: Error) => void
}

/** Returns an engine whose sessions are wrong as the control says, with its clock; undefined if the engine isn't wrong. */
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
