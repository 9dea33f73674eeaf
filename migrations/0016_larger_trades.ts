import { type Kysely, sql } from 'kysely'

/** As much as a community may have in circulation, and so as a wallet can hold. */
const MOST = 9_000_000_000_000_000

/**
 * A trade carries whatever a wallet holds: linking moved full wallets by thousands of trades in one transaction.
 * What people may type keeps its limit. SQLite cannot change a CHECK, so both tables are made anew; nothing
 * but the bound differs. Foreign keys must be off, and are checked when this is done.
 */
const statements = [
  'DROP TRIGGER trade_no_update',
  'DROP TRIGGER trade_no_delete',
  'DROP TRIGGER account_log_no_update',
  'DROP TRIGGER account_log_no_delete',

  `CREATE TABLE new_trade (
    trade_no INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    from_account_no TEXT NOT NULL REFERENCES account (account_no),
    to_account_no TEXT NOT NULL REFERENCES account (account_no),
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND ${MOST}),
    kind TEXT NOT NULL
      CHECK (kind IN ('top_up', 'deduct', 'transfer', 'send', 'grab', 'refund', 'reversal')),
    actor INTEGER REFERENCES member (id),
    envelope INTEGER REFERENCES envelope (id),
    created_at INTEGER NOT NULL,
    CHECK (from_account_no <> to_account_no)
  ) STRICT`,
  `INSERT INTO new_trade
     SELECT trade_no, community, from_account_no, to_account_no, amount, kind, actor, envelope, created_at FROM trade`,
  'DROP TABLE trade',
  'ALTER TABLE new_trade RENAME TO trade',
  `CREATE INDEX trade_by_admin ON trade (community, trade_no) WHERE kind IN ('top_up', 'deduct', 'reversal')`,
  // The newest entries of a community, without going through what others did since.
  'CREATE INDEX trade_of_community ON trade (community)',

  `CREATE TABLE new_account_log (
    id INTEGER PRIMARY KEY NOT NULL,
    log_no TEXT GENERATED ALWAYS AS (account_no || '.' || seq) VIRTUAL,
    trade_no INTEGER NOT NULL REFERENCES trade (trade_no),
    account_no TEXT NOT NULL REFERENCES account (account_no),
    target_account_no TEXT NOT NULL REFERENCES account (account_no),
    user_id INTEGER,
    target_user_id INTEGER,
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND ${MOST}),
    balance INTEGER NOT NULL,
    change_type TEXT NOT NULL
      CHECK (change_type IN ('top_up', 'deduct', 'transfer', 'send', 'grab', 'refund', 'reversal')),
    change_flag INTEGER NOT NULL CHECK (change_flag IN (-1, 1)),
    status TEXT NOT NULL DEFAULT 'booked' CHECK (status = 'booked'),
    desc TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    hash TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO new_account_log (id, trade_no, account_no, target_account_no, user_id, target_user_id, amount, balance,
                                change_type, change_flag, status, "desc", created_at, seq, hash)
     SELECT id, trade_no, account_no, target_account_no, user_id, target_user_id, amount, balance,
            change_type, change_flag, status, "desc", created_at, seq, hash FROM account_log`,
  'DROP TABLE account_log',
  'ALTER TABLE new_account_log RENAME TO account_log',
  'CREATE UNIQUE INDEX account_log_line ON account_log (account_no, seq)',
  'CREATE UNIQUE INDEX account_log_leg ON account_log (trade_no, change_flag)',

  ...['trade', 'account_log'].flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} is append-only: correct a mistake by a reversing trade'); END`,
    ),
  ),

  // Everybody in a community, for what admins do to all of them.
  'CREATE INDEX member_of_community ON member (community)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
