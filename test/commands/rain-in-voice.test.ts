import { expect, test } from 'vitest'
import { CannotAsk, type Request } from '../../src/commands/framework/request.js'
import { CommandChat, plain } from '../support/command-chat.js'
import { person } from '../support/world.js'

type InVoice = NonNullable<Request['inVoice']>

const rain = (chat: CommandChat, inVoice: InVoice, raws = {}) =>
  chat.command('Lan', 'rain', { amount: '5', voice: 'yes', ...raws }, { inVoice })

test('rains on everyone in the voice channel, with or without a wallet', async () => {
  const chat = await CommandChat.open()
  const reply = await rain(chat, async () => [person('Wei'), person('Stranger')])
  expect(reply).toMatchObject({ outcome: 'rained', tone: 'good' })
  expect(plain(reply.aloud ?? '')).toBe(
    '🌧 Lan made it rain L\u00a05.00 on 2 people, L\u00a02.50 each: Wei, Stranger',
  )
  expect([await chat.balance('Wei'), await chat.balance('Stranger')]).toEqual([250, 250])
})

const helpers = { kind: 'role', role: { platform: 'test', role: '7', name: 'Helpers' } } as const

test.each([
  ['not_in_voice', async (): Promise<undefined> => undefined, {}],
  ['nobody', async () => [], {}],
  ['nobody', async () => [person('Lan')], {}],
  ['cannot_ask', () => Promise.reject(new CannotAsk('silence')), {}],
  ['role_or_voice', async () => [person('Wei')], { role: [helpers] }],
] as const)(
  'moves no money when it finds no one or too many meanings: %s',
  async (outcome, inVoice, raws) => {
    const chat = await CommandChat.open()
    expect(await rain(chat, inVoice, raws)).toMatchObject({ outcome, tone: 'bad' })
    expect(await chat.balance('Lan')).toBe(12_345)
  },
)

test('is neither offered nor read where the platform tells nothing of voice channels', async () => {
  const chat = await CommandChat.open()
  expect(await chat.line('Lan', '/rain 5 voice')).toMatchObject({ tone: 'bad' })
  expect(await chat.balance('Lan')).toBe(12_345)
})
