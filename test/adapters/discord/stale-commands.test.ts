import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InteractionResult } from '../../support/discord/fake-discord.js'
import { CALLBACK, codeIn, confirm, grabId, numberOf, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

const MINUTE = 60_000
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

/** Cuts the gateway until members have read that the application did not respond; then everything arrives. */
async function duringOutage(commands: () => Promise<InteractionResult>[]): Promise<InteractionResult[]> {
  const { fake } = world
  const { resumes } = fake
  const letIn = fake.barLogins()
  fake.dropSockets()
  fake.responseWindow = 200
  const results = await Promise.all(commands())
  fake.responseWindow = 3000
  letIn()
  await fake.waitFor(() => fake.resumes > resumes, 'the gateway')
  return results
}

const late = () => world.complaints.filter((line) => line.includes('stale command'))

test('refuses every money command whose sender saw a failure, and runs it when repeated', async () => {
  const { channel, admin, lan, wei, fake, fund, balanceOf, app } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const number = numberOf(await world.card('0/3 grabbed'))
  const form = await wei.slash(channel, 'redpacket')
  const modal = form.modal
  if (!modal) throw new Error('no form')
  await fund('50', wei)
  const commands = () => [
    lan.slash(channel, 'transfer', { member: wei, amount: '5' }),
    lan.slash(channel, 'redpacket', { amount: '8', count: 2 }),
    wei.submitModal(modal, { 'amount+count': '7 2' }),
    admin.slash(channel, 'topup', { member: lan, amount: '100', reason: 'pay' }),
    admin.slash(channel, 'deduct', { member: lan, amount: '2', reason: 'fee' }),
    lan.slash(channel, 'cancel', { number }),
  ]
  const results = await duringOutage(commands)
  expect(results.map(({ outcome }) => outcome)).toEqual(Array(6).fill('failed'))
  await fake.waitFor(() => world.stale() === 6, 'the refusals')
  expect(await balanceOf(lan)).toBe(10_000 - 900)
  expect(await balanceOf(wei)).toBe(5_000)
  expect(late()).toHaveLength(6)
  expect(channel.publicMessages).toHaveLength(1)
  expect(await app.pendingMessages()).toBe(0)

  expect(await said(lan.slash(channel, 'transfer', { member: wei, amount: '5' }))).toContain('5.00')
  await wei.submitModal(modal, { 'amount+count': '7 2' })
  expect(await balanceOf(lan)).toBe(10_000 - 900 - 500)
  expect(await balanceOf(wei)).toBe(5_000 + 500 - 700)
  expect(world.stale()).toBe(6)
  expect(world.errors()).toEqual([])
})

test('does not link accounts by a tap that Discord has given up on', async () => {
  const { channel, guild, lan, wei, fake, fund, balanceOf } = world
  await fund()
  const elsewhere = fake.addGuild('Other House')
  elsewhere.join(lan)
  const code = codeIn(await wei.slash(channel, 'linkme'))
  const preview = await (await lan.slash(channel, 'linkme', { code })).final()
  const [tapped] = await duringOutage(() => [confirm(lan, preview)])
  expect(tapped?.outcome).toBe('failed')
  await fake.waitFor(() => world.stale() === 1, 'the refusal')
  expect(await balanceOf(lan)).toBe(10_000)
  expect(await balanceOf(wei)).toBe(0)
  expect(guild.members).toContain(lan)
  await confirm(lan, preview)
  expect(await balanceOf(wei)).toBe(10_000)
})

test('pays a share grabbed during an outage, and shows it at the next tap', async () => {
  const { channel, lan, wei, fund, balanceOf } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const card = await world.card('0/3 grabbed')
  const [tapped] = await duringOutage(() => [wei.click(card, grabId(card))])
  expect(tapped?.outcome).toBe('failed')
  expect(await said(wei.click(card, grabId(card)))).toContain('already')
  expect(await balanceOf(wei)).toBe(300)
  expect(world.stale()).toBe(0)
})

test('refuses a command older than its token can live, even where Discord would accept the answer', async () => {
  const { channel, lan, wei, fake, fund, balanceOf } = world
  await fund()
  fake.deliveryMs = 4000
  fake.responseWindow = 500
  const asked = await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  expect(asked.outcome).toBe('failed')
  expect(world.calls(CALLBACK).filter(({ status }) => status === 0)).toEqual([])
  await fake.waitFor(() => world.stale() === 1, 'the refusal')
  expect(late()[0]).toMatch(/"command":"transfer".*"ageMillis":\d{4}/)
  expect(await balanceOf(wei)).toBe(0)
})

test('counts a late request for a form as stale and opens none', async () => {
  const { channel, lan, fake } = world
  // From the first date that Discord shows, the age of the next is known.
  await lan.slash(channel, 'wallet')
  fake.deliveryMs = 4000
  const asked = await lan.slash(channel, 'redpacket')
  expect(asked.modal).toBeUndefined()
  expect(world.stale()).toBe(1)
  expect(late()[0]).toContain('"command":"redpacket"')
})

test('runs a command that waited 1.2 s for the gateway', async () => {
  const { channel, lan, wei, fake, fund, balanceOf } = world
  await fund()
  fake.deliveryMs = 1200
  expect(await said(lan.slash(channel, 'transfer', { member: wei, amount: '5' }))).toContain('5.00')
  expect(await balanceOf(wei)).toBe(500)
  expect(world.stale()).toBe(0)
})

test('runs a command once that was given during a brief loss of the sockets', async () => {
  const { channel, lan, wei, fake, fund, balanceOf } = world
  await fund()
  fake.responseWindow = 10_000
  fake.dropSockets()
  expect(await said(lan.slash(channel, 'transfer', { member: wei, amount: '5' }))).toContain('5.00')
  expect(await balanceOf(wei)).toBe(500)
})

test.each([
  ['ahead of', 10 * MINUTE],
  ['behind', -10 * MINUTE],
])(
  'distinguishes fresh and stale commands while Discord is %s this machine by ten minutes',
  async (_, by) => {
    const { channel, lan, wei, fake, fund, balanceOf } = world
    fake.clockAheadMs = by
    await fund()
    expect(await said(lan.slash(channel, 'transfer', { member: wei, amount: '5' }))).toContain('5.00')
    fake.deliveryMs = 4000
    fake.responseWindow = 500
    await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
    await fake.waitFor(() => world.stale() === 1, 'the refusal')
    expect(await balanceOf(wei)).toBe(500)
  },
)

test('moves no money while it is unknown whether Discord accepted the acknowledgement', async () => {
  const { channel, lan, wei, fake, fund, balanceOf, errorCodes } = world
  await fund()
  fake.responseWindow = 1000
  fake.failNext({ ...CALLBACK, times: 2 }, { status: 500 })
  expect((await lan.slash(channel, 'transfer', { member: wei, amount: '5' })).outcome).toBe('failed')
  await fake.waitFor(() => errorCodes.includes('500'), 'the failure')
  expect(await balanceOf(wei)).toBe(0)
})

test('acknowledges again after a lost connection, and says that nothing was done when that fails too', async () => {
  const { channel, lan, wei, fake, fund, balanceOf } = world
  await fund()
  // The second attempt learns that the first was accepted.
  fake.failNext(CALLBACK, { applied: true })
  expect(await said(lan.slash(channel, 'transfer', { member: wei, amount: '5' }))).toContain('5.00')
  expect(await balanceOf(wei)).toBe(500)
  fake.failNext(CALLBACK, { applied: true })
  fake.failNext({ ...CALLBACK, times: 2 }, { status: 500 })
  expect(await said(lan.slash(channel, 'transfer', { member: wei, amount: '5' }))).toContain(
    'nothing was done',
  )
  expect(await balanceOf(wei)).toBe(500)
})

test('runs a command once that is delivered twice, and answers it', async () => {
  const { channel, lan, wei, fake, fund, balanceOf } = world
  await fund()
  fake.dispatchTwice = true
  const answer = await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  fake.dispatchTwice = false
  expect(shown(answer.text)).toContain('5.00')
  expect(await balanceOf(wei)).toBe(500)
  expect(world.errors()).toEqual([])
})
