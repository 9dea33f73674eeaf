import { type Kysely, sql } from 'kysely'

const statements = [
  // The most that one envelope of a community may hold, in minor units; null when only the books' limit counts.
  `ALTER TABLE community ADD COLUMN max_total INTEGER CHECK (max_total BETWEEN 1 AND 1000000000000)`,

  // The newest cards of a chat, for whoever chooses one there.
  `CREATE INDEX envelope_message_in ON envelope_message (platform, chat)`,

  // What the sender of an envelope has still to be told; a notice that was told, or cannot be, is deleted.
  `CREATE TABLE notice (
    id INTEGER PRIMARY KEY NOT NULL,
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    news TEXT NOT NULL CHECK (news IN ('unposted', 'vanished')),
    next_try_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX notice_due ON notice (platform, next_try_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
