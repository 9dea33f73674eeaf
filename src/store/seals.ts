import type { KeyObject } from 'node:crypto'
import { createSigner } from './signer.js'
import type Database from './sqlite-library.js'

/**
 * Tables whose rows no entry signs, and the columns of them that the program vouches for: who somebody is, what they
 * may, where money can be spent, and what is shown. Columns that change with every grab are not among them; those are
 * compared with the entries, or are only about how far a card is behind.
 */
export const SEALED: Readonly<Record<string, readonly string[]>> = {
  community: columns(
    'id name currency_name currency_symbol scale self_grab default_lifetime min_lifetime max_lifetime',
    'max_open_envelopes created_at language max_total',
  ),
  chat: columns('platform chat community created_at origin moved_to'),
  chat_move: columns('platform from_chat to_chat try_at'),
  member: columns('id community name treasurer created_at merged_into merged_after absorbed'),
  identity: columns('community platform user member created_at home'),
  person: columns('id created_at'),
  person_identity: columns('platform user name person linked_at'),
  link: columns(
    'id host joined host_platform host_chat host_thread joined_platform joined_chat joined_thread',
    'invited_by linked_by linked_at unlinked_by unlinked_at',
  ),
  link_code: columns('digest kind platform user name chat thread expires_at'),
  // An operator may freeze a wallet with SQL, so its status is left out; no one bit makes another status of it.
  account: columns('id account_no account_name account_type user_id username created_at community'),
  envelope: columns(
    'id envelope_no community account_no sender kind audience theme greeting total count salt commitment',
    'created_at deadline',
  ),
  chosen: columns('envelope member'),
  chosen_role: columns('envelope platform role name'),
  envelope_message: columns('id envelope platform chat thread message nonce state'),
  notice: columns('id envelope platform news'),
  parked_update: columns('platform key body parked_at'),
}

function columns(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' '))
}

const ROWS_A_SLICE = 500
const MODULUS = 1n << 256n
const EMPTY = '0'.repeat(64)

/** One text of all sealed values of a row; no two different rows have the same. */
function rowText(table: string, row: string): string {
  const values = (SEALED[table] as readonly string[]).map((column) => `quote(${row}"${column}")`)
  return `'${table}|' || ${values.join(` || '|' || `)}`
}

/** The sum in which one row's signature was taken away and another's added. Sums do not depend on the order. */
function moved(
  sign: (text: string) => string,
  sum: string,
  before: string | null,
  after: string | null,
): string {
  let value = BigInt(`0x${sum}`)
  if (before !== null) value -= BigInt(`0x${sign(before)}`)
  if (after !== null) value += BigInt(`0x${sign(after)}`)
  return BigInt.asUintN(256, value).toString(16).padStart(64, '0')
}

/** Seals every table as it is now. For a file that has just got its seals, within the same transaction. */
export function sealAll(database: Database.Database, ledgerKey: KeyObject): void {
  const store = database.prepare('REPLACE INTO seal (name, sum) VALUES (?, ?)')
  for (const table of Object.keys(SEALED)) {
    const sums = sumsOf(database, ledgerKey, table)
    let step = sums.next()
    while (!step.done) step = sums.next()
    store.run(table, step.value)
  }
}

/**
 * Makes every change of a sealed row on this connection change the seal too, in the same transaction. Statements that
 * touch no sealed column, as those of a grab, do not pay for it.
 */
export function keepSeals(database: Database.Database, ledgerKey: KeyObject): void {
  const sign = createSigner(ledgerKey)
  database.function('seal_moved', { deterministic: true }, (sum, before, after) =>
    moved(sign, sum as string, before as string | null, after as string | null),
  )
  for (const [table, names] of Object.entries(SEALED)) {
    const [before, after] = [rowText(table, 'OLD.'), rowText(table, 'NEW.')]
    const change = (from: string, to: string) =>
      `BEGIN UPDATE seal SET sum = seal_moved(sum, ${from}, ${to}) WHERE name = '${table}'; END`
    const differs = names.map((column) => `OLD."${column}" IS NOT NEW."${column}"`).join(' OR ')
    const quoted = names.map((column) => `"${column}"`).join()
    database.exec(
      `CREATE TEMP TRIGGER seal_${table}_insert AFTER INSERT ON main.${table} ${change('NULL', after)};
       CREATE TEMP TRIGGER seal_${table}_delete AFTER DELETE ON main.${table} ${change(before, 'NULL')};
       CREATE TEMP TRIGGER seal_${table}_update AFTER UPDATE OF ${quoted} ON main.${table} WHEN ${differs}
         ${change(before, after)}`,
    )
  }
}

/** Compares every table with its seal. Yields now and then; tells of each table that is not as it was written. */
export function* readSealed(
  database: Database.Database,
  ledgerKey: KeyObject,
  found: (offender: string) => void,
): Generator<void, void> {
  const sealed = database.prepare('SELECT sum FROM seal WHERE name = ?').pluck()
  for (const table of Object.keys(SEALED)) {
    const sum = yield* sumsOf(database, ledgerKey, table)
    if (sealed.get(table) !== sum) found(`the rows of ${table} are not all as this program wrote them`)
  }
}

function* sumsOf(database: Database.Database, ledgerKey: KeyObject, table: string): Generator<void, string> {
  const sign = createSigner(ledgerKey)
  let sum = 0n
  let rows = 0
  const texts = database.prepare(`SELECT ${rowText(table, '')} FROM "${table}"`).pluck()
  for (const text of texts.iterate() as Iterable<string>) {
    sum += BigInt(`0x${sign(text)}`)
    if (++rows % ROWS_A_SLICE === 0) yield
  }
  return rows === 0 ? EMPTY : (sum % MODULUS).toString(16).padStart(64, '0')
}
