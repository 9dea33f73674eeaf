import { expect, test } from 'vitest'
import { LOBBY, openWorld, person } from '../../support/world.js'

const cooks = { platform: 'test', role: 'r1', name: 'cooks' }

async function sentTo(roles = [cooks], count = 3) {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  const sent = await world.app.sendEnvelope({
    ...{ key: 'send', place: LOBBY, by: person('Ann'), kind: 'equal', total: 300 * count, count },
    ...{ greeting: '', chosenRoles: roles },
  })
  const grab = (name: string, ...held: string[]) => {
    const envelopeNo = sent.kind === 'sent' ? sent.envelopeNo : ''
    return world.app.grabShare({
      key: `grab ${name} ${held}`,
      place: LOBBY,
      by: person(name),
      envelopeNo,
      roles: held,
    })
  }
  return { world, sent, grab }
}

test('anyone with a chosen role at the moment of the grab may grab', async () => {
  const { world, grab } = await sentTo()
  expect((await grab('Bob')).kind).toBe('not_chosen')
  expect((await grab('Bob', 'r2')).kind).toBe('not_chosen')
  expect((await grab('Bob', 'r2', 'r1')).kind).toBe('grabbed')
  expect((await grab('Bob', 'r1')).kind).toBe('already_grabbed')
  expect(await world.broken()).toEqual([])
})

test('the same id on another platform is a different role', async () => {
  const { grab } = await sentTo([{ ...cooks, platform: 'elsewhere' }])
  expect((await grab('Bob', 'r1')).kind).toBe('not_chosen')
})

test('allows more shares than chosen people, because the size of a role is unknown', async () => {
  const { world, sent } = await sentTo([cooks], 10)
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const { chosen, chosenRoles } = await world.details(sent.envelopeNo)
  expect({ chosen, chosenRoles }).toEqual({ chosen: [], chosenRoles: ['cooks'] })
})

test('allows at most 25 chosen people and roles combined', async () => {
  const { sent } = await sentTo(Array.from({ length: 26 }, (_, index) => ({ ...cooks, role: `r${index}` })))
  expect(sent).toMatchObject({ kind: 'envelope_refused', refusal: { kind: 'bad_chosen', max: 25 } })
})
