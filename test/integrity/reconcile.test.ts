import { createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { reconcileSteps } from '../../src/integrity/check-invariants.js'
import { INVARIANTS } from '../../src/integrity/invariants.js'
import { reconcile } from '../../src/integrity/reconcile.js'
import { ownSchema } from '../../src/integrity/schema-check.js'
import Database from '../../src/store/sqlite-library.js'
import { asThief, foundAfterWork } from '../support/thief.js'
import { HOUR, LOBBY, MINUTE, person, SECOND, World } from '../support/world.js'

// Members by their wallets: Admin W-1, Ann W-2, Bob W-3, Cai W-4, and in the other community Admin W-5, Zoe W-6.
// Envelopes by their greetings: `finished`, `expired`, `cancelled`, `open` (Bob has grabbed) and `chosen`.
let world: World
let now: number
const envelopeNos = new Map<string, string>()

beforeAll(async () => {
  world = await World.open()
  await world.fund(100_000, 'Ann', 'Bob', 'Cai')
  const send = async (greeting: string, envelope: Parameters<World['send']>[1] = {}) => {
    const { envelopeNo } = await world.send('Ann', { greeting, total: 9_999, ...envelope })
    envelopeNos.set(greeting, envelopeNo)
    return envelopeNo
  }
  await world.grabs(await send('finished'), 'Bob', 'Cai', 'Ann')
  await world.grabs(await send('expired', { lifetime: HOUR }), 'Cai')
  await world.cancel('Ann', await send('cancelled'))
  world.clock.pass(HOUR)
  await world.app.expireEnvelopes(10)
  await world.grabs(await send('open', { kind: 'equal', total: 900 }), 'Bob')
  await send('chosen', { count: 1, chosen: [person('Bob'), person('Cai')] })
  const move = { place: LOBBY, by: person('Admin'), to: person('Bob'), amount: 70 }
  await world.app.transfer({ key: world.key(), ...move, by: person('Cai'), note: 'lunch' })
  await world.app.deduct({ key: world.key(), ...move, platformAdmin: true, reason: 'a fine' })
  const place = await world.foundElsewhere()
  const zoe = { place, by: person('Admin'), to: person('Zoe'), amount: 500, reason: 'hello' }
  await world.app.topUp({ key: world.key(), ...zoe, platformAdmin: true })
  now = world.clock.now()
  await world.app.leaderboard({ place: LOBBY, by: person('Ann'), board: 'sent', period: 'ever' })
  await world.stop()
  world.tamper((database) => database.pragma('wal_checkpoint(TRUNCATE)'))
})

afterAll(() => world.close())

/** Returns what reconcile finds after an attacker with a shell has modified a copy of the file. */
function foundAfter(work: (database: Database.Database) => void, at = now): Promise<string[]> {
  return foundAfterWork(world, work, at)
}

test('an untouched world keeps every invariant', async () => {
  expect(await foundAfter(() => {})).toEqual([])
  expect(Object.keys(INVARIANTS).map(Number)).toEqual(Array.from({ length: 14 }, (_, index) => index + 1))
})

test('removing and restoring triggers without a theft is no violation', async () => {
  expect(await foundAfter(asThief([]))).toEqual([])
})

const envelope = (greeting: string) => `(SELECT id FROM envelope WHERE greeting = '${greeting}')`
const account = (accountNo: string) => `(SELECT id FROM account WHERE account_no = '${accountNo}')`
const accountOf = (greeting: string) =>
  `(SELECT account.id FROM envelope JOIN account USING (account_no) WHERE greeting = '${greeting}')`

/** Invariant, manipulation, its SQL, and what reconcile must report; {greeting} stands for an envelope's number. */
const thefts: [number, string, string[], string][] = [
  [
    1,
    'money from nowhere',
    [`UPDATE account SET balance = balance + 500 WHERE account_no = 'W-3'`],
    'community 1 sums to 500',
  ],
  [
    2,
    'money moved between wallets without a trade',
    [
      `UPDATE account SET balance = balance - 500 WHERE account_no = 'W-2'`,
      `UPDATE account SET balance = balance + 500 WHERE account_no = 'W-3'`,
    ],
    'account W-3 has',
  ],
  [
    2,
    'money in an account without entries',
    [`UPDATE account SET balance = 9 WHERE account_no = 'W-5'`],
    'account W-5 has 9, its entries sum to 0',
  ],
  [
    3,
    'an entry cut out of the middle',
    [`DELETE FROM trade WHERE from_account = ${account('W-2')} AND from_seq = 2`],
    'entry W-2.3 comes after 1',
  ],
  [
    3,
    'the balance of an entry',
    [`UPDATE trade SET to_balance = to_balance + 1 WHERE trade_no = 2`],
    'entry W-3.1 leaves 100001 after 0',
  ],
  [
    3,
    'an account set back in its log',
    [`UPDATE account SET seq = seq - 1 WHERE account_no = 'W-4'`],
    'account W-4 is at',
  ],
  [
    3,
    'an entry of an account that was closed before',
    [
      `INSERT INTO trade SELECT (SELECT max(trade_no) + 1 FROM trade), community, from_account, to_account, amount, kind,
         actor, envelope, "desc", created_at, from_seq + 1, 0, to_seq + 50, to_balance, hash
       FROM trade WHERE from_account = ${accountOf('finished')} ORDER BY trade_no DESC LIMIT 1`,
    ],
    'account E-{finished} is at 4, its log at 5',
  ],
  [
    3,
    'the last entry of an account',
    ['DELETE FROM trade WHERE trade_no = 18'],
    'account W-6 is at 1, its log at 0',
  ],
  [
    4,
    'a trade with an account that does not exist',
    ['UPDATE trade SET to_account = 99 WHERE trade_no = 2'],
    'trade 2 has no two accounts',
  ],
  [
    4,
    'a trade of an account with itself',
    ['UPDATE trade SET to_account = from_account WHERE trade_no = 2'],
    'trade 2 has no two accounts',
  ],
  [
    4,
    'who made a transfer',
    [`UPDATE trade SET actor = 1 WHERE kind = 'transfer'`],
    'trade 16 names another member or envelope than its accounts do',
  ],
  [
    4,
    'the envelope of a grab',
    [`UPDATE trade SET envelope = ${envelope('chosen')} WHERE trade_no = 14`],
    'trade 14 names another member or envelope than its accounts do',
  ],
  [
    5,
    'a wallet below zero',
    [`UPDATE account SET balance = -1 WHERE account_no = 'W-1'`],
    'account W-1 (wallet) has -1',
  ],
  [
    5,
    'a mint above zero',
    [`UPDATE account SET balance = 1 WHERE account_no = 'M-2'`],
    'account M-2 (mint) has 1',
  ],
  ...(
    [
      ['the amount', 'amount = amount + 1'],
      ['the time', 'created_at = created_at - 1'],
      ['the kind', `kind = 'reversal'`],
      ['the receiver', `to_account = ${account('W-4')}, to_seq = 99`],
      ['the balances', 'from_balance = from_balance - 1, to_balance = to_balance + 1'],
      ['the number of an entry', 'to_seq = 9'],
      ['the community', 'community = 2'],
      ['the actor', 'actor = 3'],
      ['the envelope', 'envelope = 1'],
      ['the signature', 'hash = zeroblob(16)'],
    ] as const
  ).map(([what, set]): [number, string, string[], string] => [
    6,
    `${what} of a trade`,
    [`UPDATE trade SET ${set} WHERE trade_no = 2`],
    'trade 2 was not written by this program',
  ]),
  [
    6,
    'a whole trade raised, with both balances, and the triggers put back',
    [
      `UPDATE trade SET amount = amount + 500, from_balance = from_balance - 500, to_balance = to_balance + 500 WHERE trade_no = 18`,
      `UPDATE account SET balance = balance + 500 WHERE account_no = 'W-6'`,
      `UPDATE account SET balance = balance - 500 WHERE account_no = 'M-2'`,
    ],
    'trade 18 was not written by this program',
  ],
  [
    6,
    'a trade raised that others came after, with every amount and balance that follows from it',
    [
      `UPDATE trade SET amount = amount + 500 WHERE trade_no = 2`,
      `UPDATE trade SET to_balance = to_balance + 500 WHERE to_account = ${account('W-3')}`,
      `UPDATE trade SET from_balance = from_balance + 500 WHERE from_account = ${account('W-3')}`,
      `UPDATE trade SET from_balance = from_balance - 500 WHERE from_account = ${account('M-1')} AND from_seq >= 2`,
      `UPDATE account SET balance = balance + 500 WHERE account_no = 'W-3'`,
      `UPDATE account SET balance = balance - 500 WHERE account_no = 'M-1'`,
    ],
    'trade 2 was not written by this program',
  ],
  [
    6,
    'two trades exchanged',
    ['trade', 'idempotency_record'].flatMap((table) => [
      `UPDATE ${table} SET trade_no = 1000 WHERE trade_no = 16`,
      `UPDATE ${table} SET trade_no = 16 WHERE trade_no = 17`,
      `UPDATE ${table} SET trade_no = 17 WHERE trade_no = 1000`,
    ]),
    'was not written by this program',
  ],
  [
    6,
    'a trigger that undoes what the program writes',
    [`CREATE TRIGGER thief AFTER INSERT ON trade BEGIN UPDATE member SET treasurer = 1 WHERE id = 3; END`],
    'trigger thief was not made by this program',
  ],
  [
    6,
    'the reason of a movement',
    [`UPDATE trade SET "desc" = 'a gift' WHERE "desc" = 'a fine'`],
    'was not written by this program',
  ],
  [
    6,
    'the head of a chain',
    [`UPDATE account SET hash = zeroblob(16) WHERE account_no = 'W-6'`],
    'account W-6 does not have the hash of its last entry',
  ],
  [
    6,
    'a trade that never was, with everything that belongs to it but the key',
    [
      `INSERT INTO trade SELECT 19, community, from_account, to_account, amount, kind, actor, envelope, "desc", created_at,
         from_seq + 1, from_balance - amount, to_seq + 1, to_balance + amount, randomblob(16) FROM trade WHERE trade_no = 18`,
      `UPDATE account SET balance = balance * 2, seq = 2, hash = (SELECT hash FROM trade WHERE trade_no = 19) WHERE account_no IN ('W-6', 'M-2')`,
    ],
    'trade 19 was not written by this program',
  ],
  [
    6,
    'a trade undone without a trace but its number',
    [
      'DELETE FROM trade WHERE trade_no = 17',
      `DELETE FROM idempotency_record WHERE trade_no = 17`,
      ...['W-3', 'M-1'].map(
        (
          accountNo,
        ) => `UPDATE account SET (balance, seq, hash) = (SELECT balance, seq, hash FROM account_log l
          WHERE l.account_no = account.account_no ORDER BY seq DESC LIMIT 1) WHERE account_no = '${accountNo}'`,
      ),
    ],
    'there are 17 trades, the last is trade 18',
  ],
  [
    6,
    'the wallets of two members exchanged',
    [
      `UPDATE account SET user_id = NULL WHERE account_no = 'W-6'`,
      `UPDATE account SET user_id = 6 WHERE account_no = 'W-5'`,
      `UPDATE account SET user_id = 5 WHERE account_no = 'W-6'`,
    ],
    'trade 18 was not written by this program',
  ],
  [
    7,
    'a share made larger',
    [`UPDATE share SET amount = amount + 1 WHERE envelope = ${envelope('open')} AND position = 3`],
    'envelope {open}: sent 900',
  ],
  [
    7,
    'an unclaimed share made larger at the cost of another',
    [
      `UPDATE share SET amount = amount + 1 WHERE envelope = ${envelope('open')} AND position = 2`,
      `UPDATE share SET amount = amount - 1 WHERE envelope = ${envelope('open')} AND position = 3`,
    ],
    'envelope {open} does not have the shares it was sealed with',
  ],
  [
    7,
    'a share that is never handed out',
    [`UPDATE share SET position = 129 WHERE envelope = ${envelope('open')} AND position = 3`],
    'envelope {open}: sent 900',
  ],
  [
    7,
    'the total',
    [`UPDATE envelope SET total = total + 1 WHERE greeting = 'expired'`],
    'envelope {expired}: sent 10000',
  ],
  [
    7,
    'the count of grabs',
    [`UPDATE envelope SET grabbed_count = 2 WHERE greeting = 'open'`],
    'envelope {open}: sent 900',
  ],
  [
    7,
    'the salt',
    [`UPDATE envelope SET salt = 'ab' WHERE greeting = 'chosen'`],
    'envelope {chosen} does not have the shares it was sealed with',
  ],
  [
    7,
    'an envelope that nobody paid for',
    [
      `UPDATE trade SET to_account = ${account('W-4')}, to_seq = 99 WHERE to_account = ${accountOf('chosen')}`,
    ],
    'envelope {chosen} was not paid for by exactly one trade',
  ],
  [
    8,
    'two shares for one member',
    [
      'DROP INDEX share_once',
      `UPDATE share SET claimer = 3 WHERE envelope = ${envelope('finished')} AND position = 2`,
      'CREATE UNIQUE INDEX share_once ON share (envelope, claimer, position)',
    ],
    'member 3 has 2 shares of envelope {finished}',
  ],
  [
    8,
    'a share taken over by somebody else',
    [`UPDATE share SET claimer = 4 WHERE envelope = ${envelope('open')} AND position = 1`],
    'share 1 of envelope {open} has no trade of its own',
  ],
  [
    8,
    'a share grabbed earlier than it was',
    [`UPDATE share SET claimed_at = claimed_at - 1 WHERE envelope = ${envelope('open')} AND position = 1`],
    'share 1 of envelope {open} has no trade of its own',
  ],
  [
    8,
    'a share given without a trade',
    [
      `UPDATE share SET claimer = 4, claimed_at = 5, trade_no = 99 WHERE envelope = ${envelope('open')} AND position = 2`,
    ],
    'share 2 of envelope {open} has no trade of its own',
  ],
  [
    8,
    'a share forgotten',
    [
      `UPDATE share SET claimer = NULL, claimed_at = NULL, trade_no = NULL WHERE envelope = ${envelope('open')} AND position = 1`,
    ],
    'trade 14 paid for no share',
  ],
  [
    9,
    'an end too early',
    [`UPDATE envelope SET state = 'finished', ended_at = created_at WHERE greeting = 'open'`],
    'envelope {open} (finished) did not end as it says',
  ],
  [
    9,
    'an end undone',
    [`UPDATE envelope SET state = 'open', ended_at = NULL WHERE greeting = 'finished'`],
    'envelope {finished} (open) did not end as it says',
  ],
  [
    9,
    'an expired envelope opened again',
    [`UPDATE envelope SET state = 'open', ended_at = NULL WHERE greeting = 'expired'`],
    'envelope {expired} (open) did not end as it says',
  ],
  [
    9,
    'an expiry before the deadline',
    [`UPDATE envelope SET ended_at = deadline - 1 WHERE greeting = 'expired'`],
    'envelope {expired} (expired) did not end as it says',
  ],
  [
    9,
    'the time of an expiry',
    [`UPDATE envelope SET ended_at = ended_at + 1 WHERE greeting = 'expired'`],
    'envelope {expired} (expired) did not end when its last trade was made',
  ],
  [
    9,
    'the time at which an envelope was finished',
    [`UPDATE envelope SET ended_at = ended_at + 1 WHERE greeting = 'finished'`],
    'envelope {finished} (finished) did not end when its last trade was made',
  ],
  [
    9,
    'a cancel after a grab',
    [`UPDATE envelope SET state = 'cancelled' WHERE greeting = 'expired'`],
    'envelope {expired} (cancelled) did not end as it says',
  ],
  [
    9,
    'a refund to somebody else',
    [
      `UPDATE trade SET to_account = ${account('W-4')}, to_seq = 99 WHERE kind = 'refund' AND envelope = ${envelope('cancelled')}`,
    ],
    'envelope {cancelled} (cancelled) did not end as it says',
  ],
  [
    9,
    'a second refund',
    [`UPDATE trade SET kind = 'refund' WHERE kind = 'grab' AND envelope = ${envelope('expired')}`],
    'refunds envelope {expired} once more',
  ],
  [
    9,
    'a grab after the deadline',
    [`UPDATE envelope SET deadline = created_at + 1 - 1 WHERE greeting = 'open'`],
    'share 1 of envelope {open} was claimed after the deadline',
  ],
  [
    10,
    'two keys for one trade',
    [
      `INSERT INTO idempotency_record (key, body, outcome, trade_no, created_at, checksum)
       SELECT 'stolen', body, outcome, trade_no, created_at, checksum FROM idempotency_record WHERE trade_no = 2`,
    ],
    'trade 2 answers 2 keys',
  ],
  [
    10,
    'an answer that tells of another trade',
    [`UPDATE idempotency_record SET outcome = json_set(outcome, '$.tradeNo', 1) WHERE key = 'test:2'`],
    'the answer to test:2 is not the one that was given',
  ],
  [
    10,
    'an answer that cannot be read',
    [`UPDATE idempotency_record SET outcome = 'paid' WHERE key = 'test:2'`],
    'the answer to test:2 is not the one that was given',
  ],
  [
    10,
    'the key of an answer, so that the same command moves money again',
    [`UPDATE idempotency_record SET key = 'test:3x' WHERE key = 'test:3'`],
    'the answer to test:3x is not what was stored',
  ],
  [
    10,
    'the balance in an answer',
    [`UPDATE idempotency_record SET outcome = json_set(outcome, '$.balance', 1) WHERE key = 'test:2'`],
    'the answer to test:2 is not what was stored',
  ],
  [
    11,
    'a trade that a member was told of',
    ['DELETE FROM trade WHERE trade_no = 2'],
    'the answer to test:2 tells of trade 2, which is not in the books',
  ],
  [
    13,
    'a trade into another community',
    [`UPDATE trade SET to_account = ${account('W-6')}, to_seq = 99 WHERE trade_no = 2`],
    'trade 2 crosses communities',
  ],
  [
    13,
    'a wallet moved into another community',
    [`UPDATE account SET community = 2 WHERE account_no = 'W-4'`],
    'account W-4 and its member are of different communities',
  ],
  [
    13,
    'an envelope moved into another community',
    [`UPDATE envelope SET community = 2 WHERE greeting = 'open'`],
    'envelope {open} and its sender or account are of different communities',
  ],
  [
    13,
    'a person who is somebody elsewhere',
    [`UPDATE identity SET member = 6 WHERE member = 4`],
    'person cai of test and member 6 are of different communities',
  ],
  [
    14,
    'a value that its CHECK forbids',
    [`UPDATE account SET status = 'rich' WHERE account_no = 'W-4'`],
    'CHECK constraint failed in account',
  ],
  ...(
    [
      ['member', 'a treasurer whom nobody appointed', 'UPDATE member SET treasurer = 1 WHERE id = 3'],
      ['member', 'a name', `UPDATE member SET name = 'Boss' WHERE id = 3`],
      ['community', 'a rule', 'UPDATE community SET max_open_envelopes = 1000 WHERE id = 1'],
      ['community', 'the decimals of a currency', 'UPDATE community SET scale = 0 WHERE id = 1'],
      ['chat', 'a chat moved into another community', 'UPDATE chat SET community = 1 WHERE community = 2'],
      [
        'identity',
        'two people exchanged',
        'UPDATE identity SET member = CASE member WHEN 3 THEN 4 ELSE 3 END WHERE member IN (3, 4)',
      ],
      ['envelope', 'a deadline', `UPDATE envelope SET deadline = deadline + 60000 WHERE greeting = 'open'`],
      ['envelope', 'for whom it is', `UPDATE envelope SET audience = 'everyone' WHERE greeting = 'chosen'`],
      ['envelope', 'a greeting', `UPDATE envelope SET greeting = 'opem' WHERE greeting = 'open'`],
      ['chosen', 'who is chosen', 'DELETE FROM chosen WHERE member = 4'],
      ['chosen_role', 'a role that is chosen', `INSERT INTO chosen_role VALUES (5, 'test', 'r', 'Role')`],
      ['account', 'the name beside a wallet', `UPDATE account SET username = 'Bob' WHERE account_no = 'W-4'`],
      [
        'person_identity',
        'a link of people',
        `INSERT INTO person VALUES (1, 5); INSERT INTO person_identity VALUES ('test', 'bob', 'Bob', 1, 5)`,
      ],
      [
        'link_code',
        'a code',
        `INSERT INTO link_code VALUES ('00', 'people', 'test', 'bob', 'Bob', NULL, NULL, 9)`,
      ],
      [
        'community_move',
        'an unlinking that nobody confirmed',
        `INSERT INTO community_move (kind, from_community, to_community, by_platform, by_user, by_name, started_at)
         VALUES ('unlink', 1, 2, 'test', 'bob', 'Bob', 5)`,
      ],
      ['pending_update', 'a command that waits', `INSERT INTO pending_update VALUES ('test', 'k', '{}', 5)`],
      ['member', 'what stands behind a NUL', `UPDATE member SET name = name || char(0) || 'x' WHERE id = 3`],
    ] as const
  ).map(([table, what, sql]): [number, string, string[], string] => [
    14,
    `${what} (${table})`,
    [sql],
    `the rows of ${table} are not all as this program wrote them`,
  ]),
  ...(
    [
      ['a tag', `UPDATE seal SET tag = '${'0'.repeat(64)}'`],
      ['a version', 'UPDATE seal SET version = version + 1'],
      ['sums', `UPDATE seal SET sums = 'AAAA' || substr(sums, 5)`],
      ['no seal', 'DELETE FROM seal'],
    ] as const
  ).map(([what, sql]): [number, string, string[], string] => [
    14,
    `a seal with ${what}`,
    [sql],
    'the seal was not made by this program for what is in the books',
  ]),
  [
    14,
    'a member who does not exist',
    [`UPDATE envelope SET sender = 99 WHERE greeting = 'open'`],
    'envelope row 4 names a missing member',
  ],
  ...(
    [
      [
        'the score of a member',
        `UPDATE standing SET score = score + 1 WHERE member = 3 AND board = 'received'`,
      ],
      [
        'a member put first',
        `UPDATE standing SET score = score + 1, own_score = own_score + 1 WHERE member = 3`,
      ],
      ['how often a member was the luckiest', `DELETE FROM standing WHERE board = 'luckiest'`],
      ['figures moved into another community', 'UPDATE standing SET community = 2 WHERE member = 3'],
      ['a member who did nothing', `INSERT INTO standing VALUES (1, 'sent', 'ever', 0, 1, 5, 1, 0, 5, 1, 0)`],
    ] as const
  ).map(([what, sql]): [number, string, string[], string] => [14, what, [sql], 'the standing of member']),
  [
    14,
    'trades that the leaderboards count once more',
    ['UPDATE standing_upto SET trade_no = 6'],
    'the standing of member',
  ],
  [
    14,
    'trades that the leaderboards never count',
    ['UPDATE standing_upto SET trade_no = 99'],
    'the leaderboards count up to trade 99 of',
  ],
  [
    14,
    'how far the leaderboards count',
    ['DELETE FROM standing_upto'],
    'the leaderboards count up to trade null',
  ],
  [
    14,
    'a unique index made an ordinary one',
    ['DROP INDEX trade_from', 'CREATE INDEX trade_from ON trade (from_account, from_seq)'],
    'index trade_from is missing',
  ],
  [
    14,
    'a log that shows other entries',
    ['DROP VIEW account_log', 'CREATE VIEW account_log AS SELECT * FROM trade'],
    'view account_log is missing',
  ],
]

test('reports an index that contradicts its table', async () => {
  const world = await World.open()
  await world.fund(1000, 'Ann', 'Bob')
  await world.stop()
  const found = await foundAfterWork(
    world,
    (database) => {
      database.unsafeMode()
      database.pragma('writable_schema = ON')
      // Swaps the entries of two indexes, so every look-up finds the wrong account.
      database.exec(`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'identity_of_user')
                     WHERE name = 'chat_of_community'`)
    },
    world.clock.now(),
  )
  await world.close()
  expect(found.filter((line) => line.startsWith('14: ') && line.includes('chat_of_community'))).not.toEqual(
    [],
  )
})

test('reports a table that differs, and nothing else about it', async () => {
  const found = await foundAfter((database) => {
    database.exec('ALTER TABLE chat_move RENAME COLUMN to_chat TO to_chap')
  })
  expect(found).toEqual(['14: table chat_move is missing or different'])
})

describe('reconcile reports', () => {
  test.each(thefts)('%i: %s', async (invariant, _, statements, offender) => {
    const expected = offender.replace(/\{(\w+)\}/g, (_match, greeting) => envelopeNos.get(greeting) ?? '?')
    const found = await foundAfter(asThief(statements))
    const named = found.filter((line) => line.startsWith(`${invariant}: `) && line.includes(expected))
    expect(named, `found instead:\n${found.join('\n')}`).not.toEqual([])
  })

  test('6: every missing trigger', async () => {
    let triggers = 0
    const found = await foundAfter((database) => {
      const names = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all()
      for (const name of names) database.exec(`DROP TRIGGER ${name}`)
      triggers = names.length
    })
    // A report names up to twenty of a kind.
    expect(triggers).toBeGreaterThan(15)
    expect(found).toHaveLength(Math.min(triggers, 20))
    expect(found).toContain('6: trigger trade_no_update is missing or different')
  })

  test.each([
    'CREATE TRIGGER trade_no_update BEFORE UPDATE ON trade BEGIN SELECT 1; END',
    `CREATE TRIGGER trade_no_update BEFORE UPDATE ON trade WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END`,
  ])('6: a trigger without effect: %s', async (sql) => {
    const found = await foundAfter((database) => database.exec(`DROP TRIGGER trade_no_update; ${sql}`))
    expect(found).toEqual(['6: trigger trade_no_update is missing or different'])
  })

  test('6: a trade that was signed with another key', async () => {
    const other = createSecretKey(Buffer.from('ab'.repeat(32), 'latin1'))
    const report = await reconcile(world.file, other, now)
    expect(report.invariants[5]?.count).toBe(report.trades)
    expect(report.invariants[5]?.offenders).toHaveLength(Math.min(report.trades, 20))
  })

  test('12: an envelope still open more than a minute past its deadline', async () => {
    const due = now + 24 * HOUR
    expect(await foundAfter(() => {}, due + MINUTE)).toEqual([])
    const open = envelopeNos.get('open')
    expect(await foundAfter(() => {}, due + MINUTE + 1)).toContain(`12: envelope ${open} was due 60 s ago`)
  })

  test('12: but not envelopes that fell due while no program ran, nor for a minute after its start', async () => {
    const due = now + 24 * HOUR
    const since = (at: number) => (database: Database.Database) =>
      database.prepare(`INSERT INTO meta VALUES ('refunding', ?)`).run(`since ${at}`)
    expect(await foundAfter(since(due + HOUR), due + HOUR + MINUTE)).toEqual([])
    const open = envelopeNos.get('open')
    expect(await foundAfter(since(due + HOUR), due + HOUR + MINUTE + 1)).toContain(
      `12: envelope ${open} was due 3660 s ago`,
    )
  })
})

test('accepts an envelope whose last grab came after the clock went back', async () => {
  const turned = await World.open()
  await turned.fund(1000, 'Ann')
  const { envelopeNo } = await turned.send('Ann', { count: 2 })
  turned.clock.pass(MINUTE)
  await turned.grabs(envelopeNo, 'Bob')
  turned.clock.pass(-MINUTE / 2)
  await turned.grabs(envelopeNo, 'Cai')
  const broken = await turned.broken()
  await turned.close()
  expect(broken).toEqual([])
})

test('reconcile changes nothing', async () => {
  const before = world.money()
  const bytes = world.tamper((database) => database.serialize())
  await reconcile(world.file, world.ledgerKey, now)
  expect(world.money()).toEqual(before)
  expect(world.tamper((database) => database.serialize()).equals(bytes)).toBe(true)
})

test('reconcile of one snapshot ignores concurrent writes', async () => {
  const busy = await World.open()
  await busy.fund(10_000, 'Ann')
  let finished = false
  const trades: number[] = []
  const writing = (async () => {
    while (!finished) {
      await busy.fund(1, 'Bob')
      trades.push(1)
    }
  })()
  const report = await busy.app.reconcile()
  finished = true
  await writing
  await busy.close()
  expect(report.ok).toBe(true)
  expect(trades.length).toBeGreaterThan(0)
})

describe('an envelope that waits behind others past its deadline', () => {
  const openCrowd = async () => {
    const crowd = await World.open()
    onTestFinished(() => crowd.close())
    await crowd.fund(3_000, 'Ann')
    await crowd.send('Ann')
    crowd.clock.pass(SECOND)
    const { envelopeNo } = await crowd.send('Ann')
    crowd.clock.pass(24 * HOUR + 5 * MINUTE)
    return { crowd, envelopeNo }
  }

  test('breaks no invariant while those due before it are being refunded', async () => {
    const { crowd } = await openCrowd()
    await crowd.app.expireEnvelopes(1)
    crowd.clock.pass(MINUTE)
    expect(await crowd.broken()).toEqual([])
  })

  test('breaks one when nothing was refunded for a minute', async () => {
    const { crowd, envelopeNo } = await openCrowd()
    await crowd.app.expireEnvelopes(1)
    crowd.clock.pass(MINUTE + 1)
    expect(await crowd.broken()).toEqual([`12: envelope ${envelopeNo} was due 360 s ago`])
  })

  test('breaks one when only those due after it are refunded', async () => {
    const { crowd } = await openCrowd()
    const first = crowd.tamper((database) => database.prepare('SELECT min(id) FROM envelope').pluck().get())
    await crowd.app.expireEnvelopes(1, [first as number])
    expect(await crowd.broken()).toEqual([expect.stringMatching(/^12: /)])
  })
})

test('checks twice before it calls envelopes late in a program that has just started', async () => {
  const late = await World.open()
  onTestFinished(() => late.close())
  await late.fund(1_000, 'Ann')
  await late.send('Ann')
  late.clock.pass(25 * HOUR)
  const now = late.clock.now()
  // It runs during the first look, which sees the file as it was before.
  const startProgram = () =>
    late.tamper((database) =>
      database.prepare(`INSERT OR REPLACE INTO meta VALUES ('refunding', ?)`).run(`since ${now}`),
    )
  expect((await reconcile(late.file, late.ledgerKey, now, startProgram)).ok).toBe(false)
  late.tamper((database) => database.exec(`DELETE FROM meta WHERE name = 'refunding'`))
  expect((await reconcile(late.file, late.ledgerKey, now, startProgram, 1)).ok).toBe(true)
})

test('a file that another program holds is not called broken', async () => {
  const held = await World.open()
  onTestFinished(() => held.close())
  await held.stop()
  const schema = await ownSchema()
  held.tamper((holder) => {
    // Beside SQLite's log, readers never wait.
    holder.pragma('journal_mode = DELETE')
    const reader = new Database(held.file, { timeout: 0 })
    holder.exec('BEGIN EXCLUSIVE')
    const steps = reconcileSteps(reader, held.ledgerKey, schema, held.clock.now())
    expect(() => steps.next()).toThrow('database is locked')
    holder.exec('ROLLBACK')
    reader.close()
  })
})
