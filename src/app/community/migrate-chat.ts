import type { Community } from '../../core/community.js'
import {
  type ChatMove,
  dueMoves,
  finishMove,
  putOffMove,
  strandedCards,
  takeChatsOf,
} from '../../store/chat-moves.js'
import { addChat, chatAt, communityById } from '../../store/communities.js'
import { BrokenInvariant } from '../../store/ledger.js'
import { linksOfHost } from '../../store/links.js'
import { messageGone, messagesOf, wantMessage } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { cardGone } from '../board/message-board.js'
import { missAllIn } from '../envelopes/scheduled.js'
import { type LinkRefusal, refuseToMerge } from '../linking/link-communities.js'
import { MOVED_AT_ONCE, moveMembersAcross } from '../linking/move-communities.js'

/** A platform gave a chat a new id, as Telegram does when a group becomes a supergroup. */
export type MigrateChat = ChatMove

export type MigrateOutcome =
  | { kind: 'migrated' }
  /** A community was founded under the new id and can't be merged now; the sweep merges it later. */
  | { kind: 'migration_waits'; because: LinkRefusal['kind']; tryAt: number }
  /** No community was founded under the old id, so there is nothing to move. */
  | { kind: 'unknown_chat' }

/** Retry interval for a wait of unknown length, in milliseconds. */
const PATIENCE = 3_600_000

/**
 * Moves a chat to its new id: same community, same members and balances. The old id stays known, so taps on old cards
 * still count; open envelopes get a fresh card under the new id. If it is unknown how long the move must wait, gives up
 * the cards under the old id. Idempotent, in either order of the platform's two messages.
 */
export function* migrateChat(move: MigrateChat, now: number): Plan<MigrateOutcome> {
  const { platform, from, to } = move
  const old = yield* chatAt({ platform, chat: from })
  if (!old || from === to) return { kind: 'unknown_chat' }
  if (old.moved_to === to) return { kind: 'migrated' }
  const target = { platform, chat: to }
  const known = yield* chatAt(target)
  // The notice of an earlier move may be late or repeated, and the chat may have moved on since.
  if (known?.moved_to) return yield* migrateChat({ platform, from, to: known.moved_to }, now)
  if (!known) yield* addChat(target, old, now)
  else if (known.community !== old.community || known.origin !== old.origin) {
    const refusal = yield* mergeCommunity(known, old, now)
    if (refusal) {
      const tryAt = refusal.kind === 'open_envelopes' ? refusal.lastDeadline : now + PATIENCE
      yield* putOffMove(move, tryAt)
      // The old chat is gone, and there is no telling when the new one joins the community: nothing can be shown.
      if (refusal.kind !== 'open_envelopes') yield* giveUpCards(platform, from, now)
      return { kind: 'migration_waits', because: refusal.kind, tryAt }
    }
  }
  yield* finishMove(move)
  for (const { id, envelope, envelopeNo, thread } of yield* strandedCards(platform, from)) {
    // A new row: the result of the updater's current call for the old card must not count for the new one.
    yield* messageGone(id)
    const cards = yield* messagesOf(envelope)
    yield* wantMessage(envelope, { ...target, thread }, `${envelopeNo}-${cards.length + 1}`)
  }
  return { kind: 'migrated' }
}

/** Stops editing a chat's cards, with the same consequences as removing the bot from the chat. */
function* giveUpCards(platform: string, chat: string, now: number): Plan<void> {
  for (const { id } of yield* strandedCards(platform, chat)) yield* cardGone(id, now)
}

/** Retries the postponed moves. Returns how many chats moved. */
export function* finishMigrations(now: number): Plan<number> {
  let moved = 0
  for (const move of yield* dueMoves(now)) if ((yield* migrateChat(move, now)).kind === 'migrated') moved++
  return moved
}

type Belonging = { readonly community: number; readonly origin: number | null }

/**
 * Merges the community founded under the new id into the old one, or returns why it can't yet. Red packets are paid and
 * refunded within their community, so it must have none open.
 */
function* mergeCommunity(newer: Belonging, older: Belonging, now: number): Plan<LinkRefusal | undefined> {
  const from = yield* existing(newer.community)
  const into = yield* existing(older.community)
  const links = yield* linksOfHost(from.id)
  if (newer.origin !== null || links.length > 0) return { kind: 'already_linked', name: from.name }
  let refusal = yield* refuseToMerge(from, into, links)
  if (refusal) return refusal
  // Nobody waits for as long as something may be scheduled ahead; what is refunded may be too much for the other's mint.
  yield* missAllIn(from.id, now)
  refusal = yield* refuseToMerge(from, into, links)
  if (refusal) return refusal
  let after: number | undefined = 0
  while (after !== undefined)
    after = yield* moveMembersAcross({ from, into, by: undefined, after, limit: MOVED_AT_ONCE }, now)
  yield* takeChatsOf(from.id, older)
  return undefined
}

function* existing(id: number): Plan<Community> {
  const community = yield* communityById(id)
  if (!community) throw new BrokenInvariant(`community ${id} does not exist`)
  return community
}
