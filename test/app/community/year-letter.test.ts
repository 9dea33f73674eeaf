import { expect, test } from 'vitest'
import { inTurn, type LetterQuery, type MemberYear } from '../../../src/app/community/year-letter.js'
import { StoreBusy } from '../../../src/store/engine.js'
import { asAdmin, other, unite } from '../../support/linked-world.js'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

const ask = (world: World, name: string, of: LetterQuery['of'] = 'mine', by = person(name)) =>
  world.app.yearLetter({ place: LOBBY, by, of })

async function ownYear(world: World, name: string) {
  const outcome = await ask(world, name)
  if (outcome.kind !== 'own_year') throw new Error(outcome.kind)
  return outcome
}

async function chatYear(world: World) {
  const outcome = await ask(world, 'Ann', 'chat')
  if (outcome.kind !== 'chat_year') throw new Error(outcome.kind)
  return outcome
}

/** Sends an equal red packet, of which the people grab a share each after a while. */
async function packet(world: World, sender: string, total: number, people: readonly string[], after = 1_000) {
  const sent = { total, count: people.length, kind: 'equal', greeting: `${total}` } as const
  const { envelopeNo } = await world.send(sender, sent)
  world.clock.pass(after)
  await world.grabs(envelopeNo, ...people)
  return envelopeNo
}

test("a member's letter adds up what was sent and grabbed since the Spring Festival", async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann', 'Bob')
  await packet(world, 'Ann', 900, ['Bob', 'Cy', 'Dan'], 3_000)
  world.clock.pass(31 * DAY)
  await packet(world, 'Ann', 400, ['Bob', 'Cy'], 2_000)
  await packet(world, 'Bob', 500, ['Ann'])
  const { year, days } = await ownYear(world, 'Bob')
  expect(year).toEqual({
    ...{ packetsSent: 1, sent: 500, packetsGrabbed: 2, received: 500, luckiest: 0 },
    fastest: { millis: 2_000, name: 'Ann' },
    partner: { name: 'Ann', packets: 2 },
    largest: { total: 500, greeting: '500' },
    // From February to July: the first was grabbed in June.
    months: [0, 0, 0, 0, 300, 200],
  })
  expect(days.first).toEqual({ year: 2026, month: 2, day: 17 })
  expect(days.months).toHaveLength(6)
  expect((await ownYear(world, 'Ann')).year.partner).toEqual({ name: 'Bob', packets: 1 })
})

test('a letter names the lucky share that was largest for its red packet, and counts crowns', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann')
  let crowns = 0
  let best = 0
  for (let round = 0; round < 3; round++) {
    const { envelopeNo } = await world.send('Ann', { total: 1_000, count: 2, kind: 'lucky' })
    const [bob = 0, cy = 0] = await world.grabs(envelopeNo, 'Bob', 'Cy')
    if (bob >= cy) crowns++
    best = Math.max(best, bob)
  }
  const { year } = await ownYear(world, 'Bob')
  expect([year.luckiest, year.best]).toEqual([crowns, { amount: best, name: 'Ann' }])
})

test('neither open red packets nor ungrabbed shares count', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann')
  const { envelopeNo } = await world.send('Ann', { total: 900, count: 3 })
  await world.grabs(envelopeNo, 'Bob')
  await world.send('Ann', { total: 500 })
  expect([await ask(world, 'Ann'), await ask(world, 'Bob'), await ask(world, 'Bob', 'chat')]).toEqual([
    { kind: 'no_year' },
    { kind: 'no_year' },
    { kind: 'no_year' },
  ])
  world.clock.pass(2 * DAY)
  await world.app.expireEnvelopes(10)
  const { year } = await ownYear(world, 'Ann')
  expect([year.packetsSent, year.sent]).toEqual([
    1,
    900 - (900 - (await ownYear(world, 'Bob')).year.received),
  ])
})

test('a person who linked accounts has one year', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann')
  await packet(world, 'Ann', 600, ['Bob', 'Cy'])
  const elsewhere = other('Bob')
  const { envelopeNo } = await world.send('Ann', { total: 400, count: 1 })
  await world.app.grabShare({ key: world.key(), place: LOBBY, by: elsewhere, envelopeNo })
  await unite(world, person('Bob'), elsewhere)
  const { year } = await ownYear(world, 'Bob')
  expect([year.packetsGrabbed, year.received]).toEqual([2, 700])
})

test("a chat's letter counts everyone, and doesn't name those who left the leaderboards", async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Ann', 'Bob')
  await packet(world, 'Ann', 900, ['Bob', 'Cy', 'Dan'], 500)
  await packet(world, 'Bob', 400, ['Ann'], 2_000)
  const { year } = await chatYear(world)
  expect(year).toEqual({
    ...{ packets: 2, sent: 1_300, grabs: 4, people: 4 },
    generous: { name: 'Ann', sent: 900 },
    largest: { name: 'Ann', total: 900 },
    fastest: { millis: 500, name: 'Bob' },
    months: [0, 0, 0, 0, 2],
  })
  for (const name of ['Ann', 'Bob', 'Cy', 'Dan'])
    await world.app.leaveBoards({ key: world.key(), place: LOBBY, by: person(name), leave: true })
  const hidden = await chatYear(world)
  expect(hidden.year).toEqual({ packets: 2, sent: 1_300, grabs: 4, people: 4, months: [0, 0, 0, 0, 2] })
})

test('a letter ends with the last day of the Chinese year, by the clock of the community', async () => {
  // Two hours before the year ends in Shanghai.
  const world = await openWorld({ startAt: Date.parse('2027-02-05T14:00:00Z') })
  const changes = { timeZone: 'Asia/Shanghai' }
  await world.app.changeSettings({ ...asAdmin(LOBBY, person('Admin')), key: world.key(), changes })
  await world.fund(10_000, 'Ann')
  await packet(world, 'Ann', 100, ['Bob'])
  world.clock.pass(3 * 3_600_000)
  await packet(world, 'Ann', 200, ['Bob'])
  const { year, days } = await ownYear(world, 'Bob')
  expect([year.received, days.last]).toEqual([100, { year: 2027, month: 2, day: 5 }])
})

test('all who ask for one letter at once share its figures', async () => {
  const reads: (() => void)[] = []
  const years = inTurn(() => new Promise((done) => reads.push(() => done({} as MemberYear))))
  const order = { member: 1, from: 0, until: 1, months: [0] }
  const asked = [years(order), years({ ...order }), years({ ...order, member: 2 })]
  await expect.poll(() => reads.length).toBe(1)
  reads[0]?.()
  await expect.poll(() => reads.length).toBe(2)
  reads[1]?.()
  const [one, two, other] = await Promise.all(asked)
  expect(two).toBe(one)
  expect(other).not.toBe(one)
})

test('letters are read one at a time, and the bot is busy when more than a hundred wait', async () => {
  const reads: (() => void)[] = []
  const years = inTurn(() => new Promise((done) => reads.push(() => done({} as MemberYear))))
  const ask = (member: number) => years({ member, from: 0, until: 1, months: [0] })
  const asked = Array.from({ length: 100 }, (_, member) => ask(member))
  await expect(ask(100)).rejects.toThrow(StoreBusy)
  await expect.poll(() => reads.length).toBe(1)
  for (let next = 0; next < asked.length; next++) {
    await expect.poll(() => reads.length).toBe(next + 1)
    reads[next]?.()
  }
  await Promise.all(asked)
})
