import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Person } from '../src/core/person.js'
import type { Place } from '../src/core/place.js'
import { asAdmin, found, GROUP, moneyInAll } from './support/linked-world.js'
import { seededRandom } from './support/seeded-random.js'
import { DAY, HOUR, LOBBY, MINUTE, person, World } from './support/world.js'

// LINK_RUNS=2000 npx vitest run test/links.test.ts searches longer
const RUNS = Number(process.env.LINK_RUNS ?? 30)

const HALL: Place = { platform: 'test', chat: 'hall' }
const ROOM: Place = { platform: 'third', chat: 'room' }
const PLACES = [LOBBY, GROUP, HALL, ROOM] as const
const PEOPLE: readonly Person[] = ['test', 'other', 'third'].flatMap((platform) =>
  ['Ann', 'Bob'].map((name) => ({ ...person(name), platform })),
)

/** More than there are identities. */
const SHARES = PEOPLE.length + 2

const places = fc.nat(PLACES.length - 1)
const people = fc.nat(PEOPLE.length - 1)
const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fund' as const),
      at: places,
      to: people,
      amount: fc.integer({ min: 1, max: 900 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('deduct' as const),
      at: places,
      to: people,
      amount: fc.integer({ min: 1, max: 400 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      at: places,
      by: people,
      total: fc.integer({ min: SHARES, max: 300 }),
      everywhere: fc.boolean(),
      lifetime: fc.constantFrom(MINUTE, HOUR),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('grab' as const),
      at: places,
      by: people,
      back: fc.nat(3),
      strays: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unite' as const), maker: people, by: people }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unlinkPerson' as const), by: people }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('link' as const), host: places, joiner: places }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unlink' as const), at: places }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('migrate' as const), at: places }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('split' as const), at: places }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), time: fc.constantFrom(1, MINUTE, HOUR, DAY) }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

/** Runs all actions; after each, there must be as much money as was issued. */
async function live(world: World, actions: readonly Action[], seen: Map<string, number>): Promise<void> {
  const { app } = world
  /** The current id of each place. */
  const now = new Map<number, Place>(PLACES.map((place, index) => [index, place]))
  const at = (index: number) => now.get(index) as Place
  const who = (index: number) => PEOPLE[index] as Person
  const admin = (place: Place) => asAdmin(place, { platform: place.platform, user: 'boss', name: 'Boss' })
  const envelopes: { no: string; at: number }[] = []
  let issued = 0
  let ids = 0
  const carryOut = async (act: Action): Promise<{ kind: string }> => {
    const key = world.key()
    switch (act.do) {
      case 'fund':
      case 'deduct': {
        const move = { key, ...admin(at(act.at)), to: who(act.to), amount: act.amount, reason: 'because' }
        const outcome = await (act.do === 'fund' ? app.topUp(move) : app.deduct(move))
        if (outcome.kind === 'topped_up') issued += act.amount
        if (outcome.kind === 'deducted') issued -= act.amount
        return outcome
      }
      case 'send': {
        const { total, everywhere, lifetime } = act
        const sent = { kind: 'lucky' as const, count: SHARES, greeting: '', total, everywhere, lifetime }
        const outcome = await app.sendEnvelope({ key, place: at(act.at), by: who(act.by), ...sent })
        if (outcome.kind === 'sent') envelopes.push({ no: outcome.envelopeNo, at: act.at })
        return outcome
      }
      case 'grab': {
        const envelope = envelopes.at(-1 - act.back)
        const place = at((act.strays ? undefined : envelope?.at) ?? act.at)
        return app.grabShare({ key, place, by: who(act.by), envelopeNo: envelope?.no ?? 'none' })
      }
      case 'unite': {
        const { code } = await app.makePersonCode({ key, by: who(act.maker) })
        return app.linkPeople({ key, by: who(act.by), code })
      }
      case 'unlinkPerson':
        return app.unlinkPerson({ key, by: who(act.by) })
      case 'link': {
        const made = await app.makeLinkCode({ key, ...admin(at(act.host)) })
        if (made.kind !== 'link_code') throw new Error(made.kind)
        return app.linkCommunities({ key, ...admin(at(act.joiner)), code: made.code })
      }
      case 'unlink':
        return app.unlinkCommunities({ key, ...admin(at(act.at)) })
      case 'migrate':
      case 'split': {
        const from = at(act.at)
        const to = { ...from, chat: `${from.chat} ${++ids}` }
        if (act.do === 'split') {
          // Someone acted before the platform's notice, so money is there already.
          await found(world, to, 'A new one')
          const by = who(ids % PEOPLE.length)
          await app.topUp({ key, ...admin(to), to: by, amount: 10, reason: 'because' })
          issued += 10
        }
        const outcome = await app.migrateChat({ platform: from.platform, from: from.chat, to: to.chat })
        if (outcome.kind === 'migrated') now.set(act.at, to)
        return outcome
      }
      case 'pass': {
        world.clock.pass(act.time)
        await app.expireEnvelopes(1000)
        await app.finishMigrations()
        return { kind: 'passed' }
      }
    }
  }
  for (const [index] of PLACES.entries())
    for (const to of PEOPLE.keys()) await carryOut({ do: 'fund', at: index, to, amount: 500 })
  for (const act of actions) {
    const outcome = await carryOut(act)
    const kind = `${act.do}: ${outcome.kind}`
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    expect(moneyInAll(world), kind).toBe(issued)
  }
  expect(await world.broken()).toEqual([])
  await nobodyHasTwoShares(world)
}

/** Every identity keeps one original member per community forever: linking and unlinking gives no second share. */
async function nobodyHasTwoShares(world: World): Promise<void> {
  const most = world.tamper((database) =>
    database.prepare('SELECT coalesce(max(grabbed_count), 0) FROM envelope').pluck().get(),
  )
  expect(most).toBeLessThanOrEqual(PEOPLE.length)
}

test('however chats and people are linked and unlinked, no money is lost or created and every invariant holds', async () => {
  const seen = new Map<string, number>()
  const history = fc.record({
    chance: fc.integer(),
    actions: fc.array(action, { minLength: 5, maxLength: 60, size: 'max' }),
  })
  const property = fc.asyncProperty(history, async ({ chance, actions }) => {
    const world = await World.open({ random: seededRandom(chance), rules: { minLifetime: MINUTE } })
    try {
      for (const [place, name] of [
        [GROUP, 'The group'],
        [HALL, 'The hall'],
        [ROOM, 'A room'],
      ] as const)
        await found(world, place, name)
      await live(world, actions, seen)
    } finally {
      await world.close()
    }
  })
  await fc.assert(property, { numRuns: RUNS })
  if (process.env.LINK_RUNS) console.log(Object.fromEntries([...seen].sort()))
}, 3_600_000)
