import { expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../adapters/playground/wire.js'
import { replyPictures } from '../support/card-pictures.js'
import { RunningPlayground } from '../support/playground.js'
import { sentPicture } from '../support/sent-pictures.js'
import { temporaryFolder } from '../support/temporary-folder.js'

async function start(): Promise<RunningPlayground> {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const playground = await RunningPlayground.start(folder, { pictures: replyPictures() })
  onTestFinished(() => playground.stop())
  return playground
}

test('an answer carries its picture with a description, in place of what that shows', async () => {
  const playground = await start()
  const envelopeNo = await playground.sendPacket('lan', '/redpacket 1 1')
  await playground.grab('ben', envelopeNo)
  const { message } = await playground.say('lan', '/leaderboard')
  if (message?.kind !== 'private') throw new Error('no answer')
  const { url = '', alt } = message.picture ?? {}
  expect(alt).toMatch(/^Most received · this week\n1\. Ben {2}🪙/)
  const [type, bytes = ''] = url.split(',')
  expect(type).toBe('data:image/jpeg;base64')
  expect([...Buffer.from(bytes, 'base64').subarray(0, 2)]).toEqual([0xff, 0xd8])
  expect([message.parts, message.text]).toEqual([[], expect.stringContaining('1. Ben')])
})

/** Opens the form that asks for a picture, and sends a file by it. */
async function sendFile(playground: RunningPlayground, file: Buffer) {
  const { message } = await playground.say('mei', '/cover')
  const data = message?.kind === 'private' ? message.actions?.[0]?.[0]?.data : undefined
  const { form } = await playground.tap('mei', data ?? '')
  const asked = { id: playground.id(), as: 'mei', language: 'en', form: form?.id, values: {} }
  return await playground.post('/api/fill', { ...asked, files: { picture: file.toString('base64') } })
}

test('a card keeps the cover with which it was posted', async () => {
  const playground = await start()
  const cardOf = async (envelopeNo: string) => {
    const isIt = (message: Message) => message.kind === 'card' && message.envelope.envelopeNo === envelopeNo
    const card = (await playground.state()).messages.find(isIt)
    return card?.kind === 'card' ? card.envelope : undefined
  }
  const plain = await playground.sendPacket('lan', '/redpacket 2 2')
  expect(JSON.parse((await sendFile(playground, sentPicture())).text)).toMatchObject({ outcome: 'cover_set' })
  const covered = await playground.sendPacket('lan', '/redpacket 2 2')
  for (const envelopeNo of [plain, covered]) {
    await playground.grab('ben', envelopeNo)
    await expect.poll(async () => (await cardOf(envelopeNo))?.grabbedCount).toBe(1)
  }
  expect((await cardOf(plain))?.cover).toBeUndefined()
  const { community, digest } = (await cardOf(covered))?.cover ?? {}
  const read = (path: string, headers = playground.ownHeaders) => playground.request(path, { headers })
  const url = `/api/covers/${community}/${digest}`
  expect(await read(url)).toMatchObject({ status: 200, headers: { 'content-type': 'image/jpeg' } })
  expect([(await read(url, {})).status, (await read(`/api/covers/9/${digest}`)).status]).toEqual([403, 204])
})

test('a file that is larger than a cover may be is refused in words, or by its length', async () => {
  const playground = await start()
  const [larger, huge] = [8.5, 13].map((megabytes) => Buffer.alloc(megabytes * 1024 * 1024)) as [
    Buffer,
    Buffer,
  ]
  const refused = JSON.parse((await sendFile(playground, larger)).text)
  expect(refused.message.text).toContain('more than 8 MB')
  expect((await sendFile(playground, huge)).status).toBe(413)
})
