import { thawedWallets } from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import { transferBalance } from '../linking/transfer-balances.js'

/**
 * Transfers what waits in merged members' wallets to their representatives: a refund to a frozen wallet stays there,
 * and once the wallet is thawed, no one could reach it. Returns how many held money.
 */
export function* transferThawed(now: number): Plan<number> {
  const thawed = yield* thawedWallets()
  for (const { member, walletNo, representativeWalletNo } of thawed)
    yield* transferBalance(walletNo, representativeWalletNo, member, now)
  return thawed.length
}
