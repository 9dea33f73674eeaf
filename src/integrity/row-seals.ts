import { createCipheriv, createDecipheriv, hash, type KeyObject } from 'node:crypto'
import { appliedMigrations } from '../store/migrate.js'
import { StoreRefused } from '../store/refused.js'
import { createSigner, keyFor } from '../store/signer.js'
import type Database from '../store/sqlite-library.js'

/**
 * Tables whose rows no trade signs, with the columns that the program vouches for: who people are, what they may do,
 * where money can be spent, and what is shown. Columns that change with every grab aren't included: they are compared
 * with the trades, or only say how outdated a card is.
 */
export const SEALED: Readonly<Record<string, readonly string[]>> = {
  community: columns(
    'id name currency_name currency_symbol scale self_grab default_lifetime min_lifetime max_lifetime',
    'max_open_envelopes created_at language max_total fair_start hide_amounts results pictures time_zone',
    'newcomer_limit newcomer_time cover',
  ),
  community_cover: columns('community picture created_at'),
  festival_off: columns('community theme'),
  community_day: columns('community name calendar month day created_at'),
  chat: columns('platform chat community created_at origin moved_to shard_key'),
  chat_move: columns('platform from_chat to_chat try_at'),
  member: columns(
    'id community name treasurer created_at merged_into merged_after represents_others ever_linked',
    'block_reason blocked_by off_boards',
  ),
  identity: columns('community platform user member created_at original_member'),
  person: columns('id created_at'),
  person_identity: columns('platform user name person linked_at'),
  link: columns(
    'id host joined host_platform host_chat host_thread joined_platform joined_chat joined_thread',
    'invited_by linked_by linked_at unlinked_by unlinked_at',
  ),
  community_move: columns(
    'id kind from_community to_community by_platform by_user by_name started_at invited_by',
    'host_platform host_chat host_thread joined_platform joined_chat joined_thread',
  ),
  link_code: columns('digest kind platform user name chat thread expires_at'),
  status_change: columns('id community account_no status reason actor after_trade created_at'),
  // Excludes the status, because an operator may freeze a wallet with SQL; no single bit flip turns one status into
  // another.
  account: columns('id account_no account_name account_type user_id username created_at community'),
  envelope: columns(
    'id envelope_no community account_no sender kind audience way theme greeting total count salt commitment',
    'created_at deadline opens_at conditions',
  ),
  appointment: columns('envelope platform chat thread everywhere opened_at'),
  income: columns('community way source role_name amount streak_step festival_bonus daily_cap newest_member'),
  income_claim: columns(
    'id community way source period day member streak amount day_total trade_no claimed_at',
  ),
  income_holder: columns('community way period platform user claim'),
  // Written only by grabs of linked people.
  share_holder: columns('envelope platform user position'),
  entrant: columns('envelope ticket member platform user joined_at key position passed_over reaction'),
  envelope_way: columns('envelope details'),
  shake_try: columns('envelope number ticket position tried_at'),
  fair_start: columns('envelope window ends_at served'),
  entrant_holder: columns('envelope platform user ticket'),
  envelope_condition: columns('envelope kind details'),
  condition_answer: columns('envelope number kind member platform user accepted text answered_at'),
  answer_holder: columns('envelope number platform user'),
  corrected_deadline: columns('envelope deadline'),
  chosen: columns('envelope member'),
  chosen_role: columns('envelope platform role name'),
  envelope_message: columns('id envelope platform chat thread message picture nonce state'),
  notification: columns('id envelope platform kind'),
  result_message: columns('card envelope ended_at state'),
  reversal: columns('trade_no reverses'),
  reversal_notice: columns('id trade_no member platform'),
  pending_update: columns('platform key body stored_at'),
}

function columns(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' '))
}

/** Small tables whose content the program acts on before reconcile has checked the books. */
const OBEYED = ['pending_update', 'chat_move', 'link_code']

const ROWS_A_SLICE = 500
const MODULUS = 1n << 256n
const EMPTY = '0'.repeat(64)

/** A file's seal as it is stored. */
interface Seal {
  /** Raised by each commit, so that of two states without a trade between them, the older is recognisable. */
  readonly version: number
  /** Signs the version, the newest trade and the sums. */
  readonly tag: string
  /** The sums, encrypted so that comparing two reveals nothing. */
  readonly sums: string
}

type Sign = (text: string) => string

/** Sum of the signatures of a table's rows, and the columns that they cover. */
interface TableSum {
  readonly name: string
  readonly columns: string
  readonly sum: string
}

/** Returns a function that returns the sealed columns that a table has in a file, whose schema may be older. */
function sealedColumns(database: Database.Database): (table: string) => string[] {
  const info = database.prepare('SELECT name FROM pragma_table_info(?)').pluck()
  return (table) => {
    const there = info.all(table)
    return (SEALED[table] as readonly string[]).filter((column) => there.includes(column))
  }
}

/**
 * Returns an SQL expression for one text of all sealed values of a row; different rows never have the same text,
 * whatever their bytes.
 */
function rowText(table: string, row: string, columns: readonly string[]): string {
  // hex() reads any value as the bytes of its text.
  const values = columns.map((column) => `typeof(${row}"${column}") || hex(${row}"${column}")`)
  return `'${table}|' || ${values.join(` || '|' || `)}`
}

/** Identifies a list of sealed columns: an update of the program may seal different ones. */
function digestOf(columns: readonly string[]): string {
  return hash('sha256', columns.join(), 'hex').slice(0, 8)
}

/** Returns the sum with one row's signature removed and another's added. Sums don't depend on the order. */
function moved(sign: Sign, sum: string, before: string | null, after: string | null): string {
  let value = BigInt(`0x${sum}`)
  if (before !== null) value -= BigInt(`0x${sign(before)}`)
  if (after !== null) value += BigInt(`0x${sign(after)}`)
  return BigInt.asUintN(256, value).toString(16).padStart(64, '0')
}

/**
 * Makes and opens seals. The tag covers the newest trade, so a seal is valid for one state of the books only. It is
 * also the initialisation vector of the sums' encryption (as in RFC 5297): equal states have equal seals, and different
 * ones share nothing that could be added or subtracted.
 */
function createSealer(database: Database.Database, ledgerKey: KeyObject) {
  const sign = createSigner(keyFor('seal', ledgerKey))
  const secret = Buffer.from(keyFor('sums', ledgerKey).export().toString('latin1'), 'hex')
  const newest = database
    .prepare('SELECT trade_no, lower(hex(hash)) FROM trade ORDER BY trade_no DESC LIMIT 1')
    .raw()
  const tagOf = (version: number, text: string) => {
    const [tradeNo, hash] = (newest.get() ?? [0, '']) as [number, string]
    return sign(`${version}|${tradeNo}|${hash}|${text}`)
  }
  const vector = (tag: string) => Buffer.from(tag, 'hex').subarray(0, 16)
  return {
    close(version: number, text: string): Seal {
      const tag = tagOf(version, text)
      const cipher = createCipheriv('aes-256-ctr', secret, vector(tag))
      // In one piece: with encodings it takes twice as long, in every commit. This mode has nothing left for final().
      return { version, tag, sums: cipher.update(Buffer.from(text, 'latin1')).toString('base64') }
    },
    /** Returns the text in a seal; undefined when it wasn't made for the current books. */
    open({ version, tag, sums }: Seal): string | undefined {
      if (!/^[0-9a-f]{64}$/.test(tag)) return undefined
      const decipher = createDecipheriv('aes-256-ctr', secret, vector(tag))
      const text = decipher.update(sums, 'base64', 'latin1') + decipher.final('latin1')
      return tagOf(version, text) === tag ? text : undefined
    },
  }
}

/** Returns a file's seal; undefined when it has none. */
function readSeal(database: Database.Database): Seal | undefined {
  return database.prepare('SELECT version, tag, sums FROM seal').get() as Seal | undefined
}

/** Returns the version of a file's seal; 0 when it has none. */
export function sealedVersion(database: Database.Database): number {
  return readSeal(database)?.version ?? 0
}

/** Returns the sums in a file's seal; undefined when there is none, or none made for the current books. */
function openSeal(database: Database.Database, ledgerKey: KeyObject): TableSum[] | undefined {
  const seal = readSeal(database)
  const text = seal && createSealer(database, ledgerKey).open(seal)
  return text?.split('\n').map((line) => {
    const [name, columns, sum] = line.split(' ') as [string, string, string]
    return { name, columns, sum }
  })
}

function textOf(sums: readonly TableSum[]): string {
  return sums.map(({ name, columns, sum }) => `${name} ${columns} ${sum}`).join('\n')
}

/** Seals every table as it is now. For a file whose schema was just brought up to date, in the same transaction. */
export function sealAll(database: Database.Database, ledgerKey: KeyObject): void {
  const sign = createSigner(keyFor('rows', ledgerKey))
  const sums = Object.entries(SEALED).map(([name, columns]) => {
    return { name, columns: digestOf(columns), sum: sumOf(database, sign, name, columns) }
  })
  const seal = createSealer(database, ledgerKey).close(sealedVersion(database) + 1, textOf(sums))
  database.prepare('REPLACE INTO seal (id, version, tag, sums) VALUES (1, :version, :tag, :sums)').run(seal)
}

/**
 * Refuses a file with rows that this program didn't write, before they are sealed anew: otherwise an attacker could get
 * anything sealed by making the program rerun a migration. `database` has an older schema, or is new and empty.
 */
export function refuseAltered(database: Database.Database, keyOf: () => KeyObject): void {
  // Every schema has the seal, so only an empty file was never sealed.
  if (appliedMigrations(database).length === 0) return
  const altered: string[] = []
  const columns = database.prepare(`SELECT name FROM pragma_table_info('seal')`).pluck().all()
  if (columns.join() !== 'id,version,tag,sums') altered.push('the table seal is gone or different')
  else for (const _ of readSealed(database, keyOf(), (offender) => altered.push(offender), true));
  if (altered.length > 0)
    throw new StoreRefused(
      `The database cannot be brought up to date: ${altered.join('; ')}. Keep a copy, then restore the last good backup.`,
    )
}

/** Returns the triggers that update the sums. */
function triggers(): string {
  const made = Object.entries(SEALED).map(([table, names]) => {
    const [before, after] = [rowText(table, 'OLD.', names), rowText(table, 'NEW.', names)]
    const change = (from: string, to: string) =>
      `BEGIN UPDATE seal_sum SET sum = seal_moved(sum, ${from}, ${to}) WHERE name = '${table}'; END`
    const differs = names.map((column) => `OLD."${column}" IS NOT NEW."${column}"`).join(' OR ')
    const quoted = names.map((column) => `"${column}"`).join()
    return `CREATE TEMP TRIGGER seal_${table}_insert AFTER INSERT ON main.${table} ${change('NULL', after)};
      CREATE TEMP TRIGGER seal_${table}_delete AFTER DELETE ON main.${table} ${change(before, 'NULL')};
      CREATE TEMP TRIGGER seal_${table}_update AFTER UPDATE OF ${quoted} ON main.${table} WHEN ${differs}
        ${change(before, after)};`
  })
  return made.join('\n')
}

/**
 * Updates the sums on every change of a sealed row on this connection, in the same transaction. Statements that touch
 * no sealed column, such as those of a grab, don't pay for it. Returns a function to call at the end of each
 * transaction that changed something: it seals the current books. Refuses when the file's seal doesn't match the books,
 * or the rows that the program acts on.
 */
export function keepSeals(database: Database.Database, ledgerKey: KeyObject, file: string): () => void {
  const sums = openSeal(database, ledgerKey)
  if (!sums)
    throw new StoreRefused(
      `${file} was changed by something other than this program: its seal was made for other books. Do not delete it: keep a copy, then restore the last good backup.`,
    )
  const sign = createSigner(keyFor('rows', ledgerKey))
  for (const name of OBEYED) {
    const sum = sumOf(database, sign, name, SEALED[name] as readonly string[])
    if (sums.find((sealed) => sealed.name === name)?.sum !== sum)
      throw new StoreRefused(
        `${file} was changed by something other than this program: it did not write all rows of ${name}. Do not delete it: keep a copy, then restore the last good backup.`,
      )
  }
  // In memory and private to this connection, but rolled back together with a transaction or a savepoint.
  database.exec('CREATE TEMP TABLE seal_sum (name TEXT PRIMARY KEY, columns TEXT, sum TEXT) WITHOUT ROWID')
  const insert = database.prepare('INSERT INTO temp.seal_sum VALUES (:name, :columns, :sum)')
  for (const sum of sums) insert.run(sum)

  let text: string | undefined
  database.function('seal_moved', { deterministic: true }, (sum, before, after) => {
    text = undefined
    return moved(sign, sum as string, before as string | null, after as string | null)
  })
  // Together: each on its own would be a transaction, which takes half as long again.
  database.exec(`BEGIN; ${triggers()} COMMIT`)

  const sealer = createSealer(database, ledgerKey)
  const select = database.prepare('SELECT name, columns, sum FROM temp.seal_sum ORDER BY name')
  const store = database.prepare('UPDATE main.seal SET version = :version, tag = :tag, sums = :sums')
  let version = sealedVersion(database)
  return () => {
    text ??= textOf(select.all() as TableSum[])
    store.run(sealer.close(++version, text))
  }
}

/**
 * Compares every table with its seal. Yields regularly; reports each table with rows that the program didn't write.
 * With `older`, for a file with an older schema, skips new tables and columns.
 */
export function* readSealed(
  database: Database.Database,
  ledgerKey: KeyObject,
  found: (offender: string) => void,
  older = false,
): Generator<void, void> {
  const sums = openSeal(database, ledgerKey)
  if (!sums) return found('the seal was not made by this program for what is in the books')
  const exists = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`)
  const columnsIn = sealedColumns(database)
  const sign = createSigner(keyFor('rows', ledgerKey))
  for (const [table, wanted] of Object.entries(SEALED)) {
    const sealed = sums.find(({ name }) => name === table)
    const columns = older && sealed?.columns !== digestOf(wanted) ? columnsIn(table) : wanted
    if (sealed?.columns !== digestOf(columns)) {
      if (!older) found(`the rows of ${table} are not sealed as this program does it`)
    } else if (!exists.get(table)) found(`the table ${table} is gone`)
    else if (columns.length > columnsIn(table).length)
      found(`the table ${table} lacks columns that were sealed`)
    else if ((yield* sumsOf(database, sign, table, columns)) !== sealed.sum)
      found(`the rows of ${table} are not all as this program wrote them`)
  }
}

/** Computes the sum of a table in one go. */
function sumOf(database: Database.Database, sign: Sign, table: string, columns: readonly string[]): string {
  const steps = sumsOf(database, sign, table, columns)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

function* sumsOf(
  database: Database.Database,
  sign: Sign,
  table: string,
  columns: readonly string[],
): Generator<void, string> {
  // Preparing the long statement takes far longer than this look, and most tables are empty. An index could be, too.
  if (!database.prepare(`SELECT 1 FROM "${table}" NOT INDEXED`).get()) return EMPTY
  let sum = 0n
  let rows = 0
  const texts = database.prepare(`SELECT ${rowText(table, '', columns)} FROM "${table}"`).pluck()
  for (const text of texts.iterate() as Iterable<string>) {
    sum += BigInt(`0x${sign(text)}`)
    if (++rows % ROWS_A_SLICE === 0) yield
  }
  return (sum % MODULUS).toString(16).padStart(64, '0')
}
