import { type Kysely, sql } from 'kysely'

/**
 * Roles whose members may grab an envelope. Who has a role is for the platform to say at the moment of the
 * grab, so only its id is kept, and the name that it had.
 */
const statements = [
  `CREATE TABLE chosen_role (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (envelope, platform, role)
  ) STRICT, WITHOUT ROWID`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
