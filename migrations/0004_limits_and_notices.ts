import { type Kysely, sql } from 'kysely'

/** The most that one envelope of a community may hold, in minor units; null when only the books' own limit counts. */
const statements = [
  `ALTER TABLE community ADD COLUMN max_total INTEGER CHECK (max_total BETWEEN 1 AND 1000000000000)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
