import { thawedWallets } from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import { handOver } from '../linking/carry-money.js'

/**
 * Gives the members who represent others what waits in the wallets of those: a refund stays in a wallet that was
 * frozen when it came, and nobody can reach it there once the wallet is thawed. Returns how many held something.
 */
export function* handOnThawed(now: number): Plan<number> {
  const thawed = yield* thawedWallets()
  for (const { member, walletNo, representativeWalletNo } of thawed)
    yield* handOver(walletNo, representativeWalletNo, member, now)
  return thawed.length
}
