import { describe, expect, it } from 'vitest'
import { commandsOf, isOffered } from '../../src/commands/framework/define.js'
import { readLine } from '../../src/commands/framework/lines/lines.js'
import { furtherParts, isForAdmins, usageHint, usageOf } from '../../src/commands/framework/lines/usage.js'
import { allHelp, firstHelp, type HelpPlace } from '../../src/commands/help/help-text.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { LANGUAGES } from '../../src/i18n/language.js'

const commands = commandsOf(ENTRIES).filter(({ hidden }) => !hidden)
const redpacket = commands.find(({ name }) => name === 'redpacket') as (typeof commands)[number]

describe.each(LANGUAGES)('the usage (%s)', (language) => {
  it.each(commands.map((command) => [command.name, command] as const))(
    'of %s starts with the command as typed, and the hint has an example',
    (name, command) => {
      const usage = usageOf(command, ENTRIES, language)
      const read = readLine(usage.split(/ (?=[<[@])/)[0] as string, ENTRIES)
      expect(read).toMatchObject({ command: { name } })
      const hint = usageHint(command, ENTRIES, language)
      for (const part of [usage, command.words[language].example]) expect(hint).toContain(part)
    },
  )

  it('of a red packet shows every option as it is understood', () => {
    const usage = usageOf(redpacket, ENTRIES, language, { minLifetime: 1_000, maxLifetime: 604_800_000 })
    const shown = [...usage.matchAll(/\[(.+?)\]/g)].map(([, option = '']) => option)
    const more = furtherParts(redpacket, language).map(({ typed }) => typed)
    const options = [...shown.slice(0, -1), ...more, ...shown.slice(-1)].map((option) =>
      option.replace(/\|\S*/g, '').replace(' …', ''),
    )
    const read = readLine(`${usage.split(' ')[0]} 1 1 ${options.join(' ')}`, ENTRIES)
    expect(read.kind === 'command' && read.raws).toEqual({
      ...{
        amount: '1',
        count: '1',
        kind: 'lucky',
        theme: expect.any(String),
        everywhere: 'yes',
        way: 'speed',
      },
      ...{ password: expect.stringMatching(/sesame|恭喜发财/), secret: 'yes', wishWall: 'yes' },
      ...{ known: expect.stringMatching(/^7/), turns: '3' },
      quiz: '1+1? 2 / 3 / 4',
      for: [{ kind: 'name', name: expect.any(String) }],
      time: expect.stringMatching(/^20/),
      fairStart: expect.stringMatching(/^3/),
      on: expect.stringMatching(/:00$/),
      greeting: options.at(-1),
    })
  })

  it('leaves out what few people use, and the hint says where to find it', () => {
    for (const name of ['redpacket', 'settings.rules']) {
      const command = commands.find((each) => each.name === name) as (typeof commands)[number]
      const usage = usageOf(command, ENTRIES, language)
      const further = furtherParts(command, language)
      expect(further.length).toBeGreaterThan(5)
      for (const { typed } of further) expect(usage).not.toContain(typed)
      const more = /\/(?:help|帮助) .+$/.exec(usageHint(command, ENTRIES, language))?.[0] ?? ''
      expect(readLine(more, ENTRIES)).toMatchObject({ kind: 'command', command: { name: 'help' } })
    }
  })

  it.each(commands.map((command) => [command.name, command] as const))(
    'of %s fits on two lines of a phone',
    (_, command) => expect(usageOf(command, ENTRIES, language).length).toBeLessThanOrEqual(100),
  )

  const help = (more: Partial<HelpPlace> = {}): HelpPlace => ({
    ...{ entries: ENTRIES, language, inChat: true, optionsOnly: false },
    ...more,
  })

  it('of each command is behind the first page of /help, and admins’ commands only for admins', () => {
    const [forAdmins, forMembers] = [true, false].map((admin) => allHelp(help(), admin).join('\n'))
    for (const entry of ENTRIES.filter(isOffered)) {
      const { about } = entry.words[language]
      expect(forAdmins?.includes(`\n    ${about}`), entry.name).toBe(isForAdmins(entry))
      expect(forMembers?.includes(`\n    ${about}`), entry.name).toBe(!isForAdmins(entry))
    }
  })

  it('is left out of /help where arguments are named options', () => {
    const lines = [true, false].flatMap((admin) => allHelp(help({ optionsOnly: true }), admin))
    for (const entry of ENTRIES.filter(isOffered)) {
      const { name, about } = entry.words[language]
      expect(lines).toContain(`/${name}  ${about}`)
    }
  })

  it.each([true, false])(
    'is not on the first page of /help: five lines with an example (in a chat: %s)',
    (inChat) => {
      const lines = firstHelp(help({ inChat }))
      expect(lines).toHaveLength(5)
      for (const line of lines) {
        expect(line).not.toMatch(/[<[|\]>]/)
        const read = readLine(line.split(/ – |：/)[0] as string, ENTRIES)
        expect(read, line).toMatchObject({ kind: 'command' })
      }
    },
  )

  it('of /help in private names only what works there', () => {
    const lines = [...firstHelp(help({ inChat: false })), ...allHelp(help({ inChat: false }), false)]
    const elsewhere = commands.filter(({ where, unlisted }) => where !== 'anywhere' && !unlisted)
    for (const { words, name } of elsewhere)
      expect(
        lines.some((line) => line.startsWith(`/${words[language].name} `)),
        name,
      ).toBe(false)
    expect(allHelp(help({ inChat: false }), true)).toEqual([])
  })
})
