import { MEMBERS, type Sums } from './peer.js'

// The tables that the SQL peers share. Each writes the same facts: who grabbed, which share, both balances, a line in the
// log; the unique index keeps a member from a second share.

/** Statements that create the tables; `types` are what the database calls a number, its next number and a time. */
export function tables(types: {
  readonly number: string
  readonly serial: string
  readonly now: string
}): string[] {
  const { number, serial, now } = types
  return [
    `CREATE TABLE wallet (member ${number} PRIMARY KEY NOT NULL, balance ${number} NOT NULL CHECK (balance >= 0))`,
    `CREATE TABLE envelope (
       id ${number} PRIMARY KEY NOT NULL,
       total ${number} NOT NULL,
       balance ${number} NOT NULL CHECK (balance >= 0),
       grabbed ${number} NOT NULL
     )`,
    `CREATE TABLE share (
       envelope ${number} NOT NULL,
       position ${number} NOT NULL,
       amount ${number} NOT NULL,
       claimer ${number},
       PRIMARY KEY (envelope, position)
     )`,
    'CREATE UNIQUE INDEX share_once ON share (envelope, claimer)',
    `CREATE TABLE account_log (
       id ${serial},
       envelope ${number} NOT NULL,
       position ${number} NOT NULL,
       member ${number} NOT NULL,
       amount ${number} NOT NULL,
       envelope_balance ${number},
       wallet_balance ${number} NOT NULL,
       created_at ${now}
     )`,
  ]
}

/** Returns statements that insert a wallet for each member. */
export function wallets(): string {
  const rows = Array.from({ length: MEMBERS }, (_, member) => `(${member}, 0)`)
  return `INSERT INTO wallet (member, balance) VALUES ${rows.join(', ')}`
}

/** Returns statements that insert envelopes with their shares, a thousand rows each; the first gets this number. */
export function envelopes(sent: readonly (readonly number[])[], first: number): string[] {
  const packets = sent.map((shares, index) => {
    const total = shares.reduce((sum, amount) => sum + amount, 0)
    return `(${first + index}, ${total}, ${total}, 0)`
  })
  const portions = sent.flatMap((shares, index) =>
    shares.map((amount, position) => `(${first + index}, ${position + 1}, ${amount})`),
  )
  return [
    ...inserts('INSERT INTO envelope (id, total, balance, grabbed) VALUES', packets),
    ...inserts('INSERT INTO share (envelope, position, amount) VALUES', portions),
  ]
}

/** Selects the sums, one row. */
export const SUMS = `SELECT
  (SELECT sum(balance) FROM wallet) AS wallets,
  (SELECT sum(balance) FROM envelope) AS envelopes,
  (SELECT coalesce(sum(amount), 0) FROM share WHERE claimer IS NOT NULL) AS claimed,
  (SELECT count(claimer) FROM share) AS claims,
  (SELECT coalesce(sum(amount), 0) FROM account_log) AS logged,
  (SELECT count(*) FROM account_log) AS log_lines`

/** Reads the row of sums, whatever the driver makes of large numbers. */
export function sumsOf(row: Record<string, unknown>): Sums {
  const { wallets, envelopes, claimed, claims, logged, log_lines } = row
  return {
    ...{ wallets: Number(wallets), envelopes: Number(envelopes), claimed: Number(claimed) },
    ...{ claims: Number(claims), logged: Number(logged), logLines: Number(log_lines) },
  }
}

function inserts(into: string, rows: readonly string[]): string[] {
  const statements: string[] = []
  for (let from = 0; from < rows.length; from += 1_000)
    statements.push(`${into} ${rows.slice(from, from + 1_000).join(', ')}`)
  return statements
}
