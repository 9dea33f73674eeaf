import { formatAmount } from '../../src/core/money.js'

/** Writes a line to standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Formats UTC milliseconds as ISO 8601; a dash for null. */
export function formatTime(at: number | null): string {
  return at === null ? '-' : new Date(at).toISOString()
}

/** Formats an amount with its currency symbol. */
export function formatMoney(amount: number, currency: { scale: number; symbol: string }): string {
  return `${formatAmount(amount, currency.scale)} ${currency.symbol}`
}

/**
 * Returns the lines of a table with a heading. Columns named in `right` are right-aligned. The last column isn't
 * padded, so it suits free text of any width.
 */
export function tableLines<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
  right: readonly Column[] = [],
): string[] {
  const heading = columns.map((column) => column as string)
  const cells = [heading, ...rows.map((row) => columns.map((column) => row[column]))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  return cells.map((line) =>
    line
      .map((cell, index) => {
        if (right.includes(columns[index] as Column)) return cell.padStart(widths[index] ?? 0)
        return index === columns.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)
      })
      .join('  ')
      .trimEnd(),
  )
}
