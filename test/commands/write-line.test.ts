import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readArguments } from '../../src/commands/framework/arguments/read-arguments.js'
import { formView } from '../../src/commands/framework/forms/form-view.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { readLine } from '../../src/commands/framework/lines/lines.js'
import { writeLine } from '../../src/commands/framework/replies/write-line.js'
import { redpacket } from '../../src/commands/red-packet/redpacket.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { DEFAULT_RULES } from '../../src/core/envelope.js'
import { THEMES } from '../../src/core/festivals.js'
import { person } from '../support/world.js'

const currency = { name: 'x', symbol: 'L', scale: 2 }
/** One of the suggested times is displayed in two units. */
const rules = { ...DEFAULT_RULES, defaultLifetime: 5_400_000 }
const community = { name: 'x', currency, rules, language: null, timeZone: 'UTC' }

function formIn(language: 'en' | 'zh') {
  const opened = new Forms().open({ command: 'redpacket', by: person('Lan'), place: undefined, raws: {} })
  return formView(redpacket, opened, community, language)
}

test.each(['en', 'zh'] as const)('the line of a form means the same as the form (%s)', async (language) => {
  const form = formIn(language)
  const lifetimes = form.fields.find(({ name }) => name === 'time')?.options?.map(({ value }) => value)
  const filled = fc.record({
    amount: fc.constantFrom('88', '8.88', '1'),
    count: fc.constantFrom('1', '8', '200'),
    kind: fc.constantFrom('lucky', 'equal', 'each'),
    for: fc.subarray(['Wei', '小兰', 'Ben']),
    time: fc.constantFrom(...(lifetimes ?? [])),
    theme: fc.constantFrom(...THEMES),
    greeting: fc.constantFrom('', 'in love', 'for you all', 'lucky you', '恭喜发财', 'theme parks', '5 each'),
  })
  await fc.assert(
    fc.asyncProperty(filled, async (values) => {
      const line = writeLine(form, values)
      const read = readLine(line, ENTRIES)
      if (read.kind !== 'command') throw new Error(`${read.kind}: ${line}`)
      const named = async (name: string) => ({ kind: 'person', person: person(name) }) as const
      const meant = await readArguments(read.command, read.raws, community, named)
      const { for: chosen, greeting, ...others } = values
      const people = { people: chosen.map(person), roles: [] }
      const given = {
        ...others,
        ...(greeting !== '' && { greeting }),
        for: chosen.map((name) => ({ kind: 'name', name }) as const),
      }
      const direct = await readArguments(read.command, given, community, named)
      expect(meant, line).toEqual(direct)
      expect(meant, line).toMatchObject({ values: { for: people } })
    }),
    { numRuns: 300, seed: 5 },
  )
})

test('the line of a form reads as a person would write it', () => {
  const values = {
    amount: '2',
    count: '5',
    kind: 'each',
    for: ['小兰'],
    time: '24h',
    theme: 'birthday',
  }
  expect(writeLine(formIn('en'), { ...values, greeting: 'Cheers' })).toBe(
    '/redpacket 2 each 5 for @小兰 in 24h theme birthday Cheers',
  )
  expect(writeLine(formIn('zh'), { ...values, kind: 'lucky', for: [], theme: '' })).toBe(
    '/红包 2 5 拼手气 给 所有人 限时 24小时',
  )
})
