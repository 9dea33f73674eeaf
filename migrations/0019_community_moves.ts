import { type Kysely, sql } from 'kysely'

/**
 * Links and unlinks that were decided and whose money is still on its way. Rows are of one decision at a time, and go
 * when all of it has arrived.
 */
const statements = [
  `CREATE TABLE community_move (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('link', 'unlink')),
    from_community INTEGER NOT NULL REFERENCES community (id),
    to_community INTEGER NOT NULL REFERENCES community (id),
    by_platform TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    -- The link that begins when all money has arrived.
    invited_by INTEGER REFERENCES member (id),
    host_platform TEXT,
    host_chat TEXT,
    host_thread TEXT,
    joined_platform TEXT,
    joined_chat TEXT,
    joined_thread TEXT,
    CHECK (from_community <> to_community),
    CHECK ((kind = 'link') = (invited_by IS NOT NULL)),
    CHECK ((kind = 'link') = (host_platform IS NOT NULL AND host_chat IS NOT NULL)),
    CHECK ((kind = 'link') = (joined_platform IS NOT NULL AND joined_chat IS NOT NULL))
  ) STRICT`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
