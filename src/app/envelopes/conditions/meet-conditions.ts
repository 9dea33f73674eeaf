import type { BookFact, Facts } from '../../../core/conditions/condition.js'
import { asks, bookFactFor, type Condition, checkCondition, viewOf } from '../../../core/conditions/terms.js'
import { opensToAll, type Turns } from '../../../core/conditions/turns.js'
import { addAnswer, answersOf } from '../../../store/conditions/answers.js'
import { conditionsOf } from '../../../store/conditions/conditions.js'
import { knownSince } from '../../../store/conditions/known-since.js'
import { earlierEnvelopes, openingOf } from '../../../store/conditions/turns.js'
import type { Plan } from '../../../store/plan.js'
import { shareFor } from '../../linking/represents.js'
import type { GrabOutcome, Receiving } from '../grab-share.js'

/**
 * Checks the conditions of an envelope for a person who may otherwise get a share; undefined when all are met. Those that
 * ask come last, so that no try is spent on an envelope that the person can't grab from. An ended envelope says so instead.
 */
export function* meetConditions({
  envelope,
  member,
  command,
  now,
}: Receiving): Plan<GrabOutcome | undefined> {
  const { id, state, deadline } = envelope
  if (state !== 'open' || now >= deadline || member.wallet.status !== 'active') return undefined
  const { by, given, told = {} } = command
  const conditions = yield* conditionsOf(id)
  for (const condition of [...conditions].sort((one, other) => Number(asks(one)) - Number(asks(other)))) {
    const isAsking = asks(condition)
    const earlier = isAsking ? yield* answersOf(id, member, by) : { accepted: false, wrong: 0 }
    if (earlier.accepted) continue
    const books = yield* factsFor(condition, { envelope, member, command, now })
    const verdict = checkCondition(condition, { given, wrong: earlier.wrong, now, told, ...books })
    const { kind } = condition
    switch (verdict.kind) {
      case 'ok':
        if (isAsking)
          yield* addAnswer(id, member, by, {
            ...{ kind, accepted: true, at: now },
            ...(verdict.keeps !== undefined && { text: verdict.keeps }),
          })
        break
      case 'ask':
        return { kind: 'asked', condition: viewOf(condition, false) }
      case 'wrong':
        yield* addAnswer(id, member, by, { kind, accepted: false, at: now })
        return { kind: 'wrong_answer', condition: kind, left: verdict.left }
      case 'refused':
        return { kind: 'not_met', refusal: verdict.refusal }
      default:
        verdict satisfies never
    }
  }
  return undefined
}

/** Looks up what the books say about the person, as far as the condition asks. */
function* factsFor(condition: Condition, receiving: Receiving): Plan<Pick<Facts, BookFact>> {
  const fact = bookFactFor(condition)
  return fact === undefined ? {} : yield* BOOKS[fact](receiving, condition)
}

const BOOKS: Readonly<
  Record<BookFact, (receiving: Receiving, condition: Condition) => Plan<Pick<Facts, BookFact>>>
> = {
  *knownSince({ member, command: { by } }) {
    return { knownSince: yield* knownSince(member, by) }
  },
  *hadTurnUntil({ envelope, member, command: { by } }, condition) {
    for (const earlier of yield* earlierEnvelopes(envelope.id, (condition as Turns).last))
      if (yield* shareFor(member, by, earlier))
        return {
          hadTurnUntil: opensToAll({ openedAt: yield* openingOf(envelope.id), deadline: envelope.deadline }),
        }
    return {}
  },
}
