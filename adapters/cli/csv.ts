import { formatAmount } from '../../src/core/money.js'
import type { ColumnKind, ExportedRow, ExportedTable } from '../../src/store/export.js'

/** The names of a table's columns as CSV; an amount has a second column in units of its currency. */
export function csvHeader({ columns }: ExportedTable): string {
  return line(columns.flatMap(([name, kind]) => (kind === 'amount' ? [name, `${name}_formatted`] : [name])))
}

/** One row as CSV. */
export function csvRow({ columns }: ExportedTable, row: ExportedRow): string {
  return line(columns.flatMap(([name, kind]) => fields(row[name] ?? null, kind, row.scale)))
}

function fields(value: string | number | null, kind: ColumnKind, scale: number): string[] {
  const text = value === null ? '' : String(value)
  switch (kind) {
    case 'number':
    case 'text':
      return [text]
    case 'free':
      return [defuse(text)]
    case 'time':
      return [value === null ? '' : new Date(Number(value)).toISOString()]
    case 'amount':
      return [text, value === null ? '' : formatAmount(Number(value), scale)]
    default:
      kind satisfies never
      throw new Error(`unknown kind of column ${kind}`)
  }
}

/** Text that a spreadsheet would run as a formula gets an apostrophe before it; full-width signs count. */
function defuse(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text
}

/** RFC 4180: fields with a comma, a quote or a line end are quoted, quotes doubled; lines end with CR LF. */
function line(values: readonly string[]): string {
  const quoted = values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
  return `${quoted.join(',')}\r\n`
}
