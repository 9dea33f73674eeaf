import { afterEach, beforeEach, expect, test } from 'vitest'
import { CALLBACK, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

const SECOND_PROCESS = 'a second process uses this token'
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

test('counts and logs a rate limit of an answer, and answers when it is over', async () => {
  const { fake, channel, lan, errorCodes, logged } = world
  fake.failNext(CALLBACK, { status: 429, retryAfter: 0.1 })
  expect(await said(lan.slash(channel, 'wallet'))).toContain('You have')
  expect(errorCodes).toEqual(['rate_limit'])
  const line = logged.find((each) => each.includes('asks for patience'))
  expect(line).toContain('/interactions/:id/:token/callback')
})

test('logs an answer that Discord no longer accepts', async () => {
  const { fake, channel, lan, errorCodes, logged } = world
  fake.responseWindow = 500
  fake.failNext(CALLBACK, { status: 404, code: 10062 })
  await lan.slash(channel, 'wallet')
  await fake.waitFor(() => errorCodes.length > 0, 'the count')
  expect(logged.filter((line) => line.includes('"code":"10062"'))).toHaveLength(1)
})

test('refuses a payment that comes too fast in one call, without an acknowledgement first', async () => {
  const { channel, lan, wei } = world
  const pay = () => lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  for (;;) {
    const answers = await Promise.all(Array.from({ length: 60 }, pay))
    const texts = await Promise.all(answers.map((answer) => said(Promise.resolve(answer))))
    const refused = answers.filter((_, index) => texts[index]?.includes('Too fast'))
    if (refused.length === 0) continue
    expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(new Set(['replied']))
    expect(answers.some(({ outcome }) => outcome === 'deferred')).toBe(true)
    return
  }
})

test('warns of many refused answers before Discord bans the address', async () => {
  const { fake, channel, lan, complaints } = world
  fake.failNext({ ...CALLBACK, times: 100 }, { status: 429, retryAfter: 0.001 })
  await lan.slash(channel, 'wallet')
  await fake.waitFor(() => complaints.some((line) => line.includes('ban this address')), 'the warning')
})

test('notices a second process with the same token', async () => {
  const { fake, channel, lan, complaints, errorCodes, startAnother } = world
  await startAnother()
  const alarms = () => complaints.filter((line) => line.includes(SECOND_PROCESS))
  // One of the two is too late at least three times, and neither reports it at once.
  for (let time = 1; time <= 5; time += 1) {
    await lan.slash(channel, 'wallet')
    await fake.waitFor(() => errorCodes.length === time, 'the later answer')
    if (time < 3) expect(alarms()).toEqual([])
  }
  expect(alarms()).toHaveLength(1)
})

test('answers interactions that are delivered twice once, and takes them for no second process', async () => {
  const { fake, channel, lan, complaints, errorCodes } = world
  fake.dispatchTwice = true
  for (let time = 1; time <= 5; time += 1) await lan.slash(channel, 'wallet')
  expect(errorCodes).toEqual([])
  expect(complaints.filter((line) => line.includes(SECOND_PROCESS))).toEqual([])
})
