import type { LastSentOutcome } from '../../app/envelopes/last-sent.js'
import { formatAmount } from '../../core/money.js'
import { envelope, optional } from '../framework/arguments/arguments.js'
import { writeDuration } from '../framework/arguments/durations.js'
import { defineCommand } from '../framework/define.js'
import { bad } from '../framework/replies/reply.js'
import type { Raws } from '../framework/request.js'
import { argumentsOf } from '../red-packet/conditions/conditions.js'
import { words } from './words.js'

export const again = defineCommand({
  name: 'again',
  words,
  arguments: {
    /** By a button below what was sent; the newest otherwise. */
    number: optional(envelope({ hidden: true })),
  },
  where: 'anywhere',
  opensForm: true,
  async run({ app, request, args, say, open }) {
    const { by, place } = request
    const { number: envelopeNo } = args
    const outcome = await app.lastSent({
      by,
      ...(place && { place }),
      ...(envelopeNo !== undefined && { envelopeNo }),
    })
    if (outcome.kind === 'nothing_sent') return bad(say.nothing, { outcome: outcome.kind })
    const conditions = argumentsOf(outcome.sent.conditions)
    if (!conditions) return bad(say.conditions, { outcome: 'conditions' })
    return await open('redpacket', { ...valuesOf(outcome), ...conditions }, outcome.place)
  },
})

/** Returns everything but the time of a schedule. A value that the chat chooses by itself is left to it again. */
function valuesOf({
  sent,
  currency,
  defaultLifetime,
  defaultFairStart,
}: Extract<LastSentOutcome, { kind: 'last_sent' }>): Raws {
  const { way, theme, chosen, chosenRoles } = sent
  const people = chosen.map((person) => ({ kind: 'person', person }) as const)
  const roles = chosenRoles.map((role) => ({ kind: 'role', role }) as const)
  return {
    kind: sent.kind,
    amount: formatAmount(sent.total, currency.scale),
    count: String(sent.count),
    ...(sent.greeting !== '' && { greeting: sent.greeting }),
    ...(people.length + roles.length > 0 && { for: [...people, ...roles] }),
    ...(sent.lifetime !== defaultLifetime && { time: writeDuration(sent.lifetime) }),
    ...((way === 'draw' || way === 'shake') && { way }),
    ...((way === 'speed' || way === 'fair_start') &&
      sent.fairStart !== defaultFairStart && {
        fairStart: sent.fairStart === 0 ? 'off' : writeDuration(sent.fairStart),
      }),
    ...(theme !== 'classic' && { theme }),
    ...(sent.everywhere && { everywhere: 'yes' }),
  }
}
