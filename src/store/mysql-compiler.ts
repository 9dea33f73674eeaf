import {
  type InsertQueryNode,
  MysqlQueryCompiler,
  type OnConflictNode,
  type OperationNode,
  OrActionNode,
  type RawNode,
  type ReferenceNode,
  type TableNode,
} from 'kysely'
import { inMysql } from './dialect.js'
import { Argument, type Statement } from './plan.js'

/** A statement for a MySQL server. */
export interface MysqlStatement {
  readonly sql: string
  /** Returns the parameters in their order. */
  readonly values: (args: object) => unknown[]
}

/** Translates what SQLite's dialect has and MySQL's lacks; `byDialect` translates fragments of SQL. */
class Compiler extends MysqlQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    super.visitRaw(inMysql(node))
  }

  protected override visitInsertQuery(node: InsertQueryNode): void {
    const { onConflict, ...insert } = node
    super.visitInsertQuery(
      onConflict?.doNothing ? { ...insert, orAction: OrActionNode.create('ignore') } : node,
    )
  }

  protected override visitOnConflict({ updates, updateWhere }: OnConflictNode): void {
    if (!updates) throw new TypeError('an insert on a conflict must update something')
    this.append('on duplicate key update ')
    for (const [index, { column, value }] of updates.entries()) {
      if (index > 0) this.append(', ')
      this.appendExisting(column)
      this.append(' = ')
      if (!updateWhere) this.visitNode(value)
      else {
        this.append('if(')
        this.visitNode(updateWhere.where)
        this.append(', ')
        this.visitNode(value)
        this.append(', ')
        this.appendExisting(column)
        this.append(')')
      }
    }
  }

  /** The inserted query may have a column of the same name. */
  private appendExisting(column: OperationNode): void {
    this.visitNode((this.parentNode as InsertQueryNode).into as TableNode)
    this.append('.')
    this.visitNode(column)
  }

  protected override visitReference(node: ReferenceNode): void {
    if (node.table?.table.identifier.name === 'excluded') {
      this.append('values(')
      this.visitNode(node.column)
      this.append(')')
    } else super.visitReference(node)
  }
}

/** The largest number that the connector sends as a whole one. */
const LARGEST_INT = 2 ** 31 - 2

/** Tables whose rows are numbered. */
const NUMBERED = [
  ...[
    'account',
    'community',
    'community_move',
    'envelope',
    'envelope_message',
    'income_claim',
    'link',
    'member',
  ],
  ...['notification', 'person', 'reversal_notice', 'status_change'],
]
const INSERT = new RegExp(`^insert into \`(${NUMBERED.join('|')})\` \\((.*?)\\) values \\((.*)\\)$`, 's')

/**
 * Gives a new row the number after the largest, as SQLite does. AUTO_INCREMENT would skip the numbers of rolled back
 * transactions, and members see some of these numbers.
 */
function number(sql: string): string {
  return sql.replace(
    INSERT,
    (_, table, columns, values) => `insert into \`${table}\` (\`id\`, ${columns}) values (last_insert_id(
      (select next from (select coalesce(max(\`id\`), 0) + 1 as next from \`${table}\`) as numbered)), ${values})`,
  )
}

/** Compiles a statement for a MySQL server. */
export function compileForMysql(statement: Statement<never, unknown>): MysqlStatement {
  const { sql, parameters } = new Compiler().compileQuery(statement.rebuild(), { queryId: 'mysql' })
  return {
    sql: number(sql),
    values: (args) =>
      parameters.map((parameter) =>
        exact(parameter instanceof Argument ? (args as Record<string, unknown>)[parameter.name] : parameter),
      ),
  }
}

/**
 * Returns a value as one that arrives as it is: the connector sends large numbers as floating-point ones. Throws for NaN,
 * of which a server makes a whole number, where SQLite refuses it.
 */
export function exact(value: unknown): unknown {
  if (Number.isNaN(value)) throw new TypeError('a parameter is not a number')
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > LARGEST_INT
    ? BigInt(value)
    : value
}
