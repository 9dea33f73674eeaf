import { waysThat } from '../core/ways/ways.js'
import { CONDITION_CHECKS } from './condition-checks.js'
import { INCOME_CHECKS } from './income-checks.js'
import { REVERSAL_CHECKS } from './reversal-checks.js'

/** A query that returns one row per offender, described by its only column. */
export interface Check {
  readonly invariant: number
  readonly sql: string
}

/** How late an expiry may be in a running program before the queries report it, in milliseconds. */
const LATEST_EXPIRY = 60_000

/** The ways whose shares are drawn at the deadline. */
const DRAWN = waysThat(({ serves }) => serves === 'at the deadline')

/** Checks that SQL alone can do: each lists the offenders against one invariant. */
export const CHECKS: readonly Check[] = [
  {
    invariant: 1,
    sql: `SELECT 'community ' || community || ' sums to ' || sum(balance) FROM account
          GROUP BY community HAVING sum(balance) <> 0`,
  },
  {
    invariant: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' has no two accounts' FROM trade t
          LEFT JOIN account f ON f.id = t.from_account LEFT JOIN account o ON o.id = t.to_account
          WHERE f.id IS NULL OR o.id IS NULL OR f.id = o.id OR t.amount < 1`,
  },
  {
    invariant: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' names another member or envelope than its accounts do' FROM trade t
          JOIN account f ON f.id = t.from_account JOIN account o ON o.id = t.to_account
          LEFT JOIN envelope e ON e.id = t.envelope
          WHERE (t.kind = 'send') <> (o.account_type = 'envelope') OR CASE t.kind
            WHEN 'send' THEN t.actor IS NOT f.user_id OR e.account_no IS NOT o.account_no
            WHEN 'grab' THEN t.actor IS NOT o.user_id OR e.account_no IS NOT f.account_no
            WHEN 'refund' THEN t.actor IS NOT NULL OR e.account_no IS NOT f.account_no
            WHEN 'transfer' THEN t.actor IS NOT f.user_id OR t.envelope IS NOT NULL
            WHEN 'rain' THEN t.actor IS NOT f.user_id OR t.envelope IS NOT NULL
            WHEN 'checkin' THEN t.actor IS NOT o.user_id OR t.envelope IS NOT NULL
            WHEN 'starting' THEN t.actor IS NOT o.user_id OR t.envelope IS NOT NULL
            WHEN 'allowance' THEN t.actor IS NOT o.user_id OR t.envelope IS NOT NULL
            ELSE t.envelope IS NOT NULL END`,
  },
  // An operator may freeze a wallet in the file, but what admins froze stays frozen until it is thawed.
  {
    invariant: 5,
    sql: `SELECT 'wallet ' || s.account_no || ' was frozen and is ' || a.status FROM status_change s
          JOIN account a ON a.account_no = s.account_no
          WHERE s.id IN (SELECT max(id) FROM status_change GROUP BY account_no)
            AND s.status = 'frozen' AND a.status <> 'frozen'`,
  },
  {
    invariant: 13,
    sql: `SELECT 'wallet ' || s.account_no || ' was ' || s.status || ' in another community' FROM status_change s
          LEFT JOIN account a ON a.account_no = s.account_no LEFT JOIN member m ON m.id = s.actor
          WHERE a.account_type IS NOT 'wallet' OR a.community <> s.community OR m.community <> s.community`,
  },
  {
    invariant: 5,
    sql: `SELECT 'account ' || account_no || ' (' || account_type || ') has ' || balance FROM account
          WHERE CASE account_type WHEN 'mint' THEN balance > 0 ELSE balance < 0 END`,
  },
  // Numbers are consecutive, and a rolled-back plan returns its own: a gap means a deletion.
  {
    invariant: 6,
    sql: `SELECT 'there are ' || count(*) || ' trades, the last is trade ' || max(trade_no) FROM trade
          HAVING max(trade_no) <> count(*)`,
  },
  {
    invariant: 7,
    sql: `SELECT 'envelope ' || e.envelope_no || ': sent ' || e.total || ', grabbed ' || coalesce(s.grabbed, 0)
              || ', refunded ' || coalesce(r.amount, 0) || ', held ' || a.balance
          FROM envelope e
          JOIN account a ON a.account_no = e.account_no
          LEFT JOIN (SELECT envelope, sum(amount) AS total, count(*) AS count, max(position) AS last,
                            sum(CASE WHEN claimer IS NOT NULL THEN amount END) AS grabbed, count(claimer) AS claims
                     FROM share GROUP BY envelope) s ON s.envelope = e.id
          LEFT JOIN trade r ON r.trade_no = e.refund_trade_no
          WHERE e.total <> coalesce(s.total, 0) OR e.count <> coalesce(s.count, 0) OR e.count <> coalesce(s.last, 0)
             OR e.grabbed_total <> coalesce(s.grabbed, 0) OR e.grabbed_count <> coalesce(s.claims, 0)
             OR e.total <> coalesce(s.grabbed, 0) + coalesce(r.amount, 0) + a.balance
             OR (e.state NOT IN ('scheduled', 'open') AND a.balance <> 0)`,
  },
  {
    invariant: 7,
    sql: `SELECT 'envelope ' || e.envelope_no || ' was not paid for by exactly one trade' FROM envelope e
          LEFT JOIN account a ON a.account_no = e.account_no
          LEFT JOIN trade t ON t.to_account = a.id AND t.kind = 'send'
          GROUP BY e.id HAVING count(t.trade_no) <> 1 OR min(t.amount) <> e.total`,
  },
  {
    invariant: 8,
    sql: `SELECT 'member ' || claimer || ' has ' || count(*) || ' shares of envelope ' || e.envelope_no
          FROM share s JOIN envelope e ON e.id = s.envelope
          WHERE claimer IS NOT NULL GROUP BY s.envelope, claimer HAVING count(*) > 1`,
  },
  // After a merge, the merged member's identities act as another. The first condition makes this free while there are
  // none.
  {
    invariant: 8,
    sql: `SELECT 'member ' || m.id || ' grabbed envelope ' || e.envelope_no || ' after it was merged'
          FROM share s JOIN member m ON m.id = s.claimer JOIN envelope e ON e.id = s.envelope
          WHERE EXISTS (SELECT 1 FROM member WHERE merged_into IS NOT NULL) AND s.trade_no > m.merged_after`,
  },
  {
    invariant: 8,
    sql: `SELECT 'member ' || s.claimer || ' grabbed envelope ' || e.envelope_no || ' for which member ' || m.id || ' has a share'
          FROM share s JOIN share other ON other.envelope = s.envelope
          JOIN member m ON m.id = other.claimer AND m.merged_into = s.claimer JOIN envelope e ON e.id = s.envelope
          WHERE EXISTS (SELECT 1 FROM member WHERE merged_into IS NOT NULL) AND s.trade_no > m.merged_after`,
  },
  // CROSS JOIN starts from the few shares that linked people grabbed.
  {
    invariant: 8,
    sql: `SELECT 'person ' || h.user || ' of ' || h.platform || ' has share ' || h.position || ' and share '
              || s.position || ' of envelope ' || e.envelope_no
          FROM share_holder h CROSS JOIN envelope e ON e.id = h.envelope
          CROSS JOIN identity i ON i.community = e.community AND i.platform = h.platform AND i.user = h.user
          CROSS JOIN share s ON s.envelope = h.envelope AND s.claimer = coalesce(i.original_member, i.member)
          WHERE s.position <> h.position`,
  },
  {
    invariant: 8,
    sql: `SELECT DISTINCT 'share ' || h.position || ' of envelope ' || e.envelope_no || ' belongs to others than who grabbed it'
          FROM share_holder h CROSS JOIN envelope e ON e.id = h.envelope
          LEFT JOIN share s ON s.envelope = h.envelope AND s.position = h.position
          WHERE NOT EXISTS (
            SELECT 1 FROM share_holder o
            JOIN identity i ON i.community = e.community AND i.platform = o.platform AND i.user = o.user
            WHERE o.envelope = h.envelope AND o.position = h.position AND coalesce(i.original_member, i.member) = s.claimer)`,
  },
  {
    invariant: 8,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' has no trade of its own'
          FROM share s JOIN envelope e ON e.id = s.envelope
          LEFT JOIN trade t ON t.trade_no = s.trade_no
          LEFT JOIN account f ON f.id = t.from_account LEFT JOIN account a ON a.id = t.to_account
          WHERE s.claimer IS NOT NULL
            AND (t.trade_no IS NULL OR t.kind <> 'grab' OR t.amount <> s.amount
                 OR f.account_no IS NOT e.account_no OR a.user_id IS NOT s.claimer
                 OR t.created_at <> s.claimed_at)`,
  },
  {
    invariant: 8,
    sql: `SELECT 'trade ' || t.trade_no || ' paid for no share' FROM trade t
          LEFT JOIN share s ON s.envelope = t.envelope AND s.claimer = t.actor AND s.trade_no = t.trade_no
          WHERE t.kind = 'grab' AND s.trade_no IS NULL`,
  },
  // check-orders.ts compares the order of serving with the sealed order.
  {
    invariant: 8,
    sql: `SELECT 'envelope ' || e.envelope_no || ' has ' || count(*) || ' tickets up to number ' || max(n.ticket)
          FROM entrant n JOIN envelope e ON e.id = n.envelope
          GROUP BY e.id HAVING count(*) <> max(n.ticket) OR e.way IN (${waysThat(({ tickets }) => tickets === 'none')})`,
  },
  {
    invariant: 8,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was won without a ticket'
          FROM envelope e JOIN share s ON s.envelope = e.id
          LEFT JOIN entrant n ON n.envelope = e.id AND n.position = s.position
          WHERE e.way IN (${waysThat(({ tickets }) => tickets === 'for shares')})
            AND (s.claimer IS NULL) <> (n.ticket IS NULL)`,
  },
  {
    invariant: 8,
    sql: `SELECT 'ticket ' || h.ticket || ' of envelope ' || e.envelope_no || ' and ticket ' || n.ticket || ' are both of '
              || h.user || ' of ' || h.platform
          FROM entrant_holder h CROSS JOIN entrant n ON n.envelope = h.envelope AND n.platform = h.platform
            AND n.user = h.user AND n.ticket <> h.ticket
          CROSS JOIN envelope e ON e.id = h.envelope
          WHERE n.ticket > h.ticket`,
  },
  {
    invariant: 9,
    sql: `SELECT 'person ' || n.user || ' of ' || n.platform || ' joined envelope ' || e.envelope_no || ' too late'
          FROM entrant n JOIN envelope e ON e.id = n.envelope
          WHERE n.joined_at >= e.deadline OR (e.state = 'cancelled')`,
  },
  // One that ended before it was sent came from a clock that was ahead; its deadline is equally wrong.
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' (' || e.state || ') did not end as it says' FROM envelope e
          LEFT JOIN trade r ON r.trade_no = e.refund_trade_no
          LEFT JOIN account f ON f.id = r.from_account LEFT JOIN account a ON a.id = r.to_account
          WHERE (e.state = 'finished' AND e.grabbed_count <> e.count)
             OR (e.state = 'open' AND e.grabbed_count = e.count)
             OR ((e.state IN ('expired', 'cancelled')) <> (e.refund_trade_no IS NOT NULL))
             OR (e.state = 'expired' AND e.ended_at < e.deadline AND e.ended_at >= e.created_at)
             OR (e.state = 'cancelled' AND e.grabbed_count > 0)
             OR (e.refund_trade_no IS NOT NULL
                 AND (r.kind IS NOT 'refund' OR f.account_no IS NOT e.account_no OR a.user_id IS NOT e.sender))`,
  },
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' (' || e.state || ') did not end when its last trade was made'
          FROM envelope e LEFT JOIN trade r ON r.trade_no = e.refund_trade_no
          WHERE e.state NOT IN ('scheduled', 'open')
            AND e.ended_at IS NOT coalesce(r.created_at, (SELECT claimed_at FROM share WHERE envelope = e.id AND position = e.count))`,
  },
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' (' || e.state || ') was not opened as it says' FROM envelope e
          LEFT JOIN appointment a ON a.envelope = e.id
          WHERE (e.opens_at IS NULL) <> (a.envelope IS NULL)
             OR (e.opens_at IS NOT NULL AND CASE
                   WHEN e.state IN ('open', 'finished') THEN a.opened_at IS NULL
                   WHEN e.state = 'scheduled' THEN a.opened_at IS NOT NULL OR e.grabbed_count > 0
                        OR EXISTS (SELECT 1 FROM envelope_message m WHERE m.envelope = e.id)
                   ELSE a.opened_at IS NULL AND (e.grabbed_count > 0
                        OR EXISTS (SELECT 1 FROM envelope_message m WHERE m.envelope = e.id)) END)`,
  },
  {
    invariant: 9,
    sql: `SELECT 'trade ' || t.trade_no || ' refunds envelope ' || coalesce(e.envelope_no, '?') || ' once more'
          FROM trade t LEFT JOIN account f ON f.id = t.from_account LEFT JOIN envelope e ON e.account_no = f.account_no
          WHERE t.kind = 'refund' AND e.refund_trade_no IS NOT t.trade_no`,
  },
  {
    invariant: 9,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was claimed after the deadline'
          FROM share s JOIN envelope e ON e.id = s.envelope WHERE s.claimed_at >= e.deadline AND e.way NOT IN (${DRAWN})
            AND NOT EXISTS (SELECT 1 FROM entrant n WHERE n.envelope = e.id AND n.position = s.position)`,
  },
  {
    invariant: 9,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was drawn before the deadline'
          FROM envelope e JOIN share s ON s.envelope = e.id
          WHERE e.way IN (${DRAWN}) AND s.claimed_at < e.deadline AND s.claimed_at >= e.created_at`,
  },
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' has no fair start, or one that it should not have' FROM envelope e
          LEFT JOIN fair_start f ON f.envelope = e.id WHERE (e.way = 'fair_start') <> (f.envelope IS NOT NULL)`,
  },
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' lacks the details of its way, or has some that it should not have'
          FROM envelope e LEFT JOIN envelope_way w ON w.envelope = e.id
          WHERE (e.way IN (${waysThat(({ details }) => details === 'as JSON')})) <> (w.envelope IS NOT NULL)`,
  },
  {
    invariant: 9,
    sql: `SELECT 'envelope ' || envelope_no || ' has the unknown way ' || way FROM envelope
          WHERE way NOT IN (${waysThat(() => true)})`,
  },
  // The end isn't compared with the time of a try: the clock may have been set back in between.
  {
    invariant: 9,
    sql: `SELECT 'try ' || t.number || ' of envelope ' || e.envelope_no || ' came too late'
          FROM shake_try t JOIN envelope e ON e.id = t.envelope
          WHERE t.tried_at >= e.deadline OR (e.state = 'finished' AND t.number > (
            SELECT max(w.number) FROM shake_try w WHERE w.envelope = e.id AND w.position IS NOT NULL))`,
  },
  // Setting the clock back past the first tap closes the window as well, and setting it back later doesn't reopen it.
  {
    invariant: 9,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was grabbed before its fair start had ended'
          FROM fair_start f JOIN envelope e ON e.id = f.envelope JOIN share s ON s.envelope = e.id
          WHERE s.claimer IS NOT NULL
            AND (f.served = 0 OR (s.claimed_at < f.ends_at AND s.claimed_at >= f.ends_at - f.window
              AND NOT EXISTS (SELECT 1 FROM share p WHERE p.envelope = s.envelope AND p.position < s.position
                AND (p.claimed_at >= f.ends_at OR p.claimed_at < f.ends_at - f.window))))`,
  },
  {
    invariant: 9,
    sql: `SELECT 'person ' || n.user || ' of ' || n.platform || ' joined envelope ' || e.envelope_no || ' out of its window'
          FROM fair_start f JOIN envelope e ON e.id = f.envelope JOIN entrant n ON n.envelope = e.id
          WHERE f.ends_at IS NULL OR n.joined_at >= f.ends_at OR n.joined_at < f.ends_at - f.window`,
  },
  {
    invariant: 10,
    sql: `SELECT 'trade ' || trade_no || ' answers ' || count(*) || ' keys' FROM idempotency_record
          WHERE trade_no IS NOT NULL GROUP BY trade_no HAVING count(*) > 1`,
  },
  {
    invariant: 10,
    sql: `SELECT 'the answer to ' || r.key || ' is not the one that was given' FROM idempotency_record r
          LEFT JOIN trade t ON t.trade_no = r.trade_no
          WHERE CASE WHEN NOT json_valid(outcome) THEN 1
            WHEN json_type(outcome) = 'array' THEN r.trade_no IS NULL OR t.kind <> 'grab' OR t.amount <> outcome ->> 0
            ELSE json_extract(outcome, '$.tradeNo') IS NOT r.trade_no END`,
  },
  {
    invariant: 11,
    sql: `SELECT 'the answer to ' || r.key || ' tells of trade ' || r.trade_no || ', which is not in the books'
          FROM idempotency_record r LEFT JOIN trade t ON t.trade_no = r.trade_no
          WHERE r.trade_no IS NOT NULL AND t.trade_no IS NULL`,
  },
  {
    invariant: 12,
    // Late: due while refunds were running, unless envelopes that were due earlier were refunded a moment ago.
    sql: `SELECT 'envelope ' || envelope_no || ' was due ' || CAST((@now - deadline) / 1000 AS INTEGER) || ' s ago' FROM envelope
          WHERE state = 'open' AND max(deadline, @since) < @now - ${LATEST_EXPIRY}
            AND deadline < coalesce((SELECT min(deadline) FROM envelope WHERE state = 'expired'
                                       AND ended_at BETWEEN @now - ${LATEST_EXPIRY} AND @now), deadline + 1)`,
  },
  {
    invariant: 12,
    // The same of what was to be sent.
    sql: `SELECT 'envelope ' || envelope_no || ' was to be sent ' || CAST((@now - opens_at) / 1000 AS INTEGER) || ' s ago' FROM envelope
          WHERE state = 'scheduled' AND max(opens_at, @since) < @now - ${LATEST_EXPIRY}
            AND opens_at < coalesce((SELECT min(e.opens_at) FROM appointment a JOIN envelope e ON e.id = a.envelope
                                     WHERE a.opened_at BETWEEN @now - ${LATEST_EXPIRY} AND @now), opens_at + 1)`,
  },
  {
    invariant: 13,
    sql: `SELECT 'trade ' || t.trade_no || ' crosses communities' FROM trade t
          JOIN account f ON f.id = t.from_account JOIN account o ON o.id = t.to_account
          WHERE f.community <> t.community OR o.community <> t.community`,
  },
  {
    invariant: 13,
    sql: `SELECT 'account ' || a.account_no || ' and its member are of different communities' FROM account a
          JOIN member m ON m.id = a.user_id WHERE m.community <> a.community`,
  },
  {
    invariant: 13,
    sql: `SELECT 'envelope ' || e.envelope_no || ' and its sender or account are of different communities'
          FROM envelope e JOIN account a ON a.account_no = e.account_no JOIN member m ON m.id = e.sender
          WHERE a.community <> e.community OR m.community <> e.community`,
  },
  {
    invariant: 13,
    sql: `SELECT 'person ' || i.user || ' of ' || i.platform || ' and member ' || m.id || ' are of different communities'
          FROM identity i JOIN member m ON m.id = i.member WHERE m.community <> i.community`,
  },
  {
    invariant: 13,
    sql: `SELECT 'member ' || m.id || ' is not rightly merged into member ' || m.merged_into FROM member m
          LEFT JOIN member h ON h.id = m.merged_into
          WHERE m.merged_into IS NOT NULL
            AND (h.community IS NOT m.community OR h.merged_into IS NOT NULL OR h.represents_others IS NOT 1
                 OR (SELECT count(*) FROM identity i WHERE i.member = h.id AND i.original_member = m.id) <> 1)`,
  },
  {
    invariant: 13,
    sql: `SELECT 'person ' || i.user || ' of ' || i.platform || ' acts as member ' || i.member || ', who is merged into another'
          FROM identity i JOIN member m ON m.id = i.member LEFT JOIN member h ON h.id = i.original_member
          WHERE m.merged_into IS NOT NULL OR (i.original_member IS NOT NULL AND h.merged_into IS NOT i.member)`,
  },
  {
    invariant: 13,
    sql: `SELECT 'account ' || a.account_no || ' of a merged member has ' || a.balance
          FROM member m JOIN account a ON a.user_id = m.id
          WHERE m.merged_into IS NOT NULL AND a.balance <> 0 AND a.status = 'active'`,
  },
  {
    invariant: 13,
    sql: `SELECT 'person ' || p.person || ' is ' || count(DISTINCT i.member) || ' members of community ' || i.community
          FROM person_identity p JOIN identity i ON i.platform = p.platform AND i.user = p.user
          GROUP BY p.person, i.community HAVING count(DISTINCT i.member) > 1`,
  },
  {
    invariant: 13,
    sql: `SELECT 'person ' || i.user || ' of ' || i.platform || ' shares member ' || i.member || ' with a stranger'
          FROM identity i LEFT JOIN identity own ON own.member = i.member AND own.original_member IS NULL
          LEFT JOIN person_identity p ON p.platform = i.platform AND p.user = i.user
          LEFT JOIN person_identity o ON o.platform = own.platform AND o.user = own.user
          WHERE i.original_member IS NOT NULL AND (p.person IS NULL OR p.person IS NOT o.person)`,
  },
  {
    invariant: 13,
    sql: `SELECT 'chat ' || c.chat || ' of ' || c.platform || ' is in community ' || c.community || ' without a link' FROM chat c
          LEFT JOIN link l ON l.joined = c.origin AND l.host = c.community AND l.unlinked_at IS NULL
          WHERE c.origin IS NOT NULL AND l.id IS NULL`,
  },
  {
    invariant: 13,
    sql: `SELECT 'community ' || l.joined || ' lives in ' || l.host || ' and in chats of its own' FROM link l
          WHERE l.unlinked_at IS NULL AND EXISTS (SELECT 1 FROM chat c WHERE c.community = l.joined)`,
  },
  {
    invariant: 13,
    sql: `SELECT 'community ' || l.joined || ' lives in ' || l.host || ' and has money of its own: ' || a.account_no || ' has ' || a.balance
          FROM link l JOIN account a ON a.community = l.joined AND a.account_type = 'mint'
          WHERE l.unlinked_at IS NULL AND a.balance <> 0`,
  },
  {
    invariant: 13,
    sql: `SELECT 'community ' || e.community || ' has red packet ' || e.envelope_no || ' open while its money is on its way'
          FROM community_move m CROSS JOIN envelope e ON e.state IN ('scheduled', 'open')
            AND e.community = CASE m.kind WHEN 'link' THEN m.from_community ELSE m.to_community END`,
  },
  {
    invariant: 13,
    sql: `SELECT 'link ' || l.id || ' has its places in other communities' FROM link l
          LEFT JOIN chat h ON h.platform = l.host_platform AND h.chat = l.host_chat
          LEFT JOIN chat j ON j.platform = l.joined_platform AND j.chat = l.joined_chat
          WHERE l.unlinked_at IS NULL
            AND (h.community IS NOT l.host OR h.origin IS NOT NULL OR j.community IS NOT l.host OR j.origin IS NOT l.joined)`,
  },
  {
    invariant: 13,
    sql: `SELECT 'chat ' || c.chat || ' of ' || c.platform || ' moved to ' || c.moved_to || ', which is elsewhere' FROM chat c
          LEFT JOIN chat t ON t.platform = c.platform AND t.chat = c.moved_to
          WHERE c.moved_to IS NOT NULL AND (t.community IS NOT c.community OR t.origin IS NOT c.origin)`,
  },
  ...INCOME_CHECKS,
  ...CONDITION_CHECKS,
  ...REVERSAL_CHECKS,
]

/** The invariants as `reconcile` names them; docs/architecture.md says how each is kept. */
export const INVARIANTS: Record<number, string> = {
  1: 'the balances of a community sum to zero',
  2: 'a balance equals the sum of its entries',
  3: 'each entry follows from the one before, without gaps',
  4: 'a trade has two linked entries that net to zero',
  5: 'only a mint is below zero, and never above',
  6: 'the log is append-only and its hash chain holds',
  7: 'an envelope: total = grabbed + refunded + held',
  8: 'a member has at most one share, a grabbed share one trade',
  9: 'an envelope ends once; no grab at or after the deadline',
  10: 'a key has one answer and an answer one key',
  11: 'an answer that was given is in the books',
  12: 'no envelope stays open past its deadline, or is sent late',
  13: 'money never crosses communities',
  14: 'the database is sound',
}
