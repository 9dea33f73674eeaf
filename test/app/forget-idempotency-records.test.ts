import { expect, test } from 'vitest'
import { DAY, openWorld, person } from '../support/world.js'

test('deletes only older answers, and moves no money', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  world.clock.pass(DAY)
  const key = world.key()
  const sent = await world.trySend('Ann', { key })
  const before = world.money()
  expect(await world.app.forgetIdempotencyRecords(world.clock.now())).toBe(1)
  expect(await world.trySend('Ann', { key })).toEqual(sent)
  expect(world.money()).toEqual(before)
  expect(await world.broken()).toEqual([])
})

test('never deletes answers to an operator', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  const transfer = { place: world.place, by: person('Ann'), to: person('Bob'), amount: 100, note: '' }
  const first = await world.app.transfer({ ...transfer, key: 'console:7' })
  world.clock.pass(400 * DAY)
  await world.app.forgetIdempotencyRecords(world.clock.now())
  expect(await world.app.transfer({ ...transfer, key: 'console:7' })).toEqual(first)
  expect(await world.balance('Bob')).toBe(100)
})

test('deletes very many answers in slices, with other plans in between', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Ann')
  world.tamper((database) =>
    database.exec(
      `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 5000)
       INSERT INTO idempotency_record (key, body, outcome, created_at, checksum)
         SELECT 'old:' || n, zeroblob(16), '{}', 0, 0 FROM number`,
    ),
  )
  const order: string[] = []
  const forgotten = world.app.forgetIdempotencyRecords(DAY).then((count) => order.push(`${count} forgotten`))
  const asked = world.balance('Ann').then((balance) => order.push(`a balance of ${balance}`))
  await Promise.all([forgotten, asked])
  expect(order).toEqual(['a balance of 1000', '5000 forgotten'])
  expect(await world.app.forgetIdempotencyRecords(DAY)).toBe(0)
})
