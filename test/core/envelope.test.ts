import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_RULES,
  type EnvelopeRefusal,
  type EnvelopeRequest,
  luckiest,
  refuseEnvelope,
} from '../../src/core/envelope.js'
import { amountOf, MAX_AMOUNT } from '../../src/core/money.js'

const good: EnvelopeRequest = { kind: 'lucky', total: 1000, count: 3, greeting: '', lifetime: 3_600_000 }

describe('an envelope is refused', () => {
  const rules: [string, Partial<EnvelopeRequest>, EnvelopeRefusal][] = [
    ['without shares', { count: 0 }, { kind: 'bad_count', max: 200 }],
    ['with half a share', { count: 1.5 }, { kind: 'bad_count', max: 200 }],
    ['with more than 200 shares', { count: 201 }, { kind: 'bad_count', max: 200 }],
    ['with a count that is no number', { count: Number.NaN }, { kind: 'bad_count', max: 200 }],
    ['above the limit', { total: MAX_AMOUNT + 1 }, { kind: 'amount_too_large', max: MAX_AMOUNT }],
    ['with half a minor unit', { total: 10.5 }, { kind: 'amount_too_large', max: MAX_AMOUNT }],
    [
      'with an endless amount',
      { total: Number.POSITIVE_INFINITY },
      { kind: 'amount_too_large', max: MAX_AMOUNT },
    ],
    ['with less than one minor unit a share', { total: 2 }, { kind: 'too_small', count: 3 }],
    ['of nothing', { total: 0 }, { kind: 'too_small', count: 3 }],
    ['of less than nothing', { total: -1000 }, { kind: 'too_small', count: 3 }],
    [
      'when equal shares leave a remainder, with the nearest amounts that do not',
      { kind: 'equal' },
      { kind: 'not_divisible', count: 3, lower: 999, higher: 1002 },
    ],
    [
      'with a greeting of 121 characters',
      { greeting: '福'.repeat(121) },
      { kind: 'greeting_too_long', max: 120 },
    ],
    ['that lives too short', { lifetime: 59_999 }, { kind: 'bad_lifetime', min: 60_000, max: 604_800_000 }],
    [
      'that lives too long',
      { lifetime: 604_800_001 },
      { kind: 'bad_lifetime', min: 60_000, max: 604_800_000 },
    ],
    [
      'with half a millisecond',
      { lifetime: 60_000.5 },
      { kind: 'bad_lifetime', min: 60_000, max: 604_800_000 },
    ],
    ['for nobody', { chosen: 0 }, { kind: 'bad_chosen', max: 25 }],
    ['for 26 chosen members', { chosen: 26 }, { kind: 'bad_chosen', max: 25 }],
    ['with a share for nobody', { chosen: 2 }, { kind: 'more_shares_than_chosen', chosen: 2 }],
  ]
  test('above what the community allows', () => {
    const rules = { ...DEFAULT_RULES, maxTotal: 999 }
    expect(refuseEnvelope(good, rules)).toEqual({ kind: 'amount_too_large', max: 999 })
    expect(refuseEnvelope({ ...good, total: 999 }, rules)).toBeUndefined()
  })

  test.each(rules)('%s', (_, change, refusal) => {
    expect(refuseEnvelope({ ...good, ...change }, DEFAULT_RULES)).toEqual(refusal)
  })
})

test.each<[string, Partial<EnvelopeRequest>]>([
  [
    'at every upper limit',
    { total: MAX_AMOUNT, count: 200, lifetime: 604_800_000, greeting: '🧧'.repeat(120) },
  ],
  ['at every lower limit', { total: 1, count: 1, lifetime: 60_000 }],
  ['of equal shares', { kind: 'equal', total: 999 }],
  ['with as many shares as chosen members', { chosen: 3 }],
  ['with fewer shares than chosen members', { chosen: 25 }],
])('an envelope may be sent %s', (_, change) => {
  expect(refuseEnvelope({ ...good, ...change }, DEFAULT_RULES)).toBeUndefined()
})

describe('the luckiest', () => {
  const share = (position: number, amount: number, claimedAt: number | null = 1) => ({
    position,
    amount: amountOf(amount),
    claimedAt,
  })

  test('is the largest share, the earliest on a tie, whatever the order of the list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (amounts, keys) => {
          const shares = amounts.map((amount, index) => share(index + 1, amount))
          const shuffled = shares
            .map((one) => ({ one, key: keys.next().value as number }))
            .sort((left, right) => left.key - right.key)
            .map(({ one }) => one)
          const best = Math.max(...amounts)
          expect(luckiest(shuffled)).toMatchObject({ amount: best, position: amounts.indexOf(best) + 1 })
        },
      ),
    )
  })

  test('is never a member who did not grab', () => {
    expect(luckiest([share(1, 3), share(2, 9, null)])?.position).toBe(1)
    expect(luckiest([share(1, 3, null)])).toBeUndefined()
    expect(luckiest([])).toBeUndefined()
  })

  test('may be a share grabbed at time 0', () => {
    expect(luckiest([share(1, 3, 0)])?.position).toBe(1)
  })
})
