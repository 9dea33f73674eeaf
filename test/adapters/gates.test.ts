import { expect, onTestFinished, test } from 'vitest'
import { accountAgeWords } from '../../src/commands/red-packet/conditions/account-age-words.js'
import { memberSinceWords } from '../../src/commands/red-packet/conditions/member-since-words.js'
import { supporterWords } from '../../src/commands/red-packet/conditions/supporter-words.js'
import { CommandChat, textOf } from '../support/command-chat.js'
import { snowflake } from '../support/discord/shapes.js'
import { grabId, said } from '../support/discord-asking.js'
import { discordWorld, shown } from '../support/discord-world.js'
import { telegramWorld } from '../support/telegram-world.js'

const DAY = 24 * 3_600_000
const gateWords = {
  account_age: accountAgeWords.en,
  member_since: memberSinceWords.en,
  ...supporterWords.en,
}

test('on Discord account age, membership and boosts are options, and each is asked of Discord itself', async () => {
  const world = await discordWorld()
  onTestFinished(() => world.end())
  const { channel, guild, lan, fake, clock } = world
  await world.fund()
  const ago = (days: number) => clock.now() - days * DAY
  const member = (name: string, account: number, joined: number, boosts?: true) =>
    guild.addMember(name, {
      id: snowflake(ago(account)),
      joinedAt: new Date(ago(joined)).toISOString(),
      ...(boosts && { premiumSince: new Date(ago(1)).toISOString() }),
    })
  const gates = [
    {
      options: { account_age: '30d' },
      yes: member('old', 31, 1),
      no: member('young', 29, 29),
      says: 'account_age',
    },
    {
      options: { member_for: '7d' },
      yes: member('loyal', 99, 8),
      no: member('fresh', 99, 6),
      says: 'member_since',
    },
    {
      options: { booster: true },
      yes: member('booster', 9, 9, true),
      no: member('saver', 9, 9),
      says: 'booster',
    },
  ] as const
  for (const { options, yes, no, says } of gates) {
    await lan.slash(channel, 'redpacket', { amount: '3', count: 3, greeting: says, ...options })
    const card = await world.card(says)
    const { refused: refusal } = gateWords[says]
    const time = says === 'account_age' ? '30 d' : '7 d'
    expect(await said(no.click(card, grabId(card)))).toBe(
      typeof refusal === 'string' ? refusal : refusal({ time }),
    )
    expect(await said(yes.click(card, grabId(card)))).toContain('You got')
  }
  expect(shown((await world.card('account_age')).text)).toContain('For Discord accounts at least 30 d old')
  const redpacket = fake.commands.find(({ name }) => name === 'redpacket')
  const offered = redpacket?.options?.map(({ name }) => name)
  expect(offered).toEqual(expect.arrayContaining(['known', 'turns', 'account_age', 'member_for', 'booster']))
  expect(offered).not.toContain('premium')
})

test('on Telegram Premium can be asked for in a line and in the form, and Discord’s gates can’t', async () => {
  const world = await telegramWorld()
  onTestFinished(() => world.end())
  const { group, lan, wei, ming } = world
  await world.fund('100')
  wei.isPremium = true
  lan.command(group, '/redpacket 3 3 premium for the stars')
  const card = await world.card('for the stars')
  expect(card.text).toContain(gateWords.premium.card)
  expect((await world.grab(ming, card)).text).toBe(gateWords.premium.refused)
  expect((await world.grab(wei, card)).text).toContain('You got')
  lan.command(group, '/redpacket 3 3 booster seats')
  const plain = await world.card('booster seats')
  expect((await world.grab(ming, plain)).text).toContain('You got')
})

test('a card in a linked chat says which platform tells what it asks for', async () => {
  const world = await telegramWorld()
  onTestFinished(() => world.end())
  const { app, group, wei } = world
  await world.fund('100')
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(world.lan.id), name: 'Lan' }
  for (const condition of [
    ...[{ kind: 'account_age', least: DAY } as const, { kind: 'member_since', least: DAY } as const],
    { kind: 'booster' } as const,
  ]) {
    const greeting = `a ${condition.kind}`
    await app.sendEnvelope({
      ...{ key: greeting, place, by, kind: 'lucky', total: 100, count: 2, greeting, conditions: [condition] },
    })
    const card = await world.card(greeting)
    expect((await world.grab(wei, card)).text).toBe(gateWords[condition.kind].notTold)
  }
})

test('the page offers what the books tell, and nothing that only a platform knows', async () => {
  const chat = await CommandChat.open()
  const form = (await chat.line('Lan', '/redpacket')).form
  const names = form?.fields.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['known', 'turns']))
  expect(names).not.toContain('premium')
  const sent = await chat.line('Lan', '/redpacket 3 3 known 7d turns 2 premium seats')
  const { envelopeNo = '' } = (await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1))[0] ?? {}
  expect(sent.outcome).toBe('sent')
  const { conditions, greeting } = await chat.world.details(envelopeNo)
  expect(conditions).toEqual([
    { kind: 'known', least: 7 * DAY },
    { kind: 'turns', last: 2 },
  ])
  expect(greeting).toBe('premium seats')
  expect(textOf(await chat.line('Lan', `/envelope ${envelopeNo}`))).toContain(
    'For people I’ve known for at least 7 d',
  )
})

test('a word that begins like a gate stays part of the greeting', async () => {
  const chat = await CommandChat.open()
  for (const greeting of ['turns out fine', 'known to all', '轮流来']) {
    await chat.line('Lan', `/redpacket 3 3 ${greeting}`)
    const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
    expect(newest?.greeting).toBe(greeting)
  }
})
