import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommunityInfo } from '../../src/app/community/enter-chat.js'
import { readArguments } from '../../src/commands/framework/arguments/read-arguments.js'
import { commandsOf } from '../../src/commands/framework/define.js'
import { readLine, spellings } from '../../src/commands/framework/lines/lines.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { DEFAULT_RULES } from '../../src/core/envelope.js'
import { parseAmount } from '../../src/core/money.js'
import { foldFullWidth } from '../../src/core/text.js'
import { anyCharacter } from '../support/any-character.js'

// Each file holds typed lines with their meanings. To add a line, write it in quotes and run this test with -u. A
// changed meaning means that a line that people type now does something else.

const FOLDER = join(import.meta.dirname, 'meanings')
const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const community: CommunityInfo = {
  ...{ name: 'The lobby', currency, rules: DEFAULT_RULES, language: null, timeZone: 'UTC' },
}

/** Returns the meaning of a line, as one line of text; people appear by name. */
async function meaningOf(line: string): Promise<string> {
  const read = readLine(line, ENTRIES)
  switch (read.kind) {
    case 'say':
      return 'say'
    case 'unknown':
      return `refused: no command is called ${quoted(read.name)}${read.closest ? `, perhaps ${read.closest}` : ''}`
    case 'too_long':
      return 'refused: too long'
    case 'problem':
      return `refused: ${read.command.name}, ${problem(read.problem)}`
    case 'command': {
      const { command, raws } = read
      const values = await readArguments(command, raws, community, personCalled)
      if ('problem' in values) return `refused: ${command.name}, ${problem(values.problem)}`
      return `${command.name} ${quoted(canonical(values.values))}`
    }
    default:
      return read satisfies never
  }
}

const personCalled = async (name: string) =>
  ({ kind: 'person', person: { platform: 'test', user: name, name } }) as const

function problem({ why, argument, amount }: { why: string; argument?: string; amount?: string }): string {
  return [amount === undefined ? why : argument, amount ?? argument]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** Returns the values with sorted keys, and people by name. */
function canonical(values: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    const { name: member, people } = (value ?? {}) as { name?: string; people?: readonly { name: string }[] }
    return [name, member ?? people?.map((each) => each.name) ?? value]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Encodes as JSON in which every character is visible. */
function quoted(value: unknown): string {
  return JSON.stringify(value).replace(
    /(?! )[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}]/gu,
    (unseen) =>
      [...Array(unseen.length).keys()]
        .map((at) => `\\u${unseen.charCodeAt(at).toString(16).padStart(4, '0')}`)
        .join(''),
  )
}

describe('a typed line means', () => {
  test.each(readdirSync(FOLDER))('what %s says beside it', async (file) => {
    const path = join(FOLDER, file)
    const meanings: string[] = []
    for (const entry of readFileSync(path, 'utf8').split('\n')) {
      const [typed] = /^"(?:[^"\\]|\\.)*"/.exec(entry) ?? []
      meanings.push(
        typed === undefined ? entry : `${quoted(JSON.parse(typed))} ${await meaningOf(JSON.parse(typed))}`,
      )
    }
    expect(meanings.length).toBeGreaterThan(50)
    await expect(meanings.join('\n')).toMatchFileSnapshot(path)
  })
})

/** Words for every argument, and some lookalikes. */
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
    '12',
  ],
  ...[
    'each',
    '每个',
    '每份',
    'lucky',
    'equal',
    '普通',
    '手气',
    'EQUAL',
    'Ｌｕｃｋｙ',
    'for',
    '给',
    '@Wei',
    '@小兰,',
    '＠Ben',
  ],
  ...[
    '@',
    '@a、',
    'everyone',
    '所有人',
    'everywhere',
    '到处',
    'in',
    '限时',
    '限时5分',
    'in5',
    '20s',
    '5m',
    '24小时',
  ],
  ...[
    '五分钟',
    '9x',
    '1h30m',
    '-5m',
    'theme',
    '主题',
    'birthday',
    'parks',
    'yes',
    'no',
    '是',
    'off',
    'max',
    'most',
    '最多',
  ],
  ...[
    'currency',
    'treasurer',
    'quiet',
    'Happy',
    'constructor',
    '__proto__',
    '\u202e15',
    '\u2066',
    '\u200b',
    'a\u200bb',
  ],
]
const commands = commandsOf(ENTRIES).filter(({ hidden }) => !hidden)
const text = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 9 }).map((words) => words.join(' ')),
  fc
    .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: anyCharacter })))
    .map((words) => words.join(' ')),
)
const begin = fc.constantFrom(
  '',
  '88 8',
  '2.50 3',
  '2 each 3',
  '1\u00a0000 2',
  '@Wei 5',
  '５ @Wei',
  'max 3',
  '12',
)
const names = [...ENTRIES.flatMap(spellings), ...commands.map(({ name }) => name.replace('.', ' '))]
const commandLine = fc
  .tuple(fc.constantFrom(...names), begin, text)
  .map(([name, begin, more]) => `/${name} ${begin} ${more}`)
const RUNS = { numRuns: 4_000 }

describe('any typed text', () => {
  test('is parsed without an error', async () => {
    const anything = fc.oneof(commandLine, fc.string({ unit: anyCharacter, maxLength: 60 }))
    await fc.assert(
      fc.asyncProperty(anything, async (line) => {
        expect(await meaningOf(line)).not.toBe('')
      }),
      RUNS,
    )
  })

  test('is never posted when it starts with a slash', () => {
    const slash = fc.tuple(
      fc.constantFrom('', ' ', '\u200b', '\u0007 ', '\ufeff\u3000'),
      fc.constantFrom('/', '／'),
    )
    fc.assert(
      fc.property(slash, fc.oneof(text, fc.string({ unit: anyCharacter })), ([before, slash], rest) => {
        expect(readLine(`${before}${slash}${rest}`, ENTRIES).kind).not.toBe('say')
      }),
      RUNS,
    )
  })

  test("yields no amount or number that isn't a word of the line", async () => {
    let numbers = 0
    await fc.assert(
      fc.asyncProperty(commandLine, async (line) => {
        const read = readLine(line, ENTRIES)
        if (read.kind !== 'command') return
        const found = await readArguments(read.command, read.raws, community, personCalled)
        if ('problem' in found) return
        const typed = wordsOf(line)
        for (const [name, { kind }] of Object.entries(read.command.arguments)) {
          const value = found.values[name]
          if ((kind !== 'amount' && kind !== 'whole') || typeof value !== 'number') continue
          numbers++
          const may = kind === 'amount' ? typed.map(minorUnits) : typed.map(Number)
          expect(may, `${name} of ${quoted(line)}`).toContain(value)
        }
      }),
      RUNS,
    )
    expect(numbers).toBeGreaterThan(100)
  })
})

/** Splits at spaces, except those that group digits, and folds full-width characters. */
function wordsOf(line: string): string[] {
  return foldFullWidth(line).split(/[^\S\u00a0\u2007-\u2009\u202f]+|(?<!\p{N})\s+|\s+(?!\p{N})/u)
}

function minorUnits(word: string): number | undefined {
  const parsed = parseAmount(word, currency.scale)
  return parsed.ok ? parsed.amount : undefined
}
