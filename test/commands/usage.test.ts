import { describe, expect, it } from 'vitest'
import { commandsOf, isOffered } from '../../src/commands/define.js'
import { helpText } from '../../src/commands/help/help-text.js'
import { readLine } from '../../src/commands/lines.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { isForAdmins, usageHint, usageOf } from '../../src/commands/usage.js'
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
    const options = [...usage.matchAll(/\[(.+?)\]/g)].map(([, option = '']) =>
      option.replace(/\|\S*/g, '').replace(' …', ''),
    )
    const read = readLine(`${usage.split(' ')[0]} 1 1 ${options.join(' ')}`, ENTRIES)
    expect(read.kind === 'command' && read.raws).toEqual({
      ...{ amount: '1', count: '1', kind: 'lucky', theme: 'birthday', everywhere: 'yes', way: 'speed' },
      chosen: [{ kind: 'name', name: expect.any(String) }],
      lifetime: expect.stringMatching(/^20/),
      fairStart: expect.stringMatching(/^3/),
      on: expect.stringMatching(/:00$/),
      greeting: options.at(-1),
    })
  })

  it('of each command is in /help, of admins’ commands for admins only', () => {
    const [forAdmins, forMembers] = [true, false].map((admin) => helpText(ENTRIES, language, admin))
    for (const entry of ENTRIES.filter(isOffered)) {
      const { about } = entry.words[language]
      expect(forAdmins).toContain(`\n    ${about}`)
      expect(forMembers?.includes(`\n    ${about}`), entry.name).toBe(!isForAdmins(entry))
    }
  })

  it('alone is left out of /help where arguments are named options', () => {
    const lines = helpText(ENTRIES, language, true, undefined, true).split('\n')
    for (const entry of ENTRIES.filter(isOffered)) {
      const { name, about } = entry.words[language]
      expect(lines).toContain(`/${name}  ${about}`)
    }
  })
})
