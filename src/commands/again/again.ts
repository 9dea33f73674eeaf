import type { LastSentOutcome, LastSentQuery } from '../../app/envelopes/last-sent.js'
import { formatAmount } from '../../core/money.js'
import { envelope } from '../framework/arguments/arguments.js'
import { writeDuration } from '../framework/arguments/durations.js'
import { type Context, defineCommand } from '../framework/define.js'
import { bad, type Said } from '../framework/replies/reply.js'
import type { Raws } from '../framework/request.js'
import { argumentsOf } from '../red-packet/conditions/conditions.js'
import { wayRaws } from '../red-packet/ways/ways.js'
import { resendWords, type Say, words } from './words.js'

export const again = defineCommand({
  name: 'again',
  words,
  arguments: {},
  opensForm: true,
  run: ({ request: { by, place }, ...context }) => openForm({ by, ...(place && { place }) }, context),
})

/** The button below what was sent: it repeats that red packet, and may be in a private chat. */
export const resend = defineCommand({
  name: 'resend',
  words: resendWords,
  arguments: { number: envelope() },
  where: 'anywhere',
  hidden: true,
  opensForm: true,
  run: ({ request: { by, place }, args, ...context }) =>
    openForm({ by, ...(place && { place }), envelopeNo: args.number }, context),
})

async function openForm(
  query: LastSentQuery,
  { app, say, open }: Pick<Context<never, Say>, 'app' | 'say' | 'open'>,
): Promise<Said> {
  const outcome = await app.lastSent(query)
  if (outcome.kind === 'nothing_sent') return bad(say.nothing, { outcome: outcome.kind })
  const conditions = argumentsOf(outcome.sent.conditions)
  if (!conditions) return bad(say.conditions, { outcome: 'conditions' })
  return await open('redpacket', { ...valuesOf(outcome), ...conditions }, outcome.place)
}

/** Returns everything but the time of a schedule. A value that the chat chose is left to the chat again. */
function valuesOf({
  sent,
  currency,
  defaultLifetime,
  defaultFairStart,
}: Extract<LastSentOutcome, { kind: 'last_sent' }>): Raws {
  const { theme, chosen, chosenRoles } = sent
  const people = chosen.map((person) => ({ kind: 'person', person }) as const)
  const roles = chosenRoles.map((role) => ({ kind: 'role', role }) as const)
  return {
    kind: sent.kind,
    amount: formatAmount(sent.total, currency.scale),
    count: String(sent.count),
    ...(sent.greeting !== '' && { greeting: sent.greeting }),
    ...(people.length + roles.length > 0 && { for: [...people, ...roles] }),
    ...(sent.lifetime !== defaultLifetime && { time: writeDuration(sent.lifetime) }),
    ...wayRaws(sent, defaultFairStart),
    ...(theme !== 'classic' && { theme }),
    ...(sent.everywhere && { everywhere: 'yes' }),
  }
}
