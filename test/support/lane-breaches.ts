import type { MysqlStatement } from '../../src/store/mysql-compiler.js'
import { MysqlSession } from '../../src/store/mysql-session.js'

const LOCK = /\bFROM lane WHERE id = 1 FOR UPDATE$/
const WRITE = /^\s*(insert|update|delete|replace)\b/i

/** Sessions whose transaction has locked the lane. */
const holding = new WeakSet<MysqlSession>()
const expected = new WeakMap<MysqlSession, string[]>()
const breaches: string[] = []

const { execute, send, query } = MysqlSession.prototype

/** Notes a plan's write outside the lane, and that the lane is locked once the server has said so. */
function watch<Sent extends Promise<unknown> | undefined>(
  session: MysqlSession,
  { sql }: MysqlStatement,
  run: () => Sent,
): Sent {
  if (WRITE.test(sql) && !holding.has(session)) (expected.get(session) ?? breaches).push(sql)
  const sent = run()
  if (LOCK.test(sql))
    sent?.then(
      () => holding.add(session),
      () => {},
    )
  return sent
}

// Plans prepare their statements; migrations, leases and restores do not.
MysqlSession.prototype.execute = function <Result>(statement: MysqlStatement, values: readonly unknown[]) {
  return watch(this, statement, () => execute.call(this, statement, values) as Promise<Result>)
}
MysqlSession.prototype.send = function <Result>(statement: MysqlStatement, values: readonly unknown[]) {
  return watch(this, statement, () => send.call(this, statement, values) as Promise<Result> | undefined)
}
MysqlSession.prototype.query = function <Result>(sql: string, values?: readonly unknown[]) {
  if (/^(COMMIT|ROLLBACK)$/.test(sql)) holding.delete(this)
  return query.call(this, sql, values) as Promise<Result>
}

/** Returns the writes that plans have sent without holding the lane, and forgets them. */
export function takeLaneBreaches(): string[] {
  return breaches.splice(0)
}

/** Returns a list that gets those of this session instead. */
export function expectLaneBreaches(session: MysqlSession): readonly string[] {
  const own: string[] = []
  expected.set(session, own)
  return own
}
