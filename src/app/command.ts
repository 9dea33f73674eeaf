import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'

export type { KeyReused } from '../store/idempotency.js'
export type { Member } from '../store/members.js'

/** Common to every command: where and by whom it was given, as vouched for by the platform. */
export interface Command {
  readonly place: Place
  readonly by: Person
}

/** A command that changes something. */
export interface KeyedCommand extends Command {
  /** Derived from the platform's own ids: an update always has the same key. Unique across platforms. */
  readonly key: string
}

/** A command that requires an admin. */
export interface AdminCommand extends KeyedCommand {
  /** True if the platform says, as of now, that the person administers the chat. Treasurers needn't. */
  readonly platformAdmin: boolean
}

/** A command given in private, outside any chat's community. */
export interface PersonalCommand extends Pick<KeyedCommand, 'by' | 'key'> {}

/** No community was founded at this place yet. */
export interface UnknownChat {
  readonly kind: 'unknown_chat'
}
