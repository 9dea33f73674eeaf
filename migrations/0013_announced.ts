import { type Kysely, sql } from 'kysely'

/**
 * When a chat was told what a command did with money, so that it is not told again when a platform repeats the
 * command after a restart: a second announcement looks like a second payment. Null until it was told.
 */
const statements = [`ALTER TABLE request ADD COLUMN announced_at INTEGER`]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
