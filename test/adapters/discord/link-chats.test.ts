import { afterEach, beforeEach, expect, test } from 'vitest'
import { dismiss } from '../../../src/commands/dismiss/dismiss.js'
import { encodeAction } from '../../../src/commands/framework/actions.js'
import { link, unlink } from '../../../src/commands/link-chats/link-chats.js'
import { unlinkme } from '../../../src/commands/link-people/link-people.js'
import type {
  FakeChannel,
  FakeGuild,
  FakeMessage,
  FakeUser,
  InteractionResult,
} from '../../support/discord/fake-discord.js'
import { bare, codeIn, confirm, grabId, personOf, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'
import { holdTheFile } from '../../support/held-file.js'

let world: DiscordWorld
/** A second server with an admin, a member with 50.00, and lan, who has 100.00 in the first. */
let bar: FakeGuild
let counter: FakeChannel
let chef: FakeUser
let zoe: FakeUser

beforeEach(async () => {
  world = await discordWorld()
  bar = world.fake.addGuild('Noodle Bar')
  counter = bar.addChannel('counter')
  chef = bar.addMember('chef', { manageGuild: true })
  zoe = bar.addMember('zoe')
  bar.join(world.lan)
  await world.fund()
  await chef.slash(counter, 'topup', { member: zoe, amount: '50', reason: 'for the test', quiet: true })
})

afterEach(async () => {
  await world.end()
})

/** A code that the first server's admin made. */
const madeCode = async () => codeIn(await world.admin.slash(world.channel, 'link'))
const preview = async (code: string, by = chef, where = counter) => {
  const { reply } = await by.slash(where, 'link', { code })
  if (!reply) throw new Error('there is no answer')
  return reply
}
const linked = async () => await confirm(chef, await preview(await madeCode()))
/** Returns the name of a channel's community, asked by a command, because the first command makes the channel known. */
const communityAt = async (where: FakeChannel, by = chef) => {
  await by.slash(where, 'wallet')
  return (await world.app.communityInfo({ platform: 'discord', chat: where.id })).name
}

test('shows the code for another server only to the admin', async () => {
  const { admin, channel } = world
  const made = await admin.slash(channel, 'link')
  expect(made.ephemeral).toBe(true)
  expect(shown(made.text)).toContain('To link another chat with Tea House')
  expect(made.reply?.buttons).toEqual([])
})

test('a code first shows its effect, privately, and changes nothing', async () => {
  const shownFirst = await preview(await madeCode())
  expect(shownFirst.ephemeral).toBe(true)
  expect(shown(shownFirst.text)).toContain('Noodle Bar would join Tea House')
  expect(shown(shownFirst.text)).toContain('The money in 1 wallet moves with it')
  expect(shownFirst.buttons.map(({ label }) => label)).toEqual(['Confirm', 'Cancel'])
  expect(await communityAt(counter)).toBe('Noodle Bar')
  expect(await world.balanceOf(world.lan, counter)).toBe(0)
})

test('after confirmation two servers are linked, and the buttons are gone', async () => {
  const shownFirst = await preview(await madeCode())
  const done = await confirm(chef, shownFirst)
  expect(done.outcome).toBe('updated')
  expect(shown(shownFirst.text)).toContain('Noodle Bar is now linked with Tea House')
  expect(shownFirst.buttons).toEqual([])
  expect(await communityAt(counter)).toBe('Tea House')
  expect(await world.balanceOf(zoe, counter)).toBe(5_000)
  expect(await world.balanceOf(world.lan, counter)).toBe(10_000)
})

test('cancelling changes nothing, and the buttons are gone', async () => {
  const code = await madeCode()
  const shownFirst = await preview(code)
  await chef.click(shownFirst, shownFirst.button('Cancel').customId)
  expect(shown(shownFirst.text)).toBe('Nothing changed.')
  expect(shownFirst.buttons).toEqual([])
  expect(await communityAt(counter)).toBe('Noodle Bar')
  await confirm(chef, await preview(code))
  expect(await communityAt(counter)).toBe('Tea House')
})

test('Discord offers the commands to admins, and refuses others', async () => {
  const { fake, lan, channel } = world
  for (const name of ['link', 'unlink'])
    expect(fake.commands.find((command) => command.name === name)?.default_member_permissions).toBe('32')
  const code = await madeCode()
  for (const refused of [
    await lan.slash(channel, 'link'),
    await zoe.slash(counter, 'link', { code }),
    await lan.slash(channel, 'unlink'),
  ]) {
    expect(shown(refused.text)).toBe('Only admins can do that.')
    expect(refused.reply?.buttons).toEqual([])
  }
})

test('a code works once', async () => {
  const code = await madeCode()
  await confirm(chef, await preview(code))
  const third = world.fake.addGuild('Dumpling Den')
  const boss = third.addMember('boss', { manageGuild: true })
  const again = await preview(code, boss, third.addChannel('hall'))
  expect(shown(again.text)).toContain('That code is invalid or has expired')
  expect(again.buttons).toEqual([])
})

test('accepts a code copied on a phone, with the punctuation around it', async () => {
  const { text } = await world.admin.slash(world.channel, 'link')
  const [copied = ''] = /```\s\w{5}-\w{5}\s```/.exec(text) ?? []
  expect(shown((await preview(copied)).text)).toContain('would join')
})

test('two taps on Confirm link once and have one answer', async () => {
  const shownFirst = await preview(await madeCode())
  const { customId } = shownFirst.button('Confirm')
  await Promise.all([chef.click(shownFirst, customId), chef.click(shownFirst, customId)])
  const edited = world.calls({ method: 'PATCH', path: /^\/webhooks\/.*@original$/ })
  const answers = edited.slice(-2)
  expect(answers).toHaveLength(2)
  for (const { body } of answers) {
    const text = shown(JSON.stringify(body).replaceAll('\\\\', '\\'))
    expect(text).toContain('Noodle Bar is now linked with Tea House')
  }
  // Once more when the buttons are gone, as from a slow client.
  const late = await chef.forge(counter, 3, { component_type: 2, custom_id: customId }, shownFirst)
  expect(shown((await late.final()).text)).toContain('That code is invalid or has expired')
  expect(shown(shownFirst.text)).toContain('Noodle Bar is now linked with Tea House')
  expect(world.complaints).toEqual([])
})

test('a tap on Confirm that is delivered twice links once', async () => {
  const shownFirst = await preview(await madeCode())
  world.fake.dispatchTwice = true
  await confirm(chef, shownFirst)
  world.fake.dispatchTwice = false
  expect(shown(shownFirst.text)).toContain('Noodle Bar is now linked with Tea House')
  expect(world.complaints).toEqual([])
})

test('a former admin cannot confirm', async () => {
  const shownFirst = await preview(await madeCode())
  bar.join(chef)
  const refused = await confirm(chef, shownFirst)
  expect(shown((await refused.final()).text)).toBe('Only admins can do that.')
  expect(refused.followups.map(({ ephemeral }) => ephemeral)).toEqual([true])
  bar.join(chef, { manageGuild: true })
  expect(await communityAt(counter)).toBe('Noodle Bar')
})

/** A preview that a member without rights may see: of an account elsewhere. */
async function ownPreview(user: FakeUser): Promise<FakeMessage> {
  const by = { platform: 'telegram', user: '7', name: 'Zo' }
  const { code } = await world.app.makePersonCode({ key: 'made', by })
  const { reply } = await user.slash(counter, 'linkme', { code })
  if (!reply) throw new Error('there is no answer')
  return reply
}

test.each(['link', 'unlink'])(
  "a button to %s that a member forges with an admin's code is refused",
  async (command) => {
    const sure = { sure: true, ...(command === 'link' && { code: bare(await madeCode()) }) }
    const custom_id = encodeAction(command === 'link' ? link : unlink, sure, personOf(zoe))
    const forged = await zoe.forge(counter, 3, { component_type: 2, custom_id }, await ownPreview(zoe))
    expect(shown((await forged.final()).text)).toBe('Only admins can do that.')
    expect(await communityAt(counter)).toBe('Noodle Bar')
  },
)

test('a button that an admin forges below a card is answered separately, and the card stays', async () => {
  await zoe.slash(counter, 'redpacket', { amount: '9', count: 3 })
  const card = await world.card('0/3 grabbed', counter)
  const before = card.text
  const forgedIds = [
    encodeAction(unlink, { sure: true }, personOf(chef)),
    encodeAction(unlinkme, { sure: true }, personOf(chef)),
    encodeAction(dismiss, {}, personOf(chef)),
  ]
  for (const custom_id of forgedIds) {
    const forged = await chef.forge(counter, 3, { component_type: 2, custom_id }, card)
    expect(forged.reply).not.toBe(card)
    expect((await forged.final()).ephemeral).toBe(true)
  }
  expect(card.text).toBe(before)
  expect(await communityAt(counter)).toBe('Noodle Bar')
})

test.each([
  '1link-',
  '1link--c',
  '1wallet',
  '1unlink--s',
  ' 1dismiss-',
  `1link--c${'9'.repeat(92)}`,
  '2link--syes',
])('the forged button %j below a preview is answered and changes nothing', async (custom_id) => {
  const below = await preview(await madeCode())
  const forged = await chef.forge(counter, 3, { component_type: 2, custom_id }, below)
  expect((await forged.final()).ephemeral).toBe(true)
  expect(await communityAt(counter)).toBe('Noodle Bar')
})

test('a slow confirmation is deferred in time and completes', async () => {
  const shownFirst = await preview(await madeCode())
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  letGoAfter(2000)
  const done: InteractionResult = await confirm(chef, shownFirst)
  expect(done.deferredUpdate).toBe(true)
  await ended
  await done.final()
  expect(shown(shownFirst.text)).toContain('Noodle Bar is now linked with Tea House')
  expect(shownFirst.buttons).toEqual([])
})

test('a channel first used after its server was linked is linked with it, and leaves with it', async () => {
  await linked()
  const kitchen = bar.addChannel('kitchen')
  expect(await communityAt(kitchen)).toBe('Tea House')
  expect(await world.balanceOf(zoe, kitchen)).toBe(5_000)
  expect((await confirm(chef, await unlinkPreview(kitchen))).outcome).toBe('updated')
  expect(await communityAt(kitchen)).toBe('Noodle Bar')
  expect(await communityAt(counter)).toBe('Noodle Bar')
})

async function unlinkPreview(where = counter): Promise<FakeMessage> {
  const { reply } = await chef.slash(where, 'unlink')
  if (!reply) throw new Error('there is no answer')
  return reply
}

test('after confirmation servers are unlinked; members still in reach keep their money with the host', async () => {
  await linked()
  const shownFirst = await unlinkPreview()
  expect(shownFirst.ephemeral).toBe(true)
  expect(shown(shownFirst.text)).toContain('Noodle Bar would leave Tea House')
  expect(await communityAt(counter)).toBe('Tea House')
  await confirm(chef, shownFirst)
  expect(shown(shownFirst.text)).toContain('Noodle Bar left Tea House')
  expect(shownFirst.buttons).toEqual([])
  expect(await communityAt(counter)).toBe('Noodle Bar')
  expect(await world.balanceOf(zoe, world.channel)).toBe(5_000)
  const nothing = await chef.slash(counter, 'unlink')
  expect(shown(nothing.text)).toContain('isn’t linked with any other')
})

test('a red packet for all linked chats has a card in each, and both show the grabs', async () => {
  const { lan, channel } = world
  await linked()
  const sent = lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal', everywhere: true })
  expect(await said(sent)).toContain('2 chats')
  const there = await world.card('0/3 grabbed', counter)
  const here = await world.card('0/3 grabbed')
  expect(await said(zoe.click(there, grabId(there)))).toContain('3.00')
  await world.until(() => shown(here.text).includes('1/3 grabbed'), 'the edit here')
  await world.until(() => shown(there.text).includes('1/3 grabbed'), 'the edit there')
  await lan.slash(channel, 'redpacket', { amount: '8', count: 2 })
  await world.card('0/2 grabbed')
  expect(counter.publicMessages).toHaveLength(1)
})

test('a form for all linked chats stays one, even when refused', async () => {
  const { lan, channel } = world
  await linked()
  const { modal } = await lan.slash(channel, 'redpacket', { everywhere: true })
  if (!modal) throw new Error('there is no form')
  const { reply } = await lan.submitModal(modal, { 'amount+count': 'much' })
  if (!reply) throw new Error('there is no answer')
  const second = await lan.click(reply, reply.button('Back to the form').customId)
  if (!second.modal) throw new Error('there is no form')
  await lan.submitModal(second.modal, { 'amount+count': '9 3' })
  await world.card('0/3 grabbed')
  await world.card('0/3 grabbed', counter)
})
