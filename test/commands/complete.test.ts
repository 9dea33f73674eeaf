import { expect, test } from 'vitest'
import type { Forms } from '../../src/commands/framework/forms/forms.js'
import { createCompleter } from '../../src/commands/framework/lines/complete.js'
import { StoreBusy } from '../../src/store/engine.js'
import { CommandChat } from '../support/command-chat.js'

async function open(refuse = false) {
  const chat = await CommandChat.open({
    rules: { minLifetime: 60_000, defaultLifetime: 3_600_000, maxLifetime: 7_200_000 },
  })
  const log = { error: (details: object) => void chat.errors.push(details) }
  const limiter = { tryAcquire: () => !refuse, shouldNotify: () => true }
  const options = { app: chat.world.app, entries: chat.entries, forms: chat.forms as Forms, limiter, log }
  const complete = createCompleter(options)
  return {
    chat,
    complete: (command: string, argument: string, typed: string, more = {}) =>
      complete(chat.request('Lan', { kind: 'command', command, raws: {} }, more), argument, typed),
    completeWith: (app: Partial<typeof chat.world.app>) =>
      createCompleter({ ...options, app: { ...chat.world.app, ...app } }),
  }
}

test('offers the newest red packets whose number, sender, amount, state or greeting contains the typed text', async () => {
  const { chat, complete } = await open()
  for (const greeting of ['for Tea', 'for noodles'])
    await chat.command('Lan', 'redpacket', { amount: '9', count: '3', greeting })
  const all = await complete('cancel', 'number', '')
  expect(all.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
    expect.stringMatching(/^[0-9a-f]{10} · Lan · .*9\.00 · open · for noodles$/),
    expect.stringMatching(/for Tea$/),
  ])
  const [tea] = await complete('verify', 'number', 'tEa')
  expect(tea?.label).toContain('for Tea')
  expect(await complete('envelope', 'number', tea?.value ?? '')).toEqual([tea])
  expect(await complete('cancel', 'number', 'nothing such')).toEqual([])
})

test('offers the times that the community allows, starting with the typed one', async () => {
  const { complete } = await open()
  const values = async (typed: string, command = 'redpacket', argument = 'time') =>
    (await complete(command, argument, typed)).map(({ value }) => value)
  const all = await values('')
  expect(all).toContain('1h')
  expect(all).not.toContain('7d')
  expect(await values('９０分')).toEqual(['90m'])
  expect(await values('1h')).toEqual(['1h'])
  expect(await values('0m')).toEqual([])
  expect(await values('7 d', 'settings.rules', 'longest')).toEqual(['7d'])
})

test('offers the commands for members whose names or descriptions contain the typed text, everywhere', async () => {
  const { complete } = await open()
  const values = async (typed: string, more = {}) =>
    (await complete('help', 'command', typed, more)).map(({ value }) => value)
  expect(await values('REDP')).toEqual(['redpacket'])
  expect(await values('红包雨', { language: 'zh', place: undefined })).toEqual(['rain'])
  expect(await values('leaderboard r')).toContain('leaderboard ranks')
  expect(await values('')).not.toContain('settings rules')
})

test('offers nothing where nothing fits, or to people who are too fast', async () => {
  const { complete } = await open()
  expect(await complete('redpacket', 'greeting', 'a')).toEqual([])
  expect(await complete('redpacket', 'nonsense', '')).toEqual([])
  expect(await complete('no such command', 'number', '')).toEqual([])
  expect(await complete('cancel', 'number', '', { place: undefined })).toEqual([])
  const { complete: refused } = await open(true)
  expect(await refused('redpacket', 'time', '')).toEqual([])
})

test('offers nothing when the database fails, and logs that unless it is only busy', async () => {
  const { chat, completeWith } = await open()
  const request = chat.request('Lan', { kind: 'command', command: 'cancel', raws: {} })
  const busy = completeWith({ recentEnvelopes: () => Promise.reject(new StoreBusy('held')) })
  expect(await busy(request, 'number', '')).toEqual([])
  expect(chat.errors).toEqual([])
  const broken = completeWith({ recentEnvelopes: () => Promise.reject(new Error('broken')) })
  expect(await broken(request, 'number', '')).toEqual([])
  expect(chat.errors).toHaveLength(1)
})
