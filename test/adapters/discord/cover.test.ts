import { afterAll, beforeAll, expect, test } from 'vitest'
import { FakeFile } from '../../support/discord/file.js'
import type { FakeModal } from '../../support/discord/modal.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'
import { sentPicture } from '../../support/sent-pictures.js'

const png = { bytes: sentPicture(), contentType: 'image/png' }

let world: DiscordWorld

beforeAll(async () => {
  world = await discordWorld({ pictures: true })
})

afterAll(() => world.end())

async function room(name: string) {
  const channel = world.guild.addChannel(name)
  await world.fund('100', world.lan, channel)
  return channel
}

test('an attached picture becomes the cover of new cards', async () => {
  const channel = await room('attached')
  const coverIn = async (name: string) => {
    const there = world.guild.addChannel(name)
    await world.lan.slash(there, 'redpacket', { amount: '1', count: 1 })
    const [picture] = (await world.card('sent a red packet', there)).attachments
    return Buffer.from(picture?.bytes ?? []).toString('base64')
  }
  const standard = await coverIn('before')
  const picture = world.fake.upload('cover.png', sentPicture())
  const answer = await (await world.admin.slash(channel, 'cover', { picture })).final()
  expect([answer.ephemeral, answer.read]).toEqual([true, expect.stringContaining('now have this cover')])
  expect(answer.pictures).toEqual(['Preview of a red packet with your cover'])
  expect(['', standard]).not.toContain(await coverIn('now'))
  await (await world.admin.slash(channel, 'cover', { remove: true })).final()
  expect(await coverIn('after')).toBe(standard)
})

test('the button below the preview asks for another picture in a form', async () => {
  const channel = await room('form')
  const shown = await (await world.admin.slash(channel, 'cover')).final()
  const asked = await world.admin.click(shown, shown.button('Choose a picture').customId)
  expect(asked.modal?.inputs).toMatchObject([{ customId: 'picture', type: 19, required: true }])
  const picture = [world.fake.upload('photo.jpg', sentPicture('jpeg'))]
  const sent = await world.admin.submitModal(asked.modal as FakeModal, { picture })
  expect((await sent.final()).read).toContain('now have this cover')
})

test.each([
  ['gone', () => new FakeFile(world.fake.fileRoot, { name: 'gone.png', ...png })],
  ['on another host', () => new FakeFile('https://example.org', { name: 'other.png', ...png })],
])('a file that is %s is no cover', async (_, file) => {
  const channel = await room('refused')
  const answer = await (await world.admin.slash(channel, 'cover', { picture: file() })).final()
  expect(answer.read).toContain('Discord')
  expect(world.complaints.pop()).toContain('Discord did not deliver a file')
})
