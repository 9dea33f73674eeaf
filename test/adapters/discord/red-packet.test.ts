import { MessageFlags, PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { numberOf } from '../../support/discord-asking.js'
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

test('a red packet is sent, grabbed by two and finished: answers are private, and the card lists the claims', async () => {
  const { channel, lan, wei, ming } = world
  await fund()
  const sent = await lan.slash(channel, 'redpacket', {
    amount: '8.88',
    count: 2,
    greeting: 'Good *luck* @everyone',
  })
  expect(sent.ephemeral).toBe(true)
  expect(shown(sent.text)).toContain('Sent!')
  const open = await card('0/2 grabbed')
  expect(shown(open.text)).toContain('Good *luck* @everyone')
  expect(open.accentColor).toBe(0xb3151d)
  const first = await wei.click(open, open.button('Grab').customId)
  expect(first.ephemeral).toBe(true)
  expect(shown(first.text)).toMatch(/You got/)
  const second = await ming.click(open, open.button('Grab').customId)
  expect(shown(second.text)).toMatch(/You got/)
  const done = await card(/All grabbed in/)
  expect(done.id).toBe(open.id)
  expect(done.buttons.map(({ label }) => label)).toEqual(['Result', 'Details', 'Verify'])
  expect(shown(done.text)).toMatch(/wei[\s\S]*ming/)
  expect(done.text).toContain('👑')
  expect((await balanceOf(wei)) + (await balanceOf(ming))).toBe(888)
  expect(await balanceOf(lan)).toBe(10_000 - 888)
  const details = await lan.click(done, done.button('Details').customId)
  expect(details.ephemeral).toBe(true)
  expect(shown(details.text)).toContain('All grabbed in')
})

test('a second tap shows the first share, and pays nothing', async () => {
  const { channel, lan, wei } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card()
  await wei.click(open, open.button('Grab').customId)
  const again = await wei.click(open, open.button('Grab').customId)
  expect(shown(again.text)).toMatch(/You already got .*3\.00/)
  expect(await balanceOf(wei)).toBe(300)
})

test("answers in the asker's language", async () => {
  const { channel, lan, guild } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const hua = guild.addMember('hua', { locale: 'zh-CN' })
  const open = await card()
  const grabbed = await hua.click(open, open.button('Grab').customId)
  expect(grabbed.text).toMatch(/\p{Script=Han}/u)
})

test('without options a form asks for everything, and only those chosen in it may grab', async () => {
  const { channel, lan, wei, ming } = world
  await fund()
  const asked = await lan.slash(channel, 'redpacket')
  if (!asked.modal) throw new Error('there is no form')
  const sent = await lan.submitModal(asked.modal, {
    'amount+count': '５　１',
    kind: ['lucky'],
    greeting: '',
    for: [wei],
  })
  expect(shown(sent.text)).toContain('Sent!')
  const open = await card(/Only for @wei/)
  expect(shown((await ming.click(open, open.button('Grab').customId)).text)).toContain('for other people')
  expect(shown((await wei.click(open, open.button('Grab').customId)).text)).toContain('You got')
})

test('a red packet for one member has that member filled in', async () => {
  const { channel, lan, wei } = world
  await fund()
  const asked = await lan.contextMenu(channel, 'Send a red packet', wei)
  if (!asked.modal) throw new Error('there is no form')
  await lan.submitModal(asked.modal, {
    'amount+count': '5',
    kind: ['lucky'],
    greeting: '',
    for: [wei],
  })
  await card(/Only for @wei/)
})

test("a role's red packet is for members who have the role at the moment of the tap", async () => {
  const { channel, lan, wei, ming, guild } = world
  await fund()
  const cooks = guild.addRole('cooks')
  const cook = guild.addMember('cook', { roles: [cooks] })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal', for: cooks })
  const open = await card(/Only for @cooks/)
  const grab = open.button('Grab').customId
  expect(shown((await wei.click(open, grab)).text)).toContain('for other people')
  expect(shown((await cook.click(open, grab)).text)).toContain('You got')
  const asked = await lan.slash(channel, 'redpacket')
  if (!asked.modal) throw new Error('there is no form')
  const fields = { 'amount+count': '4 2', kind: ['equal'], greeting: '', for: [cooks, ming] }
  await lan.submitModal(asked.modal, fields)
  const mixed = await card(/Only for @ming, @cooks/)
  expect(shown((await ming.click(mixed, mixed.button('Grab').customId)).text)).toContain('You got')
  expect(shown((await cook.click(mixed, mixed.button('Grab').customId)).text)).toContain('You got')
  expect(await balanceOf(cook)).toBe(500)
})

test('the remainder is refunded at the deadline, and the card says so', async () => {
  const { channel, lan, clock, jobs } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '12.50', count: 3 })
  await card('0/3 grabbed')
  clock.pass(24 * HOUR)
  await jobs.sweep()
  const expired = await card(/Expired with 0\/3 grabbed\. .*12\.50 went back to lan/)
  expect(expired.button('Grab').disabled).toBe(true)
  expect(await balanceOf(lan)).toBe(10_000)
})

test('where the bot may not write, nothing is sent and no money moves', async () => {
  const { channel, lan, fake } = world
  await fund()
  channel.deny(PermissionFlagsBits.SendMessages)
  const refused = await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  expect(shown(refused.text)).toContain('Send Messages')
  expect(await balanceOf(lan)).toBe(10_000)
  expect(fake.journal.filter(({ path }) => /^\/channels\/\d+\/messages$/.test(path))).toEqual([])
})

test('a card that cannot be posted is refunded, and the sender notified', async () => {
  const { channel, lan, fake } = world
  await fund()
  fake.failNext({ method: 'POST', path: /^\/channels\/\d+\/messages$/ }, { status: 403, code: 50013 })
  const sent = await lan.slash(channel, 'redpacket', { amount: '5', count: 1 })
  const told = await fake.waitFor(() => sent.followups[0], 'word to the sender')
  expect(told.ephemeral).toBe(true)
  expect(shown(told.text)).toContain('couldn’t be posted')
  expect(await balanceOf(lan)).toBe(10_000)
})

test('a deleted card is not edited again; the sender is told and gets the remainder back', async () => {
  const { channel, lan, wei, ming, fake, clock, jobs } = world
  await fund()
  const sent = await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card()
  const grab = open.button('Grab').customId
  await wei.click(open, grab)
  await card('1/3 grabbed')
  // Deleted while a tap is on its way.
  const tapped = ming.click(open, grab)
  open.delete()
  expect(shown((await tapped).text)).toContain('You got')
  const told = await fake.waitFor(() => sent.followups[0], 'word to the sender')
  expect(shown(told.text)).toContain('was deleted')
  const edits = () => fake.journal.filter(({ method, path }) => method === 'PATCH' && path.includes(open.id))
  const before = edits().length
  clock.pass(24 * HOUR)
  await jobs.sweep()
  expect(await balanceOf(lan)).toBe(10_000 - 600)
  expect(edits().length).toBe(before)
})

test("notifies the sender in a direct message once the interaction's token has expired", async () => {
  const { channel, lan, fake, clock, jobs } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  fake.expireTokens()
  clock.pass(1000)
  const grab = open.button('Grab').customId
  const tapped = world.wei.click(open, grab)
  open.delete()
  await tapped
  await fake.waitFor(() => lan.directMessages[0], 'a direct message')
  clock.pass(24 * HOUR)
  await jobs.sweep()
  // Without a card, the chat isn't told of the end.
  await fake.waitFor(() => lan.directMessages[1], 'the end')
  expect(lan.directMessages).toHaveLength(2)
})

test('an interaction delivered twice pays once, and logs no error', async () => {
  const { channel, lan, wei, fake, complaints } = world
  await fund()
  fake.dispatchTwice = true
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card('0/3 grabbed')
  await wei.click(open, open.button('Grab').customId)
  await card('1/3 grabbed')
  fake.dispatchTwice = false
  expect(channel.publicMessages).toHaveLength(1)
  expect(await balanceOf(lan)).toBe(10_000 - 900)
  expect(await balanceOf(wei)).toBe(300)
  expect(complaints).toEqual([])
})

test('a redelivery after a lost connection pays once', async () => {
  const { channel, lan, wei, fake, complaints } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card('0/3 grabbed')
  await wei.click(open, open.button('Grab').customId)
  await card('1/3 grabbed')
  await fake.replay()
  const again = await wei.click(open, open.button('Grab').customId)
  expect(shown(again.text)).toContain('already')
  expect(channel.publicMessages).toHaveLength(1)
  expect(await balanceOf(lan)).toBe(10_000 - 900)
  expect(complaints.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('two logins of the bot pay once and answer once', async () => {
  const { channel, lan, wei, complaints } = world
  await fund()
  await world.startAnother()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card('0/3 grabbed')
  await wei.click(open, open.button('Grab').customId)
  await card('1/3 grabbed')
  expect(channel.publicMessages).toHaveLength(1)
  expect(await balanceOf(wei)).toBe(300)
  expect(complaints).toEqual([])
})

test('a post with a lost answer makes no second card', async () => {
  const { channel, lan, fake, clock, complaints } = world
  await fund()
  fake.failNext({ method: 'POST', path: /^\/channels\/\d+\/messages$/ }, { applied: true })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card('0/3 grabbed')
  await fake.waitFor(
    () => complaints.some((line) => line.includes('a card was postponed')),
    'the lost answer',
  )
  await world.wei.click(open, open.button('Grab').customId)
  await fake.waitFor(() => {
    clock.pass(1000)
    return shown(open.text).includes('1/3 grabbed')
  }, 'the next try')
  expect(channel.publicMessages).toHaveLength(1)
})

test('a forged or foreign button moves nothing', async () => {
  const { channel, lan, fake } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  const other = fake.addGuild('Elsewhere')
  const there = other.addChannel('general')
  const eve = other.addMember('eve', { manageGuild: true })
  await eve.slash(there, 'wallet')
  const place = { platform: 'discord', chat: there.id }
  const envelopeNo = numberOf(open)
  const by = { platform: 'discord', user: eve.id, name: 'eve' }
  expect(await world.app.grabShare({ key: 'forged', place, by, envelopeNo })).toEqual({
    kind: 'unknown_envelope',
  })
})

test('registers the commands once and leaves them alone when nothing changed', async () => {
  expect(world.fake.commandPuts).toBe(1)
  await world.startAnother()
  expect(world.fake.commandPuts).toBe(1)
})

test('only server managers top up and change settings; a treasurer tops up', async () => {
  const { channel, admin, lan, wei } = world
  const give = () => wei.slash(channel, 'topup', { member: lan, amount: '5', reason: 'why not' })
  expect(shown((await give()).text)).toContain('Only admins')
  await admin.slash(channel, 'settings treasurer', { member: wei, appointed: true })
  expect(shown((await give()).text)).toContain('Topped up lan')
  const audit = await lan.slash(channel, 'audit')
  expect(shown(audit.text)).toContain('why not')
  const settings = await wei.slash(channel, 'settings rules', { max_open: 5 })
  expect(shown(settings.text)).toContain('admin')
})

test('every other command answers privately', async () => {
  const { channel, admin, lan, wei } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3 })
  const open = await card()
  const number = numberOf(open)
  const found = await wei.autocomplete(channel, 'envelope', 'number', number.slice(0, 3))
  expect(found.choices?.map(({ value }) => value)).toContain(number)
  const answers = [
    await lan.slash(channel, 'wallet'),
    await lan.slash(channel, 'history'),
    await lan.slash(channel, 'transfer', { member: wei, amount: '1', note: 'tea' }),
    await lan.slash(channel, 'leaderboard ranks', { board: 'sent', period: 'week' }),
    await lan.slash(channel, 'envelope', { number }),
    await lan.slash(channel, 'verify', { number }),
    await lan.slash(channel, 'books'),
    await lan.slash(channel, 'help'),
    await admin.slash(channel, 'deduct', { member: lan, amount: '1', reason: 'too much' }),
    await admin.slash(channel, 'settings show'),
    await admin.slash(channel, 'settings currency', { name: 'Tea', symbol: '🍵' }),
    await lan.slash(channel, 'cancel', { number }),
  ]
  for (const answer of answers) {
    expect(answer.outcome).not.toBe('failed')
    expect(answer.ephemeral).toBe(true)
    expect(answer.text.length).toBeGreaterThan(10)
  }
  expect(Number(open.raw.flags) & MessageFlags.IsComponentsV2).toBe(MessageFlags.IsComponentsV2)
})
