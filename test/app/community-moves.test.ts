import pino from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type App, createApp } from '../../src/app/app.js'
import { isBusy, undoneBecause } from '../../src/app/busy.js'
import { linkCommunities } from '../../src/app/linking/link-communities.js'
import { type MovedOn, type MoveProgress, moveOn } from '../../src/app/linking/move-communities.js'
import { unlinkCommunities } from '../../src/app/linking/unlink-communities.js'
import { MAX_CIRCULATION } from '../../src/core/money.js'
import { startJobs } from '../../src/operations/jobs.js'
import { cryptoRandom } from '../../src/random.js'
import {
  asAdmin,
  balanceAt,
  codeOf,
  fillAt,
  found,
  fundAt,
  GROUP,
  link,
  moneyInAll,
  other,
  tryLink,
  unite,
} from '../support/linked-world.js'
import { HOUR, LOBBY, openWorld, person, type World } from '../support/world.js'

const MEMBERS = 5
/** Members who move in one plan. */
const FEW = 2
const boss = other('Boss')
const linked = { kind: 'communities_linked', wallets: MEMBERS, amount: 10 * MEMBERS }
const unlinked = { kind: 'communities_unlinked', wallets: MEMBERS, amount: 10 * MEMBERS }

/** Ann has 10.00 in the lobby; the members of the group have 0.10 each. */
async function crowded(): Promise<World> {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  await found(world)
  const members = Array.from({ length: MEMBERS }, (_, index) => other(`Member${index}`))
  await Promise.all(members.map((member) => fundAt(world, GROUP, member, 10)))
  return world
}

/**
 * Starts a link and moves the first batch, as if the process ended then. Returns a function that repeats the command.
 */
async function linking(world: World) {
  const command = { key: world.key(), ...asAdmin(GROUP, boss), code: await codeOf(world) }
  const outcome = await world.engine.run(() => linkCommunities(command, world.clock.now(), FEW))
  expect(outcome).toMatchObject(linked)
  return () => world.app.linkCommunities(command)
}

/** Starts an unlink and moves the first batch. Returns a function that repeats the command. */
async function unlinking(world: World) {
  await link(world)
  const command = { key: world.key(), ...asAdmin(GROUP, boss) }
  const outcome = await world.engine.run(() => unlinkCommunities(command, world.clock.now(), FEW))
  expect(outcome).toMatchObject(unlinked)
  return () => world.app.unlinkCommunities(command)
}

const begin = { link: linking, unlink: unlinking }

const underWay = (world: World) =>
  world.tamper((database) => database.prepare('SELECT count(*) FROM community_move').pluck().get()) as number

/** Where all money ends up. */
const home = { link: LOBBY, unlink: GROUP }

async function expectArrived(world: World, place: typeof LOBBY): Promise<void> {
  expect(underWay(world)).toBe(0)
  for (let index = 0; index < MEMBERS; index++)
    expect(await balanceAt(world, place, other(`Member${index}`))).toBe(10)
  expect(moneyInAll(world)).toBe(1000 + 10 * MEMBERS)
  expect(await world.broken()).toEqual([])
}

describe.each(['link', 'unlink'] as const)('of a large community, %s:', (kind) => {
  test('every invariant holds after every batch, and other plans run in between', async () => {
    const world = await crowded()
    await begin[kind](world)
    let progress: MoveProgress | undefined
    let moved: MovedOn
    do {
      expect(underWay(world)).toBe(1)
      expect(await world.broken()).toEqual([])
      expect(moneyInAll(world)).toBe(1000 + 10 * MEMBERS)
      expect(await balanceAt(world, LOBBY, person('Ann'))).toBe(1000)
      moved = await world.engine.run(() => moveOn(progress, FEW, world.clock.now()))
      if (moved.kind === 'moved_on') progress = moved.progress
    } while (moved.kind === 'moved_on')
    expect(progress?.last).toBeGreaterThan(0)
    await expectArrived(world, home[kind])
  })

  test('a program that was moving something else begins with the first member', async () => {
    const world = await crowded()
    await begin[kind](world)
    const elsewhere = { move: 0, last: Number.MAX_SAFE_INTEGER }
    const moved = await world.engine.run(() => moveOn(elsewhere, FEW, world.clock.now()))
    expect(moved.kind === 'moved_on' && moved.progress.last).toBeGreaterThan(0)
    while (await world.app.moveSome());
    await expectArrived(world, home[kind])
  })

  test('a start after a crash continues it', async () => {
    const world = await crowded()
    await begin[kind](world)
    await world.restart()
    expect(underWay(world)).toBe(1)
    const log = pino({ enabled: false })
    const jobs = startJobs({ app: world.app, clock: world.clock, log })
    onTestFinished(() => jobs.stop())
    await jobs.sweep()
    await expect.poll(() => underWay(world)).toBe(0)
    await expectArrived(world, home[kind])
  })

  test('the command repeated after a crash waits for the end and gets the same answer', async () => {
    const world = await crowded()
    const again = await begin[kind](world)
    await world.restart()
    const outcome = await again()
    expect(outcome).toMatchObject(kind === 'link' ? linked : unlinked)
    await expectArrived(world, home[kind])
    expect(await again()).toEqual(outcome)
    await expectArrived(world, home[kind])
  })

  test('a command in a moving chat waits until everything has arrived', async () => {
    const world = await crowded()
    await begin[kind](world)
    const last = { place: GROUP, by: other(`Member${MEMBERS - 1}`) }
    const given = { key: world.key(), ...last, to: other('Member0'), amount: 10, note: '' }
    expect(await world.app.transfer(given)).toMatchObject({ kind: 'transferred', balance: 0 })
    expect(underWay(world)).toBe(0)
    expect(await balanceAt(world, GROUP, other('Member0'))).toBe(20)
    expect(await world.broken()).toEqual([])
  })

  test('a command in a moving chat is refused with a reason when that takes too long', async () => {
    const world = await crowded()
    await begin[kind](world)
    const slow = slowApp(world)
    const by = other(`Member${MEMBERS - 1}`)
    const gift = { key: world.key(), place: GROUP, by, to: other('Member0'), amount: 10, note: '' }
    const error = await slow.transfer(gift).catch((error: unknown) => error)
    expect([isBusy(error), undoneBecause(error)]).toEqual([true, 'moving'])
    expect(underWay(world)).toBe(1)
    expect(await world.broken()).toEqual([])
    expect(await world.app.transfer(gift)).toMatchObject({ kind: 'transferred', balance: 0 })
  })

  test('a tap in a moving chat waits, but one that was answered before gets its answer', async () => {
    const world = await crowded()
    const red = {
      place: GROUP,
      by: other('Member0'),
      kind: 'equal' as const,
      greeting: '',
      total: 5,
      count: 1,
    }
    const sent = await world.app.sendEnvelope({ key: world.key(), ...red })
    if (sent.kind !== 'sent') throw new Error(sent.kind)
    const tap = { key: world.key(), place: GROUP, by: other('Member1'), envelopeNo: sent.envelopeNo }
    const grabbed = await world.app.grabShare(tap)
    expect(grabbed).toMatchObject({ kind: 'grabbed', amount: 5 })
    await begin[kind](world)
    const slow = slowApp(world)
    expect(await slow.grabShare(tap)).toEqual(grabbed)
    const error = await slow.grabShare({ ...tap, key: world.key() }).catch((error: unknown) => error)
    expect(isBusy(error)).toBe(true)
    // Once linked, the chat is the host's, and only its card tells how the envelope ended.
    const now = { link: 'finished', unlink: 'already_grabbed' }[kind]
    expect(await world.app.grabShare({ ...tap, key: world.key() })).toMatchObject({ kind: now })
  })

  test('commands in other chats do not wait', async () => {
    const world = await crowded()
    await begin[kind](world)
    await world.fund(100, 'Ann')
    const { envelopeNo } = await world.send('Ann', { total: 300, count: 1 })
    await world.grabs(envelopeNo, 'Bob')
    expect(await world.balance('Ann')).toBe(800)
    expect(underWay(world)).toBe(1)
  })

  test('people, chats and decimals stay as they are until everything has arrived', async () => {
    const changes: ((world: World) => Promise<unknown>)[] = [
      (world) => unite(world, person('Ann'), other('Member0')),
      (world) => world.app.unlinkPerson({ key: world.key(), by: person('Ann') }),
      (world) => world.app.migrateChat({ platform: 'test', from: 'lobby', to: 'hall' }),
      (world) => world.app.previewUnlink(asAdmin(LOBBY, person('Boss'))),
      (world) => world.app.unlinkCommunities({ key: world.key(), ...asAdmin(LOBBY, person('Boss')) }),
      (world) => tryLink(world, GROUP, LOBBY),
      (world) =>
        world.app.changeSettings({
          ...{ key: world.key(), ...asAdmin(LOBBY, person('Boss')), changes: { currencyName: 'Penny' } },
        }),
      (world) => world.app.walletsOf({ by: other('Member4') }),
    ]
    for (const change of changes) {
      const world = await crowded()
      await begin[kind](world)
      await change(world)
      expect(underWay(world)).toBe(0)
      expect(moneyInAll(world)).toBe(1000 + 10 * MEMBERS)
      expect(await world.broken()).toEqual([])
    }
  })

  test('a wallet that is frozen meanwhile keeps its money and stays frozen', async () => {
    const world = await crowded()
    await begin[kind](world)
    world.tamper((database) =>
      database.exec(`UPDATE account SET status = 'frozen' WHERE username = 'Member4' AND balance > 0`),
    )
    while (await world.app.moveSome());
    await expectArrived(world, home[kind])
    const gift = { key: world.key(), place: GROUP, by: other('Member4'), to: other('Member0') }
    expect(await world.app.transfer({ ...gift, amount: 1, note: '' })).toEqual({
      ...{ kind: 'wallet_frozen', name: 'Member4', reason: expect.stringContaining('🔗') },
    })
  })

  test('concurrent commands move each member once', async () => {
    const world = await crowded()
    await begin[kind](world)
    const { trades } = world.money()
    await Promise.all(Array.from({ length: 10 }, () => balanceAt(world, GROUP, other('Member4'))))
    await expectArrived(world, home[kind])
    expect(world.money().trades).toBe(trades + 2 * (MEMBERS - moneyMovedFirst[kind]))
  })
})

/** The admin who funds them joined first. */
const moneyMovedFirst = { link: FEW - 1, unlink: FEW }

/** The same core, but every look at the clock takes an hour. */
function slowApp(world: World): App {
  let elapsed = 0
  const clock = { now: () => world.clock.now(), monotonic: () => (elapsed += HOUR) }
  const store = {
    engine: world.engine,
    file: world.file,
    ledgerKey: world.ledgerKey,
    newestEntryAt: 0,
    close: () => world.stop(),
  }
  return createApp({ store, clock, random: cryptoRandom, movedAtOnce: FEW })
}

test('a code may expire while members move', async () => {
  const world = await crowded()
  await linking(world)
  world.clock.pass(HOUR)
  while (await world.app.moveSome());
  await expectArrived(world, LOBBY)
})

test('keeps free the room that a link needs', async () => {
  const world = await crowded()
  await fillAt(world, LOBBY, person('Ann'), MAX_CIRCULATION - 1000 - 10 * MEMBERS)
  await linking(world)
  const topUp = { ...asAdmin(LOBBY, person('Admin')), to: person('Ann'), amount: 1, reason: 'x' }
  expect(await world.app.topUp({ key: world.key(), ...topUp })).toEqual({ kind: 'circulation_full' })
  expect(underWay(world)).toBe(1)
  while (await world.app.moveSome());
  expect(await world.app.topUp({ key: world.key(), ...topUp })).toEqual({ kind: 'circulation_full' })
  expect(await world.broken()).toEqual([])
})

test('money in transit fixes the decimals', async () => {
  const world = await openWorld()
  await found(world)
  await world.app.joinMember({ place: GROUP, by: boss })
  for (const index of [1, 2]) await world.app.joinMember({ place: GROUP, by: other(`Poor${index}`) })
  await fundAt(world, GROUP, other('Zoe'), 700)
  const command = { key: world.key(), ...asAdmin(GROUP, boss), code: await codeOf(world) }
  await world.engine.run(() => linkCommunities(command, world.clock.now(), FEW))
  const change = { key: world.key(), ...asAdmin(LOBBY, person('Boss')), changes: { scale: 0 } }
  expect(await world.app.changeSettings(change)).toEqual({ kind: 'scale_fixed' })
  expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(700)
})

test('detects a move that was altered with SQL', async () => {
  const world = await crowded()
  await linking(world)
  world.tamper((database) => database.exec(`UPDATE community_move SET by_name = 'Eve'`))
  expect(await world.broken()).toEqual([
    '14: the rows of community_move are not all as this program wrote them',
  ])
})
