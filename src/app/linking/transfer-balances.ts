import type { Amount } from '../../core/money.js'
import { evenFrozen, getAccount, post } from '../../store/ledger.js'
import type { Plan } from '../../store/plan.js'
import { changeStatus, freezeReason } from '../../store/wallet-status.js'

/** Note or reason of a movement that only follows from linking; an emoji needs no translation. */
export const LINKED = '🔗'

/** Moves the whole balance of a wallet to another in the same community, by one transfer. */
export function* transferBalance(from: string, to: string, actor: number, at: number): Plan<Amount> {
  const giver = yield* getAccount(from)
  const amount = giver.balance
  if (amount > 0)
    yield* post({
      from: giver,
      to: yield* getAccount(to),
      ...{ amount, kind: 'transfer', desc: LINKED, actor, envelope: null, at },
    })
  return amount
}

/** One side of a movement between communities. */
export interface Side {
  readonly walletNo: string
  readonly mintNo: string
  /** The member of that community who caused it; null for the program. */
  readonly actor: number | null
  /** Name of the other community. */
  readonly other: string
}

/**
 * Moves the whole balance of a wallet into a wallet of another community. No trade crosses communities: one mint takes
 * the money out of circulation and the other issues the same amount. Scales and the limit must have been checked. If the
 * wallet is frozen, its money still moves, and the other wallet is frozen for the same reason.
 */
export function* moveAcrossCommunities(from: Side, to: Side, at: number): Plan<Amount> {
  const giver = yield* getAccount(from.walletNo)
  const amount = giver.balance
  if (giver.status === 'frozen') yield* freezeAlike(from, to, at)
  if (amount === 0) return amount
  yield* post({
    // This money stays with its owner.
    from: evenFrozen(giver),
    to: yield* getAccount(from.mintNo),
    ...{ amount, kind: 'deduct', desc: `${LINKED} ${from.other}`, actor: from.actor, envelope: null, at },
  })
  yield* post({
    from: yield* getAccount(to.mintNo),
    to: yield* getAccount(to.walletNo),
    ...{ amount, kind: 'top_up', desc: `${LINKED} ${to.other}`, actor: to.actor, envelope: null, at },
  })
  return amount
}

/** Freezes the wallet on one side like the frozen one on the other. */
function* freezeAlike(from: Side, to: Side, at: number): Plan<void> {
  const wallet = yield* getAccount(to.walletNo)
  if (wallet.status === 'frozen') return
  const reason = (yield* freezeReason(from.walletNo)) ?? `${LINKED} ${to.other}`
  yield* changeStatus({
    ...{ community: wallet.community, walletNo: to.walletNo, status: 'frozen', reason, actor: to.actor, at },
  })
}
