import { sql } from 'kysely'
import { numbersIn } from './dialect.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** A linked identity, with its name at the time of linking. */
export interface LinkedIdentity {
  readonly platform: string
  readonly user: string
  readonly name: string
}

/** The member as which an identity acts in one community. */
export interface Membership {
  readonly community: number
  readonly member: number
}

type Identity = { platform: string; user: string }

const selectPerson = statement<Identity>()((arg) =>
  build
    .selectFrom('person_identity')
    .select('person')
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user')),
)

const selectIdentities = statement<{ person: number }>()((arg) =>
  build
    .selectFrom('person_identity')
    .select(['platform', 'user', 'name'])
    .where('person', '=', arg('person'))
    .orderBy('linked_at')
    .orderBy('platform')
    .orderBy('user'),
)

const selectLinkedMember = statement<Identity & { community: number }>()((arg) =>
  build
    .selectFrom('person_identity as own')
    // CROSS JOIN fixes the order: from a person's few identities to the many of a community.
    .crossJoin('person_identity as linked')
    .crossJoin('identity')
    .select('identity.member')
    .whereRef('linked.person', '=', 'own.person')
    .whereRef('identity.platform', '=', 'linked.platform')
    .whereRef('identity.user', '=', 'linked.user')
    .where('own.platform', '=', arg('platform'))
    .where('own.user', '=', arg('user'))
    .where('identity.community', '=', arg('community'))
    .limit(sql.lit(1)),
)

const selectMemberships = statement<Identity>()((arg) =>
  build
    .selectFrom('identity')
    .select(['community', 'member'])
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user'))
    .orderBy('community'),
)

/** People read in one plan. */
const PEOPLE_A_PORTION = 200

const selectNextPeople = statement<{ after: number }>()((arg) =>
  build
    .selectFrom('person')
    .select('id')
    .where('id', '>', arg('after'))
    .orderBy('id')
    .limit(sql.lit(PEOPLE_A_PORTION)),
)

const insertPerson = statement<{ at: number }>()((arg) =>
  build.insertInto('person').values({ created_at: arg('at') }),
)

const insertIdentity = statement<LinkedIdentity & { person: number; at: number }>()((arg) =>
  build.insertInto('person_identity').values({
    platform: arg('platform'),
    user: arg('user'),
    name: arg('name'),
    person: arg('person'),
    linked_at: arg('at'),
  }),
)

const moveIdentities = statement<{ from: number; to: number }>()((arg) =>
  build
    .updateTable('person_identity')
    .set({ person: arg('to') })
    .where('person', '=', arg('from')),
)

const deleteIdentity = statement<Identity>()((arg) =>
  build.deleteFrom('person_identity').where('platform', '=', arg('platform')).where('user', '=', arg('user')),
)

const deletePerson = statement<{ person: number }>()((arg) =>
  build.deleteFrom('person').where('id', '=', arg('person')),
)

const selectEverLinked = statement<Identity>()((arg) =>
  build
    .selectFrom('person_identity')
    .select('user')
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user'))
    .unionAll(
      build
        .selectFrom('share_holder')
        .select('user')
        .where('platform', '=', arg('platform'))
        .where('user', '=', arg('user')),
    )
    .unionAll(
      build
        .selectFrom('entrant_holder')
        .select('user')
        .where('platform', '=', arg('platform'))
        .where('user', '=', arg('user')),
    )
    .limit(sql.lit(1)),
)

const selectMembers = statement<{ person: number }>()((arg) =>
  build
    .selectFrom('person_identity')
    .innerJoin('identity', (join) =>
      join
        .onRef('identity.platform', '=', 'person_identity.platform')
        .onRef('identity.user', '=', 'person_identity.user'),
    )
    .select(['identity.member', 'identity.original_member as original'])
    .where('person_identity.person', '=', arg('person')),
)

const markLinked = statement<{ members: string }>()((arg) =>
  build
    .updateTable('member')
    .set({ ever_linked: 1 })
    .where('ever_linked', '=', sql.lit(0 as const))
    .where('id', 'in', numbersIn(arg('members'))),
)

/** Returns the person behind a linked identity; undefined for an unlinked one. */
export function* personOf(platform: string, user: string): Plan<number | undefined> {
  return (yield* one(selectPerson, { platform, user }))?.person
}

/** Returns all identities of a person, in the order of linking. */
export function* identitiesOfPerson(person: number): Plan<LinkedIdentity[]> {
  return yield* many(selectIdentities, { person })
}

/** Returns the identities of the next people after a number, and the number of the last; undefined after all. */
export function* nextPeople(
  after: number,
): Plan<{ readonly people: LinkedIdentity[][]; readonly upto: number | undefined }> {
  const ids = yield* many(selectNextPeople, { after })
  const people: LinkedIdentity[][] = []
  for (const { id } of ids) people.push(yield* identitiesOfPerson(id))
  return { people, upto: ids.at(-1)?.id }
}

/** Returns the member that another identity of the same person is in a community, if any. */
export function* linkedMember(community: number, platform: string, user: string): Plan<number | undefined> {
  return (yield* one(selectLinkedMember, { community, platform, user }))?.member
}

/**
 * Returns whether an identity is linked to others, or was when one of them got a share or ticket that it still co-owns.
 */
export function* wasEverLinked(platform: string, user: string): Plan<boolean> {
  return (yield* one(selectEverLinked, { platform, user })) !== undefined
}

/** Returns the member as which an identity acts, for every community it has acted in. */
export function* membershipsOf(platform: string, user: string): Plan<Membership[]> {
  return yield* many(selectMemberships, { platform, user })
}

/** Merges two identities, and everything linked to either, into one person. */
export function* unite(first: LinkedIdentity, second: LinkedIdentity, at: number): Plan<void> {
  const persons = [
    yield* personOf(first.platform, first.user),
    yield* personOf(second.platform, second.user),
  ] as const
  const person = persons[0] ?? persons[1] ?? (yield* run(insertPerson, { at })).lastInsertRowid
  for (const [index, { platform, user, name }] of [first, second].entries())
    if (persons[index] === undefined) yield* run(insertIdentity, { platform, user, name, person, at })
  if (persons[1] !== undefined && persons[1] !== person) {
    yield* run(moveIdentities, { from: persons[1], to: person })
    yield* run(deletePerson, { person: persons[1] })
  }
  const members = (yield* many(selectMembers, { person })).flatMap(({ member, original }) => [
    member,
    original,
  ])
  yield* run(markLinked, { members: JSON.stringify(members.filter((member) => member !== null)) })
}

/** Removes an identity from its person. Deletes a person with one identity left. */
export function* separate(platform: string, user: string): Plan<void> {
  const person = yield* personOf(platform, user)
  if (person === undefined) return
  yield* run(deleteIdentity, { platform, user })
  const [last, ...more] = yield* identitiesOfPerson(person)
  if (more.length > 0) return
  if (last) yield* run(deleteIdentity, last)
  yield* run(deletePerson, { person })
}
