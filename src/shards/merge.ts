import type { App } from '../app/app.js'
import type { ChatId } from '../app/board/message-board.js'
import { idAcross } from '../core/row-across.js'
import type { From } from './ask.js'

type Answer<Call extends (...args: never[]) => unknown> = Awaited<ReturnType<Call>>
type Behind = Answer<App['board']['chatsBehind']>['now']

/** Adds up numbers. */
export function sum(answers: readonly From<number>[]): number {
  return answers.reduce((total, { answer }) => total + answer, 0)
}

/** Returns each value once. */
export function union(answers: readonly From<readonly string[]>[]): string[] {
  return [...new Set(answers.flatMap(({ answer }) => answer))]
}

const isAfter = (one: ChatId, other: ChatId) =>
  one.platform > other.platform || (one.platform === other.platform && one.chat > other.chat)

/**
 * Merges portions of the chats that are behind. A database with more than its portion may have further chats after the last
 * one, so chats of the others beyond it are left for the next portion.
 */
export function mergeBehind(portions: readonly Behind[]): Behind {
  const ends = portions.flatMap(({ chats, more, upto = chats.at(-1) }) => (more && upto ? [upto] : []))
  const upto = ends.reduce<ChatId | undefined>(
    (least, end) => (least && isAfter(end, least) ? least : end),
    undefined,
  )
  const chats = portions
    .flatMap((portion) => portion.chats)
    .filter((chat) => !upto || !isAfter(chat, upto))
    .sort((one, other) => (isAfter(one, other) ? 1 : -1))
  return { chats, more: upto !== undefined, ...(upto && { upto }) }
}

/** Merges the results of work done one by one. */
export function mergeStuck(answers: readonly From<Answer<App['expireOneByOne']>>[]) {
  return {
    ended: sum(answers.map(({ databaseNo, answer }) => ({ databaseNo, answer: answer.ended }))),
    stuck: answers.flatMap(({ databaseNo, answer }) =>
      answer.stuck.map(({ id, error }) => ({ id: idAcross(databaseNo, id), error })),
    ),
  }
}

/** Merges reports on the books of all databases. */
export function mergeReports(reports: readonly From<Answer<App['reconcile']>>[]): Answer<App['reconcile']> {
  const [first, ...others] = reports as [From<Answer<App['reconcile']>>, ...typeof reports]
  const ofInvariant = (number: number) =>
    reports.flatMap(({ databaseNo, answer }) =>
      answer.invariants
        .filter((invariant) => invariant.number === number)
        .map((invariant) => ({
          ...invariant,
          offenders: invariant.offenders.map((offender) => `database ${databaseNo}: ${offender}`),
        })),
    )
  const holds = reports.flatMap(({ answer }) => answer.hold ?? [])
  return {
    ok: reports.every(({ answer }) => answer.ok),
    invariants: first.answer.invariants.map(({ number, title }) => {
      const found = ofInvariant(number)
      return {
        ...{ number, title },
        ok: found.every(({ ok }) => ok),
        offenders: found.flatMap(({ offenders }) => offenders),
        count: found.reduce((total, { count }) => total + count, 0),
      }
    }),
    trades: others.reduce((total, { answer }) => total + answer.trades, first.answer.trades),
    entries: others.reduce((total, { answer }) => total + answer.entries, first.answer.entries),
    at: Math.max(...reports.map(({ answer }) => answer.at)),
    ...(holds.length > 0 && {
      hold: {
        until: Math.max(...holds.map(({ until }) => until)),
        due: holds.reduce((total, { due }) => total + due, 0),
      },
    }),
  }
}
