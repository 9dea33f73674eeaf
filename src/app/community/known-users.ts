import { communityAt } from '../../store/communities.js'
import { findMember, usersOf } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import type { AdminCommand, UnknownChat } from '../command.js'

export interface KnownUsersQuery extends Omit<AdminCommand, 'key'> {
  /** When there are more, refuses instead of listing them. */
  readonly max: number
}

export type KnownUsersOutcome =
  | {
      kind: 'known_users'
      /** User ids on the asker's platform. */
      users: readonly string[]
    }
  | { kind: 'not_admin' }
  | { kind: 'too_many_known'; max: number }
  | UnknownChat

/**
 * Returns everyone on a platform with a wallet in the community, for admins and treasurers: the bot can ask the
 * platform who among them has a role without the right to list all members.
 */
export function* knownUsers({ place, by, platformAdmin, max }: KnownUsersQuery): Plan<KnownUsersOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!platformAdmin && !(yield* findMember(community.id, by))?.treasurer) return { kind: 'not_admin' }
  const users = yield* usersOf(community.id, by.platform, max + 1)
  return users.length > max ? { kind: 'too_many_known', max } : { kind: 'known_users', users }
}
