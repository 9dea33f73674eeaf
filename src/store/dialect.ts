import { type OperationNode, type RawBuilder, sql } from 'kysely'

/** Replacement of a fragment for MySQL servers. */
const counterparts = new WeakMap<OperationNode, OperationNode>()

/** Returns a fragment of SQLite's that MySQL servers need in other words. */
export function byDialect<Value>(sqlite: RawBuilder<Value>, mysql: RawBuilder<unknown>): RawBuilder<Value> {
  // A new node, because the fragment may also be used unchanged elsewhere.
  const fragment = sql<Value>`${sqlite}`
  counterparts.set(fragment.toOperationNode(), mysql.toOperationNode())
  return fragment
}

/** Returns what a MySQL server gets in place of a part of a query. */
export function inMysql<Node extends OperationNode>(node: Node): Node {
  return (counterparts.get(node) as Node | undefined) ?? node
}

/** The smaller and the larger of two values, and a choice between two. */
export const LEAST = byDialect(sql`min`, sql`least`)
export const GREATEST = byDialect(sql`max`, sql`greatest`)
export const IF = byDialect(sql`iif`, sql`if`)
/** Divides whole numbers; the rest is dropped. */
export const DIV = byDialect(sql`/`, sql`DIV`)

/** The numbers in a JSON array, as a subquery. */
export function numbersIn(json: string): RawBuilder<number> {
  return byDialect(
    sql<number>`(SELECT value FROM json_each(${json}))`,
    sql`(SELECT listed.value FROM JSON_TABLE(${json}, '$[*]' COLUMNS (value BIGINT PATH '$')) AS listed)`,
  )
}

/** The texts in a JSON array, as a subquery. */
export function textsIn(json: string): RawBuilder<string> {
  return byDialect(
    sql<string>`(SELECT value FROM json_each(${json}))`,
    sql`(SELECT listed.value FROM JSON_TABLE(${json}, '$[*]' COLUMNS (value VARCHAR(190) PATH '$')) AS listed)`,
  )
}

/** When an envelope was opened, or is to be, as in the index envelope_of_community. */
export function openedAt(table: 'envelope' | 'own'): RawBuilder<number> {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  return byDialect(
    sql<number>`coalesce(${column('opens_at')}, ${column('created_at')})`,
    sql`${column('opening')}`,
  )
}

/** Adds columns of a row that exists to those that were to be inserted. */
export function addToExisting(table: string, columns: readonly string[]): RawBuilder<unknown> {
  const each = (value: (column: RawBuilder<unknown>) => RawBuilder<unknown>) =>
    sql.join(columns.map((name) => sql`${sql.raw(name)} = ${value(sql.raw(name))}`))
  return byDialect(
    sql`ON CONFLICT DO UPDATE SET ${each((column) => sql`${column} + excluded.${column}`)}`,
    sql`ON DUPLICATE KEY UPDATE ${each((column) => sql`${sql.raw(table)}.${column} + values(${column})`)}`,
  )
}
