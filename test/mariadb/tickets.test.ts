import { join } from 'node:path'
import { describe, expect, test as plainTest } from 'vitest'
import { type App, createApp } from '../../src/app/app.js'
import type { SendEnvelope } from '../../src/app/envelopes/send-envelope.js'
import type { Person } from '../../src/core/person.js'
import { openMysqlStore } from '../../src/integrity/open-mysql.js'
import { cryptoRandom } from '../../src/random.js'
import { databaseAt, startTickets } from '../../src/tickets/tickets.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { missingRedis, startRedis } from '../support/redis.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { LOBBY, person } from '../support/world.js'

type Grab = Awaited<ReturnType<App['grabShare']>>

/** Lets a test hold up what a program does with taps that have a ticket. */
class Gate {
  private closed: Promise<void> | undefined
  private once = false
  private release = () => {}

  /** Holds up the first tap that comes, or all. */
  shut({ once = false } = {}): void {
    this.once = once
    this.closed = new Promise((resolve) => {
      this.release = resolve
    })
  }

  open(): void {
    this.closed = undefined
    this.release()
  }

  async pass(): Promise<void> {
    const { closed } = this
    if (this.once) this.closed = undefined
    await closed
  }
}

/** Starts programs that share a database and a Redis server, with a community in which Ann has money. */
async function withRedis(programs: number, closers: (() => unknown)[]) {
  const { folder, remove } = temporaryFolder()
  const url = await takeDatabase(mariadbUrl() as string)
  const redis = await startRedis()
  const fatal: Error[] = []
  closers.push(() => {
    if (fatal[0]) throw fatal[0]
  })
  closers.push(remove)
  closers.push(() => giveBack(url))
  closers.push(() => redis.remove())
  let skipped = 0
  const program = async () => {
    const store = await openMysqlStore({
      url,
      ledgerKeyFile: join(folder, 'key'),
      onFatal: (error) => fatal.push(error),
    })
    const clock = {
      now: () => store.clock.now() + skipped,
      monotonic: () => store.clock.monotonic(),
    }
    const direct = createApp({ store, clock, random: cryptoRandom })
    const gate = new Gate()
    /** Holds up looks at an envelope. */
    const lookGate = new Gate()
    /** Outcomes of taps without a ticket. */
    const withoutTicket: Grab[] = []
    const notices: string[] = []
    let connected = () => {}
    const connecting = new Promise<void>((resolve) => {
      connected = resolve
    })
    const tickets = startTickets({
      app: {
        ...direct,
        admission: async (envelopeNo) => {
          await lookGate.pass()
          return await direct.admission(envelopeNo)
        },
        grabShare: async (command, joined, tappedAt) => {
          if (tappedAt !== undefined) await gate.pass()
          const outcome = await direct.grabShare(command, joined, tappedAt)
          if (tappedAt === undefined) withoutTicket.push(outcome)
          return outcome
        },
      },
      url: redis.url,
      database: 'test',
      onNotice: (notice) => {
        notices.push(notice)
        connected()
      },
    })
    closers.push(async () => {
      gate.open()
      lookGate.open()
      await tickets.close()
      await store.close()
    })
    await connecting
    return { app: tickets.app, direct, gate, lookGate, withoutTicket, notices }
  }
  const all = await Promise.all(Array.from({ length: programs }, program))
  const [first] = all as [(typeof all)[number]]
  const { app } = first
  let keys = 0
  const key = () => `key ${++keys}`
  await app.foundCommunity({
    place: LOBBY,
    name: 'The lobby',
    currency: { name: 'Lucky', symbol: 'L', scale: 2 },
    rules: { selfGrab: false },
  })
  const ann = { place: LOBBY, by: person('Ann') }
  await app.topUp({
    ...{ ...ann, key: key(), platformAdmin: true, to: person('Ann'), amount: 100_000, reason: 'x' },
  })
  const send = async (envelope: Partial<SendEnvelope> = {}) => {
    const sent = await app.sendEnvelope({
      ...{ ...ann, key: key(), kind: 'lucky', total: 5_000, count: 30, greeting: '', ...envelope },
    })
    return (sent as Extract<typeof sent, { kind: 'sent' }>).envelopeNo
  }
  const grab = (by: string | Person, envelopeNo: string, from: Pick<App, 'grabShare'> = app) =>
    from.grabShare({
      ...{ key: key(), place: LOBBY, envelopeNo },
      by: typeof by === 'string' ? person(by) : by,
    })
  /** Taps of 40 people, each twice, on an envelope, spread over the programs. */
  const rush = (envelopeNo: string) =>
    Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        grab(`P${index % 40}`, envelopeNo, all[index % programs]?.app ?? app),
      ),
    )
  const broken = async () => (await app.reconcile()).invariants.filter(({ ok }) => !ok)
  const scan = async (name: string) => {
    const keys = (await redis.ask('KEYS', `luckymoney:{*}:${name}`)) as string[]
    return keys[0]
  }
  /** Taps that Redis has taken, and those of them that aren't decided. */
  const log = async () => {
    const name = await scan('log')
    if (!name) return { taken: 0, undecided: 0 }
    const facts = (await redis.ask('XINFO', 'STREAM', name)) as Record<string, number>
    return { taken: facts['entries-added'] as number, undecided: facts.length as number }
  }
  /** Writes an entry to the log that no program would write. */
  const forge = async (...fields: string[]) =>
    redis.ask('XADD', (await scan('log')) as string, '*', ...fields)
  /** Tickets for an envelope that Redis may still give out; undefined when it doesn't know the envelope. */
  const left = async (envelopeNo: string) => {
    const name = await scan(`envelope:${envelopeNo}`)
    return name && Number(await redis.ask('HGET', name, 'left'))
  }
  /** Resolves with whether a tap on a new envelope gets its share through Redis. */
  const usesRedis = async () => {
    const before = (await log()).taken
    const { kind } = await grab('Bob', await send({ total: 100, count: 2 }))
    return kind === 'grabbed' && (await log()).taken > before
  }
  const skip = (millis: number) => {
    skipped += millis
  }
  return { ...first, all, redis, key, send, grab, rush, broken, log, forge, left, usesRedis, skip, ann }
}

/** `start` starts programs; they end with the test. */
const test = plainTest.extend<{ start: (programs?: number) => ReturnType<typeof withRedis> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern that this needs no other fixture.
  start: async ({}, use) => {
    const closers: (() => unknown)[] = []
    await use((programs = 1) => withRedis(programs, closers))
    for (const close of closers.reverse()) await close()
  },
})

function kinds(outcomes: readonly Grab[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** Checks that a rush of 40 people on 30 shares gave 30 of them one share, and told everyone so. */
function expectOneEach(outcomes: readonly Grab[]): void {
  expect(outcomes).toHaveLength(80)
  const { grabbed, ...others } = kinds(outcomes)
  expect(grabbed).toBe(30)
  expect(Object.keys(others).sort()).toEqual(['already_grabbed', 'finished'])
  const trades = outcomes.map((outcome) => (outcome as { tradeNo?: number }).tradeNo)
  expect(new Set(trades.filter((no) => no !== undefined)).size).toBe(30)
}

plainTest('a copy of a database on another server doesn’t share its tickets', () => {
  const original = databaseAt('mysql://lucky:secret@one.example/lucky', 'key')
  expect(databaseAt('mysql://other:word@one.example:3306/lucky?tls=1', 'key')).toBe(original)
  expect(databaseAt('mysql://lucky:secret@two.example/lucky', 'key')).not.toBe(original)
})

const missing = missingRedis()
describe.skipIf(missing)(`tickets from Redis${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('give each share of a rush to one person, whichever program takes or decides the tap', async ({
    start,
  }) => {
    const { send, rush, log, left, broken } = await start(2)
    const envelopeNo = await send()
    expectOneEach(await rush(envelopeNo))
    // Each share had a ticket, and the rest waited or had a share.
    expect((await log()).taken).toBeGreaterThanOrEqual(30)
    await expect.poll(log).toMatchObject({ undecided: 0 })
    expect(await left(envelopeNo)).toBeUndefined()
    // Late taps are answered as usual.
    const late = await rush(envelopeNo)
    expect(kinds(late)).toEqual({ already_grabbed: 60, finished: 20 })
    expect(await broken()).toEqual([])
  })

  test('that are given back go to the tap that has waited longest', async ({ start }) => {
    const { send, grab, gate, left, log } = await start()
    const envelopeNo = await send({ count: 1 })
    gate.shut()
    const own = grab('Ann', envelopeNo)
    await expect.poll(() => left(envelopeNo)).toBe(0)
    // These wait, because Ann's tap may be good for the share.
    const [second, third] = [grab('Bob', envelopeNo), grab('Cat', envelopeNo)]
    gate.open()
    expect(await own).toEqual({ kind: 'own_envelope' })
    expect(await second).toMatchObject({ kind: 'grabbed', amount: 5_000 })
    expect(await third).toEqual({ kind: 'finished' })
    expect(await log()).toEqual({ taken: 2, undecided: 0 })
  })

  test('count from when they were taken: a sweep waits for those that are not decided', async ({ start }) => {
    const { app, send, grab, gate, log, skip, broken } = await start()
    const envelopeNo = await send({ lifetime: 60_000 })
    gate.shut()
    const outcome = grab('Bob', envelopeNo)
    await expect.poll(log).toMatchObject({ undecided: 1 })
    skip(61_000)
    expect(await app.expireEnvelopes(20)).toBe(0)
    expect(await app.expireOneByOne(20)).toEqual({ ended: 0, stuck: [] })
    gate.open()
    expect(await outcome).toMatchObject({ kind: 'grabbed' })
    skip(60_000)
    expect(await app.expireEnvelopes(20)).toBe(1)
    expect(await grab('Cat', envelopeNo)).toEqual({ kind: 'expired' })
    expect(await broken()).toEqual([])
  })

  test('are not denied to a tap that comes again after the deadline, before its first delivery is decided', async ({
    start,
  }) => {
    const { app, all, key, send, skip, log } = await start(3)
    const [first, second, third] = all as [(typeof all)[number], (typeof all)[number], (typeof all)[number]]
    const envelopeNo = await send({ lifetime: 60_000 })
    const tap = { key: key(), place: LOBBY, by: person('Bob'), envelopeNo }
    // All of them: on a busy machine another program takes over a tap whose program shows no life.
    for (const { gate } of all) gate.shut()
    const outcome = first.app.grabShare(tap)
    await expect.poll(log).toMatchObject({ undecided: 1 })
    skip(61_000)
    const again = [second.app.grabShare(tap), third.app.grabShare(tap)]
    // The third looks whether the red packet has ended only when it has.
    third.lookGate.shut()
    for (const { withoutTicket } of [second, third])
      await expect.poll(() => withoutTicket).toEqual([{ kind: 'expired' }])
    for (const { gate } of all) gate.open()
    expect(await outcome).toMatchObject({ kind: 'grabbed' })
    skip(60_000)
    expect(await app.expireEnvelopes(20)).toBe(1)
    third.lookGate.open()
    expect(await Promise.all(again)).toEqual([await outcome, await outcome])
  })

  test('are not waited for by the sweep when they are old', async ({ start }) => {
    const { app, send, grab, gate, log, skip } = await start()
    const envelopeNo = await send({ lifetime: 60_000 })
    gate.shut()
    const outcome = grab('Bob', envelopeNo)
    await expect.poll(log).toMatchObject({ undecided: 1 })
    skip(120_000)
    expect(await app.expireEnvelopes(20)).toBe(1)
    gate.open()
    expect(await outcome).toEqual({ kind: 'expired' })
  })

  test('of an envelope that is cancelled are gone', async ({ start }) => {
    const { app, key, ann, send, grab, gate, left } = await start()
    const envelopeNo = await send()
    gate.shut()
    const before = grab('Bob', envelopeNo)
    await expect.poll(() => left(envelopeNo)).toBe(29)
    expect(await app.cancelEnvelope({ ...ann, key: key(), envelopeNo })).toMatchObject({
      kind: 'envelope_cancelled',
    })
    await expect.poll(() => left(envelopeNo)).toBeUndefined()
    gate.open()
    expect(await before).toEqual({ kind: 'cancelled' })
    expect(await grab('Cat', envelopeNo)).toEqual({ kind: 'cancelled' })
    expect(await left(envelopeNo)).toBeUndefined()
  })

  test('give linked people one share between them', async ({ start }) => {
    const { app, key, send, grab, left, broken, redis } = await start()
    const [bob, other] = [person('Bob'), { platform: 'other', user: 'bob', name: 'Bob' }]
    for (const by of [bob, other]) await app.joinMember({ place: LOBBY, by })
    const made = await app.makePersonCode({ key: key(), by: bob })
    const { code } = made as Extract<typeof made, { code: string }>
    expect(await app.linkPeople({ key: key(), by: other, code })).toMatchObject({ kind: 'people_linked' })
    const envelopeNo = await send()
    const mine = await grab(bob, envelopeNo)
    expect(mine).toMatchObject({ kind: 'grabbed' })
    expect(await grab(other, envelopeNo)).toMatchObject({ kind: 'already_grabbed' })
    expect(await left(envelopeNo)).toBe(29)
    // Loaded anew, Redis knows both.
    await redis.ask('FLUSHALL')
    await grab('Cat', envelopeNo)
    expect(await left(envelopeNo)).toBe(28)
    expect(await grab(other, envelopeNo)).toMatchObject({ kind: 'already_grabbed' })
    expect(await broken()).toEqual([])
  })

  test('are for plain red packets: where more decides, and where clocks differ, taps go straight to the database', async ({
    start,
  }) => {
    const { send, grab, log, skip, notices } = await start()
    const chosen = await send({ count: 1, chosen: [person('Bob')] })
    expect(await grab('Cat', chosen)).toEqual({ kind: 'not_chosen' })
    expect(await grab('Bob', chosen)).toMatchObject({ kind: 'grabbed' })
    const early = await send()
    skip(20_000)
    expect(await grab('Bob', early)).toMatchObject({ kind: 'grabbed' })
    expect(notices.at(-1)).toMatch(/^the clocks of Redis and the database differ by \d+ ms/)
    expect(await log()).toEqual({ taken: 0, undecided: 0 })
  })

  test('that say no time, or nothing that can be read, are thrown away', async ({ start }) => {
    const { app, send, grab, forge, log, left, ann, broken } = await start()
    const envelopeNo = await send({ count: 3 })
    await grab('Bob', envelopeNo)
    const command = JSON.stringify({ key: 'forged', place: LOBBY, by: person('Cat'), envelopeNo })
    for (const at of ['soon', '1.5']) await forge('at', at, 'command', command)
    await forge('user', 'Cat', 'command', command)
    for (const text of ['null', '{', '{}', `{"envelopeNo":"${envelopeNo}"}`])
      await forge('at', '1', 'command', text)
    await expect.poll(log).toEqual({ taken: 8, undecided: 0 })
    expect(await app.envelopeDetails({ ...ann, envelopeNo })).toMatchObject({
      envelope: { grabbedCount: 1 },
    })
    expect(await left(envelopeNo)).toBeGreaterThanOrEqual(2)
    expect(await broken()).toEqual([])
  })

  // These wait most of the time.
  test.concurrent('of a program that hangs are used by another', async ({ start, expect }) => {
    const { all, send, grab, gate, log, broken } = await start(2)
    const envelopeNo = await send()
    gate.shut({ once: true })
    // The first program reads the tap and does no more; the second begins to read only then.
    const outcome = grab('Bob', envelopeNo)
    await expect.poll(log).toMatchObject({ taken: 1 })
    await all[1]?.app.expireEnvelopes(20)
    expect(await outcome).toMatchObject({ kind: 'grabbed' })
    await expect.poll(log).toEqual({ taken: 1, undecided: 0 })
    expect(await broken()).toEqual([])
  })

  test.concurrent('that are lost, over and over, cost no one a share', async ({ start, expect }) => {
    const { redis, send, rush, broken, usesRedis } = await start(2)
    const envelopeNo = await send()
    let over = false
    const flushing = (async () => {
      while (!over) await redis.ask('FLUSHALL')
    })()
    const outcomes = await rush(envelopeNo)
    over = true
    await flushing
    expectOneEach(outcomes)
    expect(await broken()).toEqual([])
    await redis.ask('FLUSHALL')
    await expect.poll(usesRedis).toBe(true)
  })

  test.concurrent('of a server that is killed and started again cost no one a share', async ({
    start,
    expect,
  }) => {
    const { redis, send, grab, rush, broken, log, notices, gate, usesRedis } = await start(2)
    const envelopeNo = await send()
    gate.shut()
    const rushing = rush(envelopeNo)
    await expect.poll(async () => (await log()).undecided).toBeGreaterThan(0)
    await redis.kill()
    gate.open()
    expectOneEach(await rushing)
    const away = await send()
    expect(await grab('Bob', away)).toMatchObject({ kind: 'grabbed' })
    expect(notices.at(-1)).toMatch(/^Redis is unreachable \(\w+\): grabs go on without it$/)
    await redis.start()
    await expect.poll(() => notices.at(-1)).toBe('Redis is connected')
    // What was in the log is decided once more, with the same answers.
    await expect.poll(log).toMatchObject({ undecided: 0 })
    await expect.poll(usesRedis).toBe(true)
    expect(await broken()).toEqual([])
  })
  test.concurrent('of a server that stops answering are waited for no longer than a moment', async ({
    start,
    expect,
  }) => {
    const { redis, send, grab, notices, usesRedis } = await start()
    const envelopeNo = await send()
    await redis.ask('CLIENT', 'PAUSE', '8000', 'ALL')
    expect(await grab('Bob', envelopeNo)).toMatchObject({ kind: 'grabbed' })
    expect(notices.at(-1)).toBe('Redis is unreachable (it does not answer): grabs go on without it')
    await expect.poll(() => notices.at(-1)).toBe('Redis is connected')
    await expect.poll(usesRedis).toBe(true)
  })
})
