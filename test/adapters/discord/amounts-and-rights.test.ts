import { afterEach, beforeEach, expect, test } from 'vitest'
import { grabId, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

const HOUR = 3_600_000
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const fund: DiscordWorld['fund'] = (...given) => world.fund(...given)
const card: DiscordWorld['card'] = (...asked) => world.card(...asked)
const balanceOf: DiscordWorld['balanceOf'] = (...asked) => world.balanceOf(...asked)

test('an invalid amount moves nothing and is answered with the valid range', async () => {
  const { channel, admin, lan, wei } = world
  await fund()
  const amounts = [
    '1e3',
    '٣',
    '0.001',
    '-5',
    '0',
    '+5',
    '1,000',
    '0x10',
    'NaN',
    'Infinity',
    ' ',
    '1..2',
    '5.',
  ]
  for (const amount of [...amounts, '9'.repeat(32), '10²', '½', '１e３', '5\u0000'])
    for (const answer of [
      await lan.slash(channel, 'redpacket', { amount, count: 1 }),
      await lan.slash(channel, 'transfer', { member: wei, amount }),
      await admin.slash(channel, 'topup', { member: lan, amount, reason: 'no' }),
      await admin.slash(channel, 'deduct', { member: lan, amount, reason: 'no' }),
    ]) {
      expect(answer.outcome, amount).not.toBe('failed')
      expect(answer.ephemeral).toBe(true)
    }
  expect(await balanceOf(lan)).toBe(10_000)
  expect(await balanceOf(wei)).toBe(0)
  expect(channel.publicMessages).toEqual([])
})

test('accepts full-width digits as an amount', async () => {
  const { channel, lan, wei } = world
  await fund()
  await lan.slash(channel, 'transfer', { member: wei, amount: '１２．５' })
  expect(await balanceOf(wei)).toBe(1250)
})

test('an invalid number of shares, typed into the form, moves nothing', async () => {
  const { channel, lan } = world
  await fund()
  for (const count of ['0', '-1', '1e1', '٣', '201', '1.5', 'abc', ' ']) {
    const asked = await lan.slash(channel, 'redpacket')
    if (!asked.modal) throw new Error('there is no form')
    const answer = await lan.submitModal(asked.modal, { 'amount+count': `5 ${count}`, for: [] })
    expect(answer.outcome, count).not.toBe('failed')
  }
  expect(await balanceOf(lan)).toBe(10_000)
})

test('a bot cannot be chosen as a recipient', async () => {
  const { channel, guild, admin, lan, wei } = world
  await fund()
  const robot = guild.addMember('robot', { bot: true })
  const asked = await lan.slash(channel, 'redpacket')
  if (!asked.modal) throw new Error('there is no form')
  const filledIn = lan.submitModal(asked.modal, { 'amount+count': '5 1', for: [wei, robot] })
  expect(await said(filledIn)).toContain('Bots have no wallet')
  const answers = [
    lan.slash(channel, 'redpacket', { amount: '5', count: 1, for: robot }),
    lan.contextMenu(channel, 'Send a red packet', robot),
    lan.slash(channel, 'transfer', { member: robot, amount: '5' }),
    admin.slash(channel, 'topup', { member: robot, amount: '5', reason: 'no' }),
    admin.slash(channel, 'topup', { member: wei, also: robot, amount: '5', reason: 'no' }),
    admin.slash(channel, 'deduct', { member: robot, amount: '5', reason: 'no' }),
    admin.slash(channel, 'settings treasurer', { member: robot, appointed: true }),
  ]
  for (const answer of answers) expect(await said(answer)).toContain('Bots have no wallet')
  expect(await balanceOf(lan)).toBe(10_000)
  expect(await balanceOf(wei)).toBe(0)
})

test('members cannot give to themselves, and a red packet for oneself alone comes back', async () => {
  const { channel, lan, clock, jobs } = world
  await fund()
  expect(await said(lan.slash(channel, 'transfer', { member: lan, amount: '5' }))).toContain(
    'send money to yourself',
  )
  await lan.slash(channel, 'redpacket', { amount: '5', kind: 'equal', for: lan })
  const open = await card()
  expect(await said(lan.click(open, grabId(open)))).not.toContain('You got')
  clock.pass(25 * HOUR)
  await jobs.sweep()
  expect(await balanceOf(lan)).toBe(10_000)
})

test('a member named three times in one top-up is paid once', async () => {
  const { channel, admin, lan } = world
  await admin.slash(channel, 'topup', { member: lan, also: lan, and: lan, amount: '5', reason: 'once' })
  expect(await balanceOf(lan)).toBe(500)
})

test('non-admins change nothing with any admin command', async () => {
  const { channel, lan, wei } = world
  await fund()
  const answers = [
    lan.slash(channel, 'topup', { member: lan, also: wei, amount: '5', reason: 'me' }),
    lan.slash(channel, 'deduct', { member: wei, amount: '1', reason: 'you' }),
    lan.slash(channel, 'settings currency', { symbol: 'X' }),
    lan.slash(channel, 'settings rules', { self_grab: false, max_open: 1000 }),
    lan.slash(channel, 'settings treasurer', { member: lan, appointed: true }),
  ]
  for (const answer of answers) expect(await said(answer)).toBe('Only admins can do that.')
  expect(await balanceOf(lan)).toBe(10_000)
  expect(await said(lan.slash(channel, 'settings show'))).not.toContain('X')
})

test('simultaneous taps by a crowd give out every share once and the money once', async () => {
  const { channel, guild, lan, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '10', count: 10 })
  const open = await card()
  fake.dispatchTwice = true
  const crowd = Array.from({ length: 30 }, (_, index) => guild.addMember(`m${index}`))
  const answers = await Promise.all(crowd.map((user) => user.click(open, grabId(open))))
  fake.dispatchTwice = false
  expect(answers.filter(({ text }) => shown(text).includes('You got'))).toHaveLength(10)
  const balances = await Promise.all(crowd.map((user) => balanceOf(user)))
  expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(1000)
})
