import type { Amount } from '../../core/money.js'
import { BrokenInvariant } from '../../store/ledger.js'
import { type Member, memberById } from '../../store/members.js'
import {
  identitiesOfMember,
  mergeInto,
  reassignIdentities,
  restoreOriginalMember,
  type SharedIdentity,
} from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import { transferBalance } from './transfer-balances.js'

/** Makes `stays` represent `goes` and hold the money of both. Neither wallet may be frozen. */
export function* mergeMembers(stays: Member, goes: Member, now: number): Plan<Amount> {
  yield* mergeInto(stays.id, goes.id)
  return yield* transferBalance(goes.wallet.accountNo, stays.wallet.accountNo, goes.id, now)
}

/** Merges members without moving money, because the wallet of `goes` is frozen: the money follows once it is thawed. */
export function* mergeWithoutMoney(stays: Member, goes: Member): Plan<Amount> {
  yield* mergeInto(stays.id, goes.id)
  return 0 as Amount
}

/**
 * Takes one of several identities out of the member they share. It returns to its original member, with an empty
 * wallet; if the shared member is its own original, the others continue as one of theirs and take the money there. So
 * an identity keeps its original member forever, and linking and unlinking never yields a second share. Does nothing
 * for an identity that acts alone. The shared wallet may not be frozen; the money avoids frozen wallets if one of the
 * others can spend it. With `takesMoney`, the money goes with the one that leaves instead.
 */
export function* unlinkMember(
  shared: number,
  {
    platform,
    user,
    takesMoney,
  }: { readonly platform: string; readonly user: string; readonly takesMoney: boolean },
  now: number,
): Plan<void> {
  const identities = yield* identitiesOfMember(shared)
  const leaver = identities.find((one) => one.platform === platform && one.user === user)
  if (!leaver) throw new BrokenInvariant(`${user} of ${platform} is not member ${shared}`)
  if (leaver.originalMember !== null) {
    yield* restoreOriginalMember(shared, leaver)
    if (takesMoney) yield* moveWallet(shared, leaver.originalMember, now)
    return
  }
  const heir = yield* heirAmong(identities)
  if (heir === undefined) return
  yield* reassignIdentities(shared, heir)
  if (!takesMoney) yield* moveWallet(shared, heir, now)
}

/** Moves all money of a member that has just been separated to another. */
function* moveWallet(shared: number, other: number, now: number): Plan<void> {
  const from = yield* memberById(shared)
  const to = yield* memberById(other)
  if (!from || !to) throw new BrokenInvariant(`no member ${shared} or ${other}`)
  yield* transferBalance(from.wallet.accountNo, to.wallet.accountNo, shared, now)
}

/** Returns whose original member the identities continue as; undefined when there is only the shared one. */
function* heirAmong(identities: readonly SharedIdentity[]): Plan<number | undefined> {
  const originals = identities.flatMap(({ originalMember }) => originalMember ?? [])
  for (const original of originals)
    if ((yield* memberById(original))?.wallet.status === 'active') return original
  return originals[0]
}
