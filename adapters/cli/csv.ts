import { formatAmount } from '../../src/core/money.js'
import type { ColumnKind, ExportedRow, ExportedTable } from '../../src/operations/export.js'

/** Returns the column names of a table as CSV; an amount gets a second column in units of its currency. */
export function csvHeader({ columns }: ExportedTable): string {
  return line(columns.flatMap(([name, kind]) => (kind === 'amount' ? [name, `${name}_formatted`] : [name])))
}

/** Returns one row as CSV. */
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

/**
 * Characters at which some spreadsheet, in some locale or with some setting, may split a cell, and their NFKC
 * lookalikes.
 */
const AFTER_SEPARATOR = /(?<=[;,\t\r\n"；︔﹔\u037e，︐﹐＂\u{1f101}-\u{1f10a}])/u

/**
 * A formula after NFKC, which normalises wide and small characters, whatever spaces and invisible characters precede
 * it.
 */
const FORMULA = /^[\s\p{C}]*[=+\-@−]/u

/**
 * Puts an apostrophe in front of text that a spreadsheet would run as a formula. Also escapes each part that another
 * separator would turn into a cell, where the first apostrophe doesn't help.
 */
function defuse(text: string): string {
  const defused = text
    .split(AFTER_SEPARATOR)
    .map((part) => (FORMULA.test(part.normalize('NFKC')) ? `'${part}` : part))
    .join('')
  // Makes changed cells recognisable by their first character.
  return defused === text || defused.startsWith("'") ? defused : `'${defused}`
}

/** Always quotes text typed by people, so that nothing in it affects the structure of the file. */
function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** RFC 4180: lines end with CR LF. Text written by this program never needs quotes. */
function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`
}
