import { describe, expect, test } from 'vitest'
import {
  amount,
  choice,
  code,
  duration,
  envelope,
  flag,
  member,
  optional,
  people,
  text,
  whole,
} from '../../src/commands/framework/arguments/arguments.js'
import { readArguments } from '../../src/commands/framework/arguments/read-arguments.js'
import type { Command } from '../../src/commands/framework/define.js'
import type { Mention, Raw } from '../../src/commands/framework/request.js'
import { DEFAULT_RULES } from '../../src/core/envelope.js'
import { person } from '../support/world.js'

const kinds = {
  text: text({ max: 9 }),
  code: code(),
  amount: amount(),
  limit: amount({ orNone: true }),
  whole: whole({ max: 9 }),
  choice: choice(['red', 'dark_blue']),
  flag: flag(),
  duration: duration(),
  member: member(),
  people: people({ max: 2 }),
  envelope: envelope(),
}
const choices = { red: ['Red', 'red', 'crimson'], dark_blue: ['Dark blue', 'navy'] }
const chinese = { red: ['红色', '红'], dark_blue: ['深蓝', '深蓝'] }
const words = (choices: object) => ({
  ...{ name: 'try', also: [], about: '', example: '', say: {} },
  arguments: Object.fromEntries(
    Object.keys(kinds).map((name) => [name, { name, about: name, ...(name === 'choice' && { choices }) }]),
  ),
})

const community = {
  name: 'The lobby',
  currency: { name: 'Lucky', symbol: 'L', scale: 2 },
  rules: DEFAULT_RULES,
  language: null,
  timeZone: 'UTC',
}
const resolve = async (name: string): Promise<Mention> =>
  name === 'Lan' ? { kind: 'person', person: person('Lan') } : { kind: 'unknown', name }

async function read(kind: keyof typeof kinds, raw: Raw) {
  const command: Command = {
    name: 'try',
    words: { en: words(choices), zh: words(chinese), 'zh-latin': words(chinese) } as never,
    arguments: { [kind]: kinds[kind] },
    run: () => Promise.reject(new Error('not to be run')),
  }
  const result = await readArguments(command, { [kind]: raw }, community, resolve)
  return 'problem' in result ? result.problem.why : result.values[kind]
}

const lan: Mention = { kind: 'person', person: person('Lan') }

describe('reads', () => {
  test.each([
    ['text', 'As it was typed', 'As it was typed'],
    ['code', 'k7qf2-m9xwd', 'K7QF2M9XWD'],
    ['amount', '８.88', 888],
    ['limit', '0', null],
    ['limit', '12', 1200],
    ['whole', '７', 7],
    ['choice', 'Crimson', 'red'],
    ['choice', 'dark-blue', 'dark_blue'],
    ['choice', '深蓝', 'dark_blue'],
    ['flag', 'YES', true],
    ['flag', '否', false],
    ['duration', '90m', 5_400_000],
    ['duration', '2天', 172_800_000],
    ['member', [{ kind: 'name', name: 'Lan' }], person('Lan')],
    ['people', [lan, { kind: 'name', name: 'Lan' }], { people: [person('Lan'), person('Lan')], roles: [] }],
    ['people', [], { people: [], roles: [] }],
    ['envelope', '#3FA94C01BE', '3fa94c01be'],
    ['envelope', 'e-3fa94c01be', '3fa94c01be'],
  ] as const)('a %s of %j', async (kind, raw, value) => {
    expect(await read(kind, raw)).toEqual(value)
  })

  test('a missing optional argument as absent', async () => {
    const command = { name: 'try', words: {} as never, arguments: { much: optional(amount()) } }
    const run = () => Promise.reject(new Error('not to be run'))
    expect(await readArguments({ ...command, run }, { much: '' }, community, resolve)).toEqual({ values: {} })
  })
})

describe('refuses', () => {
  test.each([
    ['text', '', 'missing'],
    ['amount', '8.888', 'amount'],
    ['amount', '0', 'amount'],
    ['amount', '1e3', 'amount'],
    ['whole', '7.5', 'unreadable'],
    ['whole', '-7', 'unreadable'],
    ['choice', 'green', 'unreadable'],
    ['choice', 'constructor', 'unreadable'],
    ['choice', 'Red'.repeat(40), 'unreadable'],
    ['flag', 'perhaps', 'unreadable'],
    ['duration', '9x', 'unreadable'],
    ['duration', '1h30m', 'unreadable'],
    ['member', 'Lan', 'unreadable'],
    ['member', [], 'missing'],
    ['member', [lan, lan], 'unreadable'],
    ['member', [{ kind: 'name', name: 'Nobody' }], 'unknown_member'],
    ['member', [{ kind: 'bot' }], 'bot'],
    ['member', [{ kind: 'gone' }], 'gone'],
    ['people', [lan, lan, lan], 'too_many'],
    ['envelope', "';drop", 'unreadable'],
    ['amount', [lan], 'unreadable'],
  ] as const)('a %s of %j as %s', async (kind, raw, why) => {
    expect(await read(kind, raw)).toBe(why)
  })
})
