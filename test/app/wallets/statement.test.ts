import { expect, test } from 'vitest'
import type { StatementOutcome } from '../../../src/app/wallets/statement.js'
import { LOBBY, openWorld, person } from '../../support/world.js'

type Page = Extract<StatementOutcome, { kind: 'statement' }>

function page(outcome: StatementOutcome): Page {
  if (outcome.kind !== 'statement') throw new Error(outcome.kind)
  return outcome
}

test('a statement has every movement of the wallet, newest first, each with the balance after it', async () => {
  const world = await openWorld()
  await world.fund(2000, 'Ann')
  world.clock.pass(1)
  const { envelopeNo } = await world.send('Ann', { kind: 'equal', total: 600, greeting: 'hi' })
  world.clock.pass(1)
  await world.grabs(envelopeNo, 'Bob')
  const transfer = {
    key: world.key(),
    place: LOBBY,
    by: person('Bob'),
    to: person('Ann'),
    amount: 50,
    note: 'tea',
  }
  await world.app.transfer(transfer)
  const { lines, balance, older } = page(await world.app.statement({ place: LOBBY, by: person('Ann') }))
  expect(balance).toBe(1450)
  expect(older).toBeUndefined()
  expect(
    lines.map(({ logNo, type, flag, amount, balance: left, desc, other, envelopeNo: no }) => [
      logNo,
      type,
      flag,
      amount,
      left,
      desc,
      other,
      no,
    ]),
  ).toEqual([
    ['W-2.3', 'transfer', 1, 50, 1450, 'tea', 'Bob', null],
    ['W-2.2', 'send', -1, 600, 1400, 'hi', null, envelopeNo],
    ['W-2.1', 'top_up', 1, 2000, 2000, 'pocket money', null, null],
  ])
  expect(lines.map((line) => line.at)).toEqual([2, 1, 0].map((millis) => world.clock.now() - 2 + millis))
})

test('the pages together have each line once, in order, even when lines are added meanwhile', async () => {
  const world = await openWorld()
  for (let amount = 1; amount <= 25; amount++) await world.fund(amount, 'Ann')
  const seen: number[] = []
  let before: number | undefined
  do {
    const query = { place: LOBBY, by: person('Ann'), limit: 10, ...(before && { before }) }
    const { lines, older } = page(await world.app.statement(query))
    seen.push(...lines.map((line) => line.amount))
    before = older
    await world.fund(1000, 'Ann')
  } while (before !== undefined)
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index))
})

test('a page that is exactly full is the last', async () => {
  const world = await openWorld()
  for (let amount = 1; amount <= 10; amount++) await world.fund(amount, 'Ann')
  const { lines, older } = page(await world.app.statement({ place: LOBBY, by: person('Ann') }))
  expect([lines.length, older]).toEqual([10, undefined])
})

test("a statement hides other members' movements, and a page has at most 100 lines", async () => {
  const world = await openWorld()
  await Promise.all(Array.from({ length: 120 }, () => world.fund(1, 'Ann')))
  await world.fund(7, 'Bob')
  const anns = page(await world.app.statement({ place: LOBBY, by: person('Ann'), limit: 5000 }))
  expect(anns.lines).toHaveLength(100)
  const bobs = page(await world.app.statement({ place: LOBBY, by: person('Bob'), limit: -1 }))
  expect(bobs.lines.map((line) => line.amount)).toEqual([7])
})

test('a chat without a community has no statements', async () => {
  const world = await openWorld()
  const place = { platform: 'test', chat: 'nowhere' }
  expect(await world.app.statement({ place, by: person('Ann') })).toEqual({ kind: 'unknown_chat' })
})
