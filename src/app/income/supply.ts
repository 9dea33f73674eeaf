import type { Amount, Currency } from '../../core/money.js'
import { periodStart } from '../../core/periods.js'
import { communityAt } from '../../store/communities.js'
import { getAccount } from '../../store/ledger.js'
import type { Plan } from '../../store/plan.js'
import { type Supply, supplySince } from '../../store/supply.js'
import type { Command, UnknownChat } from '../command.js'

export type { Supply } from '../../store/supply.js'

export type SupplyOutcome =
  | {
      kind: 'supply'
      currency: Currency
      /** Money in circulation: issued by the mint and not taken back. */
      circulation: Amount
      /** In the current month (UTC), by kind and by admin, largest first. */
      month: Supply[]
      ever: Supply[]
    }
  | UnknownChat

/** Returns how much money a community has created, how and by whom; open to all its members. */
export function* supply({ place }: Command, now: number): Plan<SupplyOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const { id, currency, mintNo } = community
  const circulation = Math.abs((yield* getAccount(mintNo)).balance) as Amount
  const month = yield* supplySince(id, periodStart('month', now))
  return { kind: 'supply', currency, circulation, month, ever: yield* supplySince(id, 0) }
}
