import { migrateMysql } from '../../src/store/mysql-migrate.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import { type Cluster, connectTo, runOn, serverOf, shortly, spread } from './cluster.js'

/** Queries that count features of the program's schema. */
const COUNTS: Readonly<Record<string, string>> = {
  tables: `SELECT count(*) AS n FROM information_schema.tables
    WHERE table_schema = database() AND table_type = 'BASE TABLE'`,
  tables_with_community: `SELECT count(*) AS n FROM information_schema.columns c JOIN information_schema.tables t
    USING (table_schema, table_name)
    WHERE t.table_schema = database() AND t.table_type = 'BASE TABLE' AND c.column_name = 'community'`,
  unique_keys: `SELECT count(DISTINCT table_name, index_name) AS n FROM information_schema.statistics
    WHERE table_schema = database() AND non_unique = 0`,
  unique_keys_with_community: `SELECT count(DISTINCT table_name, index_name) AS n FROM information_schema.statistics
    WHERE table_schema = database() AND non_unique = 0 AND column_name = 'community'`,
  foreign_keys: `SELECT count(*) AS n FROM information_schema.referential_constraints
    WHERE constraint_schema = database()`,
  triggers: `SELECT count(*) AS n FROM information_schema.triggers WHERE trigger_schema = database()`,
  generated_columns: `SELECT count(*) AS n FROM information_schema.columns
    WHERE table_schema = database() AND generation_expression IS NOT NULL`,
  numbered_tables: `SELECT count(*) AS n FROM information_schema.columns
    WHERE table_schema = database() AND extra LIKE '%auto_increment%'`,
}

/** Returns how often the program's schema uses each feature. */
export async function countFeatures({ nodes }: Cluster): Promise<Record<string, number>> {
  const url = nodes[0]?.url as string
  await runOn(url, 'CREATE DATABASE luckymoney CHARACTER SET utf8mb4')
  const session = await MysqlSession.open(readMysqlUrl(`${url}/luckymoney`))
  await migrateMysql(session)
  const counts: Record<string, number> = {}
  for (const [name, query] of Object.entries(COUNTS))
    counts[name] = (await session.query<{ n: number }[]>(query))[0]?.n ?? 0
  await session.close()
  return counts
}

/** A feature to try on a partitioned Spider table. If it works, `mustFail` fails. */
interface Feature {
  readonly name: string
  readonly columns: string
  /** Further statements on the head, to set it up. */
  readonly setUp?: readonly string[]
  readonly mustFail?: string
  readonly mustWork?: string
}

const FEATURES: readonly Feature[] = [
  {
    name: 'a unique key without the community',
    columns:
      'community BIGINT NOT NULL, id BIGINT NOT NULL, no VARCHAR(32), PRIMARY KEY (community, id), UNIQUE (no)',
  },
  {
    name: 'a primary key without the community',
    columns: 'id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, community BIGINT NOT NULL',
  },
  {
    name: 'a foreign key',
    columns: `community BIGINT NOT NULL, id BIGINT NOT NULL, parent BIGINT, PRIMARY KEY (community, id),
      KEY (community, parent), FOREIGN KEY (community, parent) REFERENCES tried (community, id)`,
    mustFail: 'INSERT INTO tried VALUES (1, 1, 99)',
  },
  {
    name: 'a CHECK',
    columns: 'community BIGINT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (community, id), CHECK (id < 10)',
    mustFail: 'INSERT INTO tried VALUES (1, 10)',
  },
  {
    name: 'a generated column',
    columns: `community BIGINT NOT NULL, id BIGINT NOT NULL, twice BIGINT AS (2 * id) VIRTUAL,
      PRIMARY KEY (community, id)`,
    mustWork: 'INSERT INTO tried (community, id) VALUES (1, 1)',
  },
  {
    name: 'a trigger on the head',
    columns: 'community BIGINT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (community, id)',
    setUp: [
      `CREATE TRIGGER never BEFORE DELETE ON tried FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'never'`,
      'INSERT INTO tried VALUES (1, 1)',
    ],
    mustFail: 'DELETE FROM tried',
  },
]

/** Tries each feature on tables spread over the first two nodes. Returns "works", or why not. */
export async function tryFeatures(cluster: Cluster): Promise<Record<string, string>> {
  const results: Record<string, string> = {}
  for (const [index, feature] of FEATURES.entries())
    results[feature.name] = await tryFeature(cluster, feature, `feature_${index}`)
  return results
}

async function tryFeature(cluster: Cluster, feature: Feature, database: string): Promise<string> {
  const nodes = cluster.nodes.slice(0, 2)
  const create = [`CREATE DATABASE ${database}`, `USE ${database}`]
  const servers = nodes.map((_, index) => `${database}_${index + 1}`)
  const known = nodes.map(({ url }, index) => serverOf(servers[index] as string, url, database))
  for (const { url } of nodes)
    await runOn(url, ...create, `CREATE TABLE tried (${feature.columns}) ENGINE = InnoDB`)
  await runOn(cluster.head.url, ...known, ...create)
  const head = await connectTo(cluster.head.url, database)
  try {
    await head.query(`CREATE TABLE tried (${feature.columns}) ${spread('tried', servers)}`)
    for (const statement of feature.setUp ?? []) await head.query(statement)
    if (feature.mustWork) await head.query(feature.mustWork)
    if (!feature.mustFail) return 'works'
    return await head.query(feature.mustFail).then(
      () => 'accepted, but has no effect',
      (error) => `works: ${shortly(error)}`,
    )
  } catch (error) {
    return shortly(error)
  } finally {
    await head.end()
  }
}
