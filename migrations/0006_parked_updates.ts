import { type Kysely, sql } from 'kysely'

/**
 * Updates of a platform that were confirmed before they were done with, and the names by which people are
 * mentioned: neither has to do with money, and both may be lost.
 */
const statements = [
  `CREATE TABLE parked_update (
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    parked_at INTEGER NOT NULL,
    PRIMARY KEY (platform, key)
  ) STRICT, WITHOUT ROWID`,

  // A handle belongs to one user at a time and may pass to another, so it is only a hint.
  `CREATE TABLE handle (
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    user TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (platform, handle)
  ) STRICT, WITHOUT ROWID`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
