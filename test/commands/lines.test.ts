import { describe, expect, it, test } from 'vitest'
import { readArguments } from '../../src/commands/framework/arguments/read-arguments.js'
import { readLine, spellings } from '../../src/commands/framework/lines/lines.js'
import type { Mention } from '../../src/commands/framework/request.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { person } from '../support/world.js'

const raws = (line: string, context?: Parameters<typeof readLine>[2]) => {
  const read = readLine(line, ENTRIES, context)
  return read.kind === 'command' ? { ...read.raws, command: read.command.name } : read
}
/** Values down to the last, in a currency with two decimals. */
async function values(line: string) {
  const read = readLine(line, ENTRIES)
  if (read.kind !== 'command') return read
  const person = async (name: string): Promise<Mention> => ({ kind: 'name', name })
  const found = await readArguments(read.command, read.raws, undefined, person)
  return 'values' in found ? found.values : found.problem
}
/** Returns why a line is refused, or its reading as an ordinary message. */
const refusal = (line: string) => {
  const read = readLine(line, ENTRIES)
  return read.kind === 'problem' ? { command: read.command.name, ...read.problem } : read
}
const lan: Mention = { kind: 'person', person: person('Lan') }

// Rules, each with a few examples. Many more lines with their meanings are in meanings.test.ts.
describe('a line', () => {
  test('sets several rules at once, and every rule individually', () => {
    expect(raws('/settings open 24h shortest 1m longest 7d max 10 most 500 self no language zh')).toEqual({
      ...{
        command: 'settings.rules',
        open: '24h',
        shortest: '1m',
        longest: '7d',
        maxOpen: '10',
        maxTotal: '500',
      },
      ...{ selfGrab: 'no', language: 'zh' },
    })
    expect(raws('/设置 最短 1分 最长 2天 最多 0')).toEqual({
      ...{ command: 'settings.rules', shortest: '1分', longest: '2天', maxTotal: '0' },
    })
    expect(raws('/settings rules max 3')).toEqual({ command: 'settings.rules', maxOpen: '3' })
    expect(raws('/settings show')).toEqual({ command: 'settings.show' })
  })

  test('names a theme in Chinese', () => {
    expect(raws('/红包 1 1 主题 生日 快乐')).toMatchObject({ theme: 'birthday', greeting: '快乐' })
  })

  test('in reply to a member may omit the name', () => {
    const repliedTo = person('Lan')
    expect(raws('/transfer 5 for tea', { repliedTo })).toMatchObject({
      member: [lan],
      amount: '5',
      note: 'for tea',
    })
    expect(raws('/transfer 5 @Wei tea', { repliedTo })).toMatchObject({
      member: [{ kind: 'name', name: 'Wei' }],
    })
    expect(raws('/redpacket 5 1', { repliedTo })).toMatchObject({ for: [lan] })
    expect(raws('/transfer', { repliedTo })).toMatchObject({ kind: 'problem' })
  })

  test('resolves mentions as the platform reports them', () => {
    const mentions = new Map([['the_lan', lan]])
    expect(raws('/topup @the_lan 5 prize', { mentions })).toMatchObject({ member: [lan] })
    expect(raws('/redpacket 5 2 for @the_lan @Wei', { mentions })).toMatchObject({
      for: [lan, { kind: 'name', name: 'Wei' }],
    })
  })
})

describe('a red packet', () => {
  it.each([
    ['/redpacket 1 1 for you all', 'for you all'],
    ['/redpacket 1 1 in love', 'in love'],
    ['/redpacket 1 1 in 2027 we win', 'in 2027 we win'],
    ['/redpacket 1 1 theme parks', 'theme parks'],
    ['/redpacket 1 1 lucky lucky you', 'lucky you'],
    ['/redpacket 1 1 lucky for everyone in 1h for @Lan', 'for @Lan'],
    ['/redpacket 1 each 1 equal rights', 'equal rights'],
    ['/redpacket 1 1 constructor', 'constructor'],
    ['/redpacket 1 1 ＨＡＰＰＹ', 'ＨＡＰＰＹ'],
    ['/redpacket 1 1 theme qixi  two  spaces', 'two  spaces'],
  ])('starts its greeting at the first word that is no option, as typed: %s', (line, greeting) => {
    expect(raws(line)).toMatchObject({ command: 'redpacket', greeting })
  })

  it('takes its options in any order, each once', () => {
    expect(raws('/redpacket 9 3 in 24h lucky for @a, @b theme mid-autumn everywhere')).toEqual({
      ...{ command: 'redpacket', amount: '9', count: '3', time: '24h', kind: 'lucky' },
      ...{ theme: 'mid_autumn', everywhere: 'yes' },
      for: [
        { kind: 'name', name: 'a' },
        { kind: 'name', name: 'b' },
      ],
    })
    expect(raws('/红包 1 2 限时2天 普通')).toMatchObject({ time: '2天', kind: 'equal' })
  })

  it('asks for missing arguments', () => {
    expect(refusal('/redpacket')).toMatchObject({ why: 'missing', argument: 'amount' })
    expect(refusal('/redpacket 88')).toMatchObject({ why: 'missing', argument: 'count' })
    expect(refusal('/redpacket 2 each')).toMatchObject({ why: 'missing', argument: 'count' })
  })

  it.each(['/redpacket 88 many', '/redpacket 88 -1', '/redpacket 88 2.5'])(
    'accepts only a whole number of shares: %s',
    async (line) => expect(await values(line)).toMatchObject({ why: 'unreadable', argument: 'count' }),
  )

  it('reads a time after a draw, and leaves other words to the greeting', () => {
    expect(raws('/redpacket 88 8 draw 60s luck')).toEqual({
      ...{ command: 'redpacket', amount: '88', count: '8', way: 'draw', time: '60s', greeting: 'luck' },
    })
    expect(raws('/红包 88 8 抽奖 60秒')).toMatchObject({ way: 'draw', time: '60秒' })
    expect(raws('/redpacket 88 8 draw in 2m')).toMatchObject({ way: 'draw', time: '2m' })
    expect(raws('/redpacket 88 8 draw to all')).toMatchObject({ way: 'draw', greeting: 'to all' })
    expect(raws('/redpacket 88 8 in 5m draw 60s')).toMatchObject({ time: '5m', greeting: '60s' })
  })

  it('reads a fair start, including Chinese words and off', () => {
    expect(raws('/redpacket 88 8 fair-start 3s')).toMatchObject({ fairStart: '3s' })
    expect(raws('/红包 88 8 公平开抢 5秒 恭喜')).toMatchObject({ fairStart: '5秒', greeting: '恭喜' })
    expect(raws('/红包 88 8 公平3秒')).toMatchObject({ fairStart: '3秒' })
    expect(raws('/redpacket 88 8 fair-start off')).toMatchObject({ fairStart: 'off' })
    expect(raws('/redpacket 88 8 fair winds')).toMatchObject({ greeting: 'fair winds' })
    expect(raws('/settings fair-start off max 3')).toMatchObject({ fairStart: 'off', maxOpen: '3' })
  })

  it.each(['/redpacket 20 2 in 5x', '/redpacket 20 2 in 5mn later', '/红包 20 2 限时 5周'])(
    'asks about a mistyped time instead of sending it as a greeting: %s',
    async (line) => expect(await values(line)).toMatchObject({ why: 'unreadable', argument: 'time' }),
  )
})

describe('a name and an amount', () => {
  it('may come in either order', () => {
    const meant = { member: [{ kind: 'name', name: 'Lan' }], amount: '5', note: 'for the tea' }
    expect(raws('/transfer @Lan 5 for the tea')).toMatchObject(meant)
    expect(raws('/transfer 5 @Lan for the tea')).toMatchObject(meant)
    expect(raws('/transfer ＠Lan ５ for the tea')).toMatchObject(meant)
  })

  it.each([
    ['/transfer Lan 5', 'member'],
    ['/transfer @Lan', 'amount'],
    ['/topup @Lan 100', 'reason'],
  ])('are both required, as is a reason where needed: %s', (line, argument) => {
    expect(refusal(line)).toMatchObject({ why: 'missing', argument })
  })

  it.each(['/transfer @Lan 1 000', '/topup @Lan 1 000 quiz prize', '/redpacket 1 000 8'])(
    'are refused when the digits after the amount may belong to it: %s',
    (line) => expect(refusal(line)).toMatchObject({ why: 'spaced', argument: 'amount' }),
  )
})

describe('a number', () => {
  test.each(['\u00a0', '\u2007', '\u2008', '\u2009', '\u202f'])(
    'grouped by non-breaking spaces is one word, and never only its beginning (%j)',
    async (space) => {
      const typed = `1${space}000`
      expect(raws(`/transfer @lan ${typed} for tea`)).toMatchObject({ amount: typed, note: 'for tea' })
      expect(raws(`/redpacket ${typed} 3`)).toMatchObject({ amount: typed, count: '3' })
      expect(await values(`/redpacket ${typed} 3`)).toMatchObject({ why: 'amount', amount: 'not_a_number' })
      expect(raws(`/wallet${space}`)).toEqual({ command: 'wallet' })
    },
  )

  it.each(['10²', '１²', '⒈5', '①', '½', '𝟏𝟎'])(
    'is rejected when it only looks like one: %s',
    async (typed) => {
      expect(await values(`/redpacket ${typed} 1`)).toMatchObject({ why: 'amount', amount: 'not_a_number' })
      expect(await values(`/redpacket 10 ${typed}`)).toMatchObject({ why: 'unreadable', argument: 'count' })
      expect(await values(`/history ${typed}`)).toMatchObject({ why: 'unreadable', argument: 'line' })
      expect(await values(`/redpacket 1 1 in ${typed}h`)).not.toMatchObject({ time: expect.anything() })
    },
  )

  it('may be full-width', async () => {
    expect(await values('／红包　１．５　２　限时　２４ｈ')).toEqual({
      ...{ amount: 150, count: 2, time: 86_400_000 },
    })
  })
})

describe('a command', () => {
  it("is recognised by each of its names, in any case and with the bot's name", () => {
    const all = ENTRIES.filter((entry) => !('hidden' in entry && entry.hidden)).flatMap((entry) =>
      [...new Set(spellings(entry))].map((typed) => [typed, entry.name] as const),
    )
    for (const [typed, name] of all)
      for (const line of [`/${typed}`, `/${typed.toUpperCase()}`, `  /${typed}@luckybot  `]) {
        const read = readLine(line, ENTRIES)
        expect('command' in read ? read.command.name.split('.')[0] : read.kind, line).toBe(name)
      }
    expect(new Set(all.map(([typed]) => typed)).size).toBe(all.length)
  })

  it.each([
    ['/redpaket', 'redpacket'],
    ['/walet', 'wallet'],
    ['/trans', 'transfer'],
  ])('is guessed when %s is typed', (line, closest) => {
    expect(readLine(line, ENTRIES)).toEqual({ kind: 'unknown', name: line.slice(1), closest })
  })

  it.each(['/fireworks', '/x', '/烟花', '/constructor'])('is not guessed wildly: %s', (line) => {
    expect(readLine(line, ENTRIES)).toEqual({ kind: 'unknown', name: line.slice(1) })
  })

  it.each(['565f227b80', '#565f227b80', 'E-565f227b80'])(
    'finds a red packet by its number as any page shows it: %s',
    async (no) => expect(await values(`/envelope ${no}`)).toEqual({ number: '565f227b80' }),
  )

  it.each(["/verify ';drop", '/envelope 12', '/cancel xyz'])(
    "rejects %s as a red packet's number",
    async (line) => {
      expect(await values(line)).toMatchObject({ why: 'unreadable', argument: 'number' })
    },
  )

  it('may contain a code in two halves, followed by a yes', () => {
    expect(raws('/关联 K7QF2 M9XWD 是')).toEqual({ command: 'linkme', code: 'K7QF2M9XWD', sure: '是' })
    expect(raws('/link')).toEqual({ command: 'link' })
    expect(raws('/unlink yes')).toEqual({ command: 'unlink', sure: 'yes' })
  })
})

describe('a setting', () => {
  test.each([
    ['/设置 语言 中文', 'settings.rules', { language: 'zh' }],
    ['/settings self no', 'settings.rules', { selfGrab: 'no' }],
    ['/settings max ５', 'settings.rules', { maxOpen: '5' }],
    ['/settings currency Gold 🪙 0', 'settings.currency', { name: 'Gold', symbol: '🪙', decimals: '0' }],
    ['/settings treasurer @Lan no', 'settings.treasurer', { appointed: 'no' }],
  ])('is changed by a word and a value: %s', (line, command, given) => {
    expect(raws(line)).toMatchObject({ command, ...given })
  })

  test.each([
    ['/settings colour red', { why: 'not_in_group', group: 'settings', typed: 'colour' }],
    ['/settings max 5 colour', { why: 'too_much', typed: 'colour' }],
    ['/settings rules colour', { why: 'too_much', typed: 'colour' }],
    ['/settings open', { why: 'missing', argument: 'open' }],
    ['/settings open soon', { why: 'unreadable', argument: 'open' }],
    ['/settings self perhaps', { why: 'unreadable', argument: 'selfGrab' }],
    ['/settings max many', { why: 'unreadable', argument: 'maxOpen' }],
    ['/settings currency Gold g x', { why: 'too_much', typed: 'x' }],
    ['/settings language en zh', { why: 'too_much', typed: 'zh' }],
    ['/settings treasurer Lan', { why: 'missing', argument: 'member' }],
  ])('that is not understood is asked about, not guessed: %s', async (line, problem) => {
    const read = refusal(line)
    expect('why' in read ? read : await values(line)).toMatchObject(problem)
  })
})

describe('an ordinary line', () => {
  it.each(['hello', '', '   ', 'see /wallet', '1/2', '<img src=x onerror=alert(1)>', '@everyone'])(
    'is posted: “%s”',
    (line) => expect(readLine(line, ENTRIES)).toEqual({ kind: 'say' }),
  )

  it('may be as long as the chat allows', () => {
    expect(readLine('x'.repeat(10_000), ENTRIES)).toEqual({ kind: 'say' })
  })
})

describe('a line that starts with a slash', () => {
  it.each([
    ['/', ''],
    ['/ topup @lan 5 a secret', ''],
    ['// not a comment', '/'],
    ['/@bot', ''],
    ['　／', ''],
  ])('is never posted, even when it names no command: “%s”', (line, name) => {
    expect(readLine(line, ENTRIES)).toEqual({ kind: 'unknown', name })
  })

  it.each(['\u200b/topup', '\u200d /topup', '\u0007／topup', '\ufeff/top\u00adup', '\u180e\u2060/topup'])(
    'is recognised behind invisible characters: %j',
    (typed) => {
      expect(raws(`${typed} @lan 5 a secret`)).toMatchObject({ command: 'topup', reason: 'a secret' })
    },
  )

  it.each(['/topup @lan 5', ' ／充值 @lan 5', '/nonesuch', '/', '\u200b /topup @lan 5'])(
    'is too long with more than 2000 characters: %s',
    (begin) => {
      const line = `${begin}${' '.repeat(2_100)}a secret`
      expect(readLine(line, ENTRIES)).toEqual({ kind: 'too_long', max: 2_000 })
    },
  )

  it('is measured in characters', () => {
    expect(readLine(`/red ${'🧧'.repeat(1_995)}`, ENTRIES).kind).toBe('unknown')
    expect(readLine(`/red ${'🧧'.repeat(1_996)}`, ENTRIES).kind).toBe('too_long')
  })
})
