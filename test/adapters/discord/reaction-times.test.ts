import { afterEach, beforeEach, expect, test } from 'vitest'
import Database from '../../../src/store/sqlite-library.js'
import { grabId, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
  await world.fund()
})

afterEach(async () => {
  await world.end()
})

const dateOf = (snowflake: string) => Number(BigInt(snowflake) >> 22n)

/** Reaction times of the claimed shares, in the order of grabbing. */
function reactions(): (number | null)[] {
  const database = new Database(world.store.file, { readonly: true })
  try {
    return database
      .prepare('SELECT reaction FROM share WHERE claimer IS NOT NULL ORDER BY trade_no')
      .pluck()
      .all() as (number | null)[]
  } finally {
    database.close()
  }
}

test('a tap is timed by Discord’s own clocks, whatever ours shows', async () => {
  const { channel, lan, wei, ming, fake, clock } = world
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await world.card()
  fake.clockAheadMs = 5_000
  const first = await wei.click(open, grabId(open))
  clock.pass(3_600_000)
  fake.clockAheadMs = 60_000
  const second = await ming.click(open, grabId(open))
  const since = ({ interactionId }: { interactionId: string }) => dateOf(interactionId) - dateOf(open.id)
  expect(since(first)).toBeGreaterThanOrEqual(5_000)
  expect(reactions()).toEqual([since(first), since(second)])
})

test('a tap is never dated before its card', async () => {
  const { channel, lan, wei, fake } = world
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await world.card()
  fake.clockAheadMs = -60_000
  await wei.click(open, grabId(open))
  expect(reactions()).toEqual([0])
})

test('a modified client that names an older message looks no slower', async () => {
  const { channel, lan, wei } = world
  const older = wei.says(channel, 'an older message')
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await world.card()
  const forged = wei.forge(channel, 3, { component_type: 2, custom_id: grabId(open) }, older)
  expect(await said(forged)).toContain('You got')
  expect(reactions()).toEqual([null])
})

test('an admin reads the figures alone, and a blocked member hears why', async () => {
  const { channel, admin, lan, wei, ming } = world
  for (let round = 1; round <= 5; round++) {
    await lan.slash(channel, 'redpacket', { amount: '4', count: 2, greeting: `Round ${round}` })
    const open = await world.card(`Round ${round}`)
    for (const user of [wei, ming]) await user.click(open, grabId(open))
  }
  const seen = await admin.slash(channel, 'suspects')
  expect(seen.ephemeral).toBe(true)
  expect(await said(Promise.resolve(seen))).toMatch(/wei: 5 red packets, median [\d.]+ s, .*first in 100%/)
  const blocked = await admin.slash(channel, 'block', { member: wei, reason: 'a *script*' })
  expect(blocked.ephemeral).toBe(true)
  await lan.slash(channel, 'redpacket', { amount: '4', count: 2, greeting: 'Last round' })
  const open = await world.card('Last round')
  expect(await said(wei.click(open, grabId(open)))).toContain('Reason: a *script*')
  expect(await said(admin.slash(channel, 'suspects'))).toContain('wei: a *script* (by ada)')
})
