import { type Kysely, sql } from 'kysely'

/**
 * Two indexes instead of one over the receivers of trades. Members receive in any order, so in an index by receiver nearly
 * every grab writes another page, and the longer the file, the fewer grabs share one. In an index by segments of 65,536
 * trades, only the pages of the newest segment are written, however long the file is. src/store/segments.ts reads it.
 */
const statements = [
  'DROP INDEX trade_to',
  // Red packets are new accounts when they are paid for, so these entries come in the order of their index.
  `CREATE UNIQUE INDEX trade_send ON trade (to_account, to_seq) WHERE kind = 'send'`,
  `CREATE UNIQUE INDEX trade_received ON trade (trade_no >> 16, to_account, to_seq) WHERE kind <> 'send'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
