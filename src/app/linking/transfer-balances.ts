import type { Amount } from '../../core/money.js'
import { freezeWallet, getAccount, post } from '../../store/ledger.js'
import type { Plan } from '../../store/plan.js'

/** Stands as the note or reason of a movement that only follows from linking; a sign has no language. */
export const LINKED = '🔗'

/** Moves all that a wallet holds to another of the same community, by one transfer. */
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
  /** The member of that community who caused it; null when the program did. */
  readonly actor: number | null
  /** What the other community is called. */
  readonly other: string
}

/**
 * Moves all that a wallet holds into a wallet of another community. No trade crosses: the one mint takes the
 * money out of circulation and the other issues as much. Both scales and the limit must have been checked. A wallet
 * that an operator froze after that has the money moved all the same, and the other is frozen then too.
 */
export function* moveAcrossCommunities(from: Side, to: Side, at: number): Plan<Amount> {
  const giver = yield* getAccount(from.walletNo)
  const amount = giver.balance
  if (amount === 0) return amount
  yield* post({
    // A frozen wallet pays nobody; this is still its owner's.
    from: giver.status === 'frozen' ? { ...giver, status: 'active' } : giver,
    to: yield* getAccount(from.mintNo),
    ...{ amount, kind: 'deduct', desc: `${LINKED} ${from.other}`, actor: from.actor, envelope: null, at },
  })
  yield* post({
    from: yield* getAccount(to.mintNo),
    to: yield* getAccount(to.walletNo),
    ...{ amount, kind: 'top_up', desc: `${LINKED} ${to.other}`, actor: to.actor, envelope: null, at },
  })
  if (giver.status === 'frozen') yield* freezeWallet(to.walletNo)
  return amount
}
