import type { Member } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { freezeReason } from '../../store/wallet-status.js'

/** A wallet can't be used; the reason is given to its owner. */
export interface WalletFrozen {
  readonly kind: 'wallet_frozen'
  readonly name: string
  readonly reason?: string
}

/** Returns the refusal for the owner of a frozen wallet. */
export function* refuseFrozen({ name, wallet }: Pick<Member, 'name' | 'wallet'>): Plan<WalletFrozen> {
  const reason = yield* freezeReason(wallet.accountNo)
  return { kind: 'wallet_frozen', name, ...(reason && { reason }) }
}
