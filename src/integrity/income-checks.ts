import type { Check } from './invariants.js'

/** Kinds of trades that pay income to members. */
const INCOME = `'checkin', 'starting', 'allowance'`

/** Checks of the income from the mint, in total and per person. */
export const INCOME_CHECKS: readonly Check[] = [
  {
    invariant: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' (' || t.kind || ') is not between accounts of its kind' FROM trade t
          JOIN account f ON f.id = t.from_account JOIN account o ON o.id = t.to_account
          WHERE CASE
            WHEN t.kind IN ('top_up', ${INCOME}) THEN f.account_type <> 'mint' OR o.account_type <> 'wallet'
            WHEN t.kind = 'deduct' THEN f.account_type <> 'wallet' OR o.account_type <> 'mint'
            WHEN t.kind = 'reversal' THEN f.account_type = 'envelope' OR o.account_type = 'envelope'
            ELSE f.account_type = 'mint' OR o.account_type = 'mint' END`,
  },
  {
    invariant: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' (' || t.kind || ') gave what nobody came for' FROM trade t
          LEFT JOIN income_claim c ON c.trade_no = t.trade_no
          WHERE t.kind IN (${INCOME})
            AND (c.id IS NULL OR c.way <> t.kind OR c.amount <> t.amount OR c.community <> t.community
                 OR c.member IS NOT t.actor)`,
  },
  {
    invariant: 4,
    sql: `SELECT 'claim ' || c.id || ' (' || c.way || ') has a trade of another kind' FROM income_claim c
          LEFT JOIN trade t ON t.trade_no = c.trade_no WHERE c.trade_no IS NOT NULL AND t.kind IS NOT c.way`,
  },
  // Sums up a day's income again.
  {
    invariant: 4,
    sql: `SELECT 'claim ' || id || ' (' || way || ') says that ' || day_total || ' was given on day ' || day
              || ', and it was ' || given
          FROM (SELECT id, way, day, day_total,
                       sum(amount) OVER (PARTITION BY community, way, source, day ORDER BY id) AS given
                FROM income_claim)
          WHERE day_total <> given`,
  },
  {
    invariant: 8,
    sql: `SELECT 'member ' || member || ' had ' || count(*) || ' of ' || way || ' in period ' || period
          FROM income_claim GROUP BY community, way, period, member HAVING count(*) > 1`,
  },
  {
    invariant: 8,
    sql: `SELECT 'claim ' || c.id || ' (' || c.way || ') belongs to others than who came for it' FROM income_claim c
          WHERE NOT EXISTS (
            SELECT 1 FROM income_holder h
            JOIN identity i ON i.community = c.community AND i.platform = h.platform AND i.user = h.user
            WHERE h.claim = c.id AND coalesce(i.original_member, i.member) = c.member)`,
  },
  {
    invariant: 8,
    sql: `SELECT 'claim ' || c.id || ' (' || c.way || ') is held for another way or period'
          FROM income_holder h JOIN income_claim c ON c.id = h.claim
          WHERE h.community <> c.community OR h.way <> c.way OR h.period <> c.period`,
  },
  {
    invariant: 13,
    sql: `SELECT 'claim ' || c.id || ' (' || c.way || ') and its member are of different communities'
          FROM income_claim c JOIN member m ON m.id = c.member WHERE m.community <> c.community`,
  },
]
