/**
 * For several databases, each with its chats; see docs/scale-out.md. Only servers have these tables, because only servers
 * can have several databases. The first database uses both; an added one uses `spanning` until it has all links of people.
 */

/** A table whose texts are compared byte by byte, blanks at the end included. */
function table(name: string, columns: string): string {
  return `CREATE TABLE ${name} (${columns}
  ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = :collation`
}

const placement = [
  // The database of a chat's community, counted from 1 in the order of DATABASE_URL.
  table(
    'placement',
    `
    platform VARCHAR(32) NOT NULL,
    chat VARCHAR(190) NOT NULL,
    database_no BIGINT NOT NULL,
    placed_at BIGINT NOT NULL,
    PRIMARY KEY (platform, chat),
    KEY placement_in (database_no),
    CHECK (database_no >= 1)`,
  ),
  // Links and unlinks of people that are under way in all databases.
  table(
    'spanning',
    `
    "key" VARCHAR(255) NOT NULL,
    body TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    PRIMARY KEY ("key")`,
  ),
]

/** The statements of the migration, in order. `collation`: of utf8mb4, by code points, without padding. */
export function statements(collation: string): string[] {
  return placement.map((statement) => statement.replace(':collation', collation))
}
