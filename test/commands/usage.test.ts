import { describe, expect, it } from 'vitest'
import { commandsOf, isOffered } from '../../src/commands/define.js'
import { readLine } from '../../src/commands/lines.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { helpText, isForAdmins, usageHint, usageOf } from '../../src/commands/usage.js'
import { LANGUAGES } from '../../src/i18n/catalogue.js'

const commands = commandsOf(ENTRIES).filter(({ hidden }) => !hidden)
const redpacket = commands.find(({ name }) => name === 'redpacket') as (typeof commands)[number]

describe.each(LANGUAGES)('the usage (%s)', (language) => {
  it.each(commands.map((command) => [command.name, command] as const))(
    'of %s begins as the command is typed, and the hint has an example',
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
      ...{ amount: '1', count: '1', kind: 'lucky', theme: 'birthday', everywhere: 'yes' },
      chosen: [{ kind: 'name', name: expect.any(String) }],
      lifetime: expect.stringMatching(/^20/),
      on: expect.stringMatching(/:00$/),
      greeting: options.at(-1),
    })
  })

  it('of each command is in /help, that of admins’ commands for admins only', () => {
    const [forAdmins, forMembers] = [true, false].map((admin) => helpText(ENTRIES, language, admin))
    for (const entry of ENTRIES.filter(isOffered)) {
      const { about } = entry.words[language]
      expect(forAdmins).toContain(`\n    ${about}`)
      expect(forMembers?.includes(`\n    ${about}`), entry.name).toBe(!isForAdmins(entry))
    }
  })

  it('is left out of /help where arguments are named options, and nothing else is', () => {
    const lines = helpText(ENTRIES, language, true, undefined, true).split('\n')
    for (const entry of ENTRIES.filter(isOffered)) {
      const { name, about } = entry.words[language]
      expect(lines).toContain(`/${name}  ${about}`)
    }
  })
})
