import { expect, test } from 'vitest'
import { withQuietLines } from '../../adapters/playground/page/quiet-lines.js'
import type { Message } from '../../adapters/playground/wire.js'
import { HOUR, openWorld, SECOND, type World } from '../support/world.js'

/** Returns the quiet lines of a chat with this red packet, as a member reads them. */
async function linesOf(world: World, envelopeNo: string, name: string, language: 'en' | 'zh' = 'en') {
  const envelope = await world.details(envelopeNo)
  const card: Message = { id: 'card', at: envelope.createdAt, kind: 'card', envelope }
  return withQuietLines([card], { name }, language).flatMap((line) =>
    line.kind === 'quiet' ? [line.text] : [],
  )
}

test('the sender reads who grabbed, and each member what they grabbed', async () => {
  const world = await openWorld()
  await world.fund(1000, '阿明')
  const { envelopeNo } = await world.send('阿明')
  await world.grabs(envelopeNo, '小兰', 'Ben')
  expect(await linesOf(world, envelopeNo, '阿明', 'zh')).toEqual(['小兰领取了你的红包', 'Ben领取了你的红包'])
  expect(await linesOf(world, envelopeNo, '小兰', 'zh')).toEqual(['你领取了阿明的红包'])
  expect(await linesOf(world, envelopeNo, 'Ben')).toEqual(['You grabbed 阿明’s red packet'])
  expect(await linesOf(world, envelopeNo, 'Chloe')).toEqual([])
  await world.grabs(envelopeNo, '阿明')
  expect(await linesOf(world, envelopeNo, '阿明', 'zh')).toEqual([
    ...['小兰领取了你的红包', 'Ben领取了你的红包', '你领取了自己发的红包', '你的红包已被领完'],
  ])
  expect(await linesOf(world, envelopeNo, '小兰', 'zh')).toEqual(['你领取了阿明的红包'])
})

test('the sender reads what came back when time was up or the red packet was taken back', async () => {
  const world = await openWorld()
  await world.fund(2000, 'Lan')
  const expired = await world.send('Lan', { lifetime: HOUR, kind: 'equal', total: 900 })
  await world.grabs(expired.envelopeNo, 'Wei')
  world.clock.pass(HOUR)
  await world.app.expireEnvelopes(9)
  expect(await linesOf(world, expired.envelopeNo, 'Lan')).toEqual([
    'Wei grabbed your red packet',
    'Your red packet expired, and L\u00a06.00 went back to you',
  ])
  const cancelled = await world.send('Lan')
  await world.cancel('Lan', cancelled.envelopeNo)
  expect(await linesOf(world, cancelled.envelopeNo, 'Lan', 'zh')).toEqual([
    '你撤回了红包，L\u00a010.00 已退回',
  ])
})

test('a line stands where it happened, between the messages before and after it', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  world.clock.pass(2 * SECOND)
  await world.grabs(envelopeNo, 'Wei')
  const envelope = await world.details(envelopeNo)
  const at = envelope.createdAt
  const said = (id: string, at: number): Message => ({ id, at, kind: 'text', from: 'wei', text: id })
  const card: Message = { id: 'card', at, kind: 'card', envelope }
  const shown = withQuietLines(
    [card, said('before', at + SECOND), said('after', at + 3 * SECOND)],
    { name: 'Lan' },
    'en',
  )
  expect(shown.map(({ id }) => id)).toEqual(['card', 'before', 'quiet:card:1', 'after'])
})
