import { type Kysely, sql } from 'kysely'

/**
 * To whom a share belongs that was grabbed by one of several linked identities, and when an envelope ends that was sent
 * while the clock was ahead.
 */
const statements = [
  // All identities that were linked to the grabbing one at that moment; none for a grab by an identity that stood alone.
  `CREATE TABLE share_holder (
    envelope INTEGER NOT NULL,
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (envelope, platform, user),
    FOREIGN KEY (envelope, position) REFERENCES share (envelope, position)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX share_holder_user ON share_holder (platform, user)`,

  // Whether an identity of the member is or was linked to another, so that a grab by anybody else need not ask.
  `ALTER TABLE member ADD COLUMN ever_linked INTEGER NOT NULL DEFAULT 0 CHECK (ever_linked IN (0, 1))`,
  `UPDATE member SET ever_linked = 1 WHERE absorbed = 1 OR merged_into IS NOT NULL OR id IN
     (SELECT i.member FROM identity i JOIN person_identity p ON p.platform = i.platform AND p.user = i.user)`,

  // The deadline by the corrected clock of an open envelope that was sent before the correction.
  `CREATE TABLE corrected_deadline (
    envelope INTEGER PRIMARY KEY NOT NULL REFERENCES envelope (id),
    deadline INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX envelope_open_since ON envelope (created_at) WHERE state = 'open'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
