import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAction, encodeAction, encodeFormStep } from '../../src/commands/framework/actions.js'
import { type Command, commandsOf } from '../../src/commands/framework/define.js'
import { ENTRIES } from '../../src/commands/registry.js'

const commands = commandsOf(ENTRIES)
const find = (name: string) => commands.find((command) => command.name === name)
const longest = { platform: 'discord', user: '18446744073709551615', name: 'x' }

/** Returns the longest value that a button may carry for each argument. */
function valuesOf(command: Command): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, argument] of Object.entries(command.arguments)) {
    if (argument.kind === 'choice') values[name] = [...argument.values].sort((a, b) => b.length - a.length)[0]
    if (argument.kind === 'flag') values[name] = true
    if (argument.kind === 'code') values[name] = 'K7QF2M9XWD'
    if (argument.kind === 'envelope') values[name] = 'f'.repeat(10)
    if (argument.kind === 'duration') values[name] = 604_799_000
    if (argument.kind === 'whole') values[name] = Math.min(argument.max, 999_999_999)
  }
  return values
}

describe('a button', () => {
  it.each([
    'grab',
    'envelope',
    'verify',
    'history',
    'link',
    'linkme',
    'unlink',
    'unlinkme',
    'settings.treasurer',
  ])('of /%s carries its longest arguments and the longest user id in 64 bytes', (name) => {
    const command = find(name) as Command
    const values = valuesOf(command)
    const data = encodeAction(command, values, longest)
    expect(data).toMatch(/^[\w-]{1,64}$/)
    const decoded = decodeAction(data, find)
    if (decoded?.kind !== 'command') throw new Error('not decoded')
    expect(decoded.command.name).toBe(name)
    expect(Object.keys(decoded.raws)).toEqual(Object.keys(values))
  })

  it('throws when its arguments do not fit', () => {
    const redpacket = find('redpacket') as Command
    expect(() => encodeAction(redpacket, { greeting: 'a b' })).toThrow(RangeError)
    expect(() => encodeAction(redpacket, { greeting: 'x'.repeat(70) })).toThrow(/64|bytes/)
  })

  it('of another version, of an unknown command or with an argument twice has expired', () => {
    for (const data of [
      ...[
        '',
        '1',
        '2grab--e3fa94c01be',
        'grab--e3fa94c01be',
        '1grab',
        '1nothing-',
        '1grab--x1',
        '1grab--e1-e2',
      ],
      ...[
        '1grab--',
        '1-',
        '1--open',
        '1-a-opened',
        '1-a-1-2-3',
        '1-a--1',
        '1-a-1x',
        `1grab--e${'f'.repeat(70)}`,
      ],
    ])
      expect(decodeAction(data, find), data).toBeUndefined()
  })

  it('steps through a form', () => {
    for (const step of [
      ...([{ kind: 'open' }, { kind: 'close' }] as const),
      ...([
        { kind: 'pick', field: 2 },
        { kind: 'pick', field: 0, option: 11 },
      ] as const),
    ])
      expect(decodeAction(encodeFormStep('0123456789ab', step), find)).toEqual({
        ...{ kind: 'form', id: '0123456789ab', step },
      })
  })

  it('never makes the decoder throw, nor yields an argument that the command lacks', () => {
    const made = fc.stringMatching(/^1(history|link|settings_rules|grab|)-[a-z0-9]{0,3}(-[a-z]\w{0,8}){0,4}$/)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), made), (data) => {
        const decoded = decodeAction(data, find)
        if (decoded?.kind !== 'command') return
        for (const name of Object.keys(decoded.raws))
          expect(Object.keys(decoded.command.arguments)).toContain(name)
      }),
      { numRuns: 3_000, seed: 64 },
    )
  })
})
