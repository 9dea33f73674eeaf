import { describe, expect, it, test } from 'vitest'
import { commandsOf, isOffered } from '../../src/commands/framework/define.js'
import { spellings } from '../../src/commands/framework/lines/lines.js'
import { explainBlocks } from '../../src/commands/help/explain.js'
import { namedIn } from '../../src/commands/help/named-in.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { LANGUAGES } from '../../src/i18n/language.js'
import { CommandChat, textOf } from '../support/command-chat.js'

const redpacket = commandsOf(ENTRIES).find(({ name }) => name === 'redpacket')
if (!redpacket) throw new Error('no /redpacket')
const place = { entries: ENTRIES, language: 'en', inChat: true, optionsOnly: false } as const
const linesOf = (more: object, tells: Parameters<typeof explainBlocks>[2] = []) =>
  explainBlocks(redpacket, { ...place, ...more }, tells).flatMap((block) =>
    block.kind === 'list'
      ? block.lines.map((line) => textOf({ blocks: [{ kind: 'text', text: line }] }))
      : [],
  )

test('finds every offered command by each of its names', () => {
  for (const entry of ENTRIES.filter(isOffered))
    for (const name of spellings(entry))
      for (const typed of [name, `/${name}`, name.toUpperCase()])
        expect(namedIn(typed, ENTRIES), typed).toEqual({ entry })
})

describe.each(LANGUAGES)('an explained red packet (%s)', (language) => {
  it('has a line for each further argument: how it is typed, and what it does', () => {
    const { arguments: words } = redpacket.words[language]
    const further = Object.entries(redpacket.arguments).filter(([, each]) => each.further && !each.needs)
    const lines = linesOf({ language })
    expect(lines).toHaveLength(further.length)
    for (const [index, [name]] of further.entries()) expect(lines[index]).toContain(words[name]?.about)
  })
})

test('explains only what the platform can do, and every option where arguments are options', () => {
  expect(linesOf({}).join('\n')).not.toContain('premium')
  expect(linesOf({}, ['premium']).join('\n')).toContain('premium')
  const options = linesOf({ optionsOnly: true }, ['boosts'])
  for (const name of ['amount', 'fair_start', 'booster', 'greeting'])
    expect(
      options.some((line) => line.startsWith(`${name} – `)),
      name,
    ).toBe(true)
  expect(options.join('\n')).not.toMatch(/premium|confirmed/)
})

test('an unknown name is refused, with the closest one', async () => {
  const chat = await CommandChat.open()
  const refused = await chat.line('Lan', '/help redpakcet')
  expect(refused).toMatchObject({ tone: 'bad', outcome: 'unknown_command' })
  expect(textOf(refused)).toContain('/redpacket')
})
