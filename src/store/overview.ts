import type Database from './sqlite-library.js'

/** A connection that sees one state of the file. */
type Snapshot = Database.Database

/** A community's currency, for its amounts in minor units. */
interface InCurrency {
  readonly scale: number
  readonly symbol: string
}

export interface CommunityFound extends InCurrency {
  readonly id: number
  readonly name: string
  /** Its chats as platform:id. */
  readonly chats: readonly string[]
  /** The community that has its money while they are linked; null otherwise. */
  readonly linked_to: number | null
  readonly members: number
  readonly open: number
  readonly scheduled: number
  /** All red packets, ever. */
  readonly packets: number
  readonly in_wallets: number
  readonly in_packets: number
  /** Its newest trade, UTC milliseconds; null without one. */
  readonly last_activity: number | null
}

export interface MemberFound {
  readonly wallet: string
  readonly name: string
  readonly balance: number
  readonly status: string
  readonly treasurer: boolean
  /** Why admins keep the member from grabbing; null for one who may. */
  readonly blocked: string | null
  /** Money in red packets, refunds left out, with that of merged members. */
  readonly sent: number
  readonly packets_sent: number
  readonly received: number
  readonly packets_grabbed: number
}

export interface DayFigures {
  /** Start of the day, UTC milliseconds. */
  readonly day: number
  readonly packets: number
  readonly grabs: number
  readonly sent: number
  readonly grabbed: number
}

export interface SupplyFound {
  readonly kind: string
  /** Negative where the mint took more back than it issued, as by deductions. */
  readonly amount: number
  readonly times: number
}

export interface CommunityStats extends InCurrency {
  readonly id: number
  readonly name: string
  readonly in_circulation: number
  readonly days: readonly DayFigures[]
  readonly supply: readonly SupplyFound[]
}

const DAY = 86_400_000
/** No red packet is open for longer. Milliseconds. */
const LONGEST = 7 * DAY
/** A sum as an exact number, however much money was sent around. */
const sumOf = (amount: string) =>
  `CAST(max(min(total(${amount}), ${Number.MAX_SAFE_INTEGER}), -${Number.MAX_SAFE_INTEGER}) AS INTEGER)`

/** The start of the day of a moment after `@first`, when the first of them began. */
const dayOf = (at: string) => `@first + CAST((${at} - @first) / ${DAY} AS INTEGER) * ${DAY}`

const NEWEST_TRADE = `(SELECT t.created_at FROM trade t WHERE t.community = c.id ORDER BY t.trade_no DESC LIMIT 1)`

/** Returns a community's number from one of its chats; undefined when there is no such community. */
export function findCommunity(
  snapshot: Snapshot,
  where: number | { readonly platform: string; readonly chat: string },
): number | undefined {
  const found =
    typeof where === 'number'
      ? snapshot.prepare('SELECT id FROM community WHERE id = ?').pluck().get(where)
      : snapshot
          .prepare('SELECT community FROM chat WHERE platform = ? AND chat = ?')
          .pluck()
          .get(where.platform, where.chat)
  return found as number | undefined
}

/** Returns how many communities there are. */
export function countCommunities(snapshot: Snapshot): number {
  return snapshot.prepare('SELECT count(*) FROM community').pluck().get() as number
}

/** Returns the communities with the latest activity, the latest first. */
export function latestCommunities(snapshot: Snapshot, limit: number): CommunityFound[] {
  const found = snapshot
    .prepare(
      `SELECT c.id, c.name, c.scale, c.currency_symbol AS symbol, ${NEWEST_TRADE} AS last_activity,
              (SELECT host FROM link WHERE joined = c.id AND unlinked_at IS NULL) AS linked_to
       FROM community c ORDER BY last_activity DESC NULLS LAST, c.id LIMIT ?`,
    )
    .all(limit) as Pick<CommunityFound, 'id' | 'name' | 'scale' | 'symbol' | 'last_activity' | 'linked_to'>[]
  const chats = snapshot
    .prepare(
      `SELECT platform || ':' || chat FROM chat WHERE community = ? AND moved_to IS NULL ORDER BY created_at, 1`,
    )
    .pluck()
  const figures = snapshot.prepare(
    `SELECT (SELECT count(*) FROM member WHERE community = c.id AND merged_into IS NULL) AS members,
            (SELECT count(*) FROM envelope WHERE community = c.id AND state = 'open') AS open,
            (SELECT count(*) FROM envelope WHERE community = c.id AND state = 'scheduled') AS scheduled,
            (SELECT count(*) FROM envelope WHERE community = c.id) AS packets
     FROM community c WHERE c.id = ?`,
  )
  const money = moneyReader(snapshot)
  return found.map(({ id, name, scale, symbol, linked_to, last_activity }) => {
    const { in_circulation, in_packets } = money(id)
    return {
      ...{ id, name, scale, symbol, chats: chats.all(id) as string[], linked_to },
      ...(figures.get(id) as Pick<CommunityFound, 'members' | 'open' | 'scheduled' | 'packets'>),
      ...{ in_wallets: in_circulation - in_packets, in_packets, last_activity },
    }
  })
}

/**
 * Returns a function that reads where a community's money is, without adding up its wallets: what the mint lacks is in
 * circulation.
 */
function moneyReader(
  snapshot: Snapshot,
): (community: number) => { in_circulation: number; in_packets: number } {
  const read = snapshot.prepare(
    `SELECT coalesce((SELECT -balance FROM account WHERE community = c.id AND account_type = 'mint'), 0) AS in_circulation,
            (SELECT ${sumOf('total - grabbed_total')} FROM envelope WHERE community = c.id AND state = 'open') +
            (SELECT ${sumOf('total - grabbed_total')} FROM envelope WHERE community = c.id AND state = 'scheduled')
              AS in_packets
     FROM community c WHERE c.id = ?`,
  )
  return (community) => read.get(community) as ReturnType<ReturnType<typeof moneyReader>>
}

/** Returns how many members of a community have a wallet. */
export function countMembers(snapshot: Snapshot, community: number): number {
  return snapshot
    .prepare('SELECT count(*) FROM member WHERE community = ? AND merged_into IS NULL')
    .pluck()
    .get(community) as number
}

/** What members of a community sent and grabbed by trades that the leaderboards don't count yet. */
const UNCOUNTED = `
  uncounted (member, sent, packets_sent, received, packets_grabbed) AS (
    SELECT t.actor, iif(t.kind = 'send', t.amount, 0), t.kind = 'send', iif(t.kind = 'grab', t.amount, 0), t.kind = 'grab'
    FROM trade t JOIN envelope e ON e.id = t.envelope
    WHERE t.community = @community AND t.trade_no > (SELECT trade_no FROM standing_upto)
      AND (t.kind = 'grab' OR (t.kind = 'send' AND e.opens_at IS NULL))
    UNION ALL
    SELECT e.sender, -t.amount, 0, 0, 0
    FROM trade t JOIN envelope e ON e.id = t.envelope LEFT JOIN appointment a ON a.envelope = e.id
    WHERE t.community = @community AND t.trade_no > (SELECT trade_no FROM standing_upto) AND t.kind = 'refund'
      AND (e.opens_at IS NULL OR a.opened_at IS NOT NULL)
  ),
  fresh AS (
    SELECT coalesce(m.merged_into, m.id) AS member, sum(sent) AS sent, sum(packets_sent) AS packets_sent,
           sum(received) AS received, sum(packets_grabbed) AS packets_grabbed
    FROM uncounted u JOIN member m ON m.id = u.member GROUP BY 1
  )`

/** Returns the members of a community with the largest balances, the largest first. */
export function richestMembers(snapshot: Snapshot, community: number, limit: number): MemberFound[] {
  const standing = (board: string) => `(SELECT score, times, member FROM standing
    WHERE board = '${board}' AND period = 'ever' AND since = 0 AND community = @community)`
  const sum = (counted: string, fresh: string) =>
    `min(coalesce(${counted}, 0) + coalesce(f.${fresh}, 0), ${Number.MAX_SAFE_INTEGER}) AS ${fresh}`
  const found = snapshot
    .prepare(
      // The members are chosen before anything is added to them: there may be a million.
      `WITH ${UNCOUNTED},
       richest AS (
         SELECT m.id, a.account_no AS wallet, m.name, a.balance, a.status, m.treasurer, m.block_reason AS blocked
         FROM member m JOIN account a ON a.user_id = m.id
         WHERE m.community = @community AND m.merged_into IS NULL ORDER BY a.balance DESC, m.id LIMIT @limit
       )
       SELECT wallet, name, balance, status, treasurer, blocked,
              ${sum('s.score', 'sent')}, ${sum('s.times', 'packets_sent')},
              ${sum('r.score', 'received')}, ${sum('r.times', 'packets_grabbed')}
       FROM richest LEFT JOIN fresh f ON f.member = richest.id
       LEFT JOIN ${standing('sent')} s ON s.member = richest.id
       LEFT JOIN ${standing('received')} r ON r.member = richest.id
       ORDER BY balance DESC, richest.id`,
    )
    .all({ community, limit }) as (Omit<MemberFound, 'treasurer'> & { treasurer: number })[]
  return found.map((member) => ({ ...member, treasurer: member.treasurer === 1 }))
}

export interface StatsQuery {
  /** When today began, UTC milliseconds; each day has 24 hours. */
  readonly today: number
  readonly days: number
  /** Absent for all of them. */
  readonly community?: number
}

/** Returns when a day began by UTC. Milliseconds. */
export function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY
}

/** Returns the figures of the last days of communities, those with the most red packets first. */
export function statsOf(snapshot: Snapshot, { today, days, community }: StatsQuery): CommunityStats[] {
  const first = today - (days - 1) * DAY
  const only = community === undefined ? '' : 'WHERE id = ?'
  const communities = snapshot
    .prepare(`SELECT id, name, scale, currency_symbol AS symbol FROM community ${only} ORDER BY id`)
    .all(...(community === undefined ? [] : [community])) as Pick<
    CommunityStats,
    'id' | 'name' | 'scale' | 'symbol'
  >[]
  const sent = snapshot.prepare(
    `SELECT ${dayOf('coalesce(opens_at, created_at)')} AS day, count(*) AS packets, ${sumOf('total')} AS sent
     FROM envelope WHERE community = @id AND coalesce(opens_at, created_at) >= @first AND state <> 'scheduled'
     GROUP BY day`,
  )
  // Shares have no index by time, so they are found by their red packets.
  const grabbed = snapshot.prepare(
    `SELECT ${dayOf('s.claimed_at')} AS day, count(*) AS grabs, ${sumOf('s.amount')} AS grabbed
     FROM envelope e JOIN share s ON s.envelope = e.id
     WHERE e.community = @id AND coalesce(e.opens_at, e.created_at) >= @first - ${LONGEST} AND s.claimed_at >= @first
     GROUP BY day`,
  )
  const supply = snapshot.prepare(
    `SELECT kind, ${sumOf("iif(kind = 'deduct', -amount, amount)")} AS amount, sum(times) AS times FROM supply WHERE community = ?
     GROUP BY kind ORDER BY amount DESC, kind`,
  )
  const money = moneyReader(snapshot)
  return communities
    .map((each) => {
      const { id } = each
      const byDay = new Map<number, DayFigures>()
      for (let day = first; byDay.size < days; day += DAY)
        byDay.set(day, { day, packets: 0, grabs: 0, sent: 0, grabbed: 0 })
      const found = [...sent.all({ id, first }), ...grabbed.all({ id, first })] as DayFigures[]
      // What a skipped clock put into the future has no day here.
      for (const row of found) {
        const figures = byDay.get(row.day)
        if (figures) byDay.set(row.day, { ...figures, ...row })
      }
      return {
        ...each,
        in_circulation: money(id).in_circulation,
        days: [...byDay.values()],
        supply: supply.all(id) as SupplyFound[],
      }
    })
    .sort((one, other) => totalOf(other.days, 'packets') - totalOf(one.days, 'packets') || one.id - other.id)
}

/** Returns the sum of one figure over all days, capped at the largest safe integer. */
export function totalOf<Figure extends string>(
  days: readonly Readonly<Record<Figure, number>>[],
  figure: Figure,
): number {
  const total = days.reduce((sum, each) => sum + each[figure], 0)
  return Math.min(total, Number.MAX_SAFE_INTEGER)
}

/** Returns the figures of all communities together, without their money: their currencies differ. */
export function daysOfAll(stats: readonly CommunityStats[]): Pick<DayFigures, 'day' | 'packets' | 'grabs'>[] {
  const [first] = stats
  return (first?.days ?? []).map(({ day }, index) => {
    const all = stats.flatMap((each) => each.days[index] ?? [])
    return { day, packets: totalOf(all, 'packets'), grabs: totalOf(all, 'grabs') }
  })
}

/** Returns what members won from red packets that are still open, by wallet. */
export function openWinnings(snapshot: Snapshot, community: number): Map<string, number> {
  const rows = snapshot
    .prepare(
      `SELECT a.account_no, sum(s.amount)
       FROM envelope e JOIN share s ON s.envelope = e.id JOIN member m ON m.id = s.claimer
       JOIN account a ON a.user_id = coalesce(m.merged_into, m.id)
       WHERE e.community = ? AND e.state = 'open' GROUP BY 1`,
    )
    .raw()
    .all(community)
  return new Map(rows as [string, number][])
}
