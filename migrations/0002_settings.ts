import { type Kysely, sql } from 'kysely'

/** The language of a community's cards, null until an admin chooses one, and a short way to its treasurers. */
const statements = [
  `ALTER TABLE community ADD COLUMN language TEXT CHECK (language IN ('en', 'zh'))`,
  `CREATE INDEX member_treasurer ON member (community) WHERE treasurer = 1`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
