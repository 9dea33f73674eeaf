import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'
import { holdTheFile } from '../../support/held-file.js'

let world: DiscordWorld

beforeAll(async () => {
  world = await discordWorld({ pictures: true })
})

afterAll(() => world.end())

/** A channel with a red packet of two that was grabbed. */
async function room(greeting: string) {
  const channel = world.guild.addChannel('room')
  await world.fund('100', world.lan, channel)
  await (await world.lan.slash(channel, 'redpacket', { amount: '8.88', count: 2, greeting })).final()
  const card = await world.card(greeting, channel)
  for (const user of [world.wei, world.ming]) await user.click(card, card.button('Grab').customId)
  await world.fake.waitFor(() => card.read.includes('All grabbed'), 'the end on the card')
  return { channel, card }
}

test('the leaderboard is a podium whose description names everyone, for the asker alone', async () => {
  const { channel } = await room('For the podium')
  const answer = await (await world.ming.slash(channel, 'leaderboard ranks', { board: 'sent' })).final()
  expect(answer.ephemeral).toBe(true)
  const [picture] = answer.attachments
  expect(picture).toMatchObject({ contentType: 'image/jpeg' })
  expect(picture?.description).toMatch(/^Most sent · this week\n1\. lan {2}🧧/)
  expect(answer.read).not.toContain('1. lan')
})

test('a wallet is a card beside the balance in words', async () => {
  const { channel } = await room('For the wallet')
  const answer = await (await world.lan.slash(channel, 'wallet')).final()
  expect(answer.pictures).toEqual([expect.stringContaining('You have 🧧')])
  expect(answer.read).toContain('You have')
})

test('anyone sees the result of a card that has ended, by its button', async () => {
  const { card } = await room('For the result')
  expect(card.buttons.map(({ label }) => label)).toEqual(['Result', 'Details', 'Verify'])
  const answer = await (await world.admin.click(card, card.button('Result').customId)).final()
  expect([answer.ephemeral, answer.read]).toEqual([true, expect.stringContaining('all grabbed in')])
  expect(answer.pictures).toEqual([expect.stringMatching(/\n1\. (wei|ming) 🧧/)])
})

test('the dashboard is a picture that describes the same figures, for an admin alone', async () => {
  const { channel } = await room('For the dashboard')
  const answer = await (await world.admin.slash(channel, 'dashboard')).final()
  expect([answer.ephemeral, answer.read]).toEqual([true, expect.not.stringContaining('Top-ups')])
  const [alt = ''] = answer.pictures
  expect(alt).toMatch(/in circulation, \d+ members?\nWhere it came from\nTop-ups: /)
  expect(alt).toMatch(/Who has the most\n.+%\)/)
})

test('a picture that Discord refuses leaves the text', async () => {
  const { channel } = await room('Refused')
  world.fake.failNext({ method: 'POST', path: /^\/interactions\// }, { status: 413, code: 40005 })
  const answer = await (await world.lan.slash(channel, 'leaderboard ranks')).final()
  expect(answer.pictures).toEqual([])
  expect(answer.read).toContain('Most received, this week:')
  expect(answer.read).toMatch(/1\\?\. (wei|ming)/)
})

test('an answer that was deferred shows its picture as well', async () => {
  const { channel } = await room('Late')
  world.fake.settlesWhenDeferred = true
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  const asked = await world.lan.slash(channel, 'leaderboard ranks')
  world.fake.settlesWhenDeferred = false
  expect(asked.outcome).toBe('deferred')
  letGoAfter(0)
  await ended
  expect((await asked.final()).pictures).toEqual([expect.stringContaining('Most received')])
})

test('a community that switches pictures off gets text, and cards without a result', async () => {
  const guild = world.fake.addGuild('Library')
  const channel = guild.addChannel('desk')
  const admin = guild.addMember('eve', { manageGuild: true })
  const other = guild.addMember('adam')
  await (await admin.slash(channel, 'settings rules', { pictures: false })).final()
  await (await admin.slash(channel, 'topup', { member: admin, amount: '50', reason: 'to begin' })).final()
  await (await admin.slash(channel, 'redpacket', { amount: '5', count: 1, greeting: 'Plain words' })).final()
  const card = await world.card('Plain words', channel)
  await other.click(card, card.button('Grab').customId)
  await world.fake.waitFor(() => card.read.includes('All grabbed'), 'the end on the card')
  expect(card.buttons.map(({ label }) => label)).toEqual(['Grab', 'Details', 'Verify'])
  const answer = await (await admin.slash(channel, 'wallet')).final()
  expect([answer.pictures, answer.read]).toEqual([[], expect.stringContaining('You have')])
})
