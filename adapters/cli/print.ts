import { formatAmount } from '../../src/core/money.js'

/** Writes a line to standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** UTC milliseconds as ISO 8601; a dash for a time that has not come. */
export function formatTime(at: number | null): string {
  return at === null ? '-' : new Date(at).toISOString()
}

/** An amount with the symbol of its currency. */
export function formatMoney(amount: number, currency: { scale: number; symbol: string }): string {
  return `${formatAmount(amount, currency.scale)} ${currency.symbol}`
}

/**
 * Lines of a table with a heading. Columns named in `right` are set to the right. The last column is not
 * padded, so free text of any width belongs there.
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
