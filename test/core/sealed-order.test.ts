import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sealedOrder, sealedOrderLine } from '../../src/core/ways/sealed-order.js'
import { seededRandom } from '../support/seeded-random.js'

const salt = '0123456789abcdef0123456789abcdef'

describe('the sealed order', () => {
  test('is ascending by the digest of salt and ticket', () => {
    const digest = (ticket: number) => createHash('sha256').update(`${salt} ${ticket}`).digest('hex')
    const order = sealedOrder(salt, [1, 2, 3, 4, 5])
    expect([...order].sort()).toEqual([1, 2, 3, 4, 5])
    expect(order.map(digest)).toEqual([1, 2, 3, 4, 5].map(digest).sort())
  })

  test('does not depend on the order in which people joined', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 5_000 })), (tickets) => {
        expect(sealedOrder(salt, [...tickets].reverse())).toEqual(sealedOrder(salt, tickets))
      }),
    )
  })

  test('keeps the order of earlier entrants when more join', () => {
    const few = sealedOrder(salt, [1, 2, 3])
    const many = sealedOrder(salt, [1, 2, 3, 4, 5, 6, 7])
    expect(many.filter((ticket) => ticket <= 3)).toEqual(few)
  })

  test('can be recomputed by one shell line', () => {
    const printed = execFileSync('sh', ['-c', sealedOrderLine(salt, 40)], { encoding: 'utf8' })
    const tickets = printed
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]))
    expect(tickets).toEqual(
      sealedOrder(
        salt,
        Array.from({ length: 40 }, (_, index) => index + 1),
      ),
    )
  })
})

/**
 * Upper limit of χ² for these degrees of freedom, exceeded by chance once in a thousand (Wilson and Hilferty): the seed
 * is fixed, so a run either always passes or never.
 */
function chiSquaredLimit(degrees: number): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + 3.09 * Math.sqrt(spread)) ** 3
}

test('in 1,000 rushes of 51 people, tapping first gives no advantage', () => {
  const random = seededRandom(7)
  const [people, shares, rushes] = [51, 8, 1_000]
  const wins = new Array<number>(people).fill(0)
  const tickets = Array.from({ length: people }, (_, index) => index + 1)
  for (let rush = 0; rush < rushes; rush++)
    for (const ticket of sealedOrder(random.hex(16), tickets).slice(0, shares))
      wins[ticket - 1] = (wins[ticket - 1] ?? 0) + 1
  const expected = (rushes * shares) / people
  const chiSquared = wins.reduce((sum, won) => sum + (won - expected) ** 2 / expected, 0)
  expect(chiSquared).toBeLessThan(chiSquaredLimit(people - 1))
  const spread = Math.sqrt(rushes * (shares / people) * (1 - shares / people))
  expect(Math.abs((wins[0] as number) - expected)).toBeLessThan(3 * spread)
})
