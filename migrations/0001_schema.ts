import { type Kysely, sql } from 'kysely'

/**
 * The whole schema, a topic at a time. It is SQL because STRICT, CHECK, partial indexes and triggers are the point:
 * the database defends itself against every program that opens it.
 *
 * Amounts are whole minor units, times are UTC milliseconds, and yes or no is 1 or 0. `platform`, `chat`, `thread`,
 * `message`, `user` and `role` are a platform's own ids. src/store/schema.ts has the same tables for the compiler.
 *
 * The order of a table's indexes counts: when two serve a query equally well, SQLite uses the one created last.
 *
 * A published migration never changes, not even in a comment inside a statement: SQLite keeps the text of each
 * statement, and the program refuses a file whose text is different.
 */

// A migration imports nothing from src, so this repeats bounds of src/core: they must not move under files that exist.

/** Limit on a community's circulation, a wallet and a trade, in minor units. */
const MAX_CIRCULATION = 9_000_000_000_000_000
/** Limit on one red packet, in minor units. */
const MAX_AMOUNT = 1_000_000_000_000
const MAX_SHARES = 200
/** A week, in milliseconds. */
const MAX_LIFETIME = 604_800_000

/**
 * Compares a column with values one by one, the most frequent first. For an IN of more than two SQLite builds a table
 * whenever it writes a row: that took half of the time of a trade.
 */
function among(column: string, ...values: string[]): string {
  return values.map((value) => `${column} = '${value}'`).join(' OR ')
}

/** The trigger that makes a statement on a table fail with a message. */
function forbid(name: string, when: string, message: string): string {
  return `CREATE TRIGGER ${name} BEFORE ${when} BEGIN SELECT RAISE(ABORT, '${message}'); END`
}

const file = [
  // Facts about the file as a whole, such as the fingerprint of its ledger key.
  `CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
  ) STRICT`,

  // One row: signed and encrypted sums over the rows that no entry signs. src/integrity/row-seals.ts has what is in it.
  `CREATE TABLE seal (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    version INTEGER NOT NULL CHECK (version >= 1),
    tag TEXT NOT NULL CHECK (length(tag) = 64),
    sums TEXT NOT NULL
  ) STRICT`,
]

const communities = [
  `CREATE TABLE community (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    currency_name TEXT NOT NULL CHECK (length(currency_name) BETWEEN 1 AND 32),
    currency_symbol TEXT NOT NULL CHECK (length(currency_symbol) BETWEEN 1 AND 8),
    scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 4),
    self_grab INTEGER NOT NULL CHECK (self_grab IN (0, 1)),
    default_lifetime INTEGER NOT NULL CHECK (default_lifetime BETWEEN min_lifetime AND max_lifetime),
    min_lifetime INTEGER NOT NULL CHECK (min_lifetime >= 1000),
    max_lifetime INTEGER NOT NULL CHECK (max_lifetime <= ${MAX_LIFETIME}),
    max_open_envelopes INTEGER NOT NULL CHECK (max_open_envelopes >= 1),
    created_at INTEGER NOT NULL,
    -- Language of the cards; null until an admin chooses one.
    language TEXT CHECK (language IN ('en', 'zh')),
    -- Limit for the total of one envelope; null when only the limit of the books counts.
    max_total INTEGER CHECK (max_total BETWEEN 1 AND ${MAX_AMOUNT}),
    -- Window in milliseconds in which the first taps on an envelope are collected; 0 when they are not.
    fair_start INTEGER NOT NULL DEFAULT 0 CHECK (fair_start BETWEEN 0 AND 10000),
    -- Whether the amounts of an open envelope are shown only to those who have a share.
    hide_amounts INTEGER NOT NULL DEFAULT 0 CHECK (hide_amounts IN (0, 1)),
    -- Whether a short message in the chat tells how a red packet ended.
    results INTEGER NOT NULL DEFAULT 1 CHECK (results IN (0, 1)),
    -- Whether cards and results have pictures.
    pictures INTEGER NOT NULL DEFAULT 1 CHECK (pictures IN (0, 1)),
    -- Digest of its own cover in community_cover; null while red packets have the covers of their themes.
    cover TEXT CHECK (length(cover) = 64),
    -- How much a newcomer may send and give in a day, or null, and how long one counts as new, in milliseconds.
    newcomer_limit INTEGER CHECK (newcomer_limit BETWEEN 1 AND ${MAX_AMOUNT}),
    newcomer_time INTEGER NOT NULL DEFAULT 604800000 CHECK (newcomer_time BETWEEN 3600000 AND 31622400000),
    -- IANA name of the zone in which the community's days begin and end.
    time_zone TEXT NOT NULL DEFAULT 'UTC'
  ) STRICT`,

  // The picture on the front of a community's red packets, as JPEG.
  `CREATE TABLE community_cover (
    community INTEGER PRIMARY KEY NOT NULL REFERENCES community (id),
    picture BLOB NOT NULL CHECK (length(picture) BETWEEN 1 AND 2000000),
    created_at INTEGER NOT NULL
  ) STRICT`,

  `CREATE TABLE chat (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    created_at INTEGER NOT NULL,
    -- The community to which the chat returns when it is unlinked; null while it is in its first one.
    origin INTEGER REFERENCES community (id),
    -- The id that the platform gave the chat later. This row stays, because cards and codes may name the old id.
    moved_to TEXT,
    -- Its shard, where the platform has shards, is the remainder by their number.
    shard_key INTEGER,
    PRIMARY KEY (platform, chat)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX chat_of_community ON chat (community)`,

  // A chat whose new id is known, and which cannot move there before `try_at`.
  `CREATE TABLE chat_move (
    platform TEXT NOT NULL,
    from_chat TEXT NOT NULL,
    to_chat TEXT NOT NULL,
    try_at INTEGER NOT NULL,
    PRIMARY KEY (platform, from_chat)
  ) STRICT, WITHOUT ROWID`,
]

// What a community keeps besides the festivals of the program, and which of those it does not.
const calendar = [
  `CREATE TABLE festival_off (
    community INTEGER NOT NULL REFERENCES community (id),
    theme TEXT NOT NULL,
    PRIMARY KEY (community, theme)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE community_day (
    community INTEGER NOT NULL REFERENCES community (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 96),
    calendar TEXT NOT NULL CHECK (calendar IN ('solar', 'lunar')),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 31),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (community, name)
  ) STRICT, WITHOUT ROWID`,
]

const members = [
  `CREATE TABLE member (
    id INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    name TEXT NOT NULL,
    treasurer INTEGER NOT NULL DEFAULT 0 CHECK (treasurer IN (0, 1)),
    created_at INTEGER NOT NULL,
    -- The member that represents this one, always the last of a chain; null for a member that represents itself.
    merged_into INTEGER REFERENCES member (id),
    -- The newest trade at the time of the merge: everything this member grabbed has a lower number.
    merged_after INTEGER CHECK ((merged_after IS NULL) = (merged_into IS NULL)),
    -- Whether a member is merged into this one. Without it, every grab would have to look for one.
    represents_others INTEGER NOT NULL DEFAULT 0 CHECK (represents_others IN (0, 1)),
    -- Whether an identity of this member is or was linked to another. It spares all other grabs a query as well.
    ever_linked INTEGER NOT NULL DEFAULT 0 CHECK (ever_linked IN (0, 1)),
    -- Whether the leaderboards leave the member out. The figures are kept all the same.
    off_boards INTEGER NOT NULL DEFAULT 0 CHECK (off_boards IN (0, 1)),
    -- Why admins keep the member from grabbing; null for a member who may.
    block_reason TEXT CHECK (length(block_reason) BETWEEN 1 AND 200),
    -- The admin who did; null when the block came along from a community that was joined to this one.
    blocked_by INTEGER REFERENCES member (id),
    CHECK (blocked_by IS NULL OR block_reason IS NOT NULL)
  ) STRICT`,
  `CREATE INDEX member_off_boards ON member (community) WHERE off_boards = 1`,
  `CREATE INDEX member_blocked ON member (community) WHERE block_reason IS NOT NULL`,
  `CREATE INDEX member_treasurer ON member (community) WHERE treasurer = 1`,
  `CREATE INDEX member_merged ON member (merged_into) WHERE merged_into IS NOT NULL`,
  `CREATE INDEX member_of_community ON member (community)`,

  // A user of a platform within one community.
  `CREATE TABLE identity (
    community INTEGER NOT NULL REFERENCES community (id),
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    member INTEGER NOT NULL REFERENCES member (id),
    created_at INTEGER NOT NULL,
    -- The member to which the identity returns when it is unlinked; null while that is the one it has.
    original_member INTEGER REFERENCES member (id) CHECK (original_member <> member),
    PRIMARY KEY (community, platform, user)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX identity_of_member ON identity (member)`,
  `CREATE INDEX identity_of_user ON identity (platform, user)`,

  // The user names by which people are mentioned. A handle may pass to another user, so this is only a hint.
  `CREATE TABLE handle (
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    user TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (platform, handle)
  ) STRICT, WITHOUT ROWID`,
]

const books = [
  // One mint per community, one wallet per member, one account per envelope. Only a mint can be negative: its balance
  // is minus the money in circulation.
  `CREATE TABLE account (
    id INTEGER PRIMARY KEY NOT NULL,
    account_no TEXT NOT NULL UNIQUE,
    account_name TEXT NOT NULL,
    account_type TEXT NOT NULL CHECK (${among('account_type', 'wallet', 'envelope', 'mint')}),
    user_id INTEGER UNIQUE REFERENCES member (id),
    username TEXT NOT NULL,
    balance INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'active' CHECK (${among('status', 'active', 'frozen', 'closed')}),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    -- Number of the newest entry, and the signature of its trade.
    seq INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0),
    hash BLOB NOT NULL DEFAULT x'',
    CHECK ((account_type = 'wallet') = (user_id IS NOT NULL)),
    CHECK (CASE account_type WHEN 'mint' THEN balance BETWEEN -${MAX_CIRCULATION} AND 0
                             WHEN 'envelope' THEN balance BETWEEN 0 AND ${MAX_AMOUNT}
                             ELSE balance BETWEEN 0 AND ${MAX_CIRCULATION} END)
  ) STRICT`,
  `CREATE UNIQUE INDEX account_mint ON account (community) WHERE account_type = 'mint'`,
  forbid('account_no_delete', 'DELETE ON account', 'an account is never deleted'),

  // Wallets frozen and thawed by admins and operators; the newest of a wallet says which it is.
  `CREATE TABLE status_change (
    id INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    account_no TEXT NOT NULL REFERENCES account (account_no),
    status TEXT NOT NULL CHECK (status IN ('frozen', 'active')),
    reason TEXT NOT NULL CHECK (reason <> '' OR status = 'active'),
    actor INTEGER REFERENCES member (id),
    -- The newest trade at that time.
    after_trade INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX status_change_of ON status_change (account_no)`,
  `CREATE INDEX status_change_in ON status_change (community)`,
  forbid('status_change_no_update', 'UPDATE ON status_change', 'a freeze or thaw is never changed'),
  forbid('status_change_no_delete', 'DELETE ON status_change', 'a freeze or thaw is never changed'),

  // One movement of money, with the two entries that it made: an account's entries are numbered, and each has the
  // balance after it. A trade carries whatever a wallet holds, because linking moves wallets; the limit for what people
  // type is checked before. The hash signs the trade together with those of both accounts before it, so each account
  // has a chain of hashes.
  `CREATE TABLE trade (
    trade_no INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    from_account INTEGER NOT NULL REFERENCES account (id),
    to_account INTEGER NOT NULL REFERENCES account (id),
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND ${MAX_CIRCULATION}),
    kind TEXT NOT NULL CHECK (${among('kind', 'grab', 'send', 'refund', 'transfer', 'top_up', 'deduct', 'reversal', 'checkin', 'starting', 'allowance', 'rain')}),
    actor INTEGER REFERENCES member (id),
    envelope INTEGER REFERENCES envelope (id),
    desc TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    from_seq INTEGER NOT NULL CHECK (from_seq >= 1),
    from_balance INTEGER NOT NULL,
    to_seq INTEGER NOT NULL CHECK (to_seq >= 1),
    to_balance INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 16),
    CHECK (from_account <> to_account)
  ) STRICT`,
  `CREATE UNIQUE INDEX trade_from ON trade (from_account, from_seq)`,
  `CREATE UNIQUE INDEX trade_to ON trade (to_account, to_seq)`,
  `CREATE INDEX trade_by_admin ON trade (community, trade_no) WHERE ${among('kind', 'top_up', 'deduct', 'reversal')}`,
  // For the newest entries of a community: without it a query reads the trades of all others since.
  `CREATE INDEX trade_of_community ON trade (community)`,

  // Which trade a reversal undoes: each at most once, and never one that is newer.
  `CREATE TABLE reversal (
    trade_no INTEGER PRIMARY KEY NOT NULL REFERENCES trade (trade_no),
    reverses INTEGER NOT NULL UNIQUE REFERENCES trade (trade_no),
    CHECK (reverses < trade_no)
  ) STRICT`,
  forbid('reversal_no_update', 'UPDATE ON reversal', 'a reversal is never changed'),
  forbid('reversal_no_delete', 'DELETE ON reversal', 'a reversal is never changed'),

  ...['UPDATE', 'DELETE'].map((what) =>
    forbid(
      `trade_no_${what.toLowerCase()}`,
      `${what} ON trade`,
      'trade is append-only: correct a mistake by a reversing trade',
    ),
  ),

  // The log as two entries a trade, which is how bookkeepers read it. A view takes no room and can't contradict the
  // trades.
  `CREATE VIEW account_log AS ${[
    ['2 * t.trade_no - 1', 'from', 'to', '-1'],
    ['2 * t.trade_no', 'to', 'from', '1'],
  ]
    .map(
      ([id, own, other, flag]) =>
        `SELECT ${id} AS id, own.account_no || '.' || t.${own}_seq AS log_no, t.trade_no, own.account_no,
           other.account_no AS target_account_no, own.user_id, other.user_id AS target_user_id, t.amount,
           t.${own}_balance AS balance, t.kind AS change_type, ${flag} AS change_flag, 'booked' AS status,
           t.desc, t.created_at, t.${own}_seq AS seq, t.hash
         FROM trade t JOIN account own ON own.id = t.${own}_account JOIN account other ON other.id = t.${other}_account`,
    )
    .join(' UNION ALL ')}`,

  // The answer to a command, so that the same key gets it again. One of these is written with every grab.
  `CREATE TABLE idempotency_record (
    key TEXT PRIMARY KEY NOT NULL,
    -- Digest of what was asked.
    body BLOB NOT NULL CHECK (length(body) = 16),
    -- JSON; of a grab an array of the values, without their names and the trade's number.
    outcome TEXT NOT NULL,
    trade_no INTEGER,
    created_at INTEGER NOT NULL,
    -- Over the columns above.
    checksum INTEGER NOT NULL,
    -- When the chat was told about the money; null until then. A platform repeats commands after a restart, and a
    -- second announcement would look like a second payment.
    announced_at INTEGER
  ) STRICT, WITHOUT ROWID`,
]

const envelopes = [
  `CREATE TABLE envelope (
    id INTEGER PRIMARY KEY NOT NULL,
    envelope_no TEXT NOT NULL UNIQUE,
    community INTEGER NOT NULL REFERENCES community (id),
    account_no TEXT NOT NULL UNIQUE REFERENCES account (account_no),
    sender INTEGER NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL CHECK (kind IN ('equal', 'lucky')),
    audience TEXT NOT NULL CHECK (audience IN ('everyone', 'chosen')),
    -- How it is received; src/core/ways has the ways.
    way TEXT NOT NULL DEFAULT 'speed',
    theme TEXT NOT NULL,
    greeting TEXT NOT NULL CHECK (length(greeting) <= 240),
    total INTEGER NOT NULL CHECK (total BETWEEN count AND ${MAX_AMOUNT}),
    count INTEGER NOT NULL CHECK (count BETWEEN 1 AND ${MAX_SHARES}),
    -- It is scheduled until its appointment; then it is opened, or refunded when that could not be kept.
    state TEXT NOT NULL DEFAULT 'open' CHECK (${among('state', 'scheduled', 'open', 'finished', 'expired', 'cancelled')}),
    grabbed_count INTEGER NOT NULL DEFAULT 0 CHECK (grabbed_count BETWEEN 0 AND count),
    grabbed_total INTEGER NOT NULL DEFAULT 0 CHECK (grabbed_total BETWEEN 0 AND total),
    salt TEXT NOT NULL,
    commitment TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deadline INTEGER NOT NULL CHECK (deadline > created_at),
    ended_at INTEGER,
    refund_trade_no INTEGER UNIQUE REFERENCES trade (trade_no),
    -- When it is to be opened; null for one that was open at once.
    opens_at INTEGER CHECK (opens_at BETWEEN created_at + 1 AND deadline - 1),
    -- Number of its conditions. Without it, every grab would have to look for one.
    conditions INTEGER NOT NULL DEFAULT 0 CHECK (conditions BETWEEN 0 AND 20),
    CHECK ((state IN ('scheduled', 'open')) = (ended_at IS NULL)),
    CHECK (state <> 'scheduled' OR opens_at IS NOT NULL),
    CHECK (refund_trade_no IS NULL OR state IN ('expired', 'cancelled'))
  ) STRICT`,
  // In the order of opening.
  `CREATE INDEX envelope_of_community ON envelope (community, coalesce(opens_at, created_at))`,
  `CREATE INDEX envelope_due ON envelope (deadline) WHERE state = 'open'`,
  `CREATE INDEX envelope_open_of_sender ON envelope (sender) WHERE state = 'open'`,
  `CREATE INDEX envelope_open_of_community ON envelope (community) WHERE state = 'open'`,
  `CREATE INDEX envelope_open_since ON envelope (created_at) WHERE state = 'open'`,
  `CREATE INDEX envelope_scheduled ON envelope (opens_at) WHERE state = 'scheduled'`,
  `CREATE INDEX envelope_scheduled_of_sender ON envelope (sender) WHERE state = 'scheduled'`,
  `CREATE INDEX envelope_scheduled_of_community ON envelope (community, opens_at) WHERE state = 'scheduled'`,
  forbid('envelope_no_delete', 'DELETE ON envelope', 'an envelope is never deleted'),
  forbid(
    'envelope_ends_once',
    `UPDATE OF state ON envelope WHEN OLD.state NOT IN ('scheduled', 'open') OR NEW.state = 'scheduled'`,
    'an envelope ends once',
  ),
  forbid(
    'envelope_promised',
    `UPDATE OF envelope_no, community, account_no, sender, kind, way, total, count, salt, commitment, deadline, opens_at, conditions ON envelope`,
    'what was promised when an envelope was sent is never changed',
  ),

  // Where the card of an envelope is posted that is opened later.
  `CREATE TABLE appointment (
    envelope INTEGER PRIMARY KEY NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT,
    everywhere INTEGER NOT NULL CHECK (everywhere IN (0, 1)),
    -- When it was opened; null before, and for one that never was.
    opened_at INTEGER
  ) STRICT`,
  `CREATE INDEX appointment_opened ON appointment (opened_at) WHERE opened_at IS NOT NULL`,
  forbid('appointment_no_delete', 'DELETE ON appointment', 'an appointment is never deleted'),
  forbid(
    'appointment_fixed',
    `UPDATE OF envelope, platform, chat, thread, everywhere ON appointment`,
    'an appointment is never changed',
  ),
  forbid(
    'appointment_opens_once',
    `UPDATE OF opened_at ON appointment WHEN OLD.opened_at IS NOT NULL`,
    'an envelope is opened once',
  ),

  // The second deadline of an open envelope that was sent while the clock was ahead, by the corrected clock.
  `CREATE TABLE corrected_deadline (
    envelope INTEGER PRIMARY KEY NOT NULL REFERENCES envelope (id),
    deadline INTEGER NOT NULL
  ) STRICT`,

  // All shares exist from the start, in the order in which they are handed out.
  `CREATE TABLE share (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND ${MAX_SHARES}),
    amount INTEGER NOT NULL CHECK (amount >= 1),
    claimer INTEGER REFERENCES member (id),
    claimed_at INTEGER,
    trade_no INTEGER REFERENCES trade (trade_no),
    -- Milliseconds from the card to the tap, where the platform tells both; null where only our own clock is known.
    reaction INTEGER CHECK (reaction >= 0),
    PRIMARY KEY (envelope, position),
    CHECK ((claimer IS NULL) = (claimed_at IS NULL)),
    CHECK ((claimer IS NULL) = (trade_no IS NULL)),
    CHECK (reaction IS NULL OR claimer IS NOT NULL)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX share_once ON share (envelope, claimer) WHERE claimer IS NOT NULL`,
  forbid('share_no_delete', 'DELETE ON share', 'a share is never deleted'),
  forbid(
    'share_fixed',
    `UPDATE ON share WHEN OLD.claimer IS NOT NULL OR NEW.amount <> OLD.amount
       OR NEW.position <> OLD.position OR NEW.envelope <> OLD.envelope`,
    'a share is fixed when it is sent and claimed once',
  ),

  // All identities that were linked to the grabbing one at that moment; no rows when it stood alone.
  `CREATE TABLE share_holder (
    envelope INTEGER NOT NULL,
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (envelope, platform, user),
    FOREIGN KEY (envelope, position) REFERENCES share (envelope, position)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX share_holder_user ON share_holder (platform, user)`,

  // Entrants of an envelope whose shares are handed out later, numbered in order of joining. A ticket belongs to the
  // person, whichever of their identities joined.
  `CREATE TABLE entrant (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    ticket INTEGER NOT NULL CHECK (ticket >= 1),
    member INTEGER NOT NULL REFERENCES member (id),
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    -- Of the tap that joined a fair start, so that it hears the result however often it is repeated.
    key TEXT,
    -- The share that came out of it; null before, and for a ticket that won none.
    position INTEGER,
    -- Why it got no share when its turn came.
    passed_over TEXT CHECK (${among('passed_over', 'frozen', 'has_share', 'sender', 'left', 'blocked')}),
    -- Milliseconds from the card to the tap; null when not known.
    reaction INTEGER CHECK (reaction >= 0),
    PRIMARY KEY (envelope, ticket),
    FOREIGN KEY (envelope, position) REFERENCES share (envelope, position),
    CHECK (position IS NULL OR passed_over IS NULL)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX entrant_once ON entrant (envelope, member)`,
  `CREATE UNIQUE INDEX entrant_served ON entrant (envelope, position) WHERE position IS NOT NULL`,
  forbid('entrant_no_delete', 'DELETE ON entrant', 'a ticket is never deleted'),
  forbid(
    'entrant_fixed',
    `UPDATE ON entrant WHEN OLD.position IS NOT NULL OR OLD.passed_over IS NOT NULL OR NEW.envelope <> OLD.envelope
       OR NEW.ticket <> OLD.ticket OR NEW.member <> OLD.member OR NEW.joined_at <> OLD.joined_at`,
    'a ticket is fixed when somebody joins, and has its turn once',
  ),

  // Envelopes with a fair start. Milliseconds.
  `CREATE TABLE fair_start (
    envelope INTEGER PRIMARY KEY NOT NULL REFERENCES envelope (id),
    window INTEGER NOT NULL CHECK (window BETWEEN 1000 AND 10000),
    -- Null before the first tap, with which the window begins.
    ends_at INTEGER,
    -- Whether those who tapped within it have had their turn.
    served INTEGER NOT NULL DEFAULT 0 CHECK (served IN (0, 1)),
    CHECK (served = 0 OR ends_at IS NOT NULL)
  ) STRICT`,
  `CREATE INDEX fair_start_waiting ON fair_start (ends_at) WHERE served = 0 AND ends_at IS NOT NULL`,
  forbid('fair_start_no_delete', 'DELETE ON fair_start', 'a fair start is never deleted'),
  forbid(
    'fair_start_fixed',
    `UPDATE ON fair_start WHEN OLD.served = 1 OR NEW.window <> OLD.window OR NEW.envelope <> OLD.envelope
       OR (OLD.ends_at IS NOT NULL AND NEW.ends_at IS NOT OLD.ends_at)`,
    'a fair start is fixed when it is sent, begins once and is served once',
  ),

  // Everything that a way fixed when its envelope was sent, as JSON: of a shake, the numbers of the winning tries.
  `CREATE TABLE envelope_way (
    envelope INTEGER PRIMARY KEY NOT NULL REFERENCES envelope (id),
    details TEXT NOT NULL CHECK (json_valid(details))
  ) STRICT`,
  forbid('envelope_way_no_update', 'UPDATE ON envelope_way', 'what a way fixed is never changed'),
  forbid('envelope_way_no_delete', 'DELETE ON envelope_way', 'what a way fixed is never changed'),

  // Tries are numbered over the whole envelope; a person's tries are those of their ticket.
  `CREATE TABLE shake_try (
    envelope INTEGER NOT NULL REFERENCES envelope_way (envelope),
    number INTEGER NOT NULL CHECK (number >= 1),
    ticket INTEGER NOT NULL,
    -- The share that it won; null for none.
    position INTEGER,
    tried_at INTEGER NOT NULL,
    PRIMARY KEY (envelope, number),
    FOREIGN KEY (envelope, ticket) REFERENCES entrant (envelope, ticket),
    FOREIGN KEY (envelope, position) REFERENCES share (envelope, position)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX shake_try_of ON shake_try (envelope, ticket)`,
  `CREATE UNIQUE INDEX shake_try_won ON shake_try (envelope, position) WHERE position IS NOT NULL`,
  forbid('shake_try_no_update', 'UPDATE ON shake_try', 'a try is never changed'),
  forbid('shake_try_no_delete', 'DELETE ON shake_try', 'a try is never deleted'),

  // All identities that were linked to the joining one at that moment; no rows when it stood alone.
  `CREATE TABLE entrant_holder (
    envelope INTEGER NOT NULL,
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    ticket INTEGER NOT NULL,
    PRIMARY KEY (envelope, platform, user),
    FOREIGN KEY (envelope, ticket) REFERENCES entrant (envelope, ticket)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX entrant_holder_user ON entrant_holder (platform, user)`,

  // Conditions for a share, with their details as JSON; src/core/conditions has the kinds.
  `CREATE TABLE envelope_condition (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    kind TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    PRIMARY KEY (envelope, kind)
  ) STRICT, WITHOUT ROWID`,
  forbid('envelope_condition_no_update', 'UPDATE ON envelope_condition', 'a condition is never changed'),
  forbid('envelope_condition_no_delete', 'DELETE ON envelope_condition', 'a condition is never deleted'),

  // Answers to a condition that asks for one, numbered over the envelope. A person who was right isn't asked again.
  `CREATE TABLE condition_answer (
    envelope INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL,
    member INTEGER NOT NULL REFERENCES member (id),
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    -- The answer if it is shown beside the share. A password never is, right or wrong.
    text TEXT CHECK (text IS NULL OR accepted = 1),
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (envelope, number),
    FOREIGN KEY (envelope, kind) REFERENCES envelope_condition (envelope, kind)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX condition_answer_of ON condition_answer (envelope, platform, user)`,
  forbid('condition_answer_no_update', 'UPDATE ON condition_answer', 'an answer is never changed'),
  forbid('condition_answer_no_delete', 'DELETE ON condition_answer', 'an answer is never deleted'),

  // All identities that were linked to the answering one at that moment; no rows when it stood alone.
  `CREATE TABLE answer_holder (
    envelope INTEGER NOT NULL,
    number INTEGER NOT NULL,
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    PRIMARY KEY (envelope, platform, user, number),
    FOREIGN KEY (envelope, number) REFERENCES condition_answer (envelope, number)
  ) STRICT, WITHOUT ROWID`,

  // The members an envelope is for.
  `CREATE TABLE chosen (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    member INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (envelope, member)
  ) STRICT, WITHOUT ROWID`,

  // The roles an envelope is for. The platform says at the moment of the grab who has one, so members are not
  // listed; the name is that of the moment when the envelope was sent.
  `CREATE TABLE chosen_role (
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (envelope, platform, role)
  ) STRICT, WITHOUT ROWID`,
]

const messages = [
  // The message board: each card of an envelope, its desired revision and the one that was observed in the chat.
  `CREATE TABLE envelope_message (
    id INTEGER PRIMARY KEY NOT NULL,
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    thread TEXT,
    message TEXT,
    -- What the platform calls the picture in the message; null when it has none.
    picture TEXT,
    nonce TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'gone')),
    desired_rev INTEGER NOT NULL DEFAULT 1,
    observed_rev INTEGER NOT NULL DEFAULT 0 CHECK (observed_rev <= desired_rev),
    next_try_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When the first post was confirmed, by our own clock; null before.
    posted_at INTEGER,
    -- Among outdated cards: 0 for one that people look at, 1 for one that was scheduled, and 2 for one that only has to
    -- show that its envelope expired.
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 2)
  ) STRICT`,
  `CREATE INDEX envelope_message_of ON envelope_message (envelope)`,
  `CREATE INDEX envelope_message_pending ON envelope_message (priority, platform, chat, next_try_at)
     WHERE desired_rev > observed_rev AND state = 'live'`,
  // The card that a line replies to.
  `CREATE INDEX envelope_message_shown ON envelope_message (platform, chat, message) WHERE message IS NOT NULL`,
  // The newest cards of a chat, from which a command offers a choice.
  `CREATE INDEX envelope_message_in ON envelope_message (platform, chat)`,

  // Notifications that the sender of an envelope still has to get. A row is deleted once delivered or undeliverable.
  `CREATE TABLE notification (
    id INTEGER PRIMARY KEY NOT NULL,
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    platform TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (${among('kind', 'unposted', 'vanished', 'missed', 'ended')}),
    next_try_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX notification_due ON notification (platform, next_try_at)`,
  // Most of those that tell of an end come at once, and wait for the others.
  `CREATE INDEX notification_due_first ON notification (platform, next_try_at) WHERE kind <> 'ended'`,

  // Messages that answer a card and tell how its envelope ended. One that is begun may have reached the chat.
  `CREATE TABLE result_message (
    card INTEGER PRIMARY KEY NOT NULL REFERENCES envelope_message (id),
    envelope INTEGER NOT NULL REFERENCES envelope (id),
    ended_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (${among('state', 'waiting', 'begun', 'posted', 'left_out')}),
    next_try_at INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX result_message_of ON result_message (envelope)`,
  `CREATE INDEX result_message_due ON result_message (next_try_at) WHERE state IN ('waiting', 'begun')`,
  forbid('result_message_no_delete', 'DELETE ON result_message', 'the result of an envelope is told once'),
  forbid(
    'result_message_once',
    `UPDATE OF state ON result_message WHEN OLD.state IN ('posted', 'left_out')`,
    'the result of an envelope is told once',
  ),
  // Messages to the members on both sides of a reversed trade. A row is deleted once delivered or undeliverable.
  `CREATE TABLE reversal_notice (
    id INTEGER PRIMARY KEY NOT NULL,
    trade_no INTEGER NOT NULL REFERENCES reversal (trade_no),
    member INTEGER NOT NULL REFERENCES member (id),
    platform TEXT NOT NULL,
    next_try_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX reversal_notice_due ON reversal_notice (platform, next_try_at)`,

  // Updates that were confirmed to the platform before they were done. They have nothing to do with the books.
  `CREATE TABLE pending_update (
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    PRIMARY KEY (platform, key)
  ) STRICT, WITHOUT ROWID`,
]

// Communities that share one purse, and people with several identities. Linking rewrites nothing that was there, so
// it can be undone.
const links = [
  `CREATE TABLE link (
    id INTEGER PRIMARY KEY NOT NULL,
    host INTEGER NOT NULL REFERENCES community (id),
    joined INTEGER NOT NULL REFERENCES community (id),
    host_platform TEXT NOT NULL,
    host_chat TEXT NOT NULL,
    host_thread TEXT,
    joined_platform TEXT NOT NULL,
    joined_chat TEXT NOT NULL,
    joined_thread TEXT,
    invited_by INTEGER NOT NULL REFERENCES member (id),
    linked_by INTEGER NOT NULL REFERENCES member (id),
    linked_at INTEGER NOT NULL,
    unlinked_by INTEGER REFERENCES member (id),
    unlinked_at INTEGER,
    CHECK (host <> joined),
    CHECK ((unlinked_at IS NULL) = (unlinked_by IS NULL))
  ) STRICT`,
  `CREATE INDEX link_ever ON link (host, joined)`,
  `CREATE UNIQUE INDEX link_joined_once ON link (joined) WHERE unlinked_at IS NULL`,
  `CREATE INDEX link_of_host ON link (host) WHERE unlinked_at IS NULL`,

  // Confirmed links and unlinks whose money is still on its way. All rows belong to one decision, and go
  // when all of its money has arrived.
  `CREATE TABLE community_move (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('link', 'unlink')),
    from_community INTEGER NOT NULL REFERENCES community (id),
    to_community INTEGER NOT NULL REFERENCES community (id),
    by_platform TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    -- The link that begins when all money has arrived; null for an unlink.
    invited_by INTEGER REFERENCES member (id),
    host_platform TEXT,
    host_chat TEXT,
    host_thread TEXT,
    joined_platform TEXT,
    joined_chat TEXT,
    joined_thread TEXT,
    CHECK (from_community <> to_community),
    CHECK ((kind = 'link') = (invited_by IS NOT NULL)),
    CHECK ((kind = 'link') = (host_platform IS NOT NULL AND host_chat IS NOT NULL)),
    CHECK ((kind = 'link') = (joined_platform IS NOT NULL AND joined_chat IS NOT NULL))
  ) STRICT`,

  // Invitations. Only the SHA-256 of a code is stored. It works once: using it deletes the row.
  `CREATE TABLE link_code (
    digest TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('community', 'people')),
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    chat TEXT,
    thread TEXT,
    expires_at INTEGER NOT NULL,
    CHECK ((kind = 'community') = (chat IS NOT NULL))
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE person (
    id INTEGER PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE person_identity (
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (platform, user)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX person_identity_of ON person_identity (person)`,
]

// Income that a community pays its members from the mint, and who has claimed it. Days count from 1970-01-01 by the
// community's calendar.
const income = [
  // One row for each way that is switched on; of an allowance one for each role.
  `CREATE TABLE income (
    community INTEGER NOT NULL REFERENCES community (id),
    way TEXT NOT NULL CHECK (${among('way', 'checkin', 'starting', 'allowance')}),
    -- The platform and its id of the role, with a colon in between; empty when everybody may have it.
    source TEXT NOT NULL,
    role_name TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND ${MAX_AMOUNT}),
    -- More for each further day in a row, and on a festival.
    streak_step INTEGER NOT NULL CHECK (streak_step BETWEEN 0 AND ${MAX_AMOUNT}),
    festival_bonus INTEGER NOT NULL CHECK (festival_bonus BETWEEN 0 AND ${MAX_AMOUNT}),
    -- Daily limit for this way.
    daily_cap INTEGER NOT NULL CHECK (daily_cap BETWEEN amount AND ${MAX_AMOUNT}),
    -- The newest member when it was turned on; later ones are newcomers.
    newest_member INTEGER NOT NULL,
    PRIMARY KEY (community, way, source),
    CHECK ((way = 'allowance') = (source <> ''))
  ) STRICT, WITHOUT ROWID`,

  // What was given. A check-in for which nothing was left that day has no trade; it still counts for the streak.
  `CREATE TABLE income_claim (
    id INTEGER PRIMARY KEY NOT NULL,
    community INTEGER NOT NULL REFERENCES community (id),
    way TEXT NOT NULL CHECK (${among('way', 'checkin', 'starting', 'allowance')}),
    source TEXT NOT NULL,
    -- The day of a check-in, the Monday of an allowance, or 0 for a starting sum.
    period INTEGER NOT NULL,
    day INTEGER NOT NULL,
    member INTEGER NOT NULL REFERENCES member (id),
    streak INTEGER NOT NULL CHECK (streak >= 1),
    amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND ${MAX_AMOUNT}),
    -- What was given in this way on this day, with this.
    day_total INTEGER NOT NULL CHECK (day_total BETWEEN amount AND ${MAX_AMOUNT}),
    trade_no INTEGER UNIQUE REFERENCES trade (trade_no),
    claimed_at INTEGER NOT NULL,
    CHECK ((trade_no IS NULL) = (amount = 0))
  ) STRICT`,
  `CREATE INDEX income_claim_of_day ON income_claim (community, way, source, day)`,

  // All identities of the person who had it, as they were linked at that moment: unlinking gives none of them a second.
  `CREATE TABLE income_holder (
    community INTEGER NOT NULL,
    way TEXT NOT NULL,
    period INTEGER NOT NULL,
    platform TEXT NOT NULL,
    user TEXT NOT NULL,
    claim INTEGER NOT NULL REFERENCES income_claim (id),
    PRIMARY KEY (community, way, period, platform, user)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX income_holder_of ON income_holder (claim)`,
  // What a person had anywhere: communities that were linked or merged count together.
  `CREATE INDEX income_holder_user ON income_holder (platform, user, way, claim)`,
  ...['income_claim', 'income_holder'].flatMap((table) => [
    forbid(`${table}_no_update`, `UPDATE ON ${table}`, 'what was given is never changed'),
    forbid(`${table}_no_delete`, `DELETE ON ${table}`, 'what was given is never changed'),
  ]),

  // What the mint gave and took back in each month (UTC), by the kind of trade, and by whom: an admin, or 0.
  `CREATE TABLE supply (
    community INTEGER NOT NULL REFERENCES community (id),
    month INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (community, month, kind, actor)
  ) STRICT, WITHOUT ROWID`,
]

// Leaderboard figures, updated as money moves: summing them on demand made everyone wait.
const leaderboards = [
  // Luck is only kept for all time: the score is what was won above the equal part of each lucky envelope, in hundredths of a
  // minor unit, and the amount is what was won.
  // `own_*` is what the member did. `score`, `times` and `amount` are what is shown: the sum over all members that
  // this one represents, and 0 for a member that another represents. `amount` breaks ties among the luckiest.
  `CREATE TABLE standing (
    member INTEGER NOT NULL REFERENCES member (id),
    board TEXT NOT NULL CHECK (${among('board', 'sent', 'received', 'luckiest', 'luck')}),
    period TEXT NOT NULL CHECK (${among('period', 'week', 'month', 'ever')}),
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

  // One row: the newest trade that the standings count.
  `CREATE TABLE standing_upto (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    trade_no INTEGER NOT NULL CHECK (trade_no >= 0)
  ) STRICT`,
  `INSERT INTO standing_upto (id, trade_no) VALUES (1, 0)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    file,
    communities,
    calendar,
    members,
    books,
    envelopes,
    messages,
    links,
    income,
    leaderboards,
  ].flat()
  for (const statement of statements) await sql.raw(statement).execute(db)
}
