import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dismiss } from '../../../src/commands/dismiss/dismiss.js'
import { encodeAction } from '../../../src/commands/framework/actions.js'
import { link, unlink } from '../../../src/commands/link-chats/link-chats.js'
import { grabWords } from '../../../src/commands/red-packet/grab-words.js'
import { redpacket } from '../../../src/commands/red-packet/redpacket.js'
import { alteredData } from '../../hostile/altered-data.js'
import { NO_AMOUNTS } from '../../hostile/corpus.js'
import type { FakeChannel, FakeUser } from '../../support/discord/fake-discord.js'
import { bare, codeIn, grabId, personOf, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'
import { hurriedClock } from '../../support/hurried-clock.js'

let world: DiscordWorld
let atPace: () => void
beforeEach(async () => {
  atPace = hurriedClock(1000)
  world = await discordWorld()
  await world.fund('100')
})
afterEach(() => world.end().finally(atPace))

const tap = (
  user: FakeUser,
  channel: FakeChannel,
  custom_id: string,
  below: Parameters<FakeUser['forge']>[3],
) => user.forge(channel, 3, { component_type: 2, custom_id }, below)

test('altered ids, below any message, move no one else’s money and leave every card as it is', async () => {
  const { channel, guild, admin, lan, wei, ming, app } = world
  const eve = guild.addMember('eve')
  await world.fund('50', eve)
  await lan.slash(channel, 'redpacket', { amount: '9', count: 1, for: wei })
  const card = await world.card('0/1 grabbed')
  const code = codeIn(await admin.slash(channel, 'link'))
  const refused = await lan.slash(channel, 'redpacket', {
    amount: '1000',
    count: 1,
    greeting: 'a secret of lan',
  })
  const again = refused.reply?.buttons[0]?.customId ?? ''
  expect(again).toMatch(/^1-[0-9a-f]+-open$/)
  const person = { platform: 'telegram', user: '7', name: 'Zo' }
  const theirs = (await app.makePersonCode({ key: 'made', by: person })).code
  const preview = (await eve.slash(channel, 'linkme', { code: theirs })).reply
  const note = eve.says(channel, 'a message of my own')
  const users = [lan, wei, ming, admin]
  const place = { platform: 'discord', chat: channel.id }
  const settings = () => app.settings({ place, by: person })
  const before = {
    money: await Promise.all(users.map((user) => world.balanceOf(user))),
    settings: await settings(),
  }
  const text = card.text
  const ids = [
    grabId(card),
    card.button('Details').customId,
    again,
    encodeAction(link, { code: bare(code), sure: true }, personOf(eve)),
    encodeAction(link, { code: bare(code), sure: true }, personOf(admin)),
    encodeAction(unlink, { sure: true }),
    encodeAction(dismiss, {}),
    encodeAction(redpacket, {}),
  ]
  const more = preview?.buttons.map(({ customId }) => customId) ?? []
  expect(more.length).toBe(2)
  await fc.assert(
    fc.asyncProperty(alteredData([...ids, ...more]), fc.constantFrom(card, note), async (id, below) => {
      const answer = await tap(eve, channel, id, below)
      expect(['replied', 'deferred', 'modal'], id).toContain(answer.outcome)
      if (answer.outcome === 'modal') {
        expect(JSON.stringify(answer.modal?.raw)).not.toContain('a secret of lan')
        return
      }
      expect(answer.ephemeral).toBe(true)
      expect(shown(answer.text)).not.toContain('You got')
      expect(shown(answer.text)).not.toMatch(/^$|^That was too fast/)
    }),
    { numRuns: 120 },
  )
  expect(await Promise.all(users.map((user) => world.balanceOf(user)))).toEqual(before.money)
  expect(await settings()).toEqual(before.settings)
  expect(card.text).toBe(text)
})

test('a tap on Grab after the end pays nothing', async () => {
  const { channel, lan, wei, ming } = world
  await lan.slash(channel, 'redpacket', { amount: '9', count: 1 })
  const open = await world.card('0/1 grabbed')
  const id = grabId(open)
  await wei.click(open, id)
  const done = await world.card(/All grabbed/)
  expect(await said(tap(ming, channel, id, done))).toBe(grabWords.en.say.finished)
  expect(await world.balanceOf(ming)).toBe(0)
})

test('only the person who filled in a form can reopen its draft, in any channel', async () => {
  const { channel, guild, lan, wei } = world
  const refused = await lan.slash(channel, 'redpacket', {
    amount: '1000',
    count: 1,
    greeting: 'a secret of lan',
  })
  const again = refused.reply?.buttons[0]?.customId ?? ''
  for (const where of [channel, guild.addChannel('other')]) {
    const answer = await tap(wei, where, again, wei.says(where, 'a message of my own'))
    expect(answer.modal).toBeUndefined()
    expect(answer.text).not.toContain('secret')
  }
})

test('lookalike amounts move nothing, in commands and in the form, and are quoted harmlessly', async () => {
  const { channel, lan, wei, admin } = world
  const some = NO_AMOUNTS.filter((typed, index) => typed.length <= 32 && index % 3 === 0)
  for (const amount of some) {
    const asked = await lan.slash(channel, 'redpacket')
    if (!asked.modal) throw new Error(`there is no form but ${asked.outcome}: ${asked.text}`)
    const answers = [
      await lan.submitModal(asked.modal, { 'amount+count': `${amount} 1`, for: [] }),
      await lan.slash(channel, 'transfer', { member: wei, amount }),
      await admin.slash(channel, 'topup', { member: wei, amount, reason: 'x' }),
    ]
    for (const { text } of answers) expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]|\p{Cs}/u)
  }
  expect([await world.balanceOf(lan), await world.balanceOf(wei)]).toEqual([10_000, 0])
})
