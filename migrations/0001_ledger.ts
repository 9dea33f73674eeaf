import { type Kysely, sql } from 'kysely'

/**
 * The whole first schema. Written as SQL because STRICT, CHECK, partial indexes and triggers are the point.
 * Amounts are whole minor units, times are UTC milliseconds. The bounds repeat src/core/money.ts on purpose:
 * a migration imports nothing from src, and the database defends itself against every program.
 */
const statements = [
  `CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE community (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    currency_name TEXT NOT NULL CHECK (length(currency_name) BETWEEN 1 AND 32),
    currency_symbol TEXT NOT NULL CHECK (length(currency_symbol) BETWEEN 1 AND 8),
    scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 4),
    self_grab INTEGER NOT NULL CHECK (self_grab IN (0, 1)),
    default_lifetime INTEGER NOT NULL CHECK (default_lifetime BETWEEN min_lifetime AND max_lifetime),
    min_lifetime INTEGER NOT NULL CHECK (min_lifetime >= 1000),
    max_lifetime INTEGER NOT NULL CHECK (max_lifetime <= 604800000),
    max_open_envelopes INTEGER NOT NULL CHECK (max_open_envelopes >= 1),
    created_at INTEGER NOT NULL
  ) STRICT`,

  `CREATE TABLE chat (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (platform, chat)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE member (
    id INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    name TEXT NOT NULL,
    treasurer INTEGER NOT NULL DEFAULT 0 CHECK (treasurer IN (0, 1)),
    created_at INTEGER NOT NULL
  ) STRICT`,

  `CREATE TABLE identity (
    community INTEGER NOT NULL REFERENCES community (id),
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    member INTEGER NOT NULL REFERENCES member (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (community, platform, user)
  ) STRICT, WITHOUT ROWID`,

  `CREATE INDEX identity_of_member ON identity (member)`,

  // One mint a community, one wallet a member, one account an envelope. Only a mint is below zero: it is
  // minus the money in circulation.
  `CREATE TABLE account (
    id INTEGER PRIMARY KEY NOT NULL,
    account_no TEXT NOT NULL UNIQUE,
    account_name TEXT NOT NULL,
    account_type TEXT NOT NULL CHECK (account_type IN ('wallet', 'envelope', 'mint')),
    user_id INTEGER UNIQUE REFERENCES member (id),
    username TEXT NOT NULL,
    balance INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'frozen', 'closed')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    seq INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0),
    hash TEXT NOT NULL DEFAULT '',
    CHECK ((account_type = 'wallet') = (user_id IS NOT NULL)),
    CHECK (CASE account_type WHEN 'mint' THEN balance BETWEEN -9000000000000000 AND 0
                             WHEN 'envelope' THEN balance BETWEEN 0 AND 1000000000000
                             ELSE balance BETWEEN 0 AND 9000000000000000 END)
  ) STRICT`,

  `CREATE UNIQUE INDEX account_mint ON account (community) WHERE account_type = 'mint'`,

  `CREATE TABLE envelope (
    id INTEGER PRIMARY KEY NOT NULL,
    envelope_no TEXT NOT NULL UNIQUE,
    community INTEGER NOT NULL REFERENCES community (id),
    account_no TEXT NOT NULL UNIQUE REFERENCES account (account_no),
    sender INTEGER NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL CHECK (kind IN ('equal', 'lucky')),
    audience TEXT NOT NULL CHECK (audience IN ('everyone', 'chosen')),
    theme TEXT NOT NULL,
    greeting TEXT NOT NULL CHECK (length(greeting) <= 240),
    total INTEGER NOT NULL CHECK (total BETWEEN count AND 1000000000000),
    count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 200),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'finished', 'expired', 'cancelled')),
    grabbed_count INTEGER NOT NULL DEFAULT 0 CHECK (grabbed_count BETWEEN 0 AND count),
    grabbed_total INTEGER NOT NULL DEFAULT 0 CHECK (grabbed_total BETWEEN 0 AND total),
    salt TEXT NOT NULL,
    commitment TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deadline INTEGER NOT NULL CHECK (deadline > created_at),
    ended_at INTEGER,
    refund_trade_no INTEGER UNIQUE REFERENCES trade (trade_no),
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK (refund_trade_no IS NULL OR state IN ('expired', 'cancelled'))
  ) STRICT`,

  `CREATE INDEX envelope_due ON envelope (deadline) WHERE state = 'open'`,
  `CREATE INDEX envelope_open_of_sender ON envelope (sender) WHERE state = 'open'`,
  `CREATE INDEX envelope_recent ON envelope (community, created_at)`,

  `CREATE TABLE share (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 200),
    amount INTEGER NOT NULL CHECK (amount >= 1),
    claimer INTEGER REFERENCES member (id),
    claimed_at INTEGER,
    trade_no INTEGER UNIQUE REFERENCES trade (trade_no),
    PRIMARY KEY (envelope, position),
    CHECK ((claimer IS NULL) = (claimed_at IS NULL)),
    CHECK ((claimer IS NULL) = (trade_no IS NULL))
  ) STRICT, WITHOUT ROWID`,

  `CREATE UNIQUE INDEX share_once ON share (envelope, claimer) WHERE claimer IS NOT NULL`,

  `CREATE TABLE chosen (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    member INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (envelope, member)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE trade (
    trade_no INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    from_account_no TEXT NOT NULL REFERENCES account (account_no),
    to_account_no TEXT NOT NULL REFERENCES account (account_no),
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
    kind TEXT NOT NULL
      CHECK (kind IN ('top_up', 'deduct', 'transfer', 'send', 'grab', 'refund', 'reversal')),
    actor INTEGER REFERENCES member (id),
    envelope INTEGER REFERENCES envelope (id),
    created_at INTEGER NOT NULL,
    CHECK (from_account_no <> to_account_no)
  ) STRICT`,

  `CREATE INDEX trade_by_admin ON trade (community, trade_no) WHERE kind IN ('top_up', 'deduct', 'reversal')`,

  `CREATE TABLE account_log (
    id INTEGER PRIMARY KEY NOT NULL,
    log_no TEXT GENERATED ALWAYS AS (account_no || '.' || seq) VIRTUAL,
    trade_no INTEGER NOT NULL REFERENCES trade (trade_no),
    account_no TEXT NOT NULL REFERENCES account (account_no),
    target_account_no TEXT NOT NULL REFERENCES account (account_no),
    user_id INTEGER,
    target_user_id INTEGER,
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
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

  `CREATE UNIQUE INDEX account_log_line ON account_log (account_no, seq)`,
  `CREATE UNIQUE INDEX account_log_leg ON account_log (trade_no, change_flag)`,

  `CREATE TABLE envelope_message (
    id INTEGER PRIMARY KEY NOT NULL,
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT,
    message TEXT,
    nonce TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'gone')),
    desired_rev INTEGER NOT NULL DEFAULT 1,
    observed_rev INTEGER NOT NULL DEFAULT 0 CHECK (observed_rev <= desired_rev),
    next_try_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT`,

  `CREATE INDEX envelope_message_of ON envelope_message (envelope)`,
  `CREATE INDEX envelope_message_pending ON envelope_message (platform, chat, next_try_at)
     WHERE desired_rev > observed_rev AND state = 'live'`,

  // The answer that was given to a command, so that the same key gets it again.
  `CREATE TABLE request (
    key TEXT PRIMARY KEY NOT NULL,
    body TEXT NOT NULL,
    outcome TEXT NOT NULL,
    trade_no INTEGER,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,

  ...['trade', 'account_log'].flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} is append-only: correct a mistake by a reversing trade'); END`,
    ),
  ),
  `CREATE TRIGGER account_no_delete BEFORE DELETE ON account
     BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END`,
  `CREATE TRIGGER share_no_delete BEFORE DELETE ON share
     BEGIN SELECT RAISE(ABORT, 'a share is never deleted'); END`,
  `CREATE TRIGGER share_fixed BEFORE UPDATE ON share
     WHEN OLD.claimer IS NOT NULL OR NEW.amount <> OLD.amount
       OR NEW.position <> OLD.position OR NEW.envelope <> OLD.envelope
     BEGIN SELECT RAISE(ABORT, 'a share is fixed when it is sent and claimed once'); END`,
  `CREATE TRIGGER envelope_no_delete BEFORE DELETE ON envelope
     BEGIN SELECT RAISE(ABORT, 'an envelope is never deleted'); END`,
  `CREATE TRIGGER envelope_ends_once BEFORE UPDATE OF state ON envelope WHEN OLD.state <> 'open'
     BEGIN SELECT RAISE(ABORT, 'an envelope ends once'); END`,
  `CREATE TRIGGER envelope_promised
     BEFORE UPDATE OF envelope_no, community, account_no, sender, kind, total, count, salt, commitment, deadline
     ON envelope
     BEGIN SELECT RAISE(ABORT, 'what was promised when an envelope was sent is never changed'); END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
