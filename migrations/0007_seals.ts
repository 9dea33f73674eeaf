import { type Kysely, sql } from 'kysely'

/**
 * What shows that rows without a signature of their own are as the program wrote them. Whoever opens the file for
 * writing fills the seals of what is there, in the transaction of the migration.
 */
const statements = [
  // The sum over the signatures of a table's rows; src/integrity/row-seals.ts has the tables and their columns.
  `CREATE TABLE seal (
    name TEXT PRIMARY KEY NOT NULL,
    sum TEXT NOT NULL CHECK (length(sum) = 64)
  ) STRICT, WITHOUT ROWID`,

  // A checksum over the rest of the row; null for answers that are older than this.
  `ALTER TABLE request ADD COLUMN checksum INTEGER`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
