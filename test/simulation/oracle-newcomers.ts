import type { OracleCommunity, OracleMember, OracleState, OracleTrade, Outcome, Who } from './oracle-state.js'

const DAY = 86_400_000

/** Returns the first moment of the range at which the date, in the Swedish format, is at least this one. */
function firstAt(date: string, timeZone: string, from: number, to: number): number {
  const dateOf = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone })
  let [low, high] = [from, to]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (dateOf(middle) >= date) high = middle
    else low = middle + 1
  }
  return high
}

/** Returns whether a trade only moved money because accounts were linked or unlinked. */
function isByLinking({ kind, desc }: OracleTrade): boolean {
  return kind === 'transfer' && desc === '🔗'
}

/** Returns the refusal of a newcomer who would send or give too much today, if any. */
export function overNewcomerLimit(
  state: OracleState,
  community: OracleCommunity,
  member: OracleMember,
  by: Who,
  amount: number,
): Outcome | undefined {
  const { newcomer } = community.rules
  const { now } = state
  if (!newcomer || member.treasurer) return undefined
  const known = [community, ...state.linksOf(community).map(({ joined }) => joined)]
  const people = state.personOf(by)?.identities ?? [by]
  const joined = known.flatMap((one) => people.flatMap((who) => state.identity(one, who)?.joinedAt ?? []))
  const until = Math.min(...joined) + newcomer.time
  if (now >= until) return undefined
  const { timeZone } = community
  const dateAt = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone })
  const start = firstAt(dateAt(now), timeZone, now - 2 * DAY, now)
  const tomorrow = new Date(Date.parse(`${dateAt(now)}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
  const renews = firstAt(tomorrow, timeZone, now, now + 2 * DAY)
  const own = [member, ...member.merged]
  let spent = 0
  for (const { wallet } of own)
    for (const { flag, trade, target } of wallet.entries)
      if (flag === -1 && ['send', 'transfer', 'rain'].includes(trade.kind) && trade.at >= start)
        if ((!target.member || !own.includes(target.member)) && !isByLinking(trade)) spent += trade.amount
  const left = Math.max(0, newcomer.limit - spent)
  if (amount <= left) return undefined
  const currency = { ...community.currency }
  return { kind: 'newcomer_limit', limit: newcomer.limit, left, currency, renews, until }
}
