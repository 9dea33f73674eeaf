import { communityAt } from '../../store/communities.js'
import { coverWith, digestOf, dropCover, putCover } from '../../store/covers.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, Command, UnknownChat } from '../command.js'

/** Reference to a community's own cover. */
export interface CoverRef {
  readonly community: number
  readonly digest: string
}

export type CoverOutcome =
  /** `shown`: whether the community's cards have pictures at all. */
  { kind: 'cover'; digest: string; picture: Uint8Array; shown: boolean } | { kind: 'no_cover' } | UnknownChat

/** Returns a community's own cover, to anyone in the chat. */
export function* cover({ place }: Pick<Command, 'place'>): Plan<CoverOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const { id, cover: digest, rules } = community
  const picture = digest === null ? undefined : yield* coverWith(id, digest)
  if (digest === null || !picture) return { kind: 'no_cover' }
  return { kind: 'cover', digest, picture, shown: rules.pictures }
}

/** Returns the picture of a cover; undefined when it was replaced or removed. */
export function* coverPicture({ community, digest }: CoverRef): Plan<Uint8Array | undefined> {
  return yield* coverWith(community, digest)
}

export interface SetCover extends AdminCommand {
  /** JPEG with the size of a cover. */
  readonly picture: Uint8Array
}

export type SetCoverOutcome =
  | { kind: 'cover_set'; digest: string }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** Lets an admin set the community's own cover, in place of an earlier one. */
export function* setCover(command: SetCover, now: number): Plan<SetCoverOutcome> {
  const { key, place, picture } = command
  const digest = digestOf(picture)
  const body = bodyOf('cover_set', { ...command, picture: digest })
  return yield* idempotent<SetCoverOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    yield* putCover(community.id, picture, now)
    return { kind: 'cover_set', digest }
  })
}

export type RemoveCoverOutcome =
  | { kind: 'cover_removed' }
  | { kind: 'no_cover' }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** Lets an admin remove the community's own cover, so that red packets have the covers of their themes again. */
export function* removeCover(command: AdminCommand, now: number): Plan<RemoveCoverOutcome> {
  const { key, place } = command
  const body = bodyOf('cover_remove', command)
  return yield* idempotent<RemoveCoverOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    if (community.cover === null) return { kind: 'no_cover' }
    yield* dropCover(community.id)
    return { kind: 'cover_removed' }
  })
}
