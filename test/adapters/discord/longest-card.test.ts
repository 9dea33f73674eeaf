import { ComponentType } from 'discord.js'
import { expect, test } from 'vitest'
import { cardMessage } from '../../../adapters/discord/card.js'
import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import type { Amount } from '../../../src/core/money.js'
import { DAY, HOUR, MINUTE, START } from '../../support/world.js'

/** Signs of markup, which a backslash makes twice as long. */
const stars = (count: number) => '*'.repeat(count)
const MAX_TEXT = 4_000

/** Everyone was chosen on another platform, so no mention stands for a name. */
function longest(state: 'open' | 'expired', language: 'en' | 'zh'): EnvelopeView {
  const people = Array.from({ length: 25 }, (_, id) => ({ id, name: stars(48) }))
  return {
    ...{ envelopeNo: '0123456789', language, sender: { id: 99, name: stars(48) }, kind: 'equal', state },
    ...{ currency: { name: stars(8), symbol: stars(8), scale: 2 }, senderMayGrab: false, audience: 'chosen' },
    way: { kind: 'fair_start', window: 10_000, waiting: 0, over: true },
    conditions: [
      { kind: 'account_age', least: 30 * DAY },
      { kind: 'booster' },
      { kind: 'known', least: 30 * DAY },
      { kind: 'member_since', least: 30 * DAY },
      { kind: 'premium' },
      { kind: 'quiz', question: stars(120), answers: [37, 38, 39, 40].map(stars) },
      { kind: 'turns', last: 10 },
    ],
    ...{ chosen: people, chosenRoles: [], theme: 'classic', greeting: stars(120) },
    ...{ total: 9e11 as Amount, count: 25, grabbedCount: 24, grabbedTotal: 8.64e11 as Amount },
    ...{ createdAt: START, lateFor: START - HOUR, deadline: START + 7 * DAY },
    endedAt: state === 'open' ? null : START + 7 * DAY,
    ...{ refunded: 3.6e10 as Amount, commitment: '', hidesAmounts: false, pictures: true },
    claims: people.slice(0, 24).map((member, index) => ({
      ...{
        member,
        position: index + 1,
        amount: 3.6e10 as Amount,
        at: START + index * MINUTE,
        luckiest: false,
      },
    })),
  }
}

test.each([
  ['open', 'en'],
  ['expired', 'en'],
  ['open', 'zh'],
  ['expired', 'zh'],
] as const)('the longest card fits: %s, %s', (state, language) => {
  const nowhere = { users: Array.from({ length: 25 }, () => null), roles: [] }
  const { components = [] } = cardMessage(longest(state, language), nowhere, () => undefined)
  const [container] = components
  if (container?.type !== ComponentType.Container) throw new Error('no card')
  const texts = container.components.flatMap((one) => ('content' in one ? [one.content] : []))
  expect(texts.length).toBeGreaterThanOrEqual(4)
  expect(texts.join('').length).toBeLessThanOrEqual(MAX_TEXT)
})
