import { type Kysely, sql } from 'kysely'

/**
 * Communities that share one purse, people with several identities, and chats that a platform gave another id.
 * All of it points at rows that were there before: nothing is rewritten, and what was linked can part again.
 */
const statements = [
  // The community to which the chat returns when it is unlinked; null while it is in its own.
  `ALTER TABLE chat ADD COLUMN origin INTEGER REFERENCES community (id)`,
  // The id that the platform gave the chat later; this row stays, so that what still names the old one is found.
  `ALTER TABLE chat ADD COLUMN moved_to TEXT`,
  `CREATE INDEX chat_of_community ON chat (community)`,

  // The member that acts for this one, always the last of a chain; null for everybody who acts as themselves.
  `ALTER TABLE member ADD COLUMN merged_into INTEGER REFERENCES member (id)`,
  // The newest trade when it was merged: whatever it grabbed has a lower number.
  `ALTER TABLE member ADD COLUMN merged_after INTEGER CHECK ((merged_after IS NULL) = (merged_into IS NULL))`,
  // Whether any member is merged into this one, so that a grab by anybody else need not ask.
  `ALTER TABLE member ADD COLUMN absorbed INTEGER NOT NULL DEFAULT 0 CHECK (absorbed IN (0, 1))`,
  `CREATE INDEX member_merged ON member (merged_into) WHERE merged_into IS NOT NULL`,

  // The member that the identity is when it is linked to no other; null while it acts as that one.
  `ALTER TABLE identity ADD COLUMN home INTEGER REFERENCES member (id) CHECK (home <> member)`,
  `CREATE INDEX identity_of_user ON identity (platform, user)`,

  `CREATE TABLE link (
    id INTEGER PRIMARY KEY NOT NULL,
    host INTEGER NOT NULL REFERENCES community (id),
    joined INTEGER NOT NULL REFERENCES community (id),
    host_platform TEXT NOT NULL,
    host_chat TEXT NOT NULL,
    host_thread TEXT,
    joined_platform TEXT NOT NULL,
    joined_chat TEXT NOT NULL,
    joined_thread TEXT,
    invited_by INTEGER NOT NULL REFERENCES member (id),
    linked_by INTEGER NOT NULL REFERENCES member (id),
    linked_at INTEGER NOT NULL,
    unlinked_by INTEGER REFERENCES member (id),
    unlinked_at INTEGER,
    CHECK (host <> joined),
    CHECK ((unlinked_at IS NULL) = (unlinked_by IS NULL))
  ) STRICT`,
  `CREATE UNIQUE INDEX link_joined_once ON link (joined) WHERE unlinked_at IS NULL`,
  `CREATE INDEX link_of_host ON link (host) WHERE unlinked_at IS NULL`,

  // A chat whose new id is known, and which cannot move there before `try_at`.
  `CREATE TABLE chat_move (
    platform TEXT NOT NULL,
    from_chat TEXT NOT NULL,
    to_chat TEXT NOT NULL,
    try_at INTEGER NOT NULL,
    PRIMARY KEY (platform, from_chat)
  ) STRICT, WITHOUT ROWID`,

  // A code is never kept, only its SHA-256; it works once, so the row goes when it is used.
  `CREATE TABLE link_code (
    digest TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('community', 'people')),
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    chat TEXT,
    thread TEXT,
    expires_at INTEGER NOT NULL,
    CHECK ((kind = 'community') = (chat IS NOT NULL))
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE person (
    id INTEGER PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE person_identity (
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (platform, user)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX person_identity_of ON person_identity (person)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
