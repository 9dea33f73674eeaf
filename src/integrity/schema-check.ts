import { MIGRATIONS, type Migrations, migrate } from '../store/migrate.js'
import Database from '../store/sqlite-library.js'

/** A named object in a file's schema. */
export interface SchemaObject {
  readonly type: string
  readonly name: string
  /** The table that it belongs to. */
  readonly tbl_name: string
  readonly sql: string
}

const SELECT = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'`

const made = new WeakMap<Migrations, Promise<readonly SchemaObject[]>>()

/** Returns the schema that the migrations make in an empty file: the only one this program accepts. */
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
 * Returns anything in a file that could make the program read or write other rows than it intends: triggers it didn't
 * make, tables, views and triggers that differ from its own, perhaps in a default, and missing ones, such as the seal's.
 */
export function meddling(database: Database.Database, own: readonly SchemaObject[]): string[] {
  const there = database.prepare(SELECT).all() as SchemaObject[]
  const made = new Map(own.map((object) => [object.name, object]))
  const foreign = there
    .filter(
      ({ type, name }) => type === 'trigger' || ((type === 'table' || type === 'view') && made.has(name)),
    )
    .filter((object) => !same(made.get(object.name), object))
    .map(({ type, name }) => `${type} ${name} was not made by it, and could write in its name`)
  const names = new Set(there.map(({ name }) => name))
  const gone = own.filter(({ type, name }) => (type === 'table' || type === 'view') && !names.has(name))
  return [...foreign, ...gone.map(({ type, name }) => `${type} ${name} is gone`)]
}

/**
 * Reports everything that differs from what the program made: a missing or changed table, index or trigger, and any
 * additional trigger. Additional indexes are harmless.
 */
export function compareSchema(
  database: Database.Database,
  own: readonly SchemaObject[],
  found: (object: Pick<SchemaObject, 'type' | 'name'>, what: string) => void,
): void {
  const there = new Map((database.prepare(SELECT).all() as SchemaObject[]).map((each) => [each.name, each]))
  for (const object of own) {
    const { type, name } = object
    if (!same(there.get(name), object)) found(object, `${type} ${name} is missing or different`)
    there.delete(name)
  }
  for (const object of there.values())
    if (object.type === 'trigger') found(object, `trigger ${object.name} was not made by this program`)
}

function same(one: SchemaObject | undefined, other: SchemaObject): boolean {
  const { type, name, tbl_name, sql } = other
  return one?.type === type && one.name === name && one.tbl_name === tbl_name && one.sql === sql
}
