import { describe, expect, it } from 'vitest'
import { commandsOf, isOffered } from '../../src/commands/framework/define.js'
import { readLine } from '../../src/commands/framework/lines/lines.js'
import { offersOf, suggestCommands } from '../../src/commands/framework/lines/suggest.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { LANGUAGES } from '../../src/i18n/language.js'

const suggested = (line: string, admin = false, language: (typeof LANGUAGES)[number] = 'en') =>
  suggestCommands(line, line.length, offersOf(ENTRIES, language), admin)

describe('suggestions', () => {
  it('are the commands with this beginning, in every spelling, admin commands for admins only', () => {
    expect(suggested('/').map(({ key }) => key)).toEqual(
      ENTRIES.filter((entry) => entry.rights === undefined && isOffered(entry)).map(({ name }) => name),
    )
    expect(suggested('/to')).toEqual([])
    expect(suggested('/to', true)).toMatchObject([{ key: 'topup', line: '/topup ', cursor: 7 }])
    expect(suggested('/余')).toMatchObject([{ line: '/wallet ' }])
    expect(suggested('/wal', false, 'zh')).toMatchObject([{ line: '/钱包 ' }])
    expect(suggested('/', true).map(({ key }) => key)).not.toContain('grab')
  })

  it('continue after a group, and keep the rest of the line', () => {
    expect(suggested('/settings c', true)).toMatchObject([{ line: '/settings currency ' }])
    expect(suggested('/settings c')).toEqual([])
    expect(suggestCommands('/tra @Wei 5', 4, offersOf(ENTRIES, 'en'), false)).toMatchObject([
      { line: '/transfer @Wei 5', cursor: 10 },
    ])
    expect(suggested('hello /w')).toEqual([])
  })
})

describe.each(LANGUAGES)('the words of the commands (%s)', (language) => {
  it.each(commandsOf(ENTRIES).map((command) => [command.name, command] as const))(
    'of %s fit where platforms show them',
    (_, command) => {
      const words = command.words[language]
      expect([...words.about].length).toBeLessThanOrEqual(100)
      for (const argument of Object.values(words.arguments)) {
        expect([...argument.about].length).toBeLessThanOrEqual(100)
        expect(argument.name).toMatch(/^[\p{Ll}\p{Lo}\p{N}_-]{1,32}$/u)
        expect(argument.name).toBe(argument.name.toLowerCase())
      }
    },
  )

  it('give an example that the commands understand', () => {
    for (const command of commandsOf(ENTRIES).filter(({ hidden }) => !hidden)) {
      const read = readLine(command.words[language].example, ENTRIES)
      expect(read, command.words[language].example).toMatchObject({ kind: 'command' })
      if (read.kind === 'command') expect(read.command.name).toBe(command.name)
    }
  })

  it('use no keyword or choice word for two things', () => {
    for (const command of commandsOf(ENTRIES)) {
      const typed = Object.values(command.words[language].arguments).flatMap((argument) => {
        const { choices = {} } = argument as { choices?: Record<string, readonly string[]> }
        const words = Object.values(choices).flatMap((labels) => labels.slice(1))
        // Behind a keyword, a choice's words have no other meaning.
        return argument.typed ?? words
      })
      expect(new Set(typed).size, command.name).toBe(typed.length)
    }
  })
})
