import { expect, onTestFinished, test } from 'vitest'
import { replyPictures } from '../support/card-pictures.js'
import { RunningPlayground } from '../support/playground.js'
import { temporaryFolder } from '../support/temporary-folder.js'

test('an answer carries its picture with a description, in place of what that shows', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const playground = await RunningPlayground.start(folder, { pictures: replyPictures() })
  onTestFinished(() => playground.stop())
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
