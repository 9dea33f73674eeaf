import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

const CALLBACK = { method: 'POST', path: /^\/interactions\/\d+\/:token\/callback$/ }
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
  world.fake.responseWindow = 500
})

afterEach(async () => {
  await world.end()
})

test.each([
  ['10062', { status: 404, code: 10062 }],
  ['40060', { status: 400, code: 40060 }],
  ['50035', { status: 400, code: 50035 }],
  ['500', { status: 500 }],
  ['unreachable', { applied: true }],
])('counts a failing answer as %s', async (code, response) => {
  const { fake, channel, lan, errorCodes } = world
  fake.failNext({ ...CALLBACK, times: 2 }, response)
  await lan.slash(channel, 'wallet')
  await fake.waitFor(() => errorCodes.length > 0, 'the count')
  expect(errorCodes).toEqual([code])
})

test('counts late suggestions', async () => {
  const { fake, channel, lan, errorCodes } = world
  fake.failNext(CALLBACK, { status: 404, code: 10062 })
  await lan.autocomplete(channel, 'envelope', 'number', 'a')
  await fake.waitFor(() => errorCodes.length > 0, 'the count')
  expect(errorCodes).toEqual(['10062'])
})

test('counts a failing card', async () => {
  const { fake, channel, lan, errorCodes, fund } = world
  await fund()
  fake.failNext({ method: 'POST', path: /^\/channels\/\d+\/messages$/ }, { status: 403, code: 50013 })
  await lan.slash(channel, 'redpacket', { amount: '1', count: 1 })
  await fake.waitFor(() => errorCodes.length > 0, 'the count')
  expect(errorCodes).toEqual(['50013'])
})
