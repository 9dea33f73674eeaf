import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeAction } from '../../../src/commands/framework/actions.js'
import { link } from '../../../src/commands/link-chats/link-chats.js'
import type { FakeChannel, FakeMessage, FakeUser } from '../../support/discord/fake-discord.js'
import {
  bare,
  codeIn,
  confirm,
  grabId,
  numberOf,
  personOf,
  STARS,
  said,
} from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

/** A group on Telegram, and lan's account there, which has 50.00. */
const GROUP = { platform: 'telegram', chat: '-100' }
const LAN = { platform: 'telegram', user: '77', name: 'Lan of Telegram' }
const BOSS = { platform: 'telegram', user: '1', name: 'Boss' }

let world: DiscordWorld

/** The group is linked with the server, where lan has 100.00. */
beforeEach(async () => {
  world = await discordWorld()
  const { app, admin, channel, fund } = world
  await fund()
  await app.enterChat({ place: GROUP, within: GROUP, name: 'Tea Group' })
  const code = codeIn(await admin.slash(channel, 'link'))
  const command = { place: GROUP, by: BOSS, platformAdmin: true }
  await app.topUp({ ...command, key: 'fund', to: LAN, amount: 5_000, reason: 'for the test' })
  const linked = await app.linkCommunities({ ...command, key: 'link', code })
  expect(linked.kind).toBe('communities_linked')
})

afterEach(async () => {
  await world.end()
})

/** A code that lan made on Telegram. */
const madeCode = async (by = LAN) => (await world.app.makePersonCode({ key: 'code', by })).code

async function asked(
  command: 'linkme' | 'unlinkme',
  options: { code?: string } = {},
  { user = world.lan, channel = world.channel }: { user?: FakeUser; channel?: FakeChannel } = {},
): Promise<FakeMessage> {
  const { reply } = await user.slash(channel, command, options)
  if (!reply) throw new Error('there is no answer')
  return reply
}

const united = async () => await confirm(world.lan, await asked('linkme', { code: await madeCode() }))
const balanceOnTelegram = async () => {
  const wallet = await world.app.wallet({ place: GROUP, by: LAN })
  return wallet.kind === 'wallet' ? wallet.balance : Number.NaN
}

test('a code first shows whose it is and what would move, privately, and changes nothing', async () => {
  const first = await asked('linkme', { code: await madeCode() })
  expect(first.ephemeral).toBe(true)
  expect(shown(first.text)).toContain('This code is from Lan of Telegram on Telegram. Is that you?')
  expect(shown(first.text)).toContain('100.00 in Tea House moves into that account’s wallet')
  expect(first.buttons.map(({ label }) => label)).toEqual(['Confirm', 'Cancel'])
  expect(await balanceOnTelegram()).toBe(5_000)
})

test('after confirmation two accounts are one person with one wallet, and the buttons are gone', async () => {
  const first = await asked('linkme', { code: await madeCode() })
  await confirm(world.lan, first)
  expect(shown(first.text)).toContain('You’re linked with Lan of Telegram on Telegram')
  expect(first.buttons).toEqual([])
  expect(await balanceOnTelegram()).toBe(15_000)
  expect(await world.balanceOf(world.lan)).toBe(15_000)
})

test('a code made on Discord works on Telegram', async () => {
  const made = await world.lan.slash(world.channel, 'linkme')
  expect(made.ephemeral).toBe(true)
  const outcome = await world.app.linkPeople({ key: 'there', by: LAN, code: codeIn(made) })
  expect(outcome.kind).toBe('people_linked')
  expect(await world.balanceOf(world.lan)).toBe(15_000)
})

test('a person with two accounts gets one share', async () => {
  const { app, channel, lan, wei, fund } = world
  await united()
  await fund('9', wei)
  await wei.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const card = await world.card('0/3 grabbed')
  const grabbed = await app.grabShare({ key: 'grab', place: GROUP, by: LAN, envelopeNo: numberOf(card) })
  expect(grabbed.kind).toBe('grabbed')
  expect(await said(lan.click(card, grabId(card)))).toContain('already')
  expect(await world.balanceOf(lan)).toBe(15_300)
})

test('two taps on Confirm link once and have one answer', async () => {
  const { lan } = world
  const first = await asked('linkme', { code: await madeCode() })
  const { customId } = first.button('Confirm')
  await Promise.all([lan.click(first, customId), lan.click(first, customId)])
  await lan.forge(world.channel, 3, { component_type: 2, custom_id: customId }, first)
  expect(shown(first.text)).toContain('You’re linked with')
  expect(world.complaints).toEqual([])
})

test('after confirmation a leaving account starts with an empty wallet', async () => {
  await united()
  const first = await asked('unlinkme')
  expect(first.ephemeral).toBe(true)
  expect(shown(first.text)).toContain('You’re linked with Lan of Telegram (Telegram)')
  expect(shown(first.text)).toContain('150.00 in Tea House stays with the other accounts')
  expect(await world.balanceOf(world.lan)).toBe(15_000)
  await confirm(world.lan, first)
  expect(shown(first.text)).toContain('You’re no longer linked with Lan of Telegram')
  expect(first.buttons).toEqual([])
  expect(await world.balanceOf(world.lan)).toBe(0)
  expect(await balanceOnTelegram()).toBe(15_000)
  expect(shown((await asked('unlinkme')).text)).toBe('Your account isn’t linked with any other.')
})

test("refuses a used code and one's own code, without buttons", async () => {
  const code = await madeCode()
  await confirm(world.lan, await asked('linkme', { code }))
  const used = await asked('linkme', { code }, { user: world.wei })
  expect(shown(used.text)).toContain('That code is invalid or has expired')
  const own = await asked(
    'linkme',
    { code: codeIn(await world.wei.slash(world.channel, 'linkme')) },
    {
      user: world.wei,
    },
  )
  expect(shown(own.text)).toContain('That’s your own code')
  expect([...used.buttons, ...own.buttons]).toEqual([])
})

test('all of it works in direct messages with the bot too', async () => {
  const { lan } = world
  const channel = lan.privateChannel
  expect(shown((await asked('linkme', {}, { channel })).text)).toContain('Your code:')
  const first = await asked('linkme', { code: await madeCode() }, { channel })
  expect(first.ephemeral).toBe(true)
  await confirm(lan, first)
  expect(shown(first.text)).toContain('You’re linked with')
  expect(first.buttons).toEqual([])
  expect(await world.balanceOf(lan)).toBe(15_000)
  const parting = await asked('unlinkme', {}, { channel })
  await lan.click(parting, parting.button('Cancel').customId)
  expect(shown(parting.text)).toBe('Nothing changed.')
})

test('a forged button to link chats is refused in direct messages with the bot', async () => {
  const { admin, channel } = world
  const below = await asked(
    'linkme',
    { code: await madeCode() },
    { user: admin, channel: admin.privateChannel },
  )
  const code = codeIn(await admin.slash(channel, 'link'))
  const custom_id = encodeAction(link, { code: bare(code), sure: true })
  const forged = await admin.forge(admin.privateChannel, 3, { component_type: 2, custom_id }, below)
  expect(shown(forged.text)).toContain('Use that in a group')
})

test('Discord accepts what people with accounts in many communities are shown', async () => {
  const { app, guild } = world
  const stars = guild.addMember('stars', { globalName: STARS })
  const alias = { ...LAN, user: '99', name: STARS }
  for (let no = 0; no < 30; no += 1) {
    const place = { platform: 'discord', chat: `channel ${no}` }
    await app.enterChat({ place, within: { ...place, chat: `guild ${no}` }, name: '*'.repeat(90) })
    await app.joinMember({ place, by: personOf(stars) })
    const to = { ...personOf(stars) }
    const command = { place, by: BOSS, platformAdmin: true, amount: 1, reason: 'for the test' }
    await app.topUp({ ...command, key: `stars ${no}`, to })
    await app.joinMember({ place, by: alias })
  }
  const first = await asked('linkme', { code: await madeCode(alias) }, { user: stars })
  expect(first.text.length).toBeGreaterThan(2000)
  await confirm(stars, first)
  expect(first.text.length).toBeGreaterThan(2000)
  expect(shown(first.text)).toContain('You’re linked with')
  const parting = await asked('unlinkme', {}, { user: stars })
  await confirm(stars, parting)
  expect(shown(parting.text)).toContain('no longer linked')
})

test('a person chosen by the Telegram account is pinged by the Discord account', async () => {
  const { app, admin, channel, fund, lan } = world
  await united()
  await fund('10', admin)
  await app.sendEnvelope({
    ...{ key: 'send', kind: 'equal', total: 100, count: 1, greeting: '' },
    place: { platform: 'discord', chat: channel.id },
    by: personOf(admin),
    chosen: [LAN],
  })
  expect((await world.card('0/1 grabbed')).pings).toEqual([lan.id])
})
