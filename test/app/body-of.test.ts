import { describe, expect, it } from 'vitest'
import type { App } from '../../src/app/app.js'
import { bodyOf } from '../../src/app/body-of.js'
import { person, World } from '../support/world.js'

const text = (command: object) => JSON.stringify(bodyOf('transfer', command))

describe('the body of a command', () => {
  const command = {
    ...{ key: 'k', place: { platform: 'test', chat: 'c' }, by: person('Lan'), to: person('Wei') },
    ...{ amount: 5, note: 'tea', theme: undefined },
  }

  it('ignores order, key, rights and display names', () => {
    const { note, amount, to, by, place } = command
    const same = { note, amount, to: { ...to, name: 'W' }, by: { ...by, name: 'L' }, place, key: 'other' }
    expect(text({ ...same, platformAdmin: true, roles: ['1'] })).toBe(text(command))
  })

  it('differs for every use case and every requested field', () => {
    expect(JSON.stringify(bodyOf('top_up', command))).not.toBe(text(command))
    for (const change of [
      ...[{ amount: 6 }, { note: '' }, { to: person('Ben') }, { by: person('Wei') }, { theme: 'birthday' }],
      ...[{ place: { platform: 'test', chat: 'd' } }, { place: { ...command.place, thread: '7' } }],
      ...[{ chosen: [] }, { chosen: [person('Ben')] }, { limit: null }],
    ])
      expect(text({ ...command, ...change }), JSON.stringify(change)).not.toBe(text(command))
  })
})

describe('a repeated key with one field changed', () => {
  const place = { platform: 'test', chat: 'lobby' }
  const admin = { place, by: person('Admin'), platformAdmin: true }
  const lan = { place, by: person('Lan') }
  const cases: Readonly<Record<string, { command: object; changes: readonly object[] }>> = {
    topUp: {
      command: { ...admin, to: person('Wei'), amount: 5, reason: 'prize' },
      changes: [{ to: person('Ben') }, { amount: 6 }, { reason: 'other' }, { by: person('Boss') }],
    },
    deduct: {
      command: { ...admin, to: person('Lan'), amount: 5, reason: 'fine' },
      changes: [{ to: person('Wei') }, { amount: 6 }, { reason: 'other' }],
    },
    transfer: {
      command: { ...lan, to: person('Wei'), amount: 5, note: 'tea' },
      changes: [{ to: person('Ben') }, { amount: 6 }, { note: '' }, { by: person('Wei') }],
    },
    sendEnvelope: {
      command: { ...lan, kind: 'lucky', total: 9, count: 3, greeting: 'a', lifetime: 3_600_000 },
      changes: [
        ...[{ kind: 'equal' }, { total: 8 }, { count: 2 }, { greeting: 'b' }, { lifetime: 7_200_000 }],
        ...[{ theme: 'qixi' }, { everywhere: true }, { chosen: [person('Wei')] }],
        ...[{ chosenRoles: [{ platform: 'test', role: '1', name: 'x' }] }],
      ],
    },
    changeSettings: {
      command: { ...admin, changes: { selfGrab: false, maxTotal: null } },
      changes: [
        ...[{ changes: { selfGrab: true } }, { changes: { selfGrab: false } }, { changes: { maxTotal: 9 } }],
        ...[
          { changes: { selfGrab: false, maxTotal: null, language: 'zh' } },
          { changes: { minLifetime: 9 } },
        ],
      ],
    },
    appointTreasurer: {
      command: { ...admin, member: person('Wei'), treasurer: true },
      changes: [{ member: person('Ben') }, { treasurer: false }],
    },
    unlinkPerson: { command: { by: person('Lan') }, changes: [{ by: person('Wei') }] },
    linkPeople: { command: { by: person('Lan'), code: '00000-00000' }, changes: [{ code: '11111-11111' }] },
    linkCommunities: { command: { ...admin, code: '00000-00000' }, changes: [{ code: '11111-11111' }] },
    unlinkCommunities: { command: admin, changes: [{ by: person('Boss') }] },
    cancelEnvelope: {
      command: { ...lan, envelopeNo: 'ffffffffff' },
      changes: [{ envelopeNo: 'eeeeeeeeee' }],
    },
  }

  it.each(Object.entries(cases))(
    'is refused by %s, and gives the same answer when unchanged',
    async (name, { command, changes }) => {
      const world = await World.open()
      try {
        await world.fund(1_000, 'Lan')
        const run = world.app[name as keyof App] as (command: object) => Promise<{ kind: string }>
        const first = await run({ ...command, key: 'same' })
        expect(await run({ ...command, key: 'same' })).toEqual(first)
        for (const change of changes)
          expect(await run({ ...command, ...change, key: 'same' }), JSON.stringify(change)).toEqual({
            kind: 'key_reused',
          })
      } finally {
        await world.close()
      }
    },
  )
})
