import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SEALED } from '../../src/integrity/row-seals.js'
import { StoreRefused } from '../../src/store/refused.js'
import { tell } from '../support/raw-plan.js'
import { asThief, foundAfterWork } from '../support/thief.js'
import { openWorld, person, type World } from '../support/world.js'

/** Unsealed columns, and how a change to them is detected or why it doesn't matter. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  'every trade is signed': ['trade.*'],
  'the last trade says it': ['account.balance', 'account.updated_at', 'account.seq', 'account.hash'],
  'the commitment and the trades say it': ['share.*'],
  'the shares and the trades say it': [
    ...['envelope.state', 'envelope.grabbed_count', 'envelope.grabbed_total'],
    ...['envelope.ended_at', 'envelope.refund_trade_no'],
  ],
  'it has a checksum of its own': ['idempotency_record.*'],
  'the program does not start with another': ['meta.*', 'kysely_migration.*', 'kysely_migration_lock.*'],
  'an operator may change it': ['account.status'],
  'the envelopes and shares say it': ['standing.*', 'standing_upto.*'],
  'the trades of the mint say it': ['supply.*'],
  'the platform is asked before it counts': ['handle.*'],
  'it is only when to try again': [
    ...['envelope_message.desired_rev', 'envelope_message.observed_rev', 'envelope_message.next_try_at'],
    ...[
      'envelope_message.attempts',
      'envelope_message.priority',
      'notification.next_try_at',
      'notification.attempts',
    ],
    'result_message.next_try_at',
    ...['reversal_notice.next_try_at', 'reversal_notice.attempts'],
  ],
  'it moves no money, and is only a figure for admins': ['envelope_message.posted_at'],
  'it is compared with the rows': ['seal.*'],
}

test('every column is sealed, or listed here with what protects it instead', async () => {
  const world = await openWorld()
  const there = world.tamper(
    (database) =>
      database
        .prepare(
          `SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
           WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
        )
        .pluck()
        .all() as string[],
  )
  const sealed = Object.entries(SEALED).flatMap(([table, names]) => names.map((name) => `${table}.${name}`))
  const otherwise = Object.values(OTHERWISE).flat()
  const whole = otherwise.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -1))
  const covered = (name: string) => sealed.includes(name) || whole.some((table) => name.startsWith(table))
  expect(there.filter((name) => !covered(name)).sort()).toEqual(
    otherwise.filter((name) => !name.endsWith('.*')).sort(),
  )
  expect(sealed.filter((name) => !there.includes(name))).toEqual([])
})

const SEAL = 'the seal was not made by this program for what is in the books'
const MEMBERS = 'the rows of member are not all as this program wrote them'

/** Appoints or dismisses Ann as a treasurer. */
const appoint = (world: World, treasurer: boolean) =>
  world.app.appointTreasurer({
    ...{ key: world.key(), place: world.place, by: person('Admin'), platformAdmin: true },
    ...{ member: person('Ann'), treasurer },
  })

type SealRow = { id: 1; version: number; tag: string; sums: string }

const sealOf = (world: World) =>
  world.tamper((database) => database.prepare('SELECT * FROM seal').get() as SealRow)

/** XORs the bytes of several base64 texts. */
function xor(...texts: string[]): string {
  const [first = Buffer.alloc(0), ...others] = texts.map((text) => Buffer.from(text, 'base64'))
  for (const other of others)
    for (const [index, byte] of first.entries()) first[index] = byte ^ (other[index] ?? 0)
  return first.toString('base64')
}

describe('with earlier copies of the file', () => {
  /** Ann was appointed treasurer and dismissed; returns the seals from before, in between and after. */
  async function dismissed() {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const before = sealOf(world)
    await appoint(world, true)
    const meanwhile = sealOf(world)
    await appoint(world, false)
    await world.fund(100, 'Ann')
    const after = sealOf(world)
    await world.stop()
    return { world, before, meanwhile, after }
  }
  const again = `UPDATE member SET treasurer = 1 WHERE name = 'Ann'`
  const put = ({ version, tag, sums }: Omit<SealRow, 'id'>) =>
    `UPDATE seal SET version = ${version}, tag = '${tag}', sums = '${sums}'`

  test.each<[string, (seals: Record<'before' | 'meanwhile' | 'after', SealRow>) => string, string]>([
    ['no seal', () => 'SELECT 1', MEMBERS],
    ['the seal of that time', ({ meanwhile }) => put(meanwhile), SEAL],
    [
      'its sums under the current tag',
      ({ meanwhile, after }) => put({ ...after, sums: meanwhile.sums }),
      SEAL,
    ],
    [
      'the difference of sums that the row makes',
      ({ before, meanwhile, after }) => put({ ...after, sums: xor(after.sums, before.sums, meanwhile.sums) }),
      SEAL,
    ],
  ])('an earlier state of one row cannot be restored: %s', async (_, forge, offender) => {
    const { world, ...seals } = await dismissed()
    const found = await foundAfterWork(world, asThief([again, forge(seals)]), world.clock.now())
    expect(found).toEqual([`14: ${offender}`])
  })

  test('the store does not start on an old seal, which its next commit would replace with a valid one', async () => {
    const { world, meanwhile } = await dismissed()
    world.tamper(asThief([again, put(meanwhile)]))
    rmSync(`${world.file}.guard`)
    await expect(world.start()).rejects.toThrow(
      /its seal was made for other books.*restore the last good backup/,
    )
  })

  test('two seals share no encrypted block, though most of their sums are the same', async () => {
    const { before, meanwhile, after } = await dismissed()
    const blocks = [before, meanwhile, after].map(({ sums }) => sums.match(/.{24}/g) ?? [])
    const all = blocks.flat()
    expect(all.length).toBeGreaterThan(100)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('a foreign trigger', () => {
  /** Makes Ann a treasurer on the program's next write, in its own transaction. */
  const plant = (world: World) =>
    world.tamper((database) =>
      database.exec(
        `CREATE TRIGGER gift AFTER INSERT ON idempotency_record BEGIN UPDATE member SET treasurer = 1 WHERE name = 'Ann'; END`,
      ),
    )
  const treasurers = (world: World) =>
    world.tamper((database) => database.prepare('SELECT sum(treasurer) FROM member').pluck().get())

  test('added while the program runs stops it before anything is sealed', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    plant(world)
    void world.fund(100, 'Bob')
    await expect
      .poll(() => world.fatal.map(({ message }) => message))
      .toEqual([expect.stringMatching(/its trigger gift was not made by it/)])
    world.fatal.length = 0
    world.tamper((database) => database.exec('DROP TRIGGER gift'))
    await world.stop()
    await world.start()
    expect(treasurers(world)).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('is refused at the start', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    await world.stop()
    plant(world)
    await expect(world.start()).rejects.toThrow(/its trigger gift was not made by it/)
    world.tamper((database) => database.exec('DROP TRIGGER gift'))
    await world.start()
    expect(await world.broken()).toEqual([])
  })

  test('combined with a briefly changed column default seals nothing either', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const change = (from: string, to: string) =>
      world.tamper((database) => {
        database.unsafeMode()
        database.pragma('writable_schema = ON')
        database.exec(
          `UPDATE sqlite_schema SET sql = replace(sql, 'treasurer INTEGER NOT NULL DEFAULT ${from}', 'treasurer INTEGER NOT NULL DEFAULT ${to}')`,
        )
        const version = database.pragma('schema_version', { simple: true }) as number
        database.pragma(`schema_version = ${version + 1}`)
      })
    change('0', '1')
    void world.fund(100, 'Bob')
    await expect
      .poll(() => world.fatal.map(({ message }) => message))
      .toEqual([expect.stringMatching(/its table member was not made by it/)])
    world.fatal.length = 0
    change('1', '0')
    await world.stop()
    await world.start()
    expect(treasurers(world)).toBe(0)
  })

  test('is checked for again when the schema changes, and a file without one keeps working', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    world.tamper((database) => database.exec('VACUUM'))
    await world.fund(100, 'Bob')
    expect(await world.balance('Bob')).toBe(100)
  })
})

test.each([
  'DROP TABLE seal',
  'DELETE FROM seal',
  'ALTER TABLE seal RENAME COLUMN tag TO label',
  'DROP TABLE seal; CREATE TABLE seal (id INTEGER PRIMARY KEY, version INTEGER, tag TEXT, sums TEXT)',
  'DROP TABLE link_code',
  'DROP TABLE share_holder',
  'ALTER TABLE member DROP COLUMN ever_linked',
  'DROP TABLE meta',
  'DROP VIEW account_log',
  'DROP VIEW account_log; CREATE VIEW account_log AS SELECT * FROM trade',
])('refuses at start a file that lacks or alters what the program made: %s', async (sql) => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  world.tamper((database) => {
    database.pragma('foreign_keys = OFF')
    database.exec(sql)
  })
  rmSync(`${world.file}.guard`)
  const start = world.start()
  await expect(start).rejects.toBeInstanceOf(StoreRefused)
  await expect(start).rejects.toThrow(
    /was changed by something other than this program.*restore the last good backup/,
  )
})

test.each([
  `INSERT INTO pending_update VALUES ('telegram', 'message:1:1', '{"message":{"text":"/transfer 50"}}', 1)`,
  `INSERT INTO chat_move VALUES ('test', 'lobby', 'elsewhere', 0)`,
  `INSERT INTO link_code VALUES ('${'a'.repeat(64)}', 'people', 'test', 'ann', 'Ann', NULL, NULL, 4102444800000)`,
])('refuses at start rows that the program would act on before reconciling: %s', async (sql) => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  world.tamper((database) => database.exec(sql))
  await expect(world.start()).rejects.toThrow(/it did not write all rows of \w+/)
  world.tamper((database) =>
    database.exec('DELETE FROM pending_update; DELETE FROM chat_move; DELETE FROM link_code'),
  )
  await world.start()
  expect(await world.broken()).toEqual([])
})

describe('two different rows have different texts', () => {
  test.each([
    ['that end at a NUL', `CAST(CAST(greeting AS BLOB) || x'0041' AS TEXT)`],
    ['with invalid UTF-8', `CAST(x'41FE' AS TEXT)`],
  ])('%s', async (_, value) => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    await world.send('Ann', { greeting: 'A\uFFFD' })
    await world.stop()
    const found = await foundAfterWork(
      world,
      asThief([`UPDATE envelope SET greeting = ${value}`]),
      world.clock.now(),
    )
    expect(found).toContain('14: the rows of envelope are not all as this program wrote them')
  })
})

test('a plan that is rolled back leaves the seal unchanged, and the others are sealed', async () => {
  const world = await openWorld()
  const name = (to: string) => `UPDATE member SET name = '${to}' WHERE id = 1`
  await world.fund(5000, 'Ann')
  const failing = world.engine.run(function* () {
    yield* tell(name('Lost'))
    throw new Error('on purpose')
  })
  const working = world.engine.run(() => tell(name('Kept')))
  await expect(failing).rejects.toThrow('on purpose')
  await working
  expect(await world.broken()).toEqual([])
  await world.restart()
  await appoint(world, true)
  expect(await world.broken()).toEqual([])
})
