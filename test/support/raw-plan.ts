import { build, many, type Plan, run, type Statement, statement } from '../../src/store/plan.js'

/** Raw SQL without parameters, for statements that no use case runs. */
function raw(sql: string): Statement<Record<string, never>, Record<string, unknown>> {
  return { sql, call: (prepared, method) => prepared[method]() }
}

/** Reads rows on the engine's own connection. */
export function* ask(sql: string): Plan<Record<string, unknown>[]> {
  return yield* many(raw(sql), {})
}

/** Runs a statement that returns no rows on the engine's own connection. */
export function* tell(sql: string): Plan<void> {
  yield* run(raw(sql), {})
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
  const rows = yield* ask(`SELECT name FROM meta WHERE name <> 'ledger_key' ORDER BY name`)
  return rows.map((row) => row.name as string)
}
