import { join } from 'node:path'
import { type Connection, createConnection, type UpsertResult } from 'mariadb'
import type { Books, Grab, Peer, Tap } from './peer.js'
import { findProgram, missingUser, runToEnd, serverFolder, startServer } from './server.js'
import { envelopes, SUMS, sumsOf, tables, wallets } from './sql.js'

/** The whole grab on the server, so that the envelope's row is locked for as short as possible. */
const PROCEDURE = `CREATE PROCEDURE grab(IN tapped BIGINT, IN tapper BIGINT)
BEGIN
  DECLARE held, taken, part, mine, has BIGINT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
  START TRANSACTION;
  SELECT balance, grabbed INTO held, taken FROM envelope WHERE id = tapped FOR UPDATE;
  SELECT count(*) INTO mine FROM share WHERE envelope = tapped AND claimer = tapper;
  SET part = (SELECT amount FROM share WHERE envelope = tapped AND position = taken + 1);
  IF mine > 0 OR part IS NULL THEN
    ROLLBACK;
    SELECT 0 AS amount;
  ELSE
    UPDATE share SET claimer = tapper WHERE envelope = tapped AND position = taken + 1;
    UPDATE envelope SET balance = held - part, grabbed = taken + 1 WHERE id = tapped;
    SELECT balance + part INTO has FROM wallet WHERE member = tapper FOR UPDATE;
    UPDATE wallet SET balance = has WHERE member = tapper;
    INSERT INTO account_log (envelope, position, member, amount, envelope_balance, wallet_balance)
      VALUES (tapped, taken + 1, tapper, part, held - part, has);
    COMMIT;
    SELECT part AS amount;
  END IF;
END`

const LACKS = 'no binary log, so no replication and no point-in-time recovery'

/** A transaction of statements: the envelope's row is locked while they travel. */
export const mariadb: Peer = peer('mariadb', 'MariaDB, row locks, pipelined statements', byStatements)

export const mariadbProcedure: Peer = peer(
  'mariadb-procedure',
  'MariaDB, row locks in a stored procedure',
  byProcedure,
)

function peer(name: string, title: string, grabBy: (connection: Connection) => Promise<Grab>): Peer {
  return {
    ...{ name, title, lacks: LACKS },
    missing: () =>
      findProgram('mariadbd') && findProgram('mariadb-install-db')
        ? missingUser()
        : 'mariadbd or mariadb-install-db is not installed (Debian: mariadb-server)',
    open: (folder) => open(serverFolder(folder), grabBy),
  }
}

async function open(folder: string, grabBy: (connection: Connection) => Promise<Grab>): Promise<Books> {
  const data = join(folder, 'data')
  const socketPath = join(folder, 'socket')
  await runToEnd(
    findProgram('mariadb-install-db') as string,
    [
      ...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'],
      ...['--skip-test-db', '--skip-name-resolve'],
    ],
    folder,
  )
  const server = await startServer({
    file: findProgram('mariadbd') as string,
    args: [
      ...['--no-defaults', `--datadir=${data}`, `--socket=${socketPath}`, '--skip-networking'],
      ...[`--pid-file=${join(folder, 'pid')}`, '--innodb-flush-log-at-trx-commit=1', '--skip-log-bin'],
      ...['--transaction-isolation=READ-COMMITTED', '--max-connections=300'],
    ],
    folder,
    ready: /ready for connections/,
    stopSignal: 'SIGTERM',
  })
  const connect = async (database?: string) => {
    const connection = await createConnection({
      ...{ socketPath, user: 'root', bigIntAsNumber: true, insertIdAsNumber: true },
      ...(database && { database }),
    })
    // A server that stops must not end the process before it has cleaned up; queries report what they lost.
    connection.on('error', () => {})
    return connection
  }
  const maker = await connect()
  await maker.query('CREATE DATABASE bench')
  await maker.end()
  const admin = await connect('bench')
  const serial = 'BIGINT AUTO_INCREMENT PRIMARY KEY'
  const now = 'DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)'
  for (const statement of [...tables({ number: 'BIGINT', serial, now }), wallets(), PROCEDURE])
    await admin.query(statement)
  let sent = 0
  let clients: Connection[] = []
  const disconnect = () => Promise.all(clients.map((client) => client.end()))
  return {
    connect: async (count) => {
      await disconnect()
      clients = await Promise.all(Array.from({ length: count }, () => connect('bench')))
      return await Promise.all(clients.map(grabBy))
    },
    send: async (shares) => {
      await admin.beginTransaction()
      for (const statement of envelopes(shares, sent + 1)) await admin.query(statement)
      await admin.commit()
      sent += shares.length
    },
    sums: async () => sumsOf((await admin.query(SUMS))[0]),
    serverCpu: () => server.cpu(),
    close: async () => {
      await Promise.all([disconnect(), admin.end()])
      await server.stop()
    },
  }
}

async function byProcedure(connection: Connection): Promise<Grab> {
  return async ({ envelope, member }) => {
    const [rows] = await connection.execute('CALL grab(?, ?)', [envelope, member])
    return rows[0].amount
  }
}

/**
 * Three round trips: lock and look, write, commit. Without autocommit, a statement behind one that failed can't become
 * a transaction of its own, so those of one trip are sent together.
 */
async function byStatements(connection: Connection): Promise<Grab> {
  await connection.query('SET autocommit = 0')
  const run = (sql: string, values: readonly number[]) =>
    connection.execute<UpsertResult>(sql, [...values]).then(({ affectedRows }) => {
      if (affectedRows !== 1) throw new Error(`${affectedRows} rows instead of one: ${sql}`)
    })
  return async ({ envelope, member }: Tap) => {
    const [, [next]] = await Promise.all([
      connection.execute('SELECT balance, grabbed FROM envelope WHERE id = ? FOR UPDATE', [envelope]),
      connection.execute<{ position: number; amount: number; mine: number }[]>(
        `SELECT s.position, s.amount,
           (SELECT count(*) FROM share own WHERE own.envelope = e.id AND own.claimer = ?) AS mine
         FROM envelope e JOIN share s ON s.envelope = e.id AND s.position = e.grabbed + 1 WHERE e.id = ?`,
        [member, envelope],
      ),
    ])
    if (!next || next.mine > 0) {
      await connection.rollback()
      return 0
    }
    const { position, amount } = next
    try {
      await Promise.all([
        run('UPDATE share SET claimer = ? WHERE envelope = ? AND position = ? AND claimer IS NULL', [
          ...[member, envelope, position],
        ]),
        run('UPDATE envelope SET balance = balance - ?, grabbed = grabbed + 1 WHERE id = ?', [
          ...[amount, envelope],
        ]),
        run('UPDATE wallet SET balance = balance + ? WHERE member = ?', [amount, member]),
        run(
          `INSERT INTO account_log (envelope, position, member, amount, envelope_balance, wallet_balance)
           SELECT ?, ?, ?, ?, e.balance, w.balance FROM envelope e, wallet w WHERE e.id = ? AND w.member = ?`,
          [envelope, position, member, amount, envelope, member],
        ),
      ])
    } catch (error) {
      await connection.rollback()
      throw error
    }
    await connection.commit()
    return amount
  }
}
