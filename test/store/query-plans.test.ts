import { expect, test } from 'vitest'
import { createApp } from '../../src/app/app.js'
import { cryptoRandom } from '../../src/random.js'
import { type Plan, resume } from '../../src/store/plan.js'
import { codeOf, found, fundAt, GROUP, link, other, unite } from '../support/linked-world.js'
import { DAY, HOUR, LOBBY, openWorld, person, type World } from '../support/world.js'

/** Tables that may be scanned, because they never hold much. */
const SMALL = [
  ...['standing_upto', 'chat_move', 'community_move', 'link_code', 'daily', 'event', 'touched', 'own'],
  // `newest`: the last 2,000 trades, in which rain looks for grabs.
  ...['part', 'card', 'newest'],
  // `entry`: a page of a statement, read in index order. `segment`: 65,536 trades each.
  ...['entry', 'segment'],
  // The sweep's postponed envelopes, and the platforms that reach a community.
  'json_each',
]

/** The program's core, recording every statement that it runs. */
function noting(world: World): { app: World['app']; statements: Set<string> } {
  const statements = new Set<string>()
  const { engine } = world
  const watch = function* <Outcome>(plan: Plan<Outcome>): Plan<Outcome> {
    let step = resume(plan)
    while (!step.done) {
      if (step.value.kind !== 'sign') statements.add(step.value.statement.sql)
      step = resume(plan, yield step.value)
    }
    return step.value
  }
  const watched = Object.assign(Object.create(engine) as typeof engine, {
    run: <Outcome>(make: () => Plan<Outcome>) => engine.run(() => watch(make())),
  })
  const store = {
    engine: watched,
    file: world.file,
    ledgerKey: world.ledgerKey,
    newestEntryAt: 0,
    close: async () => {},
  }
  return { app: createApp({ store, clock: world.clock, random: cryptoRandom }), statements }
}

test('no query scans a large table, or changes one that it reads, which MySQL 8 refuses', async () => {
  const world = await openWorld()
  const { app, statements } = noting(world)
  world.app = app
  await world.fund(10_000, 'Ann', 'Bob')
  await found(world)
  await fundAt(world, GROUP, other('Zoe'), 500)
  await unite(world, person('Ann'), other('Ann'))
  const { envelopeNo } = await world.send('Ann', { count: 2, chosen: [person('Bob'), person('Cai')] })
  await world.grabs(envelopeNo, 'Bob')
  const here = { place: LOBBY, by: person('Ann') }
  const asAdmin = { ...here, platformAdmin: true }
  const code = await codeOf(world)
  const slices = [{ platform: 'test', first: 0, last: 1, count: 2 }]
  const reads = [
    app.wallet(here),
    app.walletsOf(here),
    app.statement(here),
    app.statement({ ...here, before: 5 }),
    app.envelopeDetails({ ...here, envelopeNo }),
    app.verifyEnvelope({ ...here, envelopeNo }),
    app.recentEnvelopes(here, 25),
    app.senderOf(envelopeNo, 'test'),
    app.audit(here, 100),
    app.settings(here),
    app.books({ place: LOBBY, limit: 40 }),
    app.books({ place: LOBBY, limit: 40, after: 3 }),
    app.knownUsers({ ...asAdmin, max: 100 }),
    app.previewLink({ place: GROUP, by: other('Zoe'), platformAdmin: true, code }),
    app.previewUnlinkPerson(here),
    app.previewPersonLink({ by: person('Bob'), code }),
    app.leaderboard({ ...here, board: 'sent', period: 'week' }),
    app.userCalled('test', 'ann'),
    app.pendingMessages(),
    app.board.chatsBehind(),
    app.board.chatsBehind({}, slices),
    app.board.nextCard('test', 'lobby'),
    app.board.platformsToNotify(),
    app.board.platformsToNotify(slices),
    app.board.resultsToPost(slices),
    app.board.nextNotification('test'),
    app.countForLeaderboards(),
    app.finishMigrations(),
    app.calendar(asAdmin),
    app.themeAt(LOBBY),
  ]
  await Promise.all(reads)
  await world.cancel('Ann', (await world.send('Ann')).envelopeNo)
  const appointments = [world.clock.now() + HOUR, world.clock.now() + 3 * DAY]
  const ordered = await world.trySend('Ann', { appointments, everywhere: true })
  const scheduled = ordered.kind === 'scheduled' ? (ordered.envelopes[1]?.envelopeNo as string) : ''
  const cancelled = await app.cancelScheduled({ key: world.key(), ...asAdmin, envelopeNo: scheduled })
  expect(cancelled.kind).toBe('schedule_cancelled')
  world.clock.pass(HOUR)
  await app.openScheduled(20)
  world.clock.pass(DAY)
  await app.expireEnvelopes(20)
  await app.transfer({ key: world.key(), ...here, to: person('Bob'), amount: 5, note: '' })
  await app.rain({ key: world.key(), ...here, amount: 5 })
  await app.freezeWallet({ key: world.key(), ...asAdmin, member: person('Bob'), reason: 'begs' })
  await app.wallet({ place: LOBBY, by: person('Bob') })
  await app.thawWallet({ key: world.key(), ...asAdmin, member: person('Bob'), reason: '' })
  await app.audit(here, 10)
  const sent = await app.transfer({ key: world.key(), ...here, to: person('Bob'), amount: 5, note: '' })
  const trade = sent.kind === 'transferred' ? sent.tradeNo : 0
  await app.transfer({
    key: world.key(),
    place: LOBBY,
    by: person('Bob'),
    to: person('Cai'),
    amount: 1,
    note: '',
  })
  expect((await app.reverseTrade({ key: world.key(), ...asAdmin, trade, reason: 'oops' })).kind).toBe(
    'reversed',
  )
  await app.reversalNotices.next('test')
  await app.changeSettings({ key: world.key(), ...asAdmin, changes: { hideAmounts: true } })
  await app.leaderboard({ ...here, board: 'received', period: 'week' })
  const inGroup = { place: GROUP, by: other('Zoe'), platformAdmin: true }
  await app.blockMember({ key: world.key(), ...inGroup, member: other('Ann'), reason: 'begs' })
  await link(world)
  await Promise.all([
    app.settings(here),
    app.recentEnvelopes({ place: GROUP }, 25),
    app.previewUnlink({ place: GROUP, by: other('Zoe'), platformAdmin: true }),
    app.leaderboard({ ...here, board: 'luckiest', period: 'ever' }),
  ])
  const scans = plansOf(world, statements).flatMap(({ sql, details }) =>
    details
      .filter((detail) => /^SCAN \w+/.test(detail))
      // Even in the order of an index, no one reads all trades.
      .filter((detail) => /^SCAN (t|trade)\b/.test(detail) || !/USING (COVERING )?INDEX/.test(detail))
      .filter((detail) => !SMALL.includes(detail.split(' ')[1] as string))
      .map((detail) => `${detail}: ${sql}`),
  )
  expect(scans).toEqual([])
  const changing = [...statements].map((sql) => ({
    sql,
    changed: /^(?:update|delete from) "(\w+)"/.exec(sql)?.[1],
  }))
  expect(changing.filter(({ changed }) => changed === 'member').length).toBeGreaterThan(3)
  expect(
    changing.filter(
      ({ sql, changed }) => changed && RegExp(`(from|join) "?${changed}\\b`, 'i').test(sql.slice(12)),
    ),
  ).toEqual([])
})

test('finds the trades of admins without scanning those of everyone', async () => {
  const world = await openWorld()
  const { app, statements } = noting(world)
  await app.audit({ place: LOBBY, by: person('Ann') }, 10)
  const [trades] = plansOf(world, statements).flatMap(({ details }) =>
    details.filter((detail) => /(SEARCH|SCAN) trade /.test(detail)),
  )
  expect(trades).toContain('USING INDEX trade_by_admin')
})

test('reads a leaderboard in index order, and only as many rows as it shows', async () => {
  const world = await openWorld()
  const { app, statements } = noting(world)
  const query = { place: LOBBY, by: person('Ann'), period: 'ever' } as const
  for (const board of ['sent', 'received', 'luckiest'] as const) await app.leaderboard({ ...query, board })
  const sorted = plansOf(world, statements).flatMap(({ sql, details }) =>
    details.filter((detail) => detail.includes('TEMP B-TREE')).map((detail) => `${detail}: ${sql}`),
  )
  expect(sorted).toEqual([])
})

/** Returns SQLite's plan for each statement. */
function plansOf(world: World, statements: Iterable<string>): { sql: string; details: string[] }[] {
  return world.tamper((database) =>
    [...statements].map((sql) => {
      const values = Array(sql.split('?').length - 1).fill(null)
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]
      return { sql, details: steps.map(({ detail }) => detail) }
    }),
  )
}
