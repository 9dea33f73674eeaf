import { describe, expect, test } from 'vitest'
import { DEFAULT_CURRENCY } from '../../../src/app/community/enter-chat.js'
import { DEFAULT_RULES } from '../../../src/core/envelope.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

const guild = { platform: 'test', chat: 'guild-1' }
const general = { platform: 'test', chat: 'general' }
const random = { platform: 'test', chat: 'random' }
const name = 'The guild'

function count(world: World, table: 'community' | 'chat' | 'account'): number {
  return world.tamper((database) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number)
}

describe('entering a chat', () => {
  test('founds the community of the whole, with the default currency and rules', async () => {
    const world = await openWorld()
    const outcome = await world.app.enterChat({ place: general, within: guild, name })
    const community = {
      id: 2,
      name,
      currency: DEFAULT_CURRENCY,
      rules: DEFAULT_RULES,
      language: null,
      timeZone: 'UTC',
      cover: null,
    }
    expect(outcome).toEqual({ kind: 'entered', community: { ...community, mintNo: 'M-2' } })
    expect(await world.broken()).toEqual([])
  })

  test('makes all chats of one whole share members and money', async () => {
    const world = await openWorld()
    await world.app.enterChat({ place: general, within: guild, name })
    const second = await world.app.enterChat({ place: random, within: guild, name: 'Renamed' })
    expect(second.community).toMatchObject({ id: 2, name })
    const command = { key: world.key(), by: person('Admin'), platformAdmin: true, to: person('Ann') }
    await world.app.topUp({ ...command, place: general, amount: 500, reason: 'prize' })
    expect(await world.balance('Ann', random)).toBe(500)
    expect(await world.balance('Ann', guild)).toBe(500)
    expect(await world.balance('Ann', LOBBY)).toBe(0)
  })

  test('keeps wholes apart from each other', async () => {
    const world = await openWorld()
    const first = await world.app.enterChat({ place: general, within: guild, name })
    const other = { platform: 'test', chat: 'guild-2' }
    const second = await world.app.enterChat({ place: random, within: other, name })
    expect(second.community.id).not.toBe(first.community.id)
  })

  test('again changes nothing, even after a restart', async () => {
    const world = await openWorld()
    const enter = () => world.app.enterChat({ place: general, within: guild, name })
    const first = await enter()
    const rows = () => [count(world, 'community'), count(world, 'chat'), count(world, 'account')]
    const before = rows()
    await world.restart()
    expect(await Promise.all([enter(), enter()])).toEqual([first, first])
    expect(rows()).toEqual(before)
  })

  test('from two chats at once founds one community', async () => {
    const world = await openWorld()
    const [first, second] = await Promise.all(
      [general, random].map((place) => world.app.enterChat({ place, within: guild, name })),
    )
    expect(second).toEqual(first)
    expect(count(world, 'community')).toBe(2)
  })

  test('leaves a chat of another community where it is, and founds nothing', async () => {
    const world = await openWorld()
    const { community } = await world.app.enterChat({ place: LOBBY, within: guild, name })
    expect(community).toMatchObject({ id: 1, name: 'The lobby' })
    expect(await world.app.wallet({ place: guild, by: person('Ann') })).toEqual({ kind: 'unknown_chat' })
  })

  test('may enter the whole itself', async () => {
    const world = await openWorld()
    const { community } = await world.app.enterChat({ place: guild, within: guild, name })
    expect(community.name).toBe(name)
    expect(count(world, 'chat')).toBe(2)
  })

  test('takes another currency for a new community', async () => {
    const world = await openWorld()
    const currency = { name: 'Petal', symbol: '🌸', scale: 0 }
    const enter = { place: general, within: guild, name }
    expect((await world.app.enterChat({ ...enter, currency })).community.currency).toEqual(currency)
    expect((await world.app.enterChat({ ...enter, place: random })).community.currency).toEqual(currency)
  })

  test('takes a language for a new community, and changes none later', async () => {
    const world = await openWorld()
    const enter = { place: general, within: guild, name }
    expect((await world.app.enterChat({ ...enter, language: 'zh' })).community.language).toBe('zh')
    expect((await world.app.enterChat({ ...enter, language: 'en' })).community.language).toBe('zh')
    expect((await world.app.settings({ place: general, by: person('Ann') })) as object).toMatchObject({
      language: 'zh',
    })
  })

  test('with an invalid currency throws, and founds nothing', async () => {
    const world = await openWorld()
    const currency = { ...DEFAULT_CURRENCY, scale: 9 }
    const entering = world.app.enterChat({ place: general, within: guild, name, currency })
    await expect(entering).rejects.toThrow(RangeError)
    expect(count(world, 'community')).toBe(1)
  })
})
