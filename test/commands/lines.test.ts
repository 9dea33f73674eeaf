import { describe, expect, test } from 'vitest'
import { readLine } from '../../src/commands/lines.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { Mention } from '../../src/commands/request.js'
import { person } from '../support/world.js'

const raws = (line: string, context?: Parameters<typeof readLine>[2]) => {
  const read = readLine(line, ENTRIES, context)
  return read.kind === 'command' ? { ...read.raws, command: read.command.name } : read
}
const lan: Mention = { kind: 'person', person: person('Lan') }

// What parse-command.ts understood as well is compared with it in same-lines.test.ts.
describe('a line', () => {
  test('sets several rules at once, and every rule there is', () => {
    expect(raws('/settings open 24h shortest 1m longest 7d max 10 most 500 self no language zh')).toEqual({
      ...{ command: 'settings.rules', open: '24h', shortest: '1m', longest: '7d', max: '10', most: '500' },
      ...{ self: 'no', language: 'zh' },
    })
    expect(raws('/设置 最短 1分 最长 2天 最多 0')).toEqual({
      ...{ command: 'settings.rules', shortest: '1分', longest: '2天', most: '0' },
    })
    expect(raws('/settings rules max 3')).toEqual({ command: 'settings.rules', max: '3' })
    expect(raws('/settings show')).toEqual({ command: 'settings.show' })
  })

  test('names a theme in Chinese', () => {
    expect(raws('/红包 1 1 主题 生日 快乐')).toMatchObject({ theme: 'birthday', greeting: '快乐' })
  })

  test('in reply to a member may leave the name out', () => {
    const repliedTo = person('Lan')
    expect(raws('/transfer 5 for tea', { repliedTo })).toMatchObject({
      member: [lan],
      amount: '5',
      note: 'for tea',
    })
    expect(raws('/transfer 5 @Wei tea', { repliedTo })).toMatchObject({
      member: [{ kind: 'name', name: 'Wei' }],
    })
    expect(raws('/redpacket 5 1', { repliedTo })).toMatchObject({ chosen: [lan] })
    expect(raws('/transfer', { repliedTo })).toMatchObject({ kind: 'problem' })
  })

  test('means those whom the platform says were mentioned', () => {
    const mentions = new Map([['the_lan', lan]])
    expect(raws('/topup @the_lan 5 prize', { mentions })).toMatchObject({ member: [lan] })
    expect(raws('/redpacket 5 2 for @the_lan @Wei', { mentions })).toMatchObject({
      chosen: [lan, { kind: 'name', name: 'Wei' }],
    })
  })
})
