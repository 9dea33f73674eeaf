import { describe, expect, test } from 'vitest'
import { CommandChat, textOf } from '../support/command-chat.js'

async function openOn(moment: string) {
  const chat = await CommandChat.open()
  chat.world.clock.time = Date.parse(moment)
  return chat
}

describe('/calendar', () => {
  test('wishes well on the day, and lists what comes next with its weekday', async () => {
    const chat = await openOn('2026-12-25T04:00:00Z')
    const lines = textOf(await chat.line('Wei', '/calendar')).split('\n')
    expect(lines.slice(0, 4)).toEqual([
      'Calendar',
      'Today: Christmas. Merry Christmas!',
      'Fri, 1 Jan 2027: New Year, in 7 days',
      'Fri, 5 Feb 2027: Lunar New Year’s Eve, in 42 days',
    ])
  })

  test('does so in Chinese', async () => {
    const chat = await openOn('2027-02-05T04:00:00Z')
    const text = textOf(await chat.line('小兰', '/日历', { language: 'zh' }))
    expect(text).toContain('今天是春节，新春快乐，恭喜发财！')
    expect(text).toContain('2027年2月6日周六 春节，明天')
  })

  test('lists days that were added, and no festival that is switched off', async () => {
    const chat = await openOn('2026-09-10T04:00:00Z')
    expect(textOf(await chat.line('Admin', '/calendar add lunar 8-3 Lan’s birthday'))).toBe(
      'Lan’s birthday (lunar 八月初三) is in the calendar: next on Sun, 13 Sept 2026.',
    )
    await chat.line('Admin', '/calendar festival mid-autumn off')
    const text = textOf(await chat.line('Wei', '/calendar'))
    expect(text).toContain('Sun, 13 Sept 2026: Lan’s birthday (lunar 八月初三), in 3 days')
    expect(text).toContain('Switched off: Mid-Autumn')
    expect(text).not.toMatch(/: Mid-Autumn,/)
  })

  test.each(['/calendar add Lan’s birthday', '/calendar add 13-40 Lan', '/calendar add 8-3 \u200b'])(
    'asks for a day that it can read: %s',
    async (line) => {
      const chat = await openOn('2026-09-10T04:00:00Z')
      expect(await chat.line('Admin', line)).toMatchObject({ tone: 'bad' })
    },
  )
})

describe('lucky amounts', () => {
  const offered = async (chat: CommandChat) =>
    (await chat.command('Lan', 'redpacket', {})).form?.fields.find(({ name }) => name === 'amount')?.options

  test.each([
    ['2026-05-20T04:00:00Z', ['5.20', '13.14', '20', '50', '88', '100']],
    ['2027-02-06T04:00:00Z', ['6.66', '8.88', '20', '50', '88', '100']],
    ['2026-06-10T04:00:00Z', ['5', '10', '20', '50', '88', '100']],
    ['2026-04-05T04:00:00Z', ['5', '10', '20', '50', '88', '100']],
  ])('are offered in the form on the day: %s', async (moment, amounts) => {
    const chat = await openOn(moment)
    expect((await offered(chat))?.map(({ value }) => value)).toEqual(amounts)
  })

  test('are not offered where the currency has no such decimals', async () => {
    const chat = await openOn('2026-05-20T04:00:00Z')
    await chat.world.app.foundCommunity({
      place: { platform: 'test', chat: 'whole' },
      name: 'Whole',
      currency: { name: 'Coin', symbol: 'C', scale: 0 },
    })
    const place = { platform: 'test', chat: 'whole' }
    const { form } = await chat.command('Lan', 'redpacket', {}, { place })
    const amounts = form?.fields.find(({ name }) => name === 'amount')?.options
    expect(amounts?.map(({ value }) => value)).toEqual(['5', '10', '20', '50', '88', '100'])
  })

  test('nor for a festival that the community switched off', async () => {
    const chat = await openOn('2026-05-20T04:00:00Z')
    await chat.line('Admin', '/calendar festival 520 off')
    await chat.line('Admin', '/calendar festival five_twenty off')
    expect((await offered(chat))?.[0]?.value).toBe('5')
  })
})
