import { isDeepStrictEqual } from 'node:util'
import { migrate } from '../store/migrate.js'
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

let made: Promise<readonly SchemaObject[]> | undefined

/** What the migrations make of an empty file: no other schema is this program's. */
export function ownSchema(): Promise<readonly SchemaObject[]> {
  made ??= makeSchema()
  return made
}

async function makeSchema(): Promise<readonly SchemaObject[]> {
  const database = new Database(':memory:')
  try {
    await migrate(database)
    return database.prepare(SELECT).all() as SchemaObject[]
  } finally {
    database.close()
  }
}

/**
 * What in a file could make the program write other rows than it means to: triggers that it did not make, and tables and
 * triggers that are others than it made, with other defaults perhaps. What is missing is not among it.
 */
export function meddling(database: Database.Database, own: readonly SchemaObject[]): string[] {
  const made = new Map(own.map((object) => [object.name, object]))
  return (database.prepare(SELECT).all() as SchemaObject[])
    .filter(({ type, name }) => type === 'trigger' || (type === 'table' && made.has(name)))
    .filter((object) => !isDeepStrictEqual(made.get(object.name), object))
    .map(({ type, name }) => `${type} ${name}`)
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
