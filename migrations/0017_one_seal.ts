import { type Kysely, sql } from 'kysely'

/**
 * One seal over all tables instead of a sum for each that anybody could read and add to. src/integrity/row-seals.ts has what is
 * in it; whoever opens the file for writing fills it, in the transaction of the migration.
 */
const statements = [
  'DROP TABLE seal',
  `CREATE TABLE seal (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    version INTEGER NOT NULL CHECK (version >= 1),
    tag TEXT NOT NULL CHECK (length(tag) = 64),
    sums TEXT NOT NULL
  ) STRICT`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
