import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Generated, Kysely, SqliteDialect } from 'kysely'
import Database from '../../src/store/sqlite-library.js'
import type { Books, Peer, Tap } from './peer.js'
import { envelopes, SUMS, sumsOf, tables, wallets } from './sql.js'

interface Tables {
  wallet: { member: number; balance: number }
  envelope: { id: number; total: number; balance: number; grabbed: number }
  share: { envelope: number; position: number; amount: number; claimer: number | null }
  account_log: {
    id: Generated<number>
    envelope: number
    position: number
    member: number
    amount: number
    envelope_balance: number
    wallet_balance: number
    created_at: number
  }
}

/** SQLite as bots usually use it: kysely on better-sqlite3, one transaction for each grab. */
export const sqlite: Peer = {
  name: 'sqlite',
  title: 'SQLite as bots use it: kysely, one commit a grab',
  lacks: 'no group commit: every grab waits for its own flush, and blocks the thread meanwhile',
  missing: () => undefined,
  open,
}

async function open(folder: string): Promise<Books> {
  mkdirSync(folder)
  const database = new Database(join(folder, 'bot.db'))
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = FULL')
  const created_at = 'INTEGER NOT NULL'
  const number = 'INTEGER'
  for (const statement of tables({ number, serial: 'INTEGER PRIMARY KEY NOT NULL', now: created_at }))
    database.exec(statement)
  database.exec(wallets())
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  let sent = 0
  return {
    connect: async (clients) => Array.from({ length: clients }, () => (tap) => grab(db, tap)),
    send: async (shares) => {
      database.transaction(() => {
        for (const statement of envelopes(shares, sent + 1)) database.exec(statement)
      })()
      sent += shares.length
    },
    sums: async () => sumsOf(database.prepare(SUMS).get() as Record<string, unknown>),
    serverCpu: () => undefined,
    close: () => db.destroy(),
  }
}

function grab(db: Kysely<Tables>, { envelope, member }: Tap): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { balance, grabbed } = await transaction
      .selectFrom('envelope')
      .select(['balance', 'grabbed'])
      .where('id', '=', envelope)
      .executeTakeFirstOrThrow()
    const mine = await transaction
      .selectFrom('share')
      .select('position')
      .where('envelope', '=', envelope)
      .where('claimer', '=', member)
      .executeTakeFirst()
    if (mine) return 0
    const position = grabbed + 1
    const share = await transaction
      .updateTable('share')
      .set({ claimer: member })
      .where('envelope', '=', envelope)
      .where('position', '=', position)
      .where('claimer', 'is', null)
      .returning('amount')
      .executeTakeFirst()
    if (!share) return 0
    const { amount } = share
    const envelope_balance = balance - amount
    await transaction
      .updateTable('envelope')
      .set({ balance: envelope_balance, grabbed: position })
      .where('id', '=', envelope)
      .execute()
    const { balance: wallet_balance } = await transaction
      .updateTable('wallet')
      .set((row) => ({ balance: row('balance', '+', amount) }))
      .where('member', '=', member)
      .returning('balance')
      .executeTakeFirstOrThrow()
    const created_at = Date.now()
    await transaction
      .insertInto('account_log')
      .values({ envelope, position, member, amount, envelope_balance, wallet_balance, created_at })
      .execute()
    return amount
  })
}
