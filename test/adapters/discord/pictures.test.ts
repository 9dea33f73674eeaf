import { afterAll, beforeAll, expect, test } from 'vitest'
import { ATTACH_FILES } from '../../support/discord/permissions.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld

beforeAll(async () => {
  world = await discordWorld({ pictures: true })
})

afterAll(() => world.end())

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }

async function room() {
  const channel = world.guild.addChannel('room')
  await world.fund('100', world.lan, channel)
  const send = async (greeting: string, count = 2) => {
    const sent = await world.lan.slash(channel, 'redpacket', { amount: '8.88', count, greeting })
    await sent.final()
    return await world.card(greeting, channel)
  }
  return { channel, send }
}

test('a card shows its cover with a description, and keeps it through edits without another upload', async () => {
  const { channel, send } = await room()
  const card = await send('Good luck')
  expect(card.pictures).toEqual(['Red packet, Classic: Good luck'])
  const [cover] = card.attachments
  expect(cover).toMatchObject({ contentType: 'image/jpeg', description: 'Red packet, Classic: Good luck' })
  for (const user of [world.wei, world.ming]) await user.click(card, card.button('Grab').customId)
  await world.fake.waitFor(() => card.read.includes('All grabbed'), 'the end on the card')
  expect(card.attachments.map(({ id }) => id)).toEqual([cover?.id])
  expect(card.pictures).toEqual(['Red packet, Classic: Good luck'])
  const edits = world.calls({ method: 'PATCH', path: new RegExp(`^/channels/${channel.id}/messages/`) })
  expect(edits.length).toBeGreaterThan(0)
})

test('where the bot may not attach files, cards go out as text, and only the first try is refused', async () => {
  const { channel, send } = await room()
  channel.deny(ATTACH_FILES)
  const [first, second] = [await send('First of two'), await send('Second of two')]
  expect([first, second].map(({ pictures, attachments }) => [pictures, attachments])).toEqual([
    [[], []],
    [[], []],
  ])
  const posts = world.calls(POSTS).filter(({ path }) => path.includes(channel.id))
  expect(posts.map(({ status }) => status)).toEqual([403, 200, 200])
  const told = world.complaints.filter(
    (line) => line.includes('pictures are refused') && line.includes(channel.id),
  )
  expect(told).toHaveLength(1)
})

test.each([
  ['too large', 413, 40005],
  ['malformed', 400, 50035],
])('a card whose picture is %s goes out as text', async (_, status, code) => {
  const { channel, send } = await room()
  world.fake.failNext(
    { method: 'POST', path: new RegExp(`^/channels/${channel.id}/messages$`) },
    { status, code },
  )
  const card = await send(`Refused with ${status}`)
  expect([card.pictures, card.attachments]).toEqual([[], []])
})

test('a card whose picture is gone is edited as text from then on', async () => {
  const { channel, send } = await room()
  const card = await send('Soon without')
  const isEdit = { method: 'PATCH', path: new RegExp(`^/channels/${channel.id}/messages/`) }
  world.fake.failNext(isEdit, { status: 400, code: 50035 })
  await world.wei.click(card, card.button('Grab').customId)
  await world.fake.waitFor(() => card.read.includes('1/2'), 'the first grab on the card')
  expect([card.pictures, card.attachments]).toEqual([[], []])
  await world.ming.click(card, card.button('Grab').customId)
  await world.fake.waitFor(() => card.read.includes('All grabbed'), 'the end on the card')
  expect(world.calls(isEdit).map(({ status }) => status)).toEqual([400, 200, 200])
})

test('a result shows who got what, with a description; the first of them and the luckiest', async () => {
  const { channel, send } = await room()
  const people = Array.from({ length: 12 }, (_, index) => world.guild.addMember(`guest ${index}`))
  const card = await send('For twelve', 12)
  for (const user of people) await (await user.click(card, card.button('Grab').customId)).final()
  const result = await world.fake.waitFor(
    () => channel.publicMessages.find(({ repliesTo }) => repliesTo === card.id),
    'the result',
  )
  const [picture] = result.attachments
  expect(result.attachments).toHaveLength(1)
  expect(picture).toMatchObject({ contentType: 'image/jpeg' })
  const [summary, ...rows] = picture?.description?.split('\n') ?? []
  expect(summary).toMatch(/^🎊 lan’s red packet: all grabbed in .*luckiest with/i)
  expect(rows).toHaveLength(11)
  expect(rows.at(-1)).toBe('and 2 more')
  expect(rows[0]).toMatch(/^1\. guest 0 🧧/)
})

test('a community that switches pictures off gets text', async () => {
  const guild = world.fake.addGuild('Library')
  const channel = guild.addChannel('desk')
  const admin = guild.addMember('eve', { manageGuild: true })
  await (await admin.slash(channel, 'settings rules', { pictures: false })).final()
  await (await admin.slash(channel, 'topup', { member: admin, amount: '50', reason: 'to begin' })).final()
  await (await admin.slash(channel, 'redpacket', { amount: '5', count: 1, greeting: 'Plain words' })).final()
  const card = await world.card('Plain words', channel)
  expect([card.pictures, card.attachments]).toEqual([[], []])
})
