import { RawNode, ValueNode } from 'kysely'
import { Argument, build, many, type Plan, run, type Statement, statement } from '../../src/store/plan.js'

type RawStatement = Statement<readonly unknown[], Record<string, unknown>>

/** By text: an engine prepares each statement once. */
const statements = new Map<string, RawStatement>()

/** Returns raw SQL as a statement, for what no use case runs. Takes the values of its question marks, in order. */
function raw(sql: string): RawStatement {
  const known = statements.get(sql)
  if (known) return known
  const made: RawStatement = {
    sql,
    call: (prepared, method, values) => prepared[method](...values),
    rebuild: () => {
      const values = Array.from(sql.matchAll(/\?/g), (_, index) => ValueNode.create(new Argument(`${index}`)))
      return RawNode.create(sql.split('?'), values)
    },
  }
  statements.set(sql, made)
  return made
}

/** Reads rows on the engine's own connection. */
export function* ask(sql: string, ...values: readonly unknown[]): Plan<Record<string, unknown>[]> {
  return yield* many(raw(sql), values)
}

/** Runs a statement that returns no rows on the engine's own connection. */
export function* tell(sql: string, ...values: readonly unknown[]): Plan<void> {
  yield* run(raw(sql), values)
}

const insertNote = statement<{ name: string; value: string }>()((arg) =>
  build.insertInto('meta').values({ name: arg('name'), value: arg('value') }),
)

/** Makes a small write: stores a note under a new name. */
export function* note(name: string, value = ''): Plan<string> {
  yield* run(insertNote, { name, value })
  return name
}

/** Returns the names of all notes. */
export function* notes(): Plan<string[]> {
  const rows = yield* ask(
    `SELECT name FROM meta WHERE name <> 'ledger_key' AND name NOT LIKE 'schema %' ORDER BY name`,
  )
  return rows.map((row) => row.name as string)
}
