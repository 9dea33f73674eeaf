import { expect, test } from 'vitest'
import { CommandChat, textOf } from '../support/command-chat.js'
import { DAY, HOUR, LOBBY, person } from '../support/world.js'

const values = (chat: CommandChat) =>
  Object.fromEntries((chat.last?.form?.fields ?? []).map(({ name, value }) => [name, value]))

test('opens the form with everything of the last red packet, and sends the same again', async () => {
  const chat = await CommandChat.open()
  await chat.line('Lan', '/redpacket 10 4 equal in 2h theme birthday shake Many more!')
  await chat.line('Lan', '/again')
  expect(values(chat)).toMatchObject({
    ...{ kind: 'equal', amount: '10.00', count: '4', time: '2h', way: 'shake' },
    ...{ theme: 'birthday', greeting: 'Many more!' },
  })
  const sent = await chat.submit('Lan', chat.last?.form?.id as string, {})
  expect(sent).toMatchObject({ outcome: 'sent', tone: 'good' })
  const [again, first] = await chat.world.app.recentEnvelopes({ place: LOBBY }, 2)
  const seen = async (no = '') => {
    const { envelopeNo, commitment, createdAt, deadline, ...view } = await chat.world.details(no)
    return { ...view, lifetime: deadline - createdAt }
  }
  expect(again?.envelopeNo).not.toBe(first?.envelopeNo)
  expect(await seen(again?.envelopeNo)).toEqual(await seen(first?.envelopeNo))
  expect(await chat.balance('Lan')).toBe(12_345 - 2_000)
})

test('repeats the chosen people and the conditions, and not the time of a schedule', async () => {
  const chat = await CommandChat.open()
  await chat.line('Lan', '/redpacket 4 2 for @Wei @小兰 in 3h password sesame on in 2 hours')
  await chat.tap('Lan', chat.button('Confirm'))
  chat.world.clock.pass(2 * HOUR)
  await chat.world.app.openScheduled(9)
  await chat.line('Lan', '/again')
  expect(values(chat)).toMatchObject({ for: ['user:wei', 'user:小兰'], time: '3h', password: 'sesame' })
  expect(values(chat).on).toBeUndefined()
})

test('leaves to the chat what the chat had chosen', async () => {
  const chat = await CommandChat.open()
  await chat.line('Lan', '/redpacket 4 2')
  await chat.line('Lan', '/again')
  expect(chat.forms.find(chat.last?.form?.id as string, person('Lan'))).toMatchObject({
    raws: { kind: 'lucky', amount: '4.00', count: '2' },
  })
  expect(
    Object.keys((chat.forms.find(chat.last?.form?.id as string, person('Lan')) as { raws: object }).raws),
  ).toEqual(['kind', 'amount', 'count'])
})

test('the button repeats the red packet below which it stands, also from a private chat', async () => {
  const chat = await CommandChat.open()
  await chat.line('Lan', '/redpacket 4 2 The first')
  const button = chat.button('Send again')
  await chat.line('Lan', '/redpacket 8 3 The second')
  await chat.tap('Lan', button)
  expect(values(chat)).toMatchObject({ amount: '4.00', greeting: 'The first' })
  const { place: _, ...inPrivate } = chat.request('Lan', { kind: 'action', data: button })
  await chat.handle(inPrivate)
  expect(values(chat)).toMatchObject({ amount: '4.00', greeting: 'The first' })
  const { place: __, ...submitted } = chat.request('Lan', {
    ...{ kind: 'form', id: chat.last?.form?.id as string, step: { kind: 'submit', raws: {} } },
  })
  expect(await chat.handle(submitted)).toMatchObject({ outcome: 'sent' })
})

test('offers no one the red packet of another, and nothing to those who sent none', async () => {
  const chat = await CommandChat.open()
  await chat.line('Lan', '/redpacket 4 2')
  const [sent] = await chat.world.app.recentEnvelopes({ place: LOBBY }, 1)
  const refused = await chat.command('Wei', 'resend', { number: sent?.envelopeNo as string })
  expect(textOf(refused)).toContain('You haven’t sent a red packet here lately')
  expect((await chat.line('Wei', '/again')).outcome).toBe('nothing_sent')
  expect((await chat.line('Wei', '/again', { language: 'zh' })).outcome).toBe('nothing_sent')
})

test('an old red packet can be sent again after it has ended', async () => {
  const chat = await CommandChat.open()
  await chat.line('Lan', '/redpacket 4 2')
  chat.world.clock.pass(2 * DAY)
  await chat.world.app.expireEnvelopes(9)
  await chat.line('Lan', '/再发', { language: 'zh' })
  expect(values(chat)).toMatchObject({ amount: '4.00', count: '2' })
})
