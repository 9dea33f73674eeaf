import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { sql } from 'kysely'
import { BrokenInvariant } from './ledger.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** The key came again with a different command: a bug, or an attack. Nothing was done. */
export interface KeyReused {
  readonly kind: 'key_reused'
}

/** Answers examined per plan when old ones are deleted: a few milliseconds. */
const RECORDS_A_SLICE = 2_000
/** Sorts after every key. */
const LAST_KEY = '\u{10ffff}'

/** A range of answers, in key order. */
interface Slice {
  readonly after: string
  readonly upto: string
}

/** Result of deleting old answers from one slice. */
export interface Forgotten extends Slice {
  readonly count: number
  /** True if there are answers after the slice. */
  readonly more: boolean
}

/** Digits of the digest of a command, in hexadecimal. */
const BODY_DIGITS = 32

const selectRecord = statement<{ key: string }>()((arg) =>
  build
    .selectFrom('idempotency_record')
    .select([sql<string>`lower(hex(body))`.as('body'), 'outcome', 'trade_no as tradeNo'])
    .where('key', '=', arg('key')),
)

const insertRecord = statement<{
  key: string
  body: string
  outcome: string
  tradeNo: number | null
  at: number
  checksum: number
}>()((arg) =>
  build.insertInto('idempotency_record').values({
    key: arg('key'),
    body: sql<Uint8Array>`unhex(${arg('body')})`,
    outcome: arg('outcome'),
    trade_no: arg('tradeNo'),
    created_at: arg('at'),
    checksum: arg('checksum'),
  }),
)

const selectAnnounced = statement<{ key: string }>()((arg) =>
  build.selectFrom('idempotency_record').select('announced_at').where('key', '=', arg('key')),
)

const updateAnnounced = statement<{ key: string; at: number }>()((arg) =>
  build
    .updateTable('idempotency_record')
    .set({ announced_at: arg('at') })
    .where('key', '=', arg('key')),
)

const selectSliceEnd = statement<{ after: string }>()((arg) =>
  build
    .selectFrom('idempotency_record')
    .select('key')
    .where('key', '>', arg('after'))
    .orderBy('key')
    .limit(sql.lit(1))
    .offset(sql.lit(RECORDS_A_SLICE - 1)),
)

const deleteRecords = statement<Slice & { before: number }>()((arg) =>
  build
    .deleteFrom('idempotency_record')
    .where('key', '>', arg('after'))
    .where('key', '<=', arg('upto'))
    .where('created_at', '<', arg('before'))
    .where('key', 'not like', 'console:%'),
)

const selectPaid = statement<{ first: string; behind: string }>()((arg) =>
  build
    .selectFrom('idempotency_record')
    .innerJoin('trade', 'trade.trade_no', 'idempotency_record.trade_no')
    .innerJoin('account', 'account.id', 'trade.to_account')
    .innerJoin('member', 'member.id', 'account.user_id')
    .innerJoin('account as representative', (join) =>
      join.on('representative.user_id', '=', sql<number>`coalesce(member.merged_into, member.id)`),
    )
    .select('representative.account_no as walletNo')
    .where('idempotency_record.key', '>=', arg('first'))
    .where('idempotency_record.key', '<', arg('behind')),
)

export interface IdempotentOptions<Outcome> {
  /** Derived from the platform's own ids: an update always has the same key. */
  readonly key: string
  /** Content of the request. The same key with another body is refused. */
  readonly body: readonly unknown[]
  readonly at: number
  /** Returns false for an outcome that needn't be stored because a repeat gives the same; default true. */
  readonly remember?: (outcome: Outcome) => boolean
  /** For a frequent outcome with a trade: stores the values without their names. */
  readonly short?: {
    /** Returns undefined for an outcome that is stored whole. */
    readonly valuesOf: (outcome: Outcome) => readonly unknown[] | undefined
    readonly outcomeOf: (values: readonly unknown[], tradeNo: number) => Outcome
  }
}

/**
 * Runs the plan once per key: a repeat with the same body gets the stored answer. The answer is stored in the
 * transaction that moves the money. An outcome that isn't stored must be one that a repeat reproduces.
 */
export function* idempotent<Outcome extends { kind: string }>(
  options: IdempotentOptions<Outcome>,
  plan: () => Plan<Outcome>,
): Plan<Outcome | KeyReused> {
  const { key, at, short } = options
  const earlier = yield* one(selectRecord, { key })
  if (earlier) {
    if (earlier.body !== digestOf(options.body)) return { kind: 'key_reused' }
    const answer: Outcome | unknown[] = JSON.parse(earlier.outcome)
    if (!Array.isArray(answer)) return answer
    if (!short || earlier.tradeNo === null) throw new BrokenInvariant(`the answer to ${key} cannot be read`)
    return short.outcomeOf(answer, earlier.tradeNo)
  }
  const outcome = yield* plan()
  if (options.remember?.(outcome) ?? true) {
    const tradeNo = 'tradeNo' in outcome && typeof outcome.tradeNo === 'number' ? outcome.tradeNo : null
    const body = digestOf(options.body)
    const answer = JSON.stringify(short?.valuesOf(outcome) ?? outcome)
    const checksum = idempotencyChecksum(key, body, answer, tradeNo, at)
    yield* run(insertRecord, { key, body, outcome: answer, tradeNo, at, checksum })
  }
  return outcome
}

/** Returns the wallets, after merges, that were paid under keys of the form `key:…`. */
export function* walletsPaidUnder(key: string): Plan<string[]> {
  // ';' is the character after ':'.
  const rows = yield* many(selectPaid, { first: `${key}:`, behind: `${key};` })
  return rows.map(({ walletNo }) => walletNo)
}

/** Returns whether the result of the command with this key was announced to the chat. */
export function* wasAnnounced(key: string): Plan<boolean> {
  return ((yield* one(selectAnnounced, { key }))?.announced_at ?? null) !== null
}

/** Records that the result of the command with this key was announced to the chat. `at`: UTC milliseconds. */
export function* markAnnounced(key: string, at: number): Plan<void> {
  yield* run(updateAnnounced, { key, at })
}

/**
 * Returns a checksum that detects a flipped bit in a stored answer. It isn't a signature: every grab stores an answer,
 * and its amounts are compared with the trade.
 */
export function idempotencyChecksum(
  key: string,
  body: string,
  outcome: string,
  tradeNo: number | null,
  at: number,
): number {
  // Signed, because SQLite stores that in four bytes.
  return crc32(`${key}|${body}|${outcome}|${tradeNo}|${at}`) | 0
}

/** Half of a SHA-256: enough to tell two commands apart, and a forged one gains no more than the stored answer. */
function digestOf(body: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(body), 'hex').slice(0, BODY_DIGITS)
}

/**
 * Deletes answers older than `before` among the next few keys after `after`; no platform repeats an update for that
 * long. Answers to an operator's keys are kept forever: they are few, and a person may repeat a command at any time.
 */
export function* forgetIdempotencyRecords(before: number, after: string): Plan<Forgotten> {
  const end = yield* one(selectSliceEnd, { after })
  const slice = { after, upto: end?.key ?? LAST_KEY }
  const { changes: count } = yield* run(deleteRecords, { ...slice, before })
  return { ...slice, count, more: end !== undefined }
}
