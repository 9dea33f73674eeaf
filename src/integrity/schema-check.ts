import { isDeepStrictEqual } from 'node:util'
import { MIGRATIONS, type Migrations, migrate } from '../store/migrate.js'
import Database from '../store/sqlite-library.js'

/** Something in the schema of a file, by its name. */
export interface SchemaObject {
  readonly type: string
  readonly name: string
  /** The table to which it belongs. */
  readonly tbl_name: string
  readonly sql: string
}

const SELECT = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'`

const made = new WeakMap<Migrations, Promise<readonly SchemaObject[]>>()

/** Returns what the migrations make of an empty file: no other schema is this program's. */
export function ownSchema(migrations: Migrations = MIGRATIONS): Promise<readonly SchemaObject[]> {
  const schema = made.get(migrations) ?? makeSchema(migrations)
  made.set(migrations, schema)
  return schema
}

async function makeSchema(migrations: Migrations): Promise<readonly SchemaObject[]> {
  const database = new Database(':memory:')
  try {
    await migrate(database, { migrations })
    return database.prepare(SELECT).all() as SchemaObject[]
  } finally {
    database.close()
  }
}

/**
 * Returns what in a file could make the program write other rows than it means to: triggers that it did not make, tables
 * and triggers that differ from its own, perhaps in a default, and tables that are gone, such as the seal's.
 */
export function meddling(database: Database.Database, own: readonly SchemaObject[]): string[] {
  const there = database.prepare(SELECT).all() as SchemaObject[]
  const made = new Map(own.map((object) => [object.name, object]))
  const foreign = there
    .filter(({ type, name }) => type === 'trigger' || (type === 'table' && made.has(name)))
    .filter((object) => !isDeepStrictEqual(made.get(object.name), object))
    .map(({ type, name }) => `${type} ${name} was not made by it, and could write in its name`)
  const names = new Set(there.map(({ name }) => name))
  const gone = own.filter(({ type, name }) => type === 'table' && !names.has(name))
  return [...foreign, ...gone.map(({ name }) => `table ${name} is gone`)]
}

/**
 * Tells of everything that is not as the program made it: a table, an index or a trigger that is gone or another, and
 * any trigger that was added. An index more does no harm.
 */
export function compareSchema(
  database: Database.Database,
  own: readonly SchemaObject[],
  found: (object: Pick<SchemaObject, 'type' | 'name'>, what: string) => void,
): void {
  const there = new Map((database.prepare(SELECT).all() as SchemaObject[]).map((each) => [each.name, each]))
  for (const object of own) {
    const { type, name } = object
    if (!isDeepStrictEqual(there.get(name), object)) found(object, `${type} ${name} is missing or is another`)
    there.delete(name)
  }
  for (const object of there.values())
    if (object.type === 'trigger') found(object, `trigger ${object.name} is none of this program's`)
}
