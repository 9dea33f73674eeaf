import { expect, test } from 'vitest'
import { SEALED } from '../../src/store/seals.js'
import { openWorld } from '../support/world.js'

/** What is under no seal, and what shows instead that it is as it was written, or why it does not matter. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  'every entry signs it, or is compared with it': ['trade.*', 'account_log.*'],
  'the last entry says it': ['account.balance', 'account.updated_at', 'account.seq', 'account.hash'],
  'the commitment and the trades say it': ['share.*'],
  'the shares and the trades say it': [
    ...['envelope.state', 'envelope.grabbed_count', 'envelope.grabbed_total'],
    ...['envelope.ended_at', 'envelope.refund_trade_no'],
  ],
  'it has a checksum of its own': ['request.*'],
  'the program does not start with another': ['meta.*', 'kysely_migration.*', 'kysely_migration_lock.*'],
  'an operator may change it': ['account.status'],
  'the envelopes and shares say it': ['standing.*', 'standing_upto.*'],
  'the platform is asked before it counts': ['handle.*'],
  'it is only when to try again': [
    ...['envelope_message.wanted_rev', 'envelope_message.shown_rev', 'envelope_message.next_try_at'],
    ...['envelope_message.attempts', 'notice.next_try_at', 'notice.attempts'],
  ],
  'it is compared with the rows': ['seal.*'],
}

test('every column is sealed, or it is said here what shows that it is as it was written', async () => {
  const world = await openWorld()
  const there = world.tamper(
    (database) =>
      database
        .prepare(
          `SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
           WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
        )
        .pluck()
        .all() as string[],
  )
  const sealed = Object.entries(SEALED).flatMap(([table, names]) => names.map((name) => `${table}.${name}`))
  const otherwise = Object.values(OTHERWISE).flat()
  const whole = otherwise.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -1))
  const covered = (name: string) => sealed.includes(name) || whole.some((table) => name.startsWith(table))
  expect(there.filter((name) => !covered(name)).sort()).toEqual(
    otherwise.filter((name) => !name.endsWith('.*')).sort(),
  )
  expect(sealed.filter((name) => !there.includes(name))).toEqual([])
})
