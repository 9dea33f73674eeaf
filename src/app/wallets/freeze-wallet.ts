import type { Person } from '../../core/person.js'
import { lengthOf, MAX_NOTE, plainText } from '../../core/text.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import type { Account } from '../../store/ledger.js'
import { linksOfHost } from '../../store/links.js'
import { joinMember, type Member, memberById, originalMemberOf } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import { changeStatus, freezeReason } from '../../store/wallet-status.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import type { ReasonRefusal } from './admin-moves.js'
import { type ConsoleWallet, type ConsoleWalletRefusal, findConsoleWallet } from './console-wallet.js'

export interface FreezeWallet extends AdminCommand {
  readonly member: Person
  /** Shown to the member and in the audit; a thaw may have none. */
  readonly reason: string
}

/** Result of freezing or thawing; `reason` as it is stored. */
export type StatusChanged =
  | { kind: 'frozen'; name: string; reason: string }
  | { kind: 'thawed'; name: string; reason: string }
  /** The reason is empty when an operator froze it in the file. */
  | { kind: 'already_frozen'; name: string; reason: string }
  | { kind: 'not_frozen'; name: string }
  | ReasonRefusal

export type FreezeWalletOutcome = StatusChanged | { kind: 'not_admin' } | UnknownChat | KeyReused

/**
 * Lets a platform admin, but no treasurer, freeze a member's wallet, with a reason. Its owner, under any linked account,
 * can't spend, grab or check in; refunds and top-ups still reach it.
 */
export function* freezeWallet(command: FreezeWallet, now: number): Plan<FreezeWalletOutcome> {
  return yield* byAdmin('freeze', command, now)
}

/**
 * Lets a platform admin thaw a wallet, and with it the wallets that its owner returns to when accounts or chats are
 * unlinked.
 */
export function* thawWallet(command: FreezeWallet, now: number): Plan<FreezeWalletOutcome> {
  return yield* byAdmin('thaw', command, now)
}

type Verb = 'freeze' | 'thaw'

function* byAdmin(verb: Verb, command: FreezeWallet, now: number): Plan<FreezeWalletOutcome> {
  const { key, place, by } = command
  const body = bodyOf(verb, command)
  return yield* idempotent<FreezeWalletOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const actor = yield* joinMember(community.id, by, now)
    const member = yield* joinMember(community.id, command.member, now)
    return yield* change(verb, member, { reason: command.reason, actor: actor.id, by, now })
  })
}

/** A freeze or thaw by an operator at the console. */
export interface ConsoleFreeze extends ConsoleWallet {
  readonly key: string
  readonly reason: string
}

export type ConsoleFreezeOutcome = StatusChanged | ConsoleWalletRefusal | KeyReused

/** Freezes or thaws a wallet from the console. `now` is UTC milliseconds. */
export function* consoleFreeze(verb: Verb, command: ConsoleFreeze, now: number): Plan<ConsoleFreezeOutcome> {
  const { key, community, walletNo } = command
  const body = [`console_${verb}`, community, walletNo, command.reason]
  const remember = ({ kind }: ConsoleFreezeOutcome) => kind === 'frozen' || kind === 'thawed'
  return yield* idempotent<ConsoleFreezeOutcome>(
    { key: `console:${key}`, body, at: now, remember },
    function* () {
      const found = yield* findConsoleWallet(command)
      if ('kind' in found) return found
      return yield* change(verb, found.member, { reason: command.reason, actor: null, now })
    },
  )
}

interface Change {
  readonly reason: string
  /** The admin as a member of the wallet's community; null for an operator at the console. */
  readonly actor: number | null
  readonly by?: Person
  readonly now: number
}

function* change(
  verb: Verb,
  { id, name, wallet }: Pick<Member, 'id' | 'name' | 'wallet'>,
  { actor, by, now, ...typed }: Change,
): Plan<StatusChanged> {
  const reason = plainText(typed.reason)
  if (reason === '' && verb === 'freeze') return { kind: 'reason_missing' }
  if (lengthOf(reason) > MAX_NOTE) return { kind: 'reason_too_long', max: MAX_NOTE }
  const isFrozen = wallet.status === 'frozen'
  if (isFrozen && verb === 'freeze')
    return { kind: 'already_frozen', name, reason: (yield* freezeReason(wallet.accountNo)) ?? '' }
  if (!isFrozen && verb === 'thaw') return { kind: 'not_frozen', name }
  yield* changeStatus({
    ...{ community: wallet.community, walletNo: wallet.accountNo, reason, actor, at: now },
    status: verb === 'freeze' ? 'frozen' : 'active',
  })
  if (verb === 'thaw')
    for (const { accountNo: walletNo, community } of yield* frozenOriginals(id, wallet.community)) {
      const there =
        community === wallet.community ? actor : by ? (yield* joinMember(community, by, now)).id : null
      yield* changeStatus({ community, walletNo, status: 'active', reason, actor: there, at: now })
    }
  return { kind: verb === 'freeze' ? 'frozen' : 'thawed', name, reason }
}

/**
 * Returns the frozen wallets that a member's accounts had of their own: here, and in the communities that are linked to
 * this one. They were frozen before they were linked, and no one can reach them until they are unlinked.
 */
function* frozenOriginals(member: number, host: number): Plan<Account[]> {
  const communities = [host, ...(yield* linksOfHost(host)).map(({ joined }) => joined)]
  const frozen = new Map<number, Account>()
  for (const identity of yield* identitiesOfMember(member))
    for (const community of communities) {
      const original = yield* originalMemberOf(community, identity)
      const own = original === undefined ? undefined : yield* memberById(original)
      if (own?.wallet.status === 'frozen') frozen.set(own.id, own.wallet)
    }
  return [...frozen].sort(([one], [other]) => one - other).map(([, wallet]) => wallet)
}
