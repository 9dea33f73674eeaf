import { hash, type KeyObject } from 'node:crypto'
import type { Plan, Statement } from '../src/store/plan.js'
import { createSigner } from '../src/store/signer.js'
import Database from '../src/store/sqlite-library.js'
import { countNext } from '../src/store/standings.js'

/**
 * Baseline for plans: a grab written straight onto better-sqlite3, with joined reads, no savepoint and no layers.
 * Enforces the same rules and writes the same rows: idempotency record, trade, two balances, share, envelope and card,
 * the result of a finished envelope, and the leaderboards. Seals nothing, and knows no member who is linked.
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
  const record = db.prepare('SELECT lower(hex(body)) AS body, outcome FROM idempotency_record WHERE key = ?')
  const wallet = db.prepare(
    `SELECT m.id, m.name, a.id AS account, a.balance, a.seq, lower(hex(a.hash)) AS hash, a.status FROM identity i
     JOIN member m ON m.id = i.member JOIN account a ON a.user_id = m.id
     WHERE i.community = ? AND i.platform = ? AND i.user = ?`,
  )
  const envelope = db.prepare(
    `SELECT e.id, e.community, e.account_no, e.sender, e.kind, e.audience, e.count, e.state, e.grabbed_count,
            e.grabbed_total, e.deadline, c.self_grab, c.currency_name, c.currency_symbol, c.scale,
            a.id AS account, a.balance, a.seq, lower(hex(a.hash)) AS hash, s.position, s.amount
     FROM envelope e
     JOIN chat ch ON ch.platform = ? AND ch.chat = ? AND ch.community = e.community
     JOIN community c ON c.id = e.community
     JOIN account a ON a.account_no = e.account_no
     LEFT JOIN share s ON s.envelope = e.id AND s.position = e.grabbed_count + 1
     WHERE e.envelope_no = ?`,
  )
  const own = db.prepare('SELECT position, amount FROM share WHERE envelope = ? AND claimer = ?')
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
    `UPDATE share SET claimer = ?, claimed_at = ?, trade_no = ?
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
    'INSERT INTO idempotency_record (key, body, outcome, trade_no, created_at, checksum) VALUES (?, unhex(?), ?, ?, ?, 0)',
  )

  const sign = createSigner(ledgerKey)

  function grab(
    key: string,
    platform: string,
    chat: string,
    user: string,
    envelopeNo: string,
    now: number,
  ): string {
    const body = hash(
      'sha256',
      JSON.stringify(['grab', platform, chat, platform, user, envelopeNo]),
      'hex',
    ).slice(0, 32)
    const earlier = record.get(key) as { body: string } | undefined
    if (earlier) return earlier.body === body ? 'again' : 'key_reused'
    // biome-ignore lint/suspicious/noExplicitAny: this is what code without a typed layer looks like
    const e = envelope.get(platform, chat, envelopeNo) as any
    if (!e) return 'unknown_envelope'
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const w = wallet.get(e.community, platform, user) as any
    if (!w) return 'unknown_member'
    if (own.get(e.id, w.id)) return 'already_grabbed'
    if (w.id === e.sender && (e.kind === 'equal' || !e.self_grab)) return 'own_envelope'
    if (e.state !== 'open') return e.state
    if (now >= e.deadline) return 'expired'
    if (w.status !== 'active') return 'wallet_frozen'

    const tradeNo = nextTradeNo.get()
    const left = e.balance - e.amount
    const has = w.balance + e.amount
    const [out, into] = [e.seq + 1, w.seq + 1]
    const signed = sign(
      `${e.hash}|${w.hash}|null|${w.id}|${tradeNo}|${e.community}|${e.account}|${out}|${left}|${w.account}|${into}|${has}|${e.amount}|grab|${w.id}|${e.id}|${now}|`,
    ).slice(0, 32)
    insertTrade.run(
      ...[tradeNo, e.community, e.account, w.account, e.amount, w.id, e.id, now],
      ...[out, left, into, has, signed],
    )
    updateAccount.run(left, out, signed, now, e.account, e.seq)
    updateAccount.run(has, into, signed, now, w.account, w.seq)
    updateShare.run(w.id, now, tradeNo, e.id, e.position)
    countGrab.run(e.grabbed_count + 1, e.grabbed_total + e.amount, e.id, e.grabbed_count)
    if (e.position === e.count) {
      finish.run(now, e.id)
      close.run(now, e.account_no)
      if (e.count >= 3) tellEnd.run(now, now + 120_001, e.id)
    }
    bump.run(e.id)
    const values = [e.amount, e.position, e.count, has, e.currency_name, e.currency_symbol, e.scale]
    remember.run(key, body, JSON.stringify(values), tradeNo, now)
    return 'grabbed'
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

  return {
    db,
    grab,
    /** Brings the leaderboards up to date, as the program does: 500 trades in a transaction. */
    countForLeaderboards(): void {
      let left = 1
      while (left > 0) {
        begin.run()
        left = count(countNext())
        commit.run()
      }
    },
    /** Runs the grabs in one durable transaction. */
    batch(grabs: readonly { key: string; user: string; envelopeNo: string }[]): void {
      begin.run()
      for (const { key, user, envelopeNo } of grabs) {
        const kind = grab(key, 'bench', 'lobby', user, envelopeNo, Date.now())
        if (kind !== 'grabbed') throw new Error(`${kind} instead of a grab`)
      }
      commit.run()
    },
  }
}
