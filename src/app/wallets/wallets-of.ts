import type { Amount, Currency } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { communityById, placeIn } from '../../store/communities.js'
import { memberById } from '../../store/members.js'
import { personOf } from '../../store/people.js'
import type { Plan } from '../../store/plan.js'
import { freezeReason } from '../../store/wallet-status.js'
import type { Command } from '../command.js'
import { membersOf } from '../linking/link-people.js'

/** A person's wallet in one community. */
export interface OwnWallet {
  /** Name of the community. */
  readonly name: string
  readonly walletNo: string
  readonly balance: Amount
  readonly currency: Currency
  /** A chat of the community, preferably on the asker's platform: other use cases need one. */
  readonly place: Place
  /** Why it is frozen, if it is; empty when an operator froze it in the file. */
  readonly frozen?: string
}

export interface RecentWallet extends OwnWallet {
  /** UTC milliseconds. */
  readonly movedAt: number
}

export interface WalletsOutcome {
  readonly kind: 'wallets'
  readonly wallets: OwnWallet[]
}

/**
 * Returns what a person has in every community, under any linked identity; the most recently used wallet comes first.
 * For a private chat, which belongs to no community.
 */
export function* walletsOf(query: Pick<Command, 'by'>): Plan<WalletsOutcome> {
  const wallets = yield* walletsByRecency(query)
  return { kind: 'wallets', wallets: wallets.map(({ movedAt, ...wallet }) => wallet) }
}

/** Returns a person's wallets with the time of their latest movement, by which those of several databases are merged. */
export function* walletsByRecency({ by }: Pick<Command, 'by'>): Plan<RecentWallet[]> {
  const members = yield* membersOf(yield* personOf(by.platform, by.user), by)
  const wallets: RecentWallet[] = []
  for (const [id, representative] of members) {
    const member = yield* memberById(representative)
    const community = yield* communityById(id)
    // A community that is linked to another has no chats, and its wallets are empty.
    const place = yield* placeIn(id, by.platform)
    if (!member || !community || !place) continue
    const { accountNo: walletNo, balance } = member.wallet
    const movedAt = member.movedAt
    const frozen = member.wallet.status === 'frozen' ? ((yield* freezeReason(walletNo)) ?? '') : undefined
    wallets.push({
      ...{ name: community.name, walletNo, balance, currency: community.currency, place, movedAt },
      ...(frozen !== undefined && { frozen }),
    })
  }
  return wallets.sort((one, other) => other.movedAt - one.movedAt)
}
