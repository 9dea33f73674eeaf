import { hash, type KeyObject } from 'node:crypto'
import type { GrabOutcome, GrabShare } from '../src/app/envelopes/grab-share.js'
import { keepSeals } from '../src/integrity/row-seals.js'
import { idempotencyChecksum } from '../src/store/idempotency.js'
import type { Plan, Statement } from '../src/store/plan.js'
import { createSigner } from '../src/store/signer.js'
import Database from '../src/store/sqlite-library.js'
import { countNext } from '../src/store/standings.js'

/** A grab by hand, waiting for its commit. */
interface Waiting {
  readonly click: GrabShare
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/** The kinds of GrabOutcome, and those that only this side has; with the share of a grab. */
interface Outcome extends Partial<Omit<Extract<GrabOutcome, { kind: 'grabbed' }>, 'kind'>> {
  readonly kind: string
}

/**
 * Baseline for plans: a grab written straight onto better-sqlite3, with joined reads, no savepoint and no layers, and one
 * commit for all grabs of a turn. Its books reconcile, so it does all that a plain grab can't do without:
 *
 * - reads whether the key was answered, the envelope with its community, account and next share and whether that community
 *   is moving, the member with the wallet and any share of the envelope, and the newest trade;
 * - refuses another body under the key, a chat that waits, a blocked member, a second share, the sender's own envelope, an
 *   ended or due envelope, and a frozen wallet; notices every row that another change was quicker to write;
 * - writes the trade with its signature, both balances, the share, the envelope's count, the card's revision, and the
 *   answer with its checksum; the end and the result of a finished envelope; the leaderboards; and the seal, with each
 *   commit, by the program's own function, as any program has to that writes this file.
 *
 * A plain grab is all it knows: it refuses linked members, other ways, conditions, recipients, new members and new names.
 */
export function openHandWritten(file: string, ledgerKey: KeyObject) {
  const db = new Database(file)
  for (const pragma of [
    'journal_mode = wal',
    'synchronous = FULL',
    'foreign_keys = ON',
    'recursive_triggers = ON',
  ])
    db.pragma(pragma)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const schemaVersion = db.prepare('PRAGMA main.schema_version').pluck()
  const knownSchema = schemaVersion.get()
  const seal = keepSeals(db, ledgerKey, file)
  const record = db.prepare('SELECT lower(hex(body)) AS body, outcome FROM idempotency_record WHERE key = ?')
  const wallet = db.prepare(
    `SELECT m.id, m.name, m.block_reason, m.represents_others, m.ever_linked,
            a.id AS account, a.balance, a.seq, lower(hex(a.hash)) AS hash, a.status, s.position AS earlier
     FROM identity i JOIN member m ON m.id = i.member JOIN account a ON a.user_id = m.id
     LEFT JOIN share s ON s.envelope = ? AND s.claimer = m.id
     WHERE i.community = ? AND i.platform = ? AND i.user = ?`,
  )
  const envelope = db.prepare(
    `SELECT e.id, e.community, e.account_no, e.sender, e.kind, e.audience, e.way, e.conditions, e.count, e.state,
            e.grabbed_count, e.grabbed_total, e.deadline, c.self_grab, c.currency_name, c.currency_symbol, c.scale,
            a.id AS account, a.balance, a.seq, lower(hex(a.hash)) AS hash, a.status, s.position, s.amount,
            EXISTS (SELECT 1 FROM community_move
              WHERE CASE kind WHEN 'link' THEN from_community ELSE to_community END = c.id) AS moving
     FROM envelope e
     JOIN chat ch ON ch.platform = ? AND ch.chat = ? AND ch.community = e.community
     JOIN community c ON c.id = e.community
     JOIN account a ON a.account_no = e.account_no
     LEFT JOIN share s ON s.envelope = e.id AND s.position = e.grabbed_count + 1
     WHERE e.envelope_no = ?`,
  )
  const nextTradeNo = db.prepare('SELECT coalesce(max(trade_no), 0) + 1 FROM trade').pluck()
  const insertTrade = db.prepare(
    `INSERT INTO trade (trade_no, community, from_account, to_account, amount, kind, actor, envelope, "desc", created_at,
       from_seq, from_balance, to_seq, to_balance, hash)
     VALUES (?, ?, ?, ?, ?, 'grab', ?, ?, '', ?, ?, ?, ?, ?, unhex(?))`,
  )
  const updateAccount = db.prepare(
    'UPDATE account SET balance = ?, seq = ?, hash = unhex(?), updated_at = ? WHERE id = ? AND seq = ?',
  )
  const updateShare = db.prepare(
    `UPDATE share SET claimer = ?, claimed_at = ?, trade_no = ?, reaction = ?
     WHERE envelope = ? AND position = ? AND claimer IS NULL`,
  )
  const countGrab = db.prepare(
    'UPDATE envelope SET grabbed_count = ?, grabbed_total = ? WHERE id = ? AND grabbed_count = ?',
  )
  const finish = db.prepare(
    `UPDATE envelope SET state = 'finished', ended_at = ? WHERE id = ? AND state = 'open'`,
  )
  const close = db.prepare(
    `UPDATE account SET status = 'closed', updated_at = ? WHERE account_no = ? AND balance = 0`,
  )
  const tellEnd = db.prepare(
    `INSERT INTO result_message (card, envelope, ended_at, next_try_at)
     SELECT m.id, m.envelope, ?, ? FROM envelope_message m JOIN envelope e ON e.id = m.envelope
     JOIN community c ON c.id = e.community WHERE m.envelope = ? AND m.state = 'live' AND c.results = 1`,
  )
  const bump = db.prepare('UPDATE envelope_message SET desired_rev = desired_rev + 1 WHERE envelope = ?')
  const remember = db.prepare(
    'INSERT INTO idempotency_record (key, body, outcome, trade_no, created_at, checksum) VALUES (?, unhex(?), ?, ?, ?, ?)',
  )

  const sign = createSigner(ledgerKey)

  const changed = (written: { changes: number }) => {
    if (written.changes !== 1) throw new Error('a row was changed by someone else')
  }

  function grab({ key, place, by, envelopeNo, reaction }: GrabShare, now: number): Outcome {
    const request = [
      ...['by', ['platform', by.platform, 'user', by.user], 'envelopeNo', envelopeNo],
      ...['place', ['chat', place.chat, 'platform', place.platform]],
    ]
    const body = hash('sha256', JSON.stringify(['grab', request]), 'hex').slice(0, 32)
    const earlier = record.get(key) as { body: string } | undefined
    if (earlier) return { kind: earlier.body === body ? 'again' : 'key_reused' }
    // biome-ignore lint/suspicious/noExplicitAny: this is what code without a typed layer looks like
    const e = envelope.get(place.platform, place.chat, envelopeNo) as any
    if (!e) return { kind: 'unknown_envelope' }
    if (e.moving) return { kind: 'communities_moving' }
    if (e.way !== 'speed' || e.conditions > 0 || e.audience !== 'everyone') return { kind: 'not_plain' }
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const w = wallet.get(e.id, e.community, by.platform, by.user) as any
    if (!w || w.name !== by.name || w.represents_others || w.ever_linked) return { kind: 'not_plain' }
    if (w.earlier !== null) return { kind: 'already_grabbed' }
    if (w.block_reason !== null) return { kind: 'blocked' }
    if (w.id === e.sender && (e.kind === 'equal' || !e.self_grab)) return { kind: 'own_envelope' }
    if (e.state !== 'open') return { kind: e.state }
    if (now >= e.deadline) return { kind: 'expired' }
    if (w.status !== 'active') return { kind: 'wallet_frozen' }

    const { amount, position, count } = e
    const left = e.balance - amount
    if (!(amount > 0) || left < 0 || e.status !== 'active')
      throw new Error('the envelope does not hold the share')
    const tradeNo = nextTradeNo.get() as number
    const has = w.balance + amount
    const [out, into] = [e.seq + 1, w.seq + 1]
    const signed = sign(
      `${e.hash}|${w.hash}|null|${w.id}|${tradeNo}|${e.community}|${e.account}|${out}|${left}|${w.account}|${into}|${has}|${amount}|grab|${w.id}|${e.id}|${now}|`,
    ).slice(0, 32)
    insertTrade.run(
      ...[tradeNo, e.community, e.account, w.account, amount, w.id, e.id, now],
      ...[out, left, into, has, signed],
    )
    changed(updateAccount.run(left, out, signed, now, e.account, e.seq))
    changed(updateAccount.run(has, into, signed, now, w.account, w.seq))
    changed(updateShare.run(w.id, now, tradeNo, reaction ?? null, e.id, position))
    changed(countGrab.run(position, e.grabbed_total + amount, e.id, e.grabbed_count))
    if (position === count) {
      changed(finish.run(now, e.id))
      changed(close.run(now, e.account_no))
      if (count >= 3) tellEnd.run(now, now + 120_001, e.id)
    }
    bump.run(e.id)
    const currency = { name: e.currency_name, symbol: e.currency_symbol, scale: e.scale }
    const answer = JSON.stringify([
      ...[amount, position, count, has],
      ...[currency.name, currency.symbol, currency.scale],
    ])
    remember.run(key, body, answer, tradeNo, now, idempotencyChecksum(key, body, answer, tradeNo, now))
    return { kind: 'grabbed', amount, position, count, balance: has, currency, tradeNo }
  }

  const counting = new Map<Statement<never, unknown>, Database.Statement>()
  /** Counts for the leaderboards with the program's own three statements: there is no shorter way to write them. */
  function count(plan: Plan<number>): number {
    let step = plan.next()
    while (!step.done) {
      if (step.value.kind === 'sign') throw new Error('counting signs nothing')
      const { kind, statement, args } = step.value
      const prepared = counting.get(statement) ?? db.prepare(statement.sql)
      counting.set(statement, prepared)
      step = plan.next(statement.call(prepared, kind === 'run' ? 'run' : 'get', args as never))
    }
    return step.value
  }

  const waiting: Waiting[] = []
  /** Runs everything that waits in one durable transaction. */
  function flush(): void {
    const batch = waiting.splice(0)
    const outcomes: Outcome[] = []
    begin.run()
    try {
      for (const { click } of batch) outcomes.push(grab(click, Date.now()))
      if (schemaVersion.get() !== knownSchema) throw new Error('the schema was changed')
      seal()
      commit.run()
    } catch (error) {
      rollback.run()
      for (const { reject } of batch) reject(error)
      return
    }
    for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome)
  }

  return {
    db,
    grab,
    /** Resolves after the commit that all grabs of this turn share. */
    grabShare: (click: GrabShare): Promise<Outcome> =>
      new Promise((resolve, reject) => {
        if (waiting.push({ click, resolve, reject }) === 1) setImmediate(flush)
      }),
    /** Brings the leaderboards up to date, as the program does: 500 trades in a transaction. */
    countForLeaderboards(): void {
      let left = 1
      while (left > 0) {
        begin.run()
        left = count(countNext())
        seal()
        commit.run()
      }
    },
  }
}
