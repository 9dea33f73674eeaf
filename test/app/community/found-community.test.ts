import { describe, expect, test } from 'vitest'
import { DEFAULT_RULES } from '../../../src/core/envelope.js'
import { HOUR, LOBBY, openWorld, person } from '../../support/world.js'

const place = { platform: 'test', chat: 'garden' }
const currency = { name: 'Petal', symbol: '🌸', scale: 0 }

describe('founding a community', () => {
  test('gives it an empty mint, its currency and the default rules', async () => {
    const world = await openWorld()
    const outcome = await world.app.foundCommunity({ place, name: ' The\nGarden ', currency })
    expect(outcome).toEqual({
      kind: 'founded',
      community: {
        id: 2,
        name: 'The Garden',
        currency,
        rules: DEFAULT_RULES,
        language: null,
        timeZone: 'UTC',
        cover: null,
        mintNo: 'M-2',
      },
    })
    expect(await world.broken()).toEqual([])
  })

  test('twice keeps the first one, even after a restart', async () => {
    const world = await openWorld()
    const first = await world.app.foundCommunity({
      place,
      name: 'Garden',
      currency,
      rules: { minLifetime: HOUR },
    })
    await world.restart()
    const again = { place, name: 'Other', currency: { name: 'Leaf', symbol: 'l', scale: 3 } }
    const second = await world.app.foundCommunity(again)
    if (first.kind !== 'founded') throw new Error(first.kind)
    expect(second).toEqual({ kind: 'already_founded', community: first.community })
  })

  test('is the same for all threads of a chat', async () => {
    const world = await openWorld()
    const outcome = await world.app.foundCommunity({ place: { ...LOBBY, thread: '5' }, name: 'x', currency })
    expect(outcome).toMatchObject({ kind: 'already_founded', community: { id: 1 } })
  })

  test.each([
    { name: '' },
    { name: ' \u200b ' },
    { name: 'x'.repeat(33) },
    { symbol: '' },
    { symbol: 'x'.repeat(9) },
    ...['1', '１', '٣', '⑤', '$5', 'G2', '-', '−', '$–', '+', '\u200d', '\ufe0f', '\u0301'].map((symbol) => ({
      symbol,
    })),
    { name: '\u200d\u034f' },
    { scale: -1 },
    { scale: 5 },
    { scale: 1.5 },
    { scale: Number.NaN },
  ])('with the currency %o is refused, and the chat stays without a community', async (change) => {
    const world = await openWorld()
    const outcome = await world.app.foundCommunity({
      place,
      name: 'Garden',
      currency: { ...currency, ...change },
    })
    expect(outcome).toEqual({ kind: 'bad_currency' })
    expect(await world.app.wallet({ place, by: person('Ann') })).toEqual({ kind: 'unknown_chat' })
  })

  test.each(['福'.repeat(32), '🧧'.repeat(32)])(
    'accepts a currency name of 32 characters: %s',
    async (name) => {
      const world = await openWorld()
      const symbol = '🌸'.repeat(8)
      const outcome = await world.app.foundCommunity({
        place,
        name: 'x',
        currency: { name, symbol, scale: 4 },
      })
      expect(outcome.kind).toBe('founded')
    },
  )
})
