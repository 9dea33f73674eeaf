import { luckiest } from '../core/envelope.js'
import type { Amount } from '../core/money.js'
import { type Period, periodStart } from '../core/periods.js'
import type Database from '../store/sqlite-library.js'
import type { Board } from '../store/standings.js'

const ENVELOPES_A_SLICE = 200
const STANDINGS_A_SLICE = 500
const PERIODS: readonly Period[] = ['week', 'month', 'ever']

/** BigInts: people may send the same money around until the sum exceeds 2^53. */
interface Figures {
  score: bigint
  times: bigint
  amount: bigint
}

interface EnvelopeRow {
  readonly id: number
  readonly sender: number
  readonly kind: 'equal' | 'lucky'
  readonly total: number
  readonly count: number
  readonly created_at: number
  readonly ended_at: number | null
  readonly refund_trade_no: number | null
  /** The trade that paid for it. */
  readonly sent: number | null
  /** Null for one that was sent at once. */
  readonly opens_at: number | null
  readonly opened_at: number | null
}

interface ShareRow {
  readonly envelope: number
  readonly position: number
  readonly amount: Amount
  readonly claimer: number
  readonly claimedAt: number
  readonly trade_no: number
}

interface StandingRow extends Figures {
  readonly member: bigint
  readonly name: string
  readonly community: bigint
  readonly own_score: bigint
  readonly own_times: bigint
  readonly own_amount: bigint
}

/**
 * Compares the figures of the leaderboards with the envelopes and shares, as far as the figures have been counted.
 * Yields regularly; reports every difference. Counts in a different way than the program does.
 */
export function* readStandings(
  database: Database.Database,
  found: (offender: string) => void,
): Generator<void, void> {
  const [upto = -1, newest = 0] = database
    .prepare('SELECT (SELECT trade_no FROM standing_upto), (SELECT coalesce(max(trade_no), 0) FROM trade)')
    .raw()
    .get() as [number | null, number]
  if (upto === null || upto < 0 || upto > newest) {
    found(`the leaderboards count up to trade ${upto} of ${newest}`)
    return
  }
  const own = yield* figuresOfMembers(database, upto)
  const shown = shownFigures(database, own)
  const rows = database
    .prepare(
      `SELECT s.member, s.board || ' ' || s.period || ' ' || s.since AS name, s.community,
            own_score, own_times, own_amount, score, times, amount, m.community AS member_community
     FROM standing s JOIN member m ON m.id = s.member`,
    )
    .safeIntegers()
  let read = 0
  for (const row of rows.iterate() as Iterable<StandingRow & { member_community: bigint }>) {
    const key = `${row.member} ${row.name}`
    const { own_score, own_times, own_amount } = row
    const isOwn = same(own.get(key), { score: own_score, times: own_times, amount: own_amount })
    if (!isOwn || !same(shown.get(key), row) || row.community !== row.member_community)
      found(`the standing of member ${key} does not match what was sent and grabbed`)
    own.delete(key)
    shown.delete(key)
    if (++read % STANDINGS_A_SLICE === 0) yield
  }
  for (const key of new Set([...own.keys(), ...shown.keys()]))
    found(`the standing of member ${key} is missing`)
}

function same(one: Figures = { score: 0n, times: 0n, amount: 0n }, other: Figures): boolean {
  return one.score === other.score && one.times === other.times && one.amount === other.amount
}

/** Computes every member's figures for every period, from trades up to `upto`. */
function* figuresOfMembers(database: Database.Database, upto: number): Generator<void, Map<string, Figures>> {
  const figures = new Map<string, Figures>()
  const starts = new Map<number, readonly number[]>()
  const count = (member: number, board: Board | 'luck', at: number, score: number | bigint, amount = 0) => {
    const day = Math.floor(at / 86_400_000)
    const since = starts.get(day) ?? PERIODS.map((period) => periodStart(period, at))
    starts.set(day, since)
    for (const [index, period] of PERIODS.entries()) {
      if (board === 'luck' && period !== 'ever') continue
      const key = `${member} ${board} ${period} ${since[index]}`
      const known = figures.get(key)
      if (!known) figures.set(key, { score: BigInt(score), times: 1n, amount: BigInt(amount) })
      else {
        known.score += BigInt(score)
        known.times += 1n
        known.amount += BigInt(amount)
      }
    }
  }
  const envelopes = database.prepare(
    `SELECT id, sender, kind, total, count, created_at, ended_at, refund_trade_no,
            (SELECT trade_no FROM trade t JOIN account a ON a.id = t.to_account
             WHERE a.account_no = e.account_no AND t.kind = 'send') AS sent,
            opens_at, (SELECT opened_at FROM appointment WHERE envelope = e.id) AS opened_at
     FROM envelope e WHERE id > ? ORDER BY id LIMIT ${ENVELOPES_A_SLICE}`,
  )
  const shares = database.prepare(
    `SELECT envelope, position, amount, claimer, claimed_at AS claimedAt, trade_no FROM share
     WHERE envelope > ? AND envelope <= ? AND trade_no <= ? ORDER BY envelope, position`,
  )
  let last = 0
  while (true) {
    const rows = envelopes.all(last) as EnvelopeRow[]
    const end = rows.at(-1)?.id ?? last
    const claims = new Map<number, ShareRow[]>()
    for (const share of shares.iterate(last, end, upto) as Iterable<ShareRow>) {
      count(share.claimer, 'received', share.claimedAt, share.amount)
      const of = claims.get(share.envelope)
      if (of) of.push(share)
      else claims.set(share.envelope, [share])
    }
    for (const envelope of rows) {
      const claimed = claims.get(envelope.id) ?? []
      if (envelope.kind === 'lucky') {
        const equal = (BigInt(envelope.total) * 100n) / BigInt(envelope.count)
        for (const { claimer, claimedAt, amount } of claimed)
          count(claimer, 'luck', claimedAt, BigInt(amount) * 100n - equal, amount)
      }
      const { sent, refund_trade_no: refund, ended_at: endedAt } = envelope
      // One that is scheduled counts as sent from the moment when it is opened, which is no trade.
      const sentAt = envelope.opens_at === null ? envelope.created_at : envelope.opened_at
      if (sentAt === null || sent === null || (envelope.opens_at === null && sent > upto)) continue
      const refunded = refund !== null && refund <= upto
      const given = refunded ? claimed.reduce((sum, { amount }) => sum + amount, 0) : envelope.total
      count(envelope.sender, 'sent', sentAt, given)
      const ended = refunded || (refund === null && claimed.length === envelope.count)
      const best = luckiest(claimed)
      if (ended && endedAt !== null && best && envelope.kind === 'lucky' && claimed.length > 1)
        count(best.claimer, 'luckiest', endedAt, 1, best.amount)
    }
    if (rows.length < ENVELOPES_A_SLICE) return figures
    last = end
    yield
  }
}

/** Computes the figures shown with every member: the sum over everyone acting as that one. */
function shownFigures(database: Database.Database, own: ReadonlyMap<string, Figures>): Map<string, Figures> {
  const representatives = new Map(
    database.prepare('SELECT id, merged_into FROM member WHERE merged_into IS NOT NULL').raw().all() as [
      number,
      number,
    ][],
  )
  const shown = new Map<string, Figures>()
  for (const [key, { score, times, amount }] of own) {
    const space = key.indexOf(' ')
    const member = Number(key.slice(0, space))
    const shownAs = `${representatives.get(member) ?? member}${key.slice(space)}`
    const known = shown.get(shownAs) ?? { score: 0n, times: 0n, amount: 0n }
    shown.set(shownAs, {
      score: known.score + score,
      times: known.times + times,
      amount: known.amount + amount,
    })
  }
  return shown
}
