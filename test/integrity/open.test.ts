import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openReadOnly, openStore } from '../../src/integrity/open.js'
import { StoreRefused } from '../../src/store/refused.js'
import Database from '../../src/store/sqlite-library.js'
import { ask, tell } from '../support/raw-plan.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { openWorld, type World } from '../support/world.js'

function open(world: World, change: { file?: string; ledgerKeyFile?: string } = {}) {
  const onFatal = (error: Error) => {
    throw error
  }
  return openStore({ file: world.file, ledgerKeyFile: world.keyFile, onFatal, ...change })
}

/** A world with some money in it, whose process has exited. */
async function stoppedWorld(): Promise<World> {
  const world = await openWorld()
  await world.fund(5000, 'Ann', 'Bob')
  await world.send('Ann')
  await world.stop()
  return world
}

async function expectRefused(world: World, says: RegExp): Promise<void> {
  const refused = open(world)
  await expect(refused).rejects.toBeInstanceOf(StoreRefused)
  await expect(refused).rejects.toThrow(says)
}

describe('refuses the store at start', () => {
  test('while another process writes to it under another name', async () => {
    const world = await openWorld()
    const link = join(world.folder, 'link.db')
    symlinkSync(world.file, link)
    await expect(open(world, { file: link })).rejects.toThrow(/Another Luckymoney process/)
  })

  test('while it has two names, until one is removed', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const link = join(world.folder, 'link.db')
    linkSync(world.file, link)
    await expect(open(world, { file: link })).rejects.toThrow(/link\.db has 2 names \(hard links\)/)
    expect(() => openReadOnly(link)).toThrow(/has 2 names/)
    await world.stop()
    await expectRefused(world, /luckymoney\.db has 2 names .*Remove all but the one that you use/)
    rmSync(link)
    await world.start()
    expect(await world.balance('Ann')).toBe(5000)
  })

  test('while another process writes through a symbolic link whose target is yet to be created', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const [file, link, ledgerKeyFile] = [join(folder, 'new.db'), join(folder, 'link.db'), join(folder, 'key')]
    symlinkSync(file, link)
    const store = await openStore({ file: link, ledgerKeyFile, onFatal: () => {} })
    onTestFinished(() => store.close())
    await expect(openStore({ file, ledgerKeyFile, onFatal: () => {} })).rejects.toThrow(
      /Another Luckymoney process/,
    )
  })

  test('and leaves no lock behind, like a store that was closed', async () => {
    const world = await stoppedWorld()
    expect(existsSync(`${world.file}.lock`)).toBe(false)
    writeFileSync(world.keyFile, `${'ab'.repeat(32)}\n`)
    await expectRefused(world, /is not the key/)
    expect(existsSync(`${world.file}.lock`)).toBe(false)
  })

  test('while another process writes to it, and accepts it afterwards', async () => {
    const world = await openWorld()
    await expectRefused(world, /Another Luckymoney process is using .*luckymoney\.db/)
    expect(await world.balance('Ann')).toBe(0)
    await world.stop()
    await (await open(world)).close()
  })

  test('when a newer program has written it, and changes nothing', async () => {
    const world = await stoppedWorld()
    world.tamper((database) => {
      database.prepare('INSERT INTO kysely_migration VALUES (?, ?)').run('9999_future', '2030-01-01')
    })
    await expectRefused(world, /newer version of Luckymoney \(migration 9999_future\)/)
    world.tamper((database) => database.exec(`DELETE FROM kysely_migration WHERE name = '9999_future'`))
    await (await open(world)).close()
  })

  test.each(['trade', 'account', 'share'])('when a page of %s is damaged', async (table) => {
    const world = await stoppedWorld()
    const { page, size } = world.tamper((database) => {
      database.pragma('wal_checkpoint(TRUNCATE)')
      return {
        page: database
          .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
          .pluck()
          .get(table) as number,
        size: database.pragma('page_size', { simple: true }) as number,
      }
    })
    const bytes = readFileSync(world.file)
    bytes.fill(0xa5, (page - 1) * size, page * size)
    writeFileSync(world.file, bytes)
    await expectRefused(world, /is damaged .*restore the last good backup/s)
  })

  test('when its end is missing', async () => {
    const world = await stoppedWorld()
    truncateSync(world.file, Math.floor(statSync(world.file).size / 2 / 4096) * 4096)
    await expectRefused(world, /is damaged|cannot be opened/)
  })

  test('when it is not a database', async () => {
    const world = await stoppedWorld()
    writeFileSync(world.file, 'Dear diary, today I received a red packet. '.repeat(500))
    await expectRefused(world, /cannot be opened as a SQLite database \(SQLITE_NOTADB/)
  })

  test('when a row violates a constraint of its table', async () => {
    const world = await stoppedWorld()
    world.tamper((database) => {
      database.pragma('ignore_check_constraints = ON')
      database.exec(`UPDATE account SET balance = -1 WHERE account_no = 'W-2'`)
    })
    await expectRefused(world, /is damaged \(CHECK constraint failed in account/)
  })

  test('without the ledger key that its entries were signed with', async () => {
    const world = await stoppedWorld()
    rmSync(world.keyFile)
    await expectRefused(world, /There is no ledger key at .*ledger\.key: restore it from your backup/)
  })

  test('with another ledger key', async () => {
    const world = await stoppedWorld()
    writeFileSync(world.keyFile, `${'ab'.repeat(32)}\n`)
    await expectRefused(world, /is not the key that this database was signed with/)
  })

  test.each(['', 'ab'.repeat(31), 'zz'.repeat(32), 'AB'.repeat(32)])(
    'with a key file that contains %j',
    async (text) => {
      const world = await stoppedWorld()
      writeFileSync(world.keyFile, text)
      await expectRefused(world, /is not a ledger key \(64 hexadecimal digits\)/)
    },
  )

  test('and opens once the cause is gone', async () => {
    const world = await stoppedWorld()
    copyFileSync(world.keyFile, join(world.folder, 'backup.key'))
    rmSync(world.keyFile)
    await expectRefused(world, /no ledger key/)
    copyFileSync(join(world.folder, 'backup.key'), world.keyFile)
    await world.start()
    expect(await world.balance('Bob')).toBe(5000)
    expect(await world.broken()).toEqual([])
  })
})

describe('a new store', () => {
  test('is created with its folders, and a ledger key that only its owner can read', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const file = join(folder, 'deep', 'down', 'new.db')
    const ledgerKeyFile = join(folder, 'other', 'ledger.key')
    const store = await openStore({ file, ledgerKeyFile, onFatal: () => {} })
    await store.close()
    expect(statSync(ledgerKeyFile).mode & 0o777).toBe(0o600)
    expect(readFileSync(ledgerKeyFile, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(statSync(file).size).toBeGreaterThan(0)
  })

  test('programs with the same process id on one volume don’t share a half-written key', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const ledgerKeyFile = join(folder, 'ledger.key')
    const partial = `${ledgerKeyFile}.${process.pid}.partial`
    writeFileSync(partial, 'the other program’s, half written', { mode: 0o644 })
    const store = await openStore({ file: join(folder, 'new.db'), ledgerKeyFile, onFatal: () => {} })
    await store.close()
    expect(readFileSync(ledgerKeyFile, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(statSync(ledgerKeyFile).mode & 0o777).toBe(0o600)
    expect(readFileSync(partial, 'utf8')).toBe('the other program’s, half written')
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([basename(partial)])
  })

  test('keeps an existing key', async () => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const ledgerKeyFile = join(folder, 'ledger.key')
    writeFileSync(ledgerKeyFile, 'cd'.repeat(32))
    const store = await openStore({ file: join(folder, 'new.db'), ledgerKeyFile, onFatal: () => {} })
    await store.close()
    expect(readFileSync(ledgerKeyFile, 'utf8')).toBe('cd'.repeat(32))
  })
})

test.each([
  ['journal_mode', 'wal'],
  // 2 is FULL: an acknowledged commit survives a power cut.
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['recursive_triggers', 1],
])('the writing connection has %s = %s, even for a file opened before', async (name, value) => {
  const world = await openWorld()
  for (let life = 0; life < 2; life++) {
    const [row] = await world.engine.run(() => ask(`PRAGMA ${name}`))
    expect(row).toEqual({ [name]: value })
    await world.restart()
  }
})

describe('the books are append-only, even for the writing connection', () => {
  test.each([
    [`UPDATE trade SET amount = amount + 1`],
    [`UPDATE trade SET created_at = 0 WHERE trade_no = 1`],
    [`DELETE FROM trade WHERE trade_no = (SELECT max(trade_no) FROM trade)`],
    [`REPLACE INTO trade SELECT * FROM trade WHERE trade_no = 1`],
    [`INSERT OR REPLACE INTO trade SELECT * FROM trade WHERE trade_no = 1`],
    [`DELETE FROM account WHERE account_no = 'W-2'`],
    [`DELETE FROM share`],
    [`UPDATE share SET amount = amount + 1`],
    [`UPDATE share SET claimer = NULL, claimed_at = NULL, trade_no = NULL WHERE claimer IS NOT NULL`],
    [`DELETE FROM envelope`],
    [`UPDATE envelope SET total = total + 1`],
    [`UPDATE envelope SET deadline = deadline + 1`],
    [`UPDATE envelope SET salt = 'x', commitment = 'y'`],
  ])('%s aborts', async (sql) => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const { envelopeNo } = await world.send('Ann')
    await world.grabs(envelopeNo, 'Bob')
    const before = world.money()
    await expect(world.engine.run(() => tell(sql))).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_TRIGGER',
    })
    expect(world.money()).toEqual(before)
    expect(await world.broken()).toEqual([])
  })

  test.each(['UPDATE account_log SET amount = amount + 1', 'DELETE FROM account_log'])(
    '%s fails',
    async (sql) => {
      const world = await openWorld()
      await world.fund(5000, 'Ann')
      await expect(world.engine.run(() => tell(sql))).rejects.toThrow('because it is a view')
      expect(await world.broken()).toEqual([])
    },
  )

  test('an ended envelope cannot reopen', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    await world.cancel('Ann', (await world.send('Ann')).envelopeNo)
    const reopen = `UPDATE envelope SET state = 'open', ended_at = NULL, refund_trade_no = NULL`
    await expect(world.engine.run(() => tell(reopen))).rejects.toThrow('an envelope ends once')
  })
})

test('a read-only connection cannot write, and requires an existing file', async () => {
  const world = await openWorld()
  const database = openReadOnly(world.file)
  onTestFinished(() => {
    database.close()
  })
  expect(() => database.exec('DELETE FROM idempotency_record')).toThrow(Database.SqliteError)
  expect(() => openReadOnly(join(world.folder, 'nothing.db'))).toThrow(StoreRefused)
})

test("only the owner can read the database and SQLite's files beside it", async () => {
  const world = await openWorld()
  await world.fund(100, 'Ann')
  for (const suffix of ['', '-wal', '-shm']) expect(statSync(world.file + suffix).mode & 0o777).toBe(0o600)
})

test('only the owner can read the lock, even if an earlier program created it differently', async () => {
  const world = await openWorld()
  expect(statSync(`${world.file}.lock`).mode & 0o777).toBe(0o600)
  await world.stop()
  writeFileSync(`${world.file}.lock`, '', { mode: 0o644 })
  chmodSync(`${world.file}.lock`, 0o644)
  await world.start()
  expect(statSync(`${world.file}.lock`).mode & 0o777).toBe(0o600)
})

test('a store knows the latest time in its books', async () => {
  const world = await stoppedWorld()
  const store = await open(world)
  expect(store.newestEntryAt).toBe(world.clock.now())
  await store.close()
})

test.skipIf(process.platform !== 'linux')(
  'a start reads no more of long books than of short ones',
  async () => {
    const world = await stoppedWorld()
    const bytesOfStart = async () => {
      const read = () => Number(/rchar: (\d+)/.exec(readFileSync('/proc/thread-self/io', 'latin1'))?.[1])
      const before = read()
      const store = await openStore({
        ...{ file: world.file, ledgerKeyFile: world.keyFile, checkAtOnce: 0 },
        onFatal: (error) => {
          throw error
        },
      })
      const bytes = read() - before
      await store.close()
      return bytes
    }
    const few = await bytesOfStart()
    world.tamper((database) => {
      const rows = 'WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < 20000)'
      database.exec(
        `${rows} INSERT INTO account (account_no, account_name, account_type, username, status, created_at, updated_at, community)
         SELECT 'E-old' || n, 'Envelope', 'envelope', '', 'closed', 1, 1, 1 FROM row;
       ${rows} INSERT INTO trade SELECT -n, 1, 1, 2, 1, 'transfer', 1, NULL, '', 1, 1000 + n, 0, 1000 + n, 0, zeroblob(16) FROM row;
       ${rows} INSERT INTO idempotency_record SELECT 'old' || n, zeroblob(16), '{}', NULL, 1, 0, NULL FROM row;
       ${rows} INSERT INTO envelope_message (envelope, platform, chat, nonce) SELECT 1, 'test', n, 'old' || n FROM row`,
      )
    })
    expect(statSync(world.file).size).toBeGreaterThan(50 * few)
    // Deeper trees have a page more on the way to a row.
    expect(await bytesOfStart()).toBeLessThan(few + 10 * 4096)
  },
)
