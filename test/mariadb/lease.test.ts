import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { readShardRange, type ShardRange } from '../../src/core/shard-range.js'
import { createLeases } from '../../src/operations/leases.js'
import { ProgramLease } from '../../src/operations/program-lease.js'
import { migrateMysql } from '../../src/store/mysql-migrate.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import { startCuttingProxy } from '../support/cutting-proxy.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'

const NOW = 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)'
const never = new AbortController().signal

async function onServer() {
  const direct = await takeDatabase(mariadbUrl() as string)
  const session = await MysqlSession.open(readMysqlUrl(direct))
  await migrateMysql(session)
  await session.query('SET SESSION autocommit = 1')
  // An idle session is ended after ten seconds.
  const pings = setInterval(() => void session.ping(), 3_000)
  const proxy = await startCuttingProxy(direct)
  const leases: Pick<ProgramLease, 'giveBack'>[] = []
  onTestFinished(async () => {
    for (const lease of leases) await lease.giveBack()
    clearInterval(pings)
    await session.close()
    await proxy.close()
    await giveBack(direct)
  })
  const program = (url = direct) => {
    const lost: string[] = []
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
    const lease = new ProgramLease({ url, name: 'program', log, onLost: (why) => lost.push(why) })
    leases.push(lease)
    let ready = false
    const getReady = async () => {
      ready = true
    }
    return { lease, lost, lines, take: () => lease.take(never, getReady), waits: () => ready }
  }
  /** A program that shares the work, or does everything. Resolves with the lease of its shards once it has that. */
  const sharing = (text?: string) => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
    const shards = text === undefined ? undefined : (readShardRange(text) as ShardRange)
    const { discord } = createLeases({ url: direct, log, ...(shards && { shards }), onLost: () => {} })
    leases.push(discord)
    return { lines, taken: discord.take(never, async () => {}).then(() => discord) }
  }
  /** Milliseconds that the lease is still valid for the server; the holder. */
  const row = async () => {
    const [found] = await session.query<{ left: number; holder: string }[]>(
      `SELECT until - ${NOW} AS "left", holder FROM lease WHERE name = 'program'`,
    )
    return found as { left: number; holder: string }
  }
  return { session, proxy, program, sharing, row }
}

test('one program at a time has the lease, and the next gets it as soon as it is released', async () => {
  const { program } = await onServer()
  const [first, second] = [program(), program()]
  expect(await first.take()).toBe(true)
  expect(await first.lease.isAwaited()).toBe(false)
  const waiting = second.take()
  await expect.poll(() => second.lines.join('')).toContain('ready to take over')
  expect([first.lease.isHeld, second.lease.isHeld]).toEqual([true, false])
  expect(await first.lease.isAwaited()).toBe(true)
  await first.lease.giveBack()
  expect(() => first.lease.check()).toThrow('given back')
  expect(await waiting).toBe(true)
  // It isn't waiting for itself.
  expect(await second.lease.isAwaited()).toBe(false)
  expect([...first.lost, ...second.lost]).toEqual([])
})

test('programs with disjoint ranges of shards act at once, and one with another division waits for their end', async () => {
  const { sharing } = await onServer()
  const halves = await Promise.all([sharing('0/2').taken, sharing('1/2').taken])
  const [whole, third] = [sharing(), sharing('2/3')]
  for (const { lines } of [whole, third])
    await expect.poll(() => lines.join('')).toContain('waiting for the end of other leases')
  expect(halves.map(({ isHeld }) => isHeld)).toEqual([true, true])
  for (const lease of halves) await lease.giveBack()
  // They are at odds with each other as well.
  const held = await Promise.race([whole.taken, third.taken])
  await held.giveBack()
  expect((await (held.name === 'program' ? third : whole).taken).isHeld).toBe(true)
})

test('a program that gives up waiting has no lease', async () => {
  const { program, row } = await onServer()
  const [first, second] = [program(), program()]
  await first.take()
  const { holder } = await row()
  const end = new AbortController()
  const waiting = second.lease.take(end.signal, async () => end.abort())
  expect(await waiting).toBe(false)
  await second.lease.giveBack()
  expect(await row()).toMatchObject({ holder })
})

test('a lease that another program has taken is lost at the next renewal', async () => {
  const { session, program } = await onServer()
  const { lease, lost, take } = program()
  await take()
  await session.query(`UPDATE lease SET holder = 'another' WHERE name = 'program'`)
  await expect.poll(() => lost).toEqual(['another program has taken it'])
  expect(lease.isHeld).toBe(false)
})

test('after the clock of the server was set back, a lease lasts no longer than usual', async () => {
  const { session, program, row } = await onServer()
  const { take, waits } = program()
  await session.query(`INSERT INTO lease (name, holder, until) VALUES ('program', 'dead', ${NOW} + 3600000)`)
  void take()
  await expect.poll(waits).toBe(true)
  expect((await row()).left).toBeLessThanOrEqual(10_000)
})

test('a lease survives a short outage of the server, and is lost in a long one', async () => {
  const { proxy, program, row } = await onServer()
  const { lease, lost, lines, take } = program(proxy.url)
  await take()
  proxy.shut()
  await expect.poll(() => lines.join('')).toContain('could not ask the server for the lease')
  const { left } = await row()
  proxy.open()
  await expect.poll(async () => (await row()).left).toBeGreaterThan(left)
  expect(lease.isHeld).toBe(true)
  proxy.shut()
  await expect.poll(() => lost).toEqual(['it could not be renewed in time'])
  expect(() => lease.check()).toThrow()
})
