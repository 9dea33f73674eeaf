import type { ConsoleTopUp } from '../../src/app/wallets/console-top-up.js'
import { expectedIn, isInvolved } from './oracle-moves.js'
import { MOST, MOST_ISSUED, type OracleState, type Outcome } from './oracle-state.js'

/** An operator's top-up: without an actor, and never into a frozen wallet. */
export function consoleTopUp(state: OracleState, command: ConsoleTopUp): Outcome {
  const { community: where, walletNo, reason } = command
  const community =
    typeof where === 'number' ? state.communities.find(({ id }) => id === where) : state.communityAt(where)
  if (!community) return { kind: 'unknown_community' }
  const link = state.links.find(({ joined }) => joined === community)
  if (link) return { kind: 'community_linked', community: link.host.id, name: community.name }
  if (isInvolved(state, community)) return { kind: 'community_moving', name: community.name }
  const member = state.members.find((one) => one.community === community && one.wallet.no === walletNo)
  if (!member) return { kind: 'unknown_wallet' }
  const { mergedInto, name } = member
  if (mergedInto) return { kind: 'wallet_merged', name: mergedInto.name, walletNo: mergedInto.wallet.no }
  if (member.frozen) return { kind: 'wallet_frozen', name }
  if (reason === '') return { kind: 'reason_missing' }
  if (reason.length > 200) return { kind: 'reason_too_long', max: 200 }
  const { scale } = community.currency
  const amount = amountTyped(command.amount, scale)
  if (typeof amount === 'string') return { kind: 'amount_refused', why: amount, scale }
  if (community.circulation + expectedIn(state, community) + amount > MOST_ISSUED)
    return { kind: 'circulation_full' }
  const tradeNo = state.issue(member, amount, reason, null)
  const currency = { ...community.currency }
  return { kind: 'topped_up', name, amount, balance: member.balance, currency, reason, tradeNo }
}

/** Returns a typed amount in minor units, or why it is invalid. */
function amountTyped(text: string, scale: number): number | string {
  if (text.length > 64) return 'not_a_number'
  const digits = [...text.trim()].map((one) => {
    const code = one.charCodeAt(0)
    return code >= 0xff00 ? String.fromCharCode(code - 0xfee0) : one
  })
  const [whole = '', fraction, ...rest] = digits.join('').split('.')
  const isDigits = (part: string) => part !== '' && [...part].every((one) => one >= '0' && one <= '9')
  if (!isDigits(whole) || rest.length > 0 || (fraction !== undefined && !isDigits(fraction)))
    return 'not_a_number'
  if ((fraction ?? '').length > scale) return 'too_many_decimals'
  const minor = BigInt(whole + (fraction ?? '').padEnd(scale, '0'))
  if (minor === 0n) return 'not_positive'
  return minor > MOST ? 'too_large' : Number(minor)
}

/** Freezes or thaws a wallet in the file, as an operator. */
export function freeze(state: OracleState, walletNo: string, frozen: boolean): void {
  const member = state.members.find(({ wallet }) => wallet.no === walletNo)
  if (member) member.frozen = frozen
}

/** Forwards what waits in merged members' wallets to their representatives; returns how many held something. */
export function transferThawed(state: OracleState): number {
  let thawed = 0
  for (const member of state.members)
    if (member.mergedInto && !member.frozen && member.balance > 0) {
      state.transferBalance(member, member.mergedInto)
      thawed++
    }
  return thawed
}

/** Issues nearly all that may be issued, to the members of a chat in turn. Returns the number of trades. */
export function hoard(state: OracleState, chat: { platform: string; chat: string }, left: number): number {
  const community = state.communityAt(chat)
  if (!community) return 0
  const members = state.members.filter((member) => member.community === community)
  let trades = 0
  for (let room = MOST_ISSUED - community.circulation - left; room > 0; room -= MOST)
    state.issue(
      members[trades++ % members.length] as (typeof members)[0],
      Math.min(room, MOST),
      'a hoard',
      null,
    )
  return trades
}
