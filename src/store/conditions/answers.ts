import { sql } from 'kysely'
import type { ConditionKind } from '../../core/conditions/terms.js'
import type { Person } from '../../core/person.js'
import { linkedIdentities } from '../linked-identities.js'
import { build, many, one, type Plan, run, statement } from '../plan.js'

// Answers to conditions. Like a ticket, an answer belongs to the identity that gave it and to all identities that were
// linked to it at that moment; people linked later share the answers that each gave before.

type Identity = Pick<Person, 'platform' | 'user'>
type Asking = Identity & { envelope: number }

// The usual case: an identity that was never linked.
const selectOwn = statement<Asking>()((arg) =>
  build
    .selectFrom('condition_answer')
    .select(['number', 'accepted'])
    .where('envelope', '=', arg('envelope'))
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user')),
)

const selectTheirs = statement<Asking>()((arg) =>
  build
    .with('person', (cte) =>
      cte
        .selectFrom('person_identity as own')
        .innerJoin('person_identity as linked', 'linked.person', 'own.person')
        .select(['linked.platform', 'linked.user'])
        .where('own.platform', '=', arg('platform'))
        .where('own.user', '=', arg('user'))
        .union(
          cte.selectNoFrom([
            sql<string>`${arg('platform')}`.as('platform'),
            sql<string>`${arg('user')}`.as('user'),
          ]),
        ),
    )
    .selectFrom('condition_answer')
    .select(['number', 'accepted'])
    .where('envelope', '=', arg('envelope'))
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('person')
            .select('person.user')
            .whereRef('person.platform', '=', 'condition_answer.platform')
            .whereRef('person.user', '=', 'condition_answer.user'),
        ),
        eb.exists(
          eb
            .selectFrom('answer_holder')
            .innerJoin('person', (join) =>
              join
                .onRef('person.platform', '=', 'answer_holder.platform')
                .onRef('person.user', '=', 'answer_holder.user'),
            )
            .select('answer_holder.number')
            .whereRef('answer_holder.envelope', '=', 'condition_answer.envelope')
            .whereRef('answer_holder.number', '=', 'condition_answer.number'),
        ),
      ]),
    ),
)

const selectLast = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('condition_answer')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('envelope', '=', arg('envelope')),
)

const countAnswering = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('condition_answer')
    .select((eb) => eb.fn.count<number>('member').distinct().as('members'))
    .where('envelope', '=', arg('envelope')),
)

const insertAnswer = statement<
  Asking & {
    number: number
    kind: ConditionKind
    member: number
    accepted: 0 | 1
    text: string | null
    at: number
  }
>()((arg) =>
  build.insertInto('condition_answer').values({
    envelope: arg('envelope'),
    number: arg('number'),
    kind: arg('kind'),
    member: arg('member'),
    platform: arg('platform'),
    user: arg('user'),
    accepted: arg('accepted'),
    text: arg('text'),
    answered_at: arg('at'),
  }),
)

const insertHolders = statement<Asking & { number: number }>()((arg) =>
  build
    .insertInto('answer_holder')
    .columns(['envelope', 'platform', 'user', 'number'])
    .expression(
      linkedIdentities(arg('platform'), arg('user')).select([
        sql<number>`${arg('envelope')}`.as('envelope'),
        'linked.platform',
        'linked.user',
        sql<number>`${arg('number')}`.as('number'),
      ]),
    ),
)

const selectShown = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('condition_answer')
    .innerJoin('member', 'member.id', 'condition_answer.member')
    .select(['member.id', 'member.merged_into', 'text'])
    .where('envelope', '=', arg('envelope'))
    .where('text', 'is not', null)
    .orderBy('number', 'desc'),
)

/** An answer as it is stored. `text`: shown beside the share. */
export interface Answered {
  readonly kind: ConditionKind
  readonly accepted: boolean
  readonly text?: string
  readonly at: number
}

type Answering = { readonly id: number; readonly everLinked: boolean }

/** Returns whether a person gave an accepted answer, and how many wrong ones. */
export function* answersOf(
  envelope: number,
  { everLinked }: Answering,
  { platform, user }: Identity,
): Plan<{ accepted: boolean; wrong: number }> {
  const answers = yield* many(everLinked ? selectTheirs : selectOwn, { envelope, platform, user })
  const accepted = answers.filter((answer) => answer.accepted === 1).length
  return { accepted: accepted > 0, wrong: answers.length - accepted }
}

/** Stores an answer for a person and all currently linked identities. */
export function* addAnswer(
  envelope: number,
  member: Answering,
  { platform, user }: Identity,
  { kind, accepted, text = '', at }: Answered,
): Plan<void> {
  const number = ((yield* one(selectLast, { envelope }))?.last ?? 0) + 1
  yield* run(insertAnswer, {
    ...{ envelope, number, kind, member: member.id, platform, user, at },
    ...{ accepted: accepted ? 1 : 0, text: text === '' ? null : text },
  })
  if (member.everLinked) yield* run(insertHolders, { envelope, number, platform, user })
}

/** Returns how many members have answered an envelope's condition. */
export function* answeredBy(envelope: number): Plan<number> {
  return (yield* one(countAnswering, { envelope }))?.members ?? 0
}

/** Returns the answers to show, by member: those who gave them, and those who represent them now. */
export function* shownAnswers(envelope: number): Plan<ReadonlyMap<number, string>> {
  const shown = new Map<number, string>()
  const rows = yield* many(selectShown, { envelope })
  for (const { merged_into: home, text } of rows) if (home !== null && text !== null) shown.set(home, text)
  for (const { id, text } of rows) if (text !== null) shown.set(id, text)
  return shown
}
