import { expect, test } from 'vitest'
import { LOBBY, openWorld, person } from '../../support/world.js'

test('joining gives an empty wallet, and repeating it the same member', async () => {
  const world = await openWorld()
  const first = await world.app.joinMember({ place: LOBBY, by: person('Ann') })
  expect(first).toMatchObject({ kind: 'member', member: { id: 1, name: 'Ann', treasurer: false } })
  expect(await world.balance('Ann')).toBe(0)
  expect(await world.app.joinMember({ place: LOBBY, by: person('Ann') })).toEqual(first)
})

test('joining with several clicks at once makes one member', async () => {
  const world = await openWorld()
  const click = () => world.app.joinMember({ place: LOBBY, by: person('Ann') })
  for (const joined of await Promise.all([click(), click(), click()]))
    expect(joined).toMatchObject({ kind: 'member', member: { id: 1 } })
  expect(await world.app.joinMember({ place: LOBBY, by: person('Bob') })).toMatchObject({ member: { id: 2 } })
})

test('a second linked identity is the same member, and reveals nothing more', async () => {
  const world = await openWorld()
  const [first, second] = [person('Ann'), { platform: 'other', user: 'ann', name: 'Ann' }]
  await world.app.joinMember({ place: LOBBY, by: first })
  const { code } = await world.app.makePersonCode({ key: world.key(), by: first })
  await world.app.linkPeople({ key: world.key(), by: second, code })
  const joined = await world.app.joinMember({ place: LOBBY, by: second })
  expect(joined).toMatchObject({ kind: 'member', member: { id: 1, representsOthers: true } })
  expect(await world.app.joinMember({ place: LOBBY, by: second })).toEqual(joined)
})

test("a new name on the platform replaces the member's, everywhere it is shown", async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  const { envelopeNo } = await world.send('Ann')
  await world.app.joinMember({ place: LOBBY, by: { ...person('Ann'), name: 'Annabel\u202e' } })
  expect(await world.app.wallet({ place: LOBBY, by: { ...person('Ann'), name: 'Annabel' } })).toMatchObject({
    name: 'Annabel',
    balance: 0,
  })
  expect((await world.details(envelopeNo)).sender.name).toBe('Annabel')
  const owners = (await world.app.books({ place: LOBBY, limit: 10 })).map((entry) => entry.owner)
  expect(owners).toContain('Annabel')
  expect(await world.broken()).toEqual([])
})

test('the platform and the user identify a person, not the name', async () => {
  const world = await openWorld()
  const same = { platform: 'test', user: 'other', name: 'Ann' }
  const elsewhere = { platform: 'other', user: 'ann', name: 'Ann' }
  const ids = []
  for (const by of [person('Ann'), same, elsewhere]) {
    const outcome = await world.app.joinMember({ place: LOBBY, by })
    if (outcome.kind === 'member') ids.push(outcome.member.id)
  }
  expect(ids).toEqual([1, 2, 3])
})

test('stores a name of only invisible characters as a question mark', async () => {
  const world = await openWorld()
  const by = { ...person('Ann'), name: '\u200b\u202e' }
  expect(await world.app.joinMember({ place: LOBBY, by })).toMatchObject({ member: { name: '?' } })
})

test('a chat without a community has no members', async () => {
  const world = await openWorld()
  const place = { platform: 'test', chat: 'nowhere' }
  expect(await world.app.joinMember({ place, by: person('Ann') })).toEqual({ kind: 'unknown_chat' })
})
