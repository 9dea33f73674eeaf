import type { Peer } from './peer.js'

/** One line of the table: medians over the rounds. */
export interface Line {
  readonly case: string
  readonly clients: number
  readonly peer: string
  readonly per_s: number
  readonly p50_ms: number
  readonly p99_ms: number
  /** CPU time a grab of this process, which includes the database where there is no server. */
  readonly cpu_us_client: number
  readonly cpu_us_server: number | null
  /** Grabs per second against the first peer's. */
  readonly ratio: number
}

/** Prints the lines as a table, and what each peer does not do. */
export function printTable(lines: readonly Line[], peers: readonly Peer[]): void {
  const head = ['case', 'clients', 'peer', 'grabs/s', 'ratio', 'p50 ms', 'p99 ms', 'CPU µs client', 'server']
  const rows = lines.map((line) =>
    [
      ...[line.case, line.clients, line.peer, line.per_s, line.ratio.toFixed(2)],
      ...[line.p50_ms.toFixed(1), line.p99_ms.toFixed(1), line.cpu_us_client, line.cpu_us_server ?? ''],
    ].map(String),
  )
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] as string).length)),
  )
  // Names to the left, numbers to the right.
  const print = (row: readonly string[]) => {
    const cells = row.map((cell, column) =>
      column === 0 || column === 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`)
  }
  print(head)
  rows.forEach(print)
  process.stdout.write('\n')
  for (const { name, title, lacks } of peers) process.stdout.write(`${name}: ${title}; ${lacks}\n`)
}
