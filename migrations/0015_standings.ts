import { type Kysely, sql } from 'kysely'

/**
 * The figures of the leaderboards, kept as money moves: reading them all for one question stopped everybody.
 * src/store/standings.ts counts further where this has ended.
 */
const statements = [
  // `own_*` is what the member did, `score` to `amount` what is shown: the sum over all as whom the member acts,
  // and 0 for a member who is merged into another. `amount` decides between the luckiest of the same score.
  `CREATE TABLE standing (
    member INTEGER NOT NULL REFERENCES member (id),
    board TEXT NOT NULL CHECK (board IN ('sent', 'received', 'luckiest')),
    period TEXT NOT NULL CHECK (period IN ('week', 'month', 'ever')),
    since INTEGER NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    own_score INTEGER NOT NULL,
    own_times INTEGER NOT NULL,
    own_amount INTEGER NOT NULL,
    score INTEGER NOT NULL,
    times INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (member, board, period, since)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX standing_rank ON standing (community, board, period, since, score DESC, amount DESC, member)`,

  // The newest trade that the standings count. One row.
  `CREATE TABLE standing_upto (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    trade_no INTEGER NOT NULL CHECK (trade_no >= 0)
  ) STRICT`,
  `INSERT INTO standing_upto (id, trade_no) SELECT 1, coalesce(max(trade_no), 0) FROM trade`,

  `WITH event (member, board, day, score, times, amount) AS (
     SELECT actor, CASE kind WHEN 'send' THEN 'sent' ELSE 'received' END, created_at / 86400000, amount, 1, 0
       FROM trade WHERE kind IN ('send', 'grab')
     UNION ALL
     SELECT envelope.sender, 'sent', envelope.created_at / 86400000, -trade.amount, 0, 0
       FROM envelope JOIN trade ON trade.trade_no = envelope.refund_trade_no
     UNION ALL
     SELECT share.claimer, 'luckiest', envelope.ended_at / 86400000, 1, 1, share.amount
       FROM envelope JOIN share ON share.envelope = envelope.id AND share.position =
         (SELECT position FROM share WHERE envelope = envelope.id AND claimer IS NOT NULL
          ORDER BY amount DESC, position LIMIT 1)
       WHERE envelope.kind = 'lucky' AND envelope.grabbed_count > 1 AND envelope.ended_at IS NOT NULL
   ),
   daily AS (
     SELECT member, board, day, sum(score) AS score, sum(times) AS times, sum(amount) AS amount
     FROM event GROUP BY member, board, day
   ),
   own (member, board, period, since, score, times, amount) AS (
     SELECT member, board, 'ever', 0, score, times, amount FROM daily
     UNION ALL
     SELECT member, board, 'month', unixepoch(day * 86400, 'unixepoch', 'start of month') * 1000, score, times, amount
       FROM daily
     UNION ALL
     SELECT member, board, 'week', (day - (day + 3) % 7) * 86400000, score, times, amount FROM daily
   ),
   part AS (
     SELECT member, board, period, since, score AS own_score, times AS own_times, amount AS own_amount,
            0 AS score, 0 AS times, 0 AS amount FROM own
     UNION ALL
     SELECT coalesce(merged_into, id), board, period, since, 0, 0, 0, score, times, amount
       FROM own JOIN member ON member.id = own.member
   )
   INSERT INTO standing (member, board, period, since, community,
                         own_score, own_times, own_amount, score, times, amount)
   SELECT part.member, board, period, since, member.community,
          sum(own_score), sum(own_times), sum(own_amount), sum(score), sum(times), sum(amount)
   FROM part JOIN member ON member.id = part.member GROUP BY part.member, board, period, since`,

  // It served the leaderboards alone, and whatever asked for the open envelopes of a community was led astray by it.
  'DROP INDEX envelope_recent',
  `CREATE INDEX envelope_open_of_community ON envelope (community) WHERE state = 'open'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
