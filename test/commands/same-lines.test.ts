import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommunityInfo } from '../../src/app/community/enter-chat.js'
import type { Command } from '../../src/commands/define.js'
import { readLine } from '../../src/commands/lines.js'
import { readArguments } from '../../src/commands/read-arguments.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { DEFAULT_RULES } from '../../src/core/envelope.js'
import { readCode } from '../../src/core/link-code.js'
import { parseAmount } from '../../src/core/money.js'
import { COMMANDS } from '../../src/messaging/commands.js'
import { parseCommand } from '../../src/messaging/parse-command.js'

// The parser of the other platforms says what a line has meant so far. Whatever it understood must go on meaning the same.

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const community: CommunityInfo = { name: 'The lobby', currency, rules: DEFAULT_RULES, language: null }

type Meaning = Readonly<Record<string, unknown>> | 'say' | 'refused'

/** What the definitions make of a line, down to the values; a name stands for who is meant. */
async function now(line: string): Promise<Meaning> {
  const read = readLine(line, ENTRIES)
  if (read.kind === 'say') return 'say'
  if (read.kind !== 'command') return 'refused'
  const person = async (name: string) =>
    ({ kind: 'person', person: { platform: 'test', user: name, name } }) as const
  const values = await readArguments(read.command, read.raws, community, person)
  if ('problem' in values) return 'refused'
  return meaningOf(read.command, values.values as Values)
}

type Values = Readonly<Record<string, unknown>> & {
  readonly member?: { readonly name: string }
  readonly chosen?: { readonly people: readonly { readonly name: string }[] }
}

function meaningOf({ name }: Command, values: Values): Meaning {
  const { member, chosen, ...rest } = values
  const all = {
    ...rest,
    ...(member && { member: member.name }),
    ...(chosen && chosen.people.length > 0 && { chosen: chosen.people.map((each) => each.name) }),
  }
  if (name === 'redpacket') return { name, kind: 'lucky', greeting: '', ...all }
  if (name === 'transfer') return { name, note: '', ...all }
  if (name === 'leaderboard') return { name, board: 'received', period: 'week', ...all }
  if (name === 'settings.currency') {
    const { name: currency, ...more } = rest as { name?: string }
    return { name, ...(currency !== undefined && { currency }), ...more }
  }
  if (name === 'settings.treasurer') return { name, appointed: true, ...all }
  return { name, ...all }
}

const minor = (typed: string) => {
  const parsed = parseAmount(typed, currency.scale)
  return parsed.ok ? parsed.amount : undefined
}

/** The same for the parser of before. Amounts were read by the commands themselves. */
function before(line: string): Meaning {
  const read = parseCommand(line)
  switch (read.kind) {
    case 'say':
      return 'say'
    case 'usage':
    case 'unknown_command':
    case 'too_long':
      return 'refused'
    case 'redpacket': {
      const { amount, each, count, envelope, chosen, lifetime, theme, everywhere, greeting } = read
      if (minor(amount) === undefined) return 'refused'
      return without({
        ...{ name: 'redpacket', amount: minor(amount), count, kind: each ? 'each' : envelope },
        ...{ chosen, lifetime, theme, everywhere, greeting },
      })
    }
    case 'transfer':
      if (minor(read.amount) === undefined) return 'refused'
      return { name: 'transfer', member: read.to, amount: minor(read.amount), note: read.note }
    case 'topup':
    case 'deduct':
      if (minor(read.amount) === undefined) return 'refused'
      return { name: read.kind, member: read.to, amount: minor(read.amount), reason: read.reason }
    case 'recent':
      return { name: 'envelope' }
    case 'envelope':
    case 'verify':
    case 'cancel':
      return { name: read.kind, envelope: read.envelopeNo }
    case 'settings':
      return { name: 'settings.show' }
    case 'treasurer':
      return { name: 'settings.treasurer', member: read.member, appointed: read.appointed }
    case 'change_settings': {
      const { currencyName, currencySymbol, scale, ...rules } = read.changes
      if (currencyName !== undefined)
        return without({
          name: 'settings.currency',
          ...{ currency: currencyName, symbol: currencySymbol, decimals: scale },
        })
      return without({
        name: 'settings.rules',
        ...{ open: rules.defaultLifetime, max: rules.maxOpenEnvelopes },
        ...{ self: rules.selfGrab, language: rules.language },
      })
    }
    case 'link':
    case 'linkme': {
      const { code, sure } = read
      const typed = code === undefined ? undefined : (readCode(code) ?? code.slice(0, 64))
      return without({ name: read.kind, code: typed, sure: sure || undefined })
    }
    case 'unlink':
    case 'unlinkme':
      return without({ name: read.kind, sure: read.sure || undefined })
    case 'leaderboard':
    case 'history':
    case 'wallet':
    case 'books':
    case 'audit':
    case 'help': {
      const { kind, ...rest } = read
      // What opens a private chat has a command of its own.
      return without({ name: /^\W*start\b/i.test(line) ? 'start' : kind, ...rest })
    }
    default:
      return read satisfies never
  }
}

function without(values: Readonly<Record<string, unknown>>): Meaning {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** Expects the same of both; where it is meant so, a line that was refused may be understood now. */
async function expectSame(line: string, mayUnderstandMore = false): Promise<void> {
  const [was, is] = [before(line), await now(line)]
  if (mayUnderstandMore && was === 'refused' && is !== 'say') return
  // A “no” to something that is not done unless it is confirmed.
  const calm = typeof is === 'object' && is.sure === false ? without({ ...is, sure: undefined }) : is
  expect(calm, JSON.stringify(line)).toEqual(was)
}

const WORDS = [
  ...[
    '88',
    '８８',
    '8',
    '3',
    '2.50',
    '0',
    '1e3',
    '-1',
    '1,000',
    '1\u00a0000',
    '１\u2009000',
    '²',
    '٣',
    '000',
    '1',
    '88',
    '000,000',
    '12',
    '121',
    '\ue001',
  ],
  ...['each', '每个', '每份', 'lucky', 'equal', '普通', '拼手气', '手气', 'EQUAL', 'Ｌｕｃｋｙ'],
  ...['for', '给', '@Wei', '@小兰,', '＠Ben', '@', '@a、', 'everyone', '所有人', 'everywhere', '到处'],
  ...['in', '限时', '限时5分', '限时5', 'in5', '20s', '5m', '24小时', '五分钟', '9x', '1h30m', '-5m', '5'],
  ...['theme', '主题', 'birthday', 'mid-autumn', 'mid_autumn', 'parks', 'yes', 'no', 'on', '是', 'off'],
  ...[
    'Happy',
    '恭喜发财',
    'constructor',
    '__proto__',
    'toString',
    '\u202e15',
    '\u2066',
    '\u200b',
    'a\u200bb',
  ],
]
const words = (max: number) => fc.array(fc.constantFrom(...WORDS), { maxLength: max })
const LONG = { numRuns: 4_000, seed: 20_261_126 }

describe('a typed line means what it has always meant', () => {
  test('of a red packet', async () => {
    const amounts = fc.constantFrom('88', '８８', '2.50', 'each', '五十', '1\u00a0000', '')
    const counts = fc.constantFrom('8', '3', 'each 3', '每个 ８', 'lucky 2', 'many', '-1', '')
    await fc.assert(
      fc.asyncProperty(amounts, counts, words(9), async (amount, count, more) => {
        await expectSame(['/redpacket', amount, count, ...more].join(' '))
      }),
      LONG,
    )
  })

  test.each(['/transfer', '/转账', '/topup', '/充值', '/deduct', '/扣款'])('of %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(words(5), async (more) => await expectSame([name, ...more].join(' '))),
      { ...LONG, numRuns: 1_500 },
    )
  })

  test.each(['/history', '/leaderboard', '/envelope', '/verify', '/cancel', '/wallet', '/books', '/help'])(
    'of %s',
    async (name) => {
      const more = fc.array(
        fc.constantFrom(
          ...WORDS,
          ...[
            'sent',
            '发出',
            'luckiest',
            '手气最佳',
            'week',
            '本月',
            'ever',
            '#3FA94C01BE',
            'e-3fa94c',
            '3fa94c01be',
          ],
        ),
        { maxLength: 4 },
      )
      await fc.assert(
        fc.asyncProperty(more, async (words) => {
          const line = [name, ...words].join(' ')
          // A number is no longer read where something before it turns the text around.
          fc.pre(!/[\u202a-\u202e\u2066-\u2069]/.test(line))
          await expectSame(line)
        }),
        { ...LONG, numRuns: 1_500 },
      )
    },
  )

  test.each(['/link', '/linkme', '/unlink', '/unlinkme', '/联通', '/取消关联'])('of %s', async (name) => {
    const more = fc.array(
      fc.constantFrom('K7QF2', 'M9XWD', 'k7qf2-m9xwd', 'yes', '是', 'no', 'YES', 'please', '@Wei', '８'),
      { maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(more, async (words) => await expectSame([name, ...words].join(' '))),
      { ...LONG, numRuns: 1_000 },
    )
  })

  test('of /settings, which now takes several rules at once', async () => {
    const settings = [
      'currency',
      '货币',
      'language',
      '语言',
      'open',
      '有效期',
      'max',
      '上限',
      'self',
      '自抢',
      'treasurer',
      '财务',
    ]
    const values = [
      '24h',
      '5分',
      '9x',
      '10',
      '3',
      'yes',
      'no',
      '是',
      'maybe',
      'en',
      'Chinese',
      '中文',
      '@Wei',
      'Gold',
      '🪙',
      '2',
    ]
    const more = fc.array(fc.constantFrom(...values), { maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/settings', '/设置'),
        fc.constantFrom(...settings, ''),
        more,
        async (name, setting, more) => {
          await expectSame([name, setting, ...more].join(' '), true)
        },
      ),
      LONG,
    )
  })

  test('whatever else is typed', async () => {
    const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])
    const begin = fc.oneof(
      fc.constantFrom(...names.map((name) => `/${name}`)),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.stringMatching(/^\/[a-z]{1,9}$/),
    )
    await fc.assert(
      fc.asyncProperty(begin, fc.string({ unit: 'grapheme', maxLength: 30 }), async (name, rest) => {
        const line = `${name} ${rest}`
        fc.pre(!/[\u202a-\u202e\u2066-\u2069]/.test(line))
        await expectSame(line, true)
        const [is, was] = [readLine(line, ENTRIES), parseCommand(line)]
        expect(is.kind === 'unknown', JSON.stringify(line)).toBe(was.kind === 'unknown_command')
        if (is.kind === 'unknown' && was.kind === 'unknown_command') {
          expect(is.name).toBe(was.name)
          expect(is.closest).toBe(was.closest)
        }
      }),
      LONG,
    )
  })
})

test('the recorded lines', async () => {
  const folder = join(import.meta.dirname, 'meanings')
  let lines = 0
  for (const file of readdirSync(folder))
    for (const entry of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const [typed] = /^"(?:[^"\\]|\\.)*"/.exec(entry) ?? []
      if (typed === undefined) continue
      await expectSame(JSON.parse(typed), /settings|random/.test(file))
      lines++
    }
  expect(lines).toBeGreaterThan(2_000)
})

test('every name and alias leads to the same command as before', async () => {
  for (const { name, aliases } of COMMANDS)
    for (const typed of [name, ...aliases, name.toUpperCase(), `${name}@luckybot`]) {
      const read = readLine(`/${typed}`, ENTRIES)
      const found = 'command' in read ? read.command.name.split('.')[0] : read.kind
      expect(found, typed).toBe(typed === 'start' ? 'start' : name)
    }
})
