import { thawedWallets } from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import { transferBalance } from '../linking/transfer-balances.js'

/**
 * Gives the members who represent others what waits in the wallets of those: a refund stays in a wallet that was
 * frozen when it came, and nobody can reach it there once the wallet is thawed. Returns how many held something.
 */
export function* transferThawed(now: number): Plan<number> {
  const thawed = yield* thawedWallets()
  for (const { member, walletNo, representativeWalletNo } of thawed)
    yield* transferBalance(walletNo, representativeWalletNo, member, now)
  return thawed.length
}
