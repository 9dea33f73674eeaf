import { describe, expect, test } from 'vitest'
import type { ChangeSettings, ChangeSettingsOutcome } from '../../../src/app/community/settings.js'
import { DEFAULT_RULES } from '../../../src/core/envelope.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, openWorld, person, SECOND, type World } from '../../support/world.js'

const by = person('Admin')
const nowhere = { platform: 'test', chat: 'nowhere' }
const asFounded = {
  name: 'The lobby',
  currency: { name: 'Lucky', symbol: 'L', scale: 2 },
  rules: DEFAULT_RULES,
  language: null,
  timeZone: 'UTC',
  income: [],
  treasurers: [],
  scaleFixed: false,
  linked: [],
}

const tooMuch = {
  ...{ rule: 'max_total', min: 1, max: 1_000_000_000_000 },
  currency: asFounded.currency,
}

type Changes = ChangeSettings['changes']

function change(world: World, changes: Changes, more: Partial<ChangeSettings> = {}) {
  const command = { key: world.key(), place: LOBBY, by, platformAdmin: true, changes, ...more }
  return () => world.app.changeSettings(command)
}

function tim(world: World, treasurer = true) {
  const member = person('Tim')
  return world.app.appointTreasurer({
    ...{ key: world.key(), place: LOBBY, by, platformAdmin: true, member, treasurer },
  })
}

const refusals: Refusals<ChangeSettingsOutcome, 'settings_changed'> = {
  not_admin: {
    rule: 'only a platform admin changes settings, not a treasurer',
    provoke: async (world) => {
      await tim(world)
      return change(world, { language: 'zh' }, { by: person('Tim'), platformAdmin: false })
    },
    says: { kind: 'not_admin' },
  },
  scale_fixed: {
    rule: 'the decimals stay once money has moved, and so does everything requested with them',
    provoke: async (world) => {
      await world.fund(500, 'Ann')
      return change(world, { scale: 0, currencyName: 'Petal' })
    },
    says: { kind: 'scale_fixed' },
  },
  bad_currency: {
    rule: 'a currency needs a name',
    provoke: async (world) => change(world, { currencyName: ' \u200b ' }),
    says: { kind: 'bad_currency' },
  },
  bad_time_zone: {
    rule: 'a time zone has a name of the IANA',
    provoke: async (world) => change(world, { timeZone: 'Asia/Atlantis' }),
    says: { kind: 'bad_time_zone' },
  },
  bad_rules: {
    rule: 'no envelope stays open for longer than seven days',
    provoke: async (world) => change(world, { maxLifetime: 8 * DAY }),
    says: { kind: 'bad_rules', rule: 'lifetime', min: SECOND, max: 7 * DAY },
  },
  nothing_to_change: {
    rule: 'something must change',
    provoke: async (world) => change(world, { currencyName: ' Lucky ', scale: 2, selfGrab: true }),
    says: { kind: 'nothing_to_change' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no settings',
    provoke: async (world) => change(world, { language: 'zh' }, { place: nowhere }),
    says: { kind: 'unknown_chat' },
  },
}

describe('a change of the settings is refused', () => {
  testRefusals(refusals)

  test.each([
    [{ defaultLifetime: 8 * DAY }, { rule: 'lifetime', min: SECOND, max: 7 * DAY }],
    [{ defaultLifetime: 30 * SECOND }, { rule: 'lifetime', min: 60 * SECOND, max: 7 * DAY }],
    [{ maxLifetime: HOUR }, { rule: 'lifetime', min: 60 * SECOND, max: HOUR }],
    [{ minLifetime: SECOND - 1 }, { rule: 'lifetime', min: SECOND, max: 7 * DAY }],
    [
      { minLifetime: 2 * HOUR, maxLifetime: HOUR },
      { rule: 'lifetime', min: SECOND, max: 7 * DAY },
    ],
    [{ defaultLifetime: HOUR + 0.5 }, { rule: 'lifetime', min: SECOND, max: 7 * DAY }],
    [{ maxLifetime: Number.NaN }, { rule: 'lifetime', min: SECOND, max: 7 * DAY }],
    [{ maxOpenEnvelopes: 0 }, { rule: 'max_open', min: 1, max: 1000 }],
    [{ maxOpenEnvelopes: 1001 }, { rule: 'max_open', min: 1, max: 1000 }],
    [{ maxOpenEnvelopes: 1.5 }, { rule: 'max_open', min: 1, max: 1000 }],
    [{ fairStart: 999 }, { rule: 'fair_start', min: SECOND, max: 10 * SECOND }],
    [{ fairStart: 10_001 }, { rule: 'fair_start', min: SECOND, max: 10 * SECOND }],
    [{ fairStart: 1_500.5 }, { rule: 'fair_start', min: SECOND, max: 10 * SECOND }],
    [{ maxTotal: 0 }, tooMuch],
    [{ maxTotal: 1.5 }, tooMuch],
    [{ maxTotal: 1_000_000_000_001 }, tooMuch],
    [{ newcomer: { limit: 0 } }, { ...tooMuch, rule: 'newcomer_limit' }],
    [{ newcomer: { limit: 1, time: HOUR - 1 } }, { rule: 'newcomer_time', min: HOUR, max: 366 * DAY }],
  ])('by the rules when it is %o', async (changes, says) => {
    const world = await openWorld()
    expect(await change(world, changes)()).toEqual({ kind: 'bad_rules', ...says })
    expect(await world.app.settings({ place: LOBBY, by })).toEqual({ kind: 'settings', ...asFounded })
  })

  test.each([{ currencyName: 'x'.repeat(33) }, { currencySymbol: 'x'.repeat(9) }, { scale: 5 }])(
    'for an invalid currency %o',
    async (changes) => {
      const world = await openWorld()
      expect(await change(world, changes)()).toEqual({ kind: 'bad_currency' })
    },
  )
})

describe('a change of the settings', () => {
  const all: Required<Changes> = {
    currencyName: 'Petal',
    currencySymbol: '🌸',
    scale: 0,
    selfGrab: false,
    defaultLifetime: SECOND,
    minLifetime: SECOND,
    maxLifetime: 7 * DAY,
    maxOpenEnvelopes: 1000,
    fairStart: 3000,
    hideAmounts: true,
    results: false,
    pictures: false,
    maxTotal: 1_000_000_000_000,
    newcomer: { limit: 1_000_000_000_000, time: 366 * DAY },
    language: 'zh',
    timeZone: 'Asia/Shanghai',
  }

  test('may change all at once, up to every limit, and lasts through a restart', async () => {
    const world = await openWorld()
    const outcome = await change(world, all)()
    const { currencyName, currencySymbol: symbol, scale, language, timeZone, ...rules } = all
    const currency = { name: currencyName, symbol, scale }
    expect(outcome).toEqual({ kind: 'settings_changed', ...asFounded, currency, rules, language, timeZone })
    await world.restart()
    expect(await world.app.settings({ place: LOBBY, by })).toEqual({ ...outcome, kind: 'settings' })
    expect(await world.broken()).toEqual([])
  })

  test.each(Object.entries(all))('to %s alone leaves everything else', async (name, value) => {
    const world = await openWorld()
    // A default of one second is below the minimum of a new community.
    const lasting = name === 'defaultLifetime' ? HOUR : value
    const wanted = name === 'maxLifetime' ? 6 * DAY : lasting
    const { kind, ...after } = (await change(world, { [name]: wanted })()) as Record<string, unknown>
    expect(kind).toBe('settings_changed')
    const flat = ({ currency, rules, ...rest }: Record<string, unknown>) => {
      const { name: currencyName, symbol: currencySymbol, scale } = currency as Record<string, unknown>
      return { ...rest, ...(rules as object), currencyName, currencySymbol, scale }
    }
    expect(flat(after)).toEqual({ ...flat(asFounded), [name]: wanted })
  })

  test('happens once per key, and a repeat does not undo a later change', async () => {
    const world = await openWorld()
    const key = world.key()
    const outcome = await expectIdempotent<ChangeSettingsOutcome>(world, {
      first: change(world, { language: 'zh' }, { key }),
      otherBody: change(world, { language: 'en' }, { key }),
    })
    expect(outcome).toMatchObject({ kind: 'settings_changed', language: 'zh' })
    await change(world, { language: 'en' })()
    expect(await change(world, { language: 'zh' }, { key })()).toEqual(outcome)
    expect(await world.app.settings({ place: LOBBY, by })).toMatchObject({ language: 'en' })
  })

  test('may rename the currency and change its symbol when its decimals are fixed', async () => {
    const world = await openWorld()
    await world.fund(500, 'Ann')
    const outcome = await change(world, { currencyName: 'Petal', currencySymbol: '🌸', scale: 2 })()
    const currency = { name: 'Petal', symbol: '🌸', scale: 2 }
    expect(outcome).toMatchObject({ kind: 'settings_changed', currency, scaleFixed: true })
  })

  test('keeps the decimals fixed when all money has gone back to the mint', async () => {
    const world = await openWorld()
    await world.fund(500, 'Ann')
    await world.app.deduct({
      ...{ key: world.key(), place: LOBBY, by, platformAdmin: true },
      ...{ to: person('Ann'), amount: 500, reason: 'back' },
    })
    expect(await change(world, { scale: 0 })()).toEqual({ kind: 'scale_fixed' })
  })

  test('applies from the next envelope on, and open ones keep their deadlines', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const { envelopeNo, deadline } = await world.send('Ann')
    await change(world, { defaultLifetime: HOUR, maxOpenEnvelopes: 2 })()
    expect((await world.details(envelopeNo)).deadline).toBe(deadline)
    expect((await world.send('Ann')).deadline).toBe(world.clock.now() + HOUR)
    expect(await world.trySend('Ann')).toEqual({ kind: 'too_many_open', max: 2 })
  })

  test('to the limit per envelope applies from the next one on, and can be lifted', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const currency = asFounded.currency
    await change(world, { maxTotal: 999 })()
    const refusal = { kind: 'amount_too_large', max: 999 }
    expect(await world.trySend('Ann')).toEqual({ kind: 'envelope_refused', refusal, currency })
    expect((await world.trySend('Ann', { total: 999 })).kind).toBe('sent')
    await change(world, { maxTotal: null })()
    expect((await world.trySend('Ann')).kind).toBe('sent')
  })

  test('to the decimals preserves the value of the limit', async () => {
    const world = await openWorld()
    await change(world, { maxTotal: 1250 })()
    expect(await change(world, { scale: 4 })()).toMatchObject({ rules: { maxTotal: 125_000 } })
    expect(await change(world, { scale: 0 })()).toMatchObject({ rules: { maxTotal: 12 } })
  })

  test('affects one community only', async () => {
    const world = await openWorld()
    const elsewhere = await world.foundElsewhere()
    await change(world, { language: 'zh', currencyName: 'Petal' })()
    const other = await world.app.settings({ place: elsewhere, by })
    expect(other).toMatchObject({ language: null, currency: { name: 'Other' } })
  })

  test('to the language shows on the cards', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const { envelopeNo } = await world.send('Ann')
    expect((await world.details(envelopeNo)).language).toBeNull()
    await change(world, { language: 'zh' })()
    expect((await world.app.board.nextCard('test', 'lobby'))?.envelope.language).toBe('zh')
  })
})

describe('the cards of open envelopes', () => {
  /** One card that is up to date, one whose envelope has ended, and one in another community. */
  async function shownCards(world: World) {
    const elsewhere = await world.foundElsewhere()
    await world.fund(5000, 'Ann')
    const give = { key: world.key(), by, platformAdmin: true, to: person('Ann'), amount: 5000, reason: 'x' }
    await world.app.topUp({ ...give, place: elsewhere })
    const [open, ended] = [await world.send('Ann'), await world.send('Ann')]
    await world.send('Ann', { place: elsewhere })
    await world.cancel('Ann', ended.envelopeNo)
    for (const chat of ['lobby', 'lobby', 'elsewhere']) {
      const card = await world.app.board.nextCard('test', chat)
      if (card) await world.app.board.shown(card.id, `message ${card.id}`, card.rev)
    }
    expect(await world.app.pendingMessages()).toBe(0)
    return open
  }

  test.each<Changes>([{ currencyName: 'Petal' }, { currencySymbol: '🌸' }, { language: 'zh' }])(
    'are outdated at once when %o changes, and no others',
    async (changes) => {
      const world = await openWorld()
      const { envelopeNo } = await shownCards(world)
      await change(world, changes)()
      expect(await world.app.pendingMessages()).toBe(1)
      const card = await world.app.board.nextCard('test', 'lobby')
      expect(card?.envelope.envelopeNo).toBe(envelopeNo)
    },
  )

  test.each<Changes>([{ selfGrab: false }, { maxTotal: 5 }, { currencyName: 'Lucky' }, { scale: 0 }])(
    'stay up to date when %o is requested',
    async (changes) => {
      const world = await openWorld()
      await shownCards(world)
      await change(world, changes)()
      expect(await world.app.pendingMessages()).toBe(0)
    },
  )
})

describe('the settings', () => {
  test('are visible to everyone, and say whether the decimals are fixed', async () => {
    const world = await openWorld()
    const visitor = { place: LOBBY, by: person('Visitor') }
    expect(await world.app.settings(visitor)).toEqual({ kind: 'settings', ...asFounded })
    await world.fund(500, 'Ann')
    expect(await world.app.settings(visitor)).toMatchObject({ scaleFixed: true })
  })

  test('name the treasurers of this community', async () => {
    const world = await openWorld()
    const elsewhere = await world.foundElsewhere()
    await tim(world)
    expect(await world.app.settings({ place: LOBBY, by })).toMatchObject({ treasurers: [{ name: 'Tim' }] })
    expect(await world.app.settings({ place: elsewhere, by })).toMatchObject({ treasurers: [] })
  })

  test('do not exist for a chat without a community', async () => {
    const world = await openWorld()
    expect(await world.app.settings({ place: nowhere, by })).toEqual({ kind: 'unknown_chat' })
  })
})
