import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'

export type { KeyReused } from '../store/idempotency.js'
export type { Member } from '../store/members.js'

/** What every command says: where it was given and by whom, as the platform vouches. */
export interface Command {
  readonly place: Place
  readonly by: Person
}

/** A command that changes something. */
export interface KeyedCommand extends Command {
  /** From the platform's own ids: the same update always has the same key. Unique over all platforms. */
  readonly key: string
}

/** A command that only an admin may give. */
export interface AdminCommand extends KeyedCommand {
  /** The platform says, as of now, that the person administers the chat. Treasurers may act without. */
  readonly platformAdmin: boolean
}

/** A command that somebody gives in private, of which no chat need know. */
export interface PersonalCommand extends Pick<KeyedCommand, 'by' | 'key'> {}

/** Nobody has founded a community at this place yet. */
export interface UnknownChat {
  readonly kind: 'unknown_chat'
}
