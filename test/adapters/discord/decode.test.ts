import pino from 'pino'
import { expect, test } from 'vitest'
import { menusOf } from '../../../adapters/discord/commands.js'
import { createDecoder } from '../../../adapters/discord/decode.js'
import { PlatformClock } from '../../../src/chat/platform-clock.js'
import { encodeFormStep } from '../../../src/commands/framework/actions.js'
import { commandsOf } from '../../../src/commands/framework/define.js'
import { CannotAsk, type Request } from '../../../src/commands/framework/request.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import {
  asGiven,
  CHANNEL,
  COOKS,
  EVERYONE,
  GUILD,
  LAN,
  memberMenu,
  ROBOT,
  slash,
  slashInPrivate,
  submitted,
  tapped,
  WEI,
} from '../../support/discord/recorded-interactions.js'

const NOW = Date.UTC(2026, 5, 10)
const commands = new Map(commandsOf(ENTRIES).map((command) => [command.name, command]))
const EPHEMERAL = 64
const COMPONENTS = 1 << 15

const log = pino({ level: 'silent' })

async function decoded(payload: object, clock = new PlatformClock()): Promise<Request> {
  const decode = createDecoder({
    ...{ app: { now: () => NOW }, clock, menus: menusOf(ENTRIES), log, files: { log } },
    find: (name) => commands.get(name),
  })
  return decode(await asGiven(payload))
}

const wei = { platform: 'discord', user: WEI, name: 'Wei the cook' }
const rawsOf = ({ wish }: Request) => (wish.kind === 'command' ? wish.raws : {})

test('decodes asker, place, language and time, as Discord vouches for them', async () => {
  const request = await decoded(slash('wallet'))
  expect(request).toMatchObject({
    by: { platform: 'discord', user: LAN, name: 'Lan' },
    place: { platform: 'discord', chat: CHANNEL, within: { chat: EVERYONE, language: 'zh' } },
    ...{ language: 'zh', id: '1180000000000000777', askedAt: NOW, patienceMs: 3_000 },
    traits: { name: 'discord', freePrivateReplies: true },
    wish: { kind: 'command', command: 'wallet', raws: {} },
  })
  expect(request.message).toBeUndefined()
  expect(request.roles()).toEqual([COOKS, GUILD])
  const here = { platform: 'discord', chat: CHANNEL }
  expect(await request.administers(here)).toBe(true)
  expect(request.hindrance?.(here)).toBeUndefined()
})

test("knows no channel but the interaction's own", async () => {
  const request = await decoded(slash('wallet'))
  const elsewhere = { platform: 'discord', chat: '1180000000000000099' }
  expect(await request.administers(elsewhere)).toBe(false)
  expect(request.hindrance?.(elsewhere)).toEqual({ kind: 'read_only' })
})

test('has no place in a direct message with the bot', async () => {
  const request = await decoded(slashInPrivate('wallet'))
  expect(request.place).toBeUndefined()
  expect(request.by).toEqual({ platform: 'discord', user: LAN, name: 'lan' })
})

test('knows how long an interaction was in transit, by Discord’s own dates', async () => {
  let passed = 0
  const clock = new PlatformClock(() => passed)
  await decoded(slash('wallet'), clock)
  passed = 4_000
  expect(NOW - (await decoded(slash('wallet'), clock)).askedAt).toBeGreaterThan(3_900)
})

test('turns numbers, choices and yes or no into text, under the argument keys', async () => {
  const options = [
    { type: 3, name: 'amount', value: '８８' },
    { type: 4, name: 'count', value: 8 },
    { type: 3, name: 'kind', value: 'equal' },
    { type: 5, name: 'everywhere', value: true },
    { type: 3, name: 'of_another_version', value: 'x' },
  ]
  expect(rawsOf(await decoded(slash('redpacket', options)))).toEqual({
    ...{ amount: '８８', count: '8', kind: 'equal', everywhere: 'yes' },
  })
})

test('resolves commands of a group', async () => {
  const nested = [{ type: 1, name: 'rules', options: [{ type: 5, name: 'self_grab', value: false }] }]
  expect((await decoded(slash('settings', nested))).wish).toEqual({
    ...{ kind: 'command', command: 'settings.rules', raws: { selfGrab: 'no' } },
  })
})

test.each([
  ['a member', WEI, { kind: 'person', person: wei }],
  ['a bot', ROBOT, { kind: 'bot' }],
  ['a user who is gone', '1180000000000000098', { kind: 'gone' }],
])('a chosen member is %s', async (_, value, mention) => {
  const { member } = rawsOf(await decoded(slash('transfer', [{ type: 6, name: 'member', value }])))
  expect(member).toEqual([mention])
})

test('the everyone role chooses no one in particular, and is a role where everyone with it is paid', async () => {
  const chosen = async (value: string) =>
    rawsOf(await decoded(slash('redpacket', [{ type: 9, name: 'for', value }]))).for
  expect(await chosen(EVERYONE)).toEqual([])
  expect(await chosen(COOKS)).toEqual([
    { kind: 'role', role: { platform: 'discord', role: COOKS, name: 'cooks' } },
  ])
  const given = await decoded(slash('topup', [{ type: 8, name: 'role', value: EVERYONE }]))
  expect(rawsOf(given).role).toMatchObject([{ kind: 'role', role: { role: EVERYONE } }])
})

test('a member menu entry is a command with the member, by its registered name', async () => {
  const { wish } = await decoded(memberMenu('Send a red packet', WEI))
  const raws = { for: [{ kind: 'person', person: wei }] }
  expect(wish).toEqual({ kind: 'command', command: 'redpacket', raws })
  expect((await decoded(memberMenu('发红包', WEI))).wish).toMatchObject({ command: '' })
})

test('a form yields its fields by name, and departed members stay gone', async () => {
  const fields = [
    { type: 4, id: 1, custom_id: 'amount+count', value: '9 3' },
    { type: 3, id: 2, custom_id: 'kind', values: ['equal'] },
    { type: 3, id: 3, custom_id: 'time', values: [] },
    { type: 7, id: 4, custom_id: 'for', values: [WEI, COOKS, EVERYONE, '1180000000000000098'] },
  ]
  const { wish } = await decoded(submitted(encodeFormStep('0123456789ab', { kind: 'open' }), fields))
  const role = { platform: 'discord', role: COOKS, name: 'cooks' }
  expect(wish).toEqual({
    ...{ kind: 'form', id: '0123456789ab' },
    step: {
      kind: 'submit',
      raws: {
        ...{ 'amount+count': '9 3', kind: 'equal', time: '' },
        for: [{ kind: 'person', person: wei }, { kind: 'role', role }, { kind: 'gone' }],
      },
    },
  })
  expect((await decoded(submitted('of another time', fields))).wish).toEqual({ kind: 'action', data: '' })
})

test.each([
  ['its own ephemeral one', ['1dismiss-'], EPHEMERAL | COMPONENTS, true],
  ['one without that button', ['1wallet-'], EPHEMERAL | COMPONENTS, false],
  ['a public card', ['1dismiss-'], COMPONENTS, false],
  ['one of plain text', ['1dismiss-'], EPHEMERAL, false],
])('a tap yields its data, and the message if it is %s', async (_, shown, flags, own) => {
  const request = await decoded(tapped('1dismiss-', shown, flags))
  expect(request.wish).toEqual({ kind: 'action', data: '1dismiss-' })
  expect(request.message).toBe(own ? '1180000000000000555' : undefined)
})

test('reports that it cannot list role members where the gateway knows no server', async () => {
  const { withRole } = await decoded(slash('topup'))
  await expect(withRole?.({ platform: 'discord', role: COOKS, name: 'cooks' }, [WEI])).rejects.toThrow(
    CannotAsk,
  )
})
