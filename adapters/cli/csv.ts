import { formatAmount } from '../../src/core/money.js'
import type { ColumnKind, ExportedRow, ExportedTable } from '../../src/operations/export.js'

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
      return [quote(defuse(text))]
    case 'time':
      return [value === null ? '' : new Date(Number(value)).toISOString()]
    case 'amount':
      return [text, value === null ? '' : formatAmount(Number(value), scale)]
    default:
      kind satisfies never
      throw new Error(`unknown kind of column ${kind}`)
  }
}

/** What some spreadsheet, in some locale or by a setting, may split a cell at, and what NFKC makes of it. */
const AFTER_SEPARATOR = /(?<=[;,\t\r\n"；︔﹔\u037e，︐﹐＂\u{1f101}-\u{1f10a}])/u

/** A formula after NFKC, which makes wide and small signs plain; spaces and invisible characters hide none. */
const FORMULA = /^[\s\p{C}]*[=+\-@−]/u

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe before it. So does each part of it that
 * would become a cell of its own where another separator is expected: one before the whole does not help there.
 */
function defuse(text: string): string {
  const defused = text
    .split(AFTER_SEPARATOR)
    .map((part) => (FORMULA.test(part.normalize('NFKC')) ? `'${part}` : part))
    .join('')
  // A changed cell can be told by its beginning.
  return defused === text || defused.startsWith("'") ? defused : `'${defused}`
}

/** Text that people typed is always quoted, so that what it holds never counts for the form of the file. */
function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** RFC 4180: lines end with CR LF. What this program made itself has nothing in it that needs quotes. */
function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`
}
