import { describe, expect, test } from 'vitest'
import { Forms } from '../../../src/commands/framework/forms/forms.js'
import { CommandChat, textOf } from '../../support/command-chat.js'
import { HOUR, MINUTE } from '../../support/world.js'

/** Noon in China of the day before New Year’s Eve. */
const NOON = Date.parse('2027-02-04T12:00:00+08:00')

async function open(options: Parameters<typeof CommandChat.open>[0] = {}) {
  const chat = await CommandChat.open({ ...options, startAt: NOON })
  await chat.line('Admin', '/settings timezone Asia/Shanghai')
  return chat
}

const confirm = (chat: CommandChat, name = 'Lan') => chat.tap(name, chat.button('Confirm'))

describe('a red packet for later', () => {
  test('is shown with weekday and time zone before it counts, and moves no money until it is confirmed', async () => {
    const chat = await open()
    const preview = await chat.line('Lan', '/redpacket 88 8 on 除夕 20:00 新年快乐')
    expect(preview).toMatchObject({ tone: 'info', outcome: 'schedule_preview' })
    expect(textOf(preview)).toBe(
      'Send a red packet of L\u00a088.00 in 8 shares on Fri, 5 Feb 2027, 20:00 (Asia/Shanghai)?\n' +
        'The money leaves your wallet now. Until it’s sent, you can cancel in /calendar.',
    )
    expect(await chat.balance('Lan')).toBe(12_345)
    const done = await confirm(chat)
    expect(done).toMatchObject({ tone: 'good', outcome: 'scheduled', to: 'asker', replaces: true })
    expect(await chat.balance('Lan')).toBe(3_545)
    chat.world.clock.time = Date.parse('2027-02-05T20:00:00+08:00')
    expect((await chat.world.app.openScheduled(10)).count).toBe(1)
    const [envelope] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
    expect(envelope).toMatchObject({ greeting: '新年快乐', total: 8_800, count: 8, state: 'open' })
  })

  test('is the same in Chinese', async () => {
    const chat = await open()
    const preview = await chat.line('Lan', '/红包 88 8 定时 除夕20点 新年快乐', { language: 'zh' })
    expect(textOf(preview)).toContain(
      '2027年2月5日周五 20:00（Asia/Shanghai）发出 L\u00a088.00 的红包，共 8 个',
    )
    expect(await chat.tap('Lan', chat.button('确认'), { language: 'zh' })).toMatchObject({
      outcome: 'scheduled',
    })
  })

  test('is ordered once, however often the confirmation comes', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    const button = chat.button('Confirm')
    const replies = await Promise.all(Array.from({ length: 5 }, () => chat.tap('Lan', button)))
    expect(new Set(replies.map(textOf)).size).toBe(1)
    expect(await chat.balance('Lan')).toBe(11_345)
  })

  test('moves nothing when the line comes again after it was confirmed', async () => {
    const chat = await open()
    const line = () => chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00', { id: 'same' })
    await line()
    await confirm(chat)
    expect(await line()).toMatchObject({ outcome: 'schedule_preview' })
    expect(await chat.balance('Lan')).toBe(11_345)
  })

  test('is confirmed by no other person', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    expect(await confirm(chat, 'Wei')).toMatchObject({ outcome: 'not_yours', tone: 'bad' })
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  test('is for the moment that was shown, although “in ten minutes” is later by now', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on in 10 minutes')
    chat.world.clock.pass(3 * MINUTE)
    await confirm(chat)
    chat.world.clock.pass(7 * MINUTE - 1)
    expect((await chat.world.app.openScheduled(10)).count).toBe(0)
    chat.world.clock.pass(1)
    expect((await chat.world.app.openScheduled(10)).count).toBe(1)
  })

  test('is refused when its moment has passed before it was confirmed', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on in 10 minutes')
    chat.world.clock.pass(HOUR)
    expect(await confirm(chat)).toMatchObject({ outcome: 'bad_appointment', tone: 'bad' })
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  test('is not sent by a confirmation that has expired', async () => {
    let now = 0
    const chat = await open({ forms: new Forms(() => now) })
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    now += 16 * MINUTE
    expect(await confirm(chat)).toMatchObject({ outcome: 'form_expired' })
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  test('is left when the preview is closed', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    const button = chat.button('Confirm')
    expect(await chat.tap('Lan', chat.button('Cancel'))).toMatchObject({ outcome: 'closed' })
    expect(await chat.tap('Lan', button)).toMatchObject({ outcome: 'form_expired' })
  })

  test.each([
    ['/redpacket 10 2 on 2027-13-45 20:00', 'usage'],
    ['/redpacket 10 2 on 2026-01-01 20:00', 'bad_appointment'],
    ['/redpacket 10 2 on 2029-01-01 20:00', 'bad_appointment'],
    ['/redpacket 10 2 every day 20:00 x51', 'usage'],
    ['/redpacket 10 2 every day 20:00 x1', 'usage'],
    ['/redpacket 10 2 定时 除西', 'usage'],
  ])('is refused, and nothing is sent: %s', async (line, outcome) => {
    const chat = await open()
    const reply = await chat.line('Lan', line)
    expect(reply).toMatchObject({ tone: 'bad', outcome })
    expect(textOf(reply)).toContain('Nothing was sent')
    expect(await chat.balance('Lan')).toBe(12_345)
    expect(await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)).toEqual([])
  })

  test('is no red packet of a greeting that begins alike', async () => {
    const chat = await open()
    expect(await chat.line('Lan', '/redpacket 10 2 on your birthday')).toMatchObject({ outcome: 'sent' })
  })

  test('comes from the form as well', async () => {
    const chat = await open()
    const { form } = await chat.command('Lan', 'redpacket', {})
    const on = form?.fields.find(({ name }) => name === 'on')
    expect(on).toMatchObject({ kind: 'text', label: 'When', required: false })
    await chat.submit('Lan', form?.id ?? '', { amount: '10', count: '2', on: 'Friday 18:00' })
    expect(chat.last).toMatchObject({ outcome: 'schedule_preview' })
    expect(await confirm(chat)).toMatchObject({ outcome: 'scheduled' })
  })
})

describe('a series', () => {
  test('is shown with its first and last day and all it costs, and each is sent on its own day', async () => {
    const chat = await open()
    const preview = await chat.line('Lan', '/redpacket 10 2 every Friday 18:00 x8 weekend!')
    expect(textOf(preview).split('\n')[0]).toBe(
      'Send 8 red packets of L\u00a010.00 in 2 shares each, from Fri, 5 Feb 2027, 18:00 to Fri, 26 Mar 2027, 18:00 (Asia/Shanghai)? That’s L\u00a080.00 in total.',
    )
    expect(await confirm(chat)).toMatchObject({ outcome: 'scheduled' })
    expect(await chat.balance('Lan')).toBe(4_345)
    for (let week = 0; week < 8; week++) {
      chat.world.clock.time = Date.parse('2027-02-05T18:00:00+08:00') + week * 7 * 24 * HOUR
      expect((await chat.world.app.openScheduled(10)).count).toBe(1)
      await chat.world.app.expireEnvelopes(10)
    }
    expect(await chat.world.broken()).toEqual([])
  })

  test('that costs more than the wallet holds is refused as a whole', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 100 2 every Friday 18:00 x2')
    expect(await confirm(chat)).toMatchObject({ outcome: 'insufficient' })
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  test.each(['password sesame secret', 'quiz 1+1? 2 / 3;'])(
    'is not opened by the end of its first red packet: %s',
    async (condition) => {
      const chat = await open()
      const refused = await chat.line('Lan', `/redpacket 10 2 ${condition} every Friday 18:00 x3`)
      expect(refused).toMatchObject({ tone: 'bad', outcome: 'unsafe' })
      const one = await chat.line('Lan', `/redpacket 10 2 ${condition} on Friday 18:00`)
      expect(one.outcome).toBe('schedule_preview')
    },
  )

  test('may have a password that the card shows', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 password sesame every Friday 18:00 x3')
    expect(await confirm(chat)).toMatchObject({ outcome: 'scheduled' })
  })
})

describe('the calendar', () => {
  test('lists what is scheduled, with a button for its sender and for admins', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    await confirm(chat)
    expect(textOf(await chat.line('Wei', '/calendar'))).toContain(
      'Scheduled red packets\n1. Fri, 5 Feb 2027, 20:00: L\u00a010.00 in 2 shares from Lan',
    )
    expect(chat.last?.actions).toBeUndefined()
    await chat.line('Admin', '/calendar')
    const cancelled = await chat.tap('Admin', chat.button('Cancel 1'))
    expect(textOf(cancelled)).toBe(
      'The red packet that Lan scheduled for Fri, 5 Feb 2027, 20:00 is cancelled. L\u00a010.00 went back to Lan.',
    )
    expect(cancelled.aloud).toBeDefined()
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  test('lets its sender cancel once, and nobody else by the same button', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    await confirm(chat)
    await chat.line('Lan', '/calendar')
    const button = chat.button('Cancel 1')
    expect(await chat.tap('Wei', button)).toMatchObject({ outcome: 'not_yours' })
    expect(await chat.tap('Lan', button)).toMatchObject({ outcome: 'schedule_cancelled' })
    expect(await chat.tap('Lan', button)).toMatchObject({ outcome: 'not_scheduled' })
    expect(await chat.balance('Lan')).toBe(12_345)
    expect(textOf(await chat.line('Lan', '/calendar'))).not.toContain('Scheduled red packets')
  })

  test('is also cancelled by its number', async () => {
    const chat = await open()
    await chat.line('Lan', '/redpacket 10 2 on tomorrow 20:00')
    const no = /#([0-9a-f]{10})/.exec(textOf(await confirm(chat)))?.[1]
    expect(await chat.line('Lan', `/cancel ${no}`)).toMatchObject({ outcome: 'envelope_cancelled' })
    expect(await chat.balance('Lan')).toBe(12_345)
  })
})
