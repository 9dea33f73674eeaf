import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { freezeReason } from '../../store/wallet-status.js'
import type { Command, UnknownChat } from '../command.js'
import { openEnvelopesSentBy } from '../linking/represents.js'

export type WalletOutcome =
  | {
      kind: 'wallet'
      name: string
      walletNo: string
      balance: Amount
      currency: Currency
      openEnvelopes: number
      /** Why it is frozen, if it is; empty when an operator froze it in the file. */
      frozen?: string
    }
  | UnknownChat

/** Returns what a member has. */
export function* wallet({ place, by }: Command, now: number): Plan<WalletOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const member = yield* joinMember(community.id, by, now)
  const { name, wallet } = member
  const { accountNo: walletNo, balance } = wallet
  const openEnvelopes = yield* openEnvelopesSentBy(member)
  const { currency } = community
  const frozen = wallet.status === 'frozen' ? ((yield* freezeReason(walletNo)) ?? '') : undefined
  return {
    ...{ kind: 'wallet', name, walletNo, balance, currency, openEnvelopes },
    ...(frozen !== undefined && { frozen }),
  }
}
