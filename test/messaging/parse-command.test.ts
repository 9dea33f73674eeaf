import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseAmount } from '../../src/core/money.js'
import { COMMANDS } from '../../src/messaging/commands.js'
import { parseCommand } from '../../src/messaging/parse-command.js'

const packet = { kind: 'redpacket', each: false, envelope: 'lucky', greeting: '' }

describe('/redpacket', () => {
  it.each([
    ['/redpacket 88 8', { amount: '88', count: 8 }],
    ['/redpacket 88 8 Happy New Year', { amount: '88', count: 8, greeting: 'Happy New Year' }],
    ['/redpacket 10 5 equal 恭喜发财', { amount: '10', count: 5, envelope: 'equal', greeting: '恭喜发财' }],
    ['/redpacket 2 each 5 tea', { amount: '2', each: true, count: 5, envelope: 'equal', greeting: 'tea' }],
    ['/红包 8.88 6 普通', { amount: '8.88', count: 6, envelope: 'equal' }],
    ['／ｒｅｄｐａｃｋｅｔ　８８　８　ok', { amount: '88', count: 8, greeting: 'ok' }],
    ['/redpacket 1 2 for @Lan, @小明 hi', { amount: '1', count: 2, chosen: ['Lan', '小明'], greeting: 'hi' }],
    ['/redpacket 1 2 in 20s', { amount: '1', count: 2, lifetime: 20_000 }],
    ['/红包 1 2 限时 5分钟', { amount: '1', count: 2, lifetime: 300_000 }],
    ['/红包 1 2 限时2天', { amount: '1', count: 2, lifetime: 172_800_000 }],
    ['/redpacket 1 2 theme mid-autumn', { amount: '1', count: 2, theme: 'mid_autumn' }],
    [
      '/redpacket 9 3 in 24h lucky for @a @b theme qixi  two  spaces',
      {
        amount: '9',
        count: 3,
        lifetime: 86_400_000,
        chosen: ['a', 'b'],
        theme: 'qixi',
        greeting: 'two  spaces',
      },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseCommand(line)).toEqual({ ...packet, ...expected })
  })

  it.each([
    ['/redpacket 1 1 for you all', 'for you all'],
    ['/redpacket 1 1 in love', 'in love'],
    ['/redpacket 1 1 theme parks', 'theme parks'],
    ['/redpacket 1 1 lucky lucky you', 'lucky you'],
    ['/redpacket 1 1 lucky for everyone in 1h for @Lan', 'for @Lan'],
    ['/redpacket 1 each 1 equal rights', 'equal rights'],
    ['/redpacket 1 1 constructor', 'constructor'],
    ['/redpacket 1 1 ＨＡＰＰＹ', 'ＨＡＰＰＹ'],
  ])('begins the greeting at the first word that is no option, as typed: %s', (line, greeting) => {
    expect(parseCommand(line)).toMatchObject({ kind: 'redpacket', greeting })
  })

  it('asks for what is missing', () => {
    expect(parseCommand('/redpacket')).toEqual({ kind: 'usage', command: 'redpacket', problem: 'amount' })
    for (const line of ['/redpacket 88', '/redpacket 88 many', '/redpacket 88 -1', '/redpacket 2 each'])
      expect(parseCommand(line)).toEqual({ kind: 'usage', command: 'redpacket', problem: 'count' })
    for (const line of ['/redpacket abc', '/redpacket abc 5', '/红包 五十'])
      expect(parseCommand(line)).toEqual({ kind: 'usage', command: 'redpacket', problem: 'amount' })
  })
})

describe('other commands', () => {
  it.each([
    ['/wallet', { kind: 'wallet' }],
    ['/WALLET@luckybot', { kind: 'wallet' }],
    ['/钱包', { kind: 'wallet' }],
    ['  /help  ', { kind: 'help' }],
    ['/history', { kind: 'history' }],
    ['/history 120', { kind: 'history', before: 120 }],
    ['/history older', { kind: 'usage', command: 'history', problem: 'line' }],
    ['/transfer @Lan 5 for the tea', { kind: 'transfer', to: 'Lan', amount: '5', note: 'for the tea' }],
    ['/transfer ＠Lan ５', { kind: 'transfer', to: 'Lan', amount: '5', note: '' }],
    ['/transfer 5 @Lan for the tea', { kind: 'transfer', to: 'Lan', amount: '5', note: 'for the tea' }],
    ['/transfer @Lan 1 000', { kind: 'usage', command: 'transfer', problem: 'spaced' }],
    ['/topup @Lan 1 000 quiz prize', { kind: 'usage', command: 'topup', problem: 'spaced' }],
    ['/redpacket 1 000 8', { kind: 'usage', command: 'redpacket', problem: 'spaced' }],
    ['/transfer Lan 5', { kind: 'usage', command: 'transfer', problem: 'member' }],
    ['/transfer @Lan', { kind: 'usage', command: 'transfer', problem: 'amount' }],
    ['/leaderboard', { kind: 'leaderboard', board: 'received', period: 'week' }],
    ['/leaderboard month luckiest', { kind: 'leaderboard', board: 'luckiest', period: 'month' }],
    ['/排行榜 发出 全部', { kind: 'leaderboard', board: 'sent', period: 'ever' }],
    ['/leaderboard today', { kind: 'usage', command: 'leaderboard', problem: 'board' }],
    ['/envelope', { kind: 'recent' }],
    ['/envelope #3FA94C01BE', { kind: 'envelope', envelopeNo: '3fa94c01be' }],
    ['/verify', { kind: 'usage', command: 'verify', problem: 'envelope' }],
    ["/verify ';drop", { kind: 'usage', command: 'verify', problem: 'envelope' }],
    ['/cancel 3fa94c01be', { kind: 'cancel', envelopeNo: '3fa94c01be' }],
    ['/topup @Lan 100 quiz prize', { kind: 'topup', to: 'Lan', amount: '100', reason: 'quiz prize' }],
    ['/topup @Lan 100', { kind: 'usage', command: 'topup', problem: 'reason' }],
    ['/扣款 @小兰 5 重复', { kind: 'deduct', to: '小兰', amount: '5', reason: '重复' }],
  ])('reads %s', (line, expected) => {
    expect(parseCommand(line)).toEqual(expected)
  })

  it('knows every command by its name and its aliases', () => {
    for (const { name, aliases } of COMMANDS) {
      for (const typed of [name, ...aliases])
        expect(parseCommand(`/${typed}`).kind, typed).not.toBe('unknown_command')
    }
    const all = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])
    expect(new Set(all).size).toBe(all.length)
  })

  it.each([
    ['/redpaket', 'redpacket'],
    ['/walet', 'wallet'],
    ['/trans', 'transfer'],
  ])('guesses what %s was meant to be', (line, closest) => {
    expect(parseCommand(line)).toEqual({ kind: 'unknown_command', name: line.slice(1), closest })
  })

  it.each(['/fireworks', '/x', '/烟花', '/constructor'])('does not guess wildly: %s', (line) => {
    expect(parseCommand(line)).toEqual({ kind: 'unknown_command', name: line.slice(1) })
  })
})

describe('an ordinary line', () => {
  it.each(['hello', '', '   ', 'see /wallet', '1/2', '<img src=x onerror=alert(1)>', '@everyone'])(
    'is said: “%s”',
    (line) => expect(parseCommand(line)).toEqual({ kind: 'say' }),
  )

  it('may be as long as the chat allows', () => {
    expect(parseCommand('x'.repeat(10_000))).toEqual({ kind: 'say' })
  })
})

describe('a line that begins with a slash', () => {
  it.each([
    ['/', ''],
    ['/ topup @lan 5 a secret', ''],
    ['// not a comment', '/'],
    ['/@bot', ''],
    ['　／', ''],
  ])('is never said, even when it names no command: “%s”', (line, name) => {
    expect(parseCommand(line)).toEqual({ kind: 'unknown_command', name })
  })

  it.each(['\u200b/topup', '\u200d /topup', '\u0007／topup', '\ufeff/top\u00adup', '\u180e\u2060/topup'])(
    'is one also behind what nobody sees: %j',
    (typed) => {
      expect(parseCommand(`${typed} @lan 5 a secret`)).toMatchObject({ kind: 'topup', reason: 'a secret' })
    },
  )

  it.each(['/topup @lan 5', ' ／充值 @lan 5', '/nonesuch', '/', '\u200b /topup @lan 5'])(
    'is too long with more than 2000 characters: %s',
    (begin) => {
      const line = `${begin}${' '.repeat(2_100)}a secret`
      expect(parseCommand(line)).toEqual({ kind: 'too_long', max: 2_000 })
    },
  )

  it('is counted in characters', () => {
    expect(parseCommand(`/red ${'🧧'.repeat(1_995)}`).kind).toBe('unknown_command')
    expect(parseCommand(`/red ${'🧧'.repeat(1_996)}`).kind).toBe('too_long')
  })
})

describe('a number', () => {
  test.each(['\u00a0', '\u2007', '\u2008', '\u2009', '\u202f'])(
    'whose digits are grouped by a space that breaks no line is one word, and never only its beginning (%j)',
    (space) => {
      const typed = `1${space}000`
      expect(parseCommand(`/transfer @lan ${typed} for tea`)).toMatchObject({
        amount: typed,
        note: 'for tea',
      })
      expect(parseCommand(`/redpacket ${typed} 3`)).toMatchObject({ amount: typed, count: 3 })
      expect(parseAmount(typed, 2)).toEqual({ ok: false, why: 'not_a_number' })
      expect(parseCommand(`/wallet${space}`)).toEqual({ kind: 'wallet' })
    },
  )

  it.each(['10²', '１²', '⒈5', '①', '½', '𝟏𝟎'])('is none when it only looks like one: %s', (typed) => {
    expect(parseCommand(`/transfer @lan ${typed}`)).toMatchObject({ amount: typed.replace('１', '1') })
    expect(parseCommand(`/redpacket 10 ${typed}`)).toMatchObject({ kind: 'usage', problem: 'count' })
    expect(parseCommand(`/history ${typed}`)).toMatchObject({ kind: 'usage', problem: 'line' })
    expect(parseCommand(`/redpacket 1 1 in ${typed}h`)).not.toHaveProperty('lifetime')
  })

  it('may be full-width', () => {
    expect(parseCommand('／红包　１．５　２　限时　２４ｈ')).toMatchObject({
      amount: '1.5',
      count: 2,
      lifetime: 86_400_000,
    })
  })
})

it('never throws, whatever the text is', () => {
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('for', 'in', 'each', 'lucky', 'theme', '@a', '20s', '1', '__proto__', '\ud800', '限时'),
  )
  const line = fc
    .tuple(fc.constantFrom(...names), fc.array(words))
    .map(([name, rest]) => [`/${name}`, ...rest].join(' '))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), line), (text) => {
      expect(typeof parseCommand(text).kind).toBe('string')
    }),
    { numRuns: 2_000 },
  )
})

it.each(['/redpacket 20 2 in 5x', '/redpacket 20 2 in 5mn later', '/红包 20 2 限时 5周'])(
  'a mistyped time is asked about instead of being sent as a greeting: %s',
  (line) => {
    expect(parseCommand(line)).toEqual({ kind: 'usage', command: 'redpacket', problem: 'lifetime' })
  },
)

it('a greeting may begin with “in” and a number', () => {
  expect(parseCommand('/redpacket 20 2 in 2027 we win')).toMatchObject({ greeting: 'in 2027 we win' })
})

it.each(['565f227b80', '#565f227b80', 'E-565f227b80'])(
  'an envelope is found by its number as any page shows it: %s',
  (no) => {
    expect(parseCommand(`/envelope ${no}`)).toEqual({ kind: 'envelope', envelopeNo: '565f227b80' })
  },
)

test.each([
  ['/settings', { kind: 'settings' }],
  ['/设置 语言 中文', { kind: 'change_settings', changes: { language: 'zh' } }],
  ['/settings open 8h', { kind: 'change_settings', changes: { defaultLifetime: 8 * 3_600_000 } }],
  ['/settings self no', { kind: 'change_settings', changes: { selfGrab: false } }],
  ['/settings max ５', { kind: 'change_settings', changes: { maxOpenEnvelopes: 5 } }],
  [
    '/settings currency Gold 🪙 0',
    { kind: 'change_settings', changes: { currencyName: 'Gold', currencySymbol: '🪙', scale: 0 } },
  ],
  ['/settings treasurer @Lan', { kind: 'treasurer', member: 'Lan', appointed: true }],
  ['/settings treasurer @Lan no', { kind: 'treasurer', member: 'Lan', appointed: false }],
  ['/审计', { kind: 'audit' }],
  ['/link', { kind: 'link', sure: false }],
  ['/link k7qf2-m9xwd', { kind: 'link', code: 'k7qf2-m9xwd', sure: false }],
  ['/关联 K7QF2 M9XWD 是', { kind: 'linkme', code: 'K7QF2M9XWD', sure: true }],
  ['/unlink yes', { kind: 'unlink', sure: true }],
  ['/unlinkme', { kind: 'unlinkme', sure: false }],
])('settings and links are changed by a word and a value: %s', (line, parsed) => {
  expect(parseCommand(line)).toEqual(parsed)
})

test.each([
  '/settings colour red',
  '/settings open',
  '/settings open soon',
  '/settings self perhaps',
  '/settings max many',
  '/settings currency Gold g x',
  '/settings language en zh',
  '/settings treasurer Lan',
])('a setting that is not understood is asked about and nothing is guessed: %s', (line) => {
  expect(parseCommand(line)).toEqual({ kind: 'usage', command: 'settings', problem: 'setting' })
})
