import type { ChosenRole } from '../../app/envelopes/send-envelope.js'
import type { OneOfManyOutcome } from '../../app/wallets/admin-moves.js'
import type { Person } from '../../core/person.js'
import { list } from '../../i18n/format.js'
import type { Context } from '../framework/define.js'
import { bad, info, type Said } from '../framework/replies/reply.js'
import { fill, mention, type Span, type Text } from '../framework/replies/rich-text.js'
import type { TopUpSay } from './topup-words.js'

/** Limit for the names, and for the refusals, in the reply. */
const MAX_NAMES = 20
const MAX_REFUSALS = 10
/** Limit for the people mentioned by one top-up. Larger groups are announced by their role. */
const MAX_MENTIONS = 20

type Writing = Pick<Context<never, TopUpSay>, 'money' | 'answer' | 'language'>

/**
 * Names everyone paid in one line, and states each refusal once. `info` when only some were paid. `byRole`: they were
 * found by a role, which only finds people with a wallet.
 */
export function replyToMany(
  outcomes: readonly OneOfManyOutcome[],
  byRole: boolean,
  say: TopUpSay,
  { money, answer, language }: Writing,
): Said {
  const made = outcomes.filter((outcome) => outcome.kind === 'topped_up')
  const refusals = new Map<string, Said>()
  for (const outcome of outcomes) {
    if (outcome.kind === 'topped_up') continue
    const refusal = answer(outcome, {
      named_twice: (twice) => info(say.namedTwice(twice)),
      circulation_full: () => bad(say.circulationFull),
      reason_missing: () => bad(say.reasonMissing),
      reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
    })
    refusals.set(JSON.stringify(refusal.blocks), refusal)
  }
  const shown = [...refusals.values()].slice(0, MAX_REFUSALS)
  const lines = shown.flatMap(({ blocks }) => blocks)
  const [first] = made
  if (!first) return { tone: 'bad', blocks: lines, ...(shown[0]?.outcome && { outcome: shown[0].outcome }) }
  const names = made.slice(0, MAX_NAMES).map(({ name }) => name)
  if (made.length > MAX_NAMES) names.push(say.more({ count: made.length - MAX_NAMES }))
  const done = say.doneMany({
    people: made.length,
    amount: money(first.amount, first.currency),
    names: list(names, language),
    reason: first.reason,
  })
  const blocks = [{ kind: 'text', text: done } as const, ...lines]
  if (byRole) blocks.push({ kind: 'text', text: say.roleUnreached })
  return { tone: shown.length === 0 ? 'good' : 'info', blocks, outcome: 'topped_up' }
}

/**
 * Returns the announcement for the chat; undefined when no one got anything. `outcomes` has one for each of `people`.
 */
export function aloudOfMany(
  outcomes: readonly OneOfManyOutcome[],
  people: readonly Person[],
  {
    role,
    actor,
    say,
    money,
  }: { role: ChosenRole | undefined; actor: Span } & {
    say: TopUpSay
    money: Writing['money']
  },
): Text | undefined {
  const first = outcomes.find((outcome) => outcome.kind === 'topped_up')
  if (!first) return undefined
  const amount = money(first.amount, first.currency)
  const { reason } = first
  const paid = people.flatMap((person, index) => {
    const outcome = outcomes[index]
    return outcome?.kind === 'topped_up' ? [mention({ ...person, name: outcome.name })] : []
  })
  const [only] = paid
  if (only && paid.length === 1) return fill(say.aloud, { actor, name: only, amount, reason })
  const names = paid.length <= MAX_MENTIONS ? paid : role ? [{ role }] : []
  return fillList(say, { actor, people: paid.length, amount, reason }, names)
}

/** Fills a sentence that takes several mentions in one place. */
function fillList(
  { aloudMany, comma }: Pick<TopUpSay, 'aloudMany' | 'comma'>,
  words: { actor: Span; people: number; amount: string; reason: string },
  names: readonly Span[],
): Text {
  const listed = names.flatMap((name, index) => (index === 0 ? [name] : [comma, name]))
  return fill(aloudMany, { ...words, names: { quote: '' } }).flatMap((span) =>
    typeof span === 'object' && 'quote' in span && span.quote === '' ? listed : [span],
  )
}
