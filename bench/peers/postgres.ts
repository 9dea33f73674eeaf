import { join } from 'node:path'
import pg from 'pg'
import type { Books, Grab, Peer } from './peer.js'
import { findProgram, missingUser, runToEnd, serverFolder, startServer } from './server.js'
import { envelopes, SUMS, sumsOf, tables, wallets } from './sql.js'

/** The whole grab on the server, so that the envelope's row is locked for as short as possible. */
const FUNCTION = `CREATE FUNCTION grab(tapped bigint, tapper bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  held bigint; taken bigint; part bigint; has bigint;
BEGIN
  SELECT balance, grabbed INTO held, taken FROM envelope WHERE id = tapped FOR UPDATE;
  IF EXISTS (SELECT FROM share WHERE envelope = tapped AND claimer = tapper) THEN RETURN 0; END IF;
  UPDATE share SET claimer = tapper WHERE envelope = tapped AND position = taken + 1 RETURNING amount INTO part;
  IF NOT FOUND THEN RETURN 0; END IF;
  UPDATE envelope SET balance = held - part, grabbed = taken + 1 WHERE id = tapped;
  UPDATE wallet SET balance = balance + part WHERE member = tapper RETURNING balance INTO has;
  INSERT INTO account_log (envelope, position, member, amount, envelope_balance, wallet_balance)
    VALUES (tapped, taken + 1, tapper, part, held - part, has);
  RETURN part;
END $$`

/**
 * Any free share, without waiting for taps on the others. The envelope's balance and count would be one row that all taps
 * lock again, so they aren't kept: the free shares are the balance.
 */
const TAKE = `WITH taken AS (
    UPDATE share SET claimer = $2
    WHERE envelope = $1
      AND position = (SELECT position FROM share WHERE envelope = $1 AND claimer IS NULL
                      ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED)
      AND NOT EXISTS (SELECT FROM share WHERE envelope = $1 AND claimer = $2)
    RETURNING position, amount
  ), paid AS (
    UPDATE wallet SET balance = wallet.balance + taken.amount FROM taken WHERE member = $2
    RETURNING wallet.balance
  )
  INSERT INTO account_log (envelope, position, member, amount, wallet_balance)
  SELECT $1, taken.position, $2, taken.amount, paid.balance FROM taken, paid
  RETURNING amount`

/** The free shares are what the envelopes hold. */
const SUMS_OF_SHARES = SUMS.replace(
  'sum(balance) FROM envelope',
  'coalesce(sum(amount), 0) FROM share WHERE claimer IS NULL',
)

const UNIQUE_VIOLATION = '23505'

/** A way to grab, and how the sums are read. */
interface Manner {
  readonly prepare?: string
  readonly sums: string
  readonly grab: (client: pg.Client) => Grab
}

const LACKS =
  'a rush on one envelope waits for each commit, because PostgreSQL keeps row locks until the flush'

/** A transaction of statements: the envelope's row is locked while they travel. */
export const postgres: Peer = peer('postgres', 'PostgreSQL, row locks, pipelined statements', LACKS, {
  sums: SUMS,
  grab: byStatements,
})

export const postgresFunction: Peer = peer(
  'postgres-function',
  'PostgreSQL, row locks in a function',
  LACKS,
  {
    prepare: FUNCTION,
    sums: SUMS,
    grab: byFunction,
  },
)

export const postgresSkipLocked: Peer = peer(
  'postgres-skip-locked',
  'PostgreSQL, SKIP LOCKED over pre-cut shares, one statement',
  'no balance and no count of the envelope, not even in the log: they follow from the free shares; shares go out of order',
  {
    prepare: 'CREATE INDEX share_free ON share (envelope, position) WHERE claimer IS NULL',
    sums: SUMS_OF_SHARES,
    grab: bySkipping,
  },
)

function peer(name: string, title: string, lacks: string, manner: Manner): Peer {
  return {
    ...{ name, title, lacks },
    missing: () =>
      findProgram('postgres') && findProgram('initdb')
        ? missingUser()
        : 'postgres or initdb is not installed (Debian: postgresql)',
    open: (folder) => open(serverFolder(folder), manner),
  }
}

async function open(folder: string, manner: Manner): Promise<Books> {
  const data = join(folder, 'data')
  const user = 'bench'
  await runToEnd(
    findProgram('initdb') as string,
    ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    folder,
  )
  const settings = {
    ...{ listen_addresses: '', unix_socket_directories: folder, max_connections: '300' },
    ...{ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  }
  const server = await startServer({
    file: findProgram('postgres') as string,
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    folder,
    ready: /database system is ready to accept connections/,
    stopSignal: 'SIGINT',
  })
  const connect = async () => {
    const client = new pg.Client({ host: folder, user, database: 'postgres', pipeline: true })
    // A server that stops must not end the process before it has cleaned up; queries report what they lost.
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const admin = await connect()
  const serial = 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY'
  const now = 'timestamptz NOT NULL DEFAULT clock_timestamp()'
  for (const statement of [...tables({ number: 'bigint', serial, now }), wallets()])
    await admin.query(statement)
  if (manner.prepare) await admin.query(manner.prepare)
  let sent = 0
  let clients: pg.Client[] = []
  const disconnect = () => Promise.all(clients.map((client) => client.end()))
  return {
    connect: async (count) => {
      await disconnect()
      clients = await Promise.all(Array.from({ length: count }, connect))
      return clients.map(manner.grab)
    },
    send: async (shares) => {
      await admin.query('BEGIN')
      for (const statement of envelopes(shares, sent + 1)) await admin.query(statement)
      await admin.query('COMMIT')
      // Otherwise the planner takes the tables for empty until it looks a minute later.
      await admin.query('VACUUM ANALYZE')
      sent += shares.length
    },
    sums: async () => sumsOf((await admin.query(manner.sums)).rows[0]),
    serverCpu: () => server.cpu(),
    close: async () => {
      await Promise.all([disconnect(), admin.end()])
      await server.stop()
    },
  }
}

function byFunction(client: pg.Client): Grab {
  return async ({ envelope, member }) => {
    const query = { name: 'grab', text: 'SELECT grab($1, $2) AS amount', values: [envelope, member] }
    return Number((await client.query(query)).rows[0].amount)
  }
}

function bySkipping(client: pg.Client): Grab {
  return async ({ envelope, member }) => {
    try {
      const { rows } = await client.query({ name: 'take', text: TAKE, values: [envelope, member] })
      return Number(rows[0]?.amount ?? 0)
    } catch (error) {
      // Two taps of one member at the same time took different shares; one of them keeps its share.
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return 0
      throw error
    }
  }
}

/** Two round trips: lock and look; write and commit, which becomes a rollback when something before it failed. */
function byStatements(client: pg.Client): Grab {
  const query = (name: string, text: string, values: readonly number[]) =>
    client.query({ name, text, values: [...values] })
  return async ({ envelope, member }) => {
    const [, , { rows }] = await Promise.all([
      client.query('BEGIN'),
      query('lock', 'SELECT balance, grabbed FROM envelope WHERE id = $1 FOR UPDATE', [envelope]),
      // A statement of its own: one that waited for the lock would join the share that was next before.
      query(
        'next',
        `SELECT s.position, s.amount, EXISTS (SELECT FROM share WHERE envelope = $1 AND claimer = $2) AS mine
         FROM envelope e JOIN share s ON s.envelope = e.id AND s.position = e.grabbed + 1 WHERE e.id = $1`,
        [envelope, member],
      ),
    ])
    const next = rows[0]
    if (!next || next.mine) {
      await client.query('ROLLBACK')
      return 0
    }
    const position = Number(next.position)
    const amount = Number(next.amount)
    const [claimed, , logged, committed] = await Promise.all([
      query(
        'claim',
        'UPDATE share SET claimer = $1 WHERE envelope = $2 AND position = $3 AND claimer IS NULL',
        [...[member, envelope, position]],
      ),
      query('pay', 'UPDATE envelope SET balance = balance - $1, grabbed = grabbed + 1 WHERE id = $2', [
        ...[amount, envelope],
      ]),
      query(
        'book',
        `WITH paid AS (UPDATE wallet SET balance = balance + $4 WHERE member = $3 RETURNING balance)
         INSERT INTO account_log (envelope, position, member, amount, envelope_balance, wallet_balance)
         SELECT $1, $2, $3, $4, e.balance, paid.balance FROM envelope e, paid WHERE e.id = $1`,
        [envelope, position, member, amount],
      ),
      client.query('COMMIT'),
    ])
    if (claimed.rowCount !== 1 || logged.rowCount !== 1 || committed.command !== 'COMMIT')
      throw new Error(`a grab ended with ${committed.command}`)
    return amount
  }
}
