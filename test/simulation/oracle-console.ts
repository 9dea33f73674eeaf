import type { ConsoleTopUp } from '../../src/app/wallets/console-top-up.js'
import type { FreezeWallet } from '../../src/app/wallets/freeze-wallet.js'
import type { ConsoleFreezing } from './operation.js'
import { expectedIn, isInvolved } from './oracle-moves.js'
import {
  MOST,
  MOST_ISSUED,
  type OracleCommunity,
  type OracleMember,
  type OracleState,
  type Outcome,
  type Who,
} from './oracle-state.js'

/** An operator's top-up: without an actor. */
export function consoleTopUp(state: OracleState, command: ConsoleTopUp): Outcome {
  const { reason } = command
  const found = walletOf(state, command)
  if ('kind' in found) return found
  const { community, member } = found
  const { name } = member
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

/** Returns the wallet that an operator named, or why it can't be used. */
function walletOf(
  state: OracleState,
  { community: where, walletNo }: Pick<ConsoleTopUp, 'community' | 'walletNo'>,
): { community: OracleCommunity; member: OracleMember } | Outcome {
  const community =
    typeof where === 'number' ? state.communities.find(({ id }) => id === where) : state.communityAt(where)
  if (!community) return { kind: 'unknown_community' }
  const link = state.links.find(({ joined }) => joined === community)
  if (link) return { kind: 'community_linked', community: link.host.id, name: community.name }
  if (isInvolved(state, community)) return { kind: 'community_moving', name: community.name }
  const member = state.members.find((one) => one.community === community && one.wallet.no === walletNo)
  if (!member) return { kind: 'unknown_wallet' }
  const { mergedInto } = member
  if (mergedInto) return { kind: 'wallet_merged', name: mergedInto.name, walletNo: mergedInto.wallet.no }
  return { community, member }
}

/** An admin freezes or thaws somebody's wallet. */
export function freezeByAdmin(state: OracleState, kind: 'freeze' | 'thaw', command: FreezeWallet): Outcome {
  const community = state.communityAt(command.place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const actor = state.join(community, command.by)
  const member = state.join(community, command.member)
  return changeStatus(state, kind, member, { reason: command.reason, actor, by: command.by })
}

/** An operator freezes or thaws a wallet at the console. */
export function consoleFreeze(state: OracleState, command: ConsoleFreezing): Outcome {
  const found = walletOf(state, command)
  return 'kind' in found
    ? found
    : changeStatus(state, command.verb, found.member, { reason: command.reason, actor: null })
}

function changeStatus(
  state: OracleState,
  kind: 'freeze' | 'thaw',
  member: OracleMember,
  { reason, actor, by }: { reason: string; actor: OracleMember | null; by?: Who },
): Outcome {
  const { name, community } = member
  if (reason === '' && kind === 'freeze') return { kind: 'reason_missing' }
  if (reason.length > 200) return { kind: 'reason_too_long', max: 200 }
  if (member.frozen && kind === 'freeze')
    return { kind: 'already_frozen', name, reason: member.frozenFor ?? '' }
  if (!member.frozen && kind === 'thaw') return { kind: 'not_frozen', name }
  state.changeStatus(member, kind, reason, actor)
  if (kind === 'thaw')
    for (const own of frozenOriginals(state, member)) {
      const there = own.community === community ? actor : by ? state.join(own.community, by) : null
      state.changeStatus(own, 'thaw', reason, there)
    }
  return { kind: kind === 'freeze' ? 'frozen' : 'thawed', name, reason }
}

/** The frozen wallets that a member's accounts had before they were linked, here and in linked communities. */
function frozenOriginals(state: OracleState, member: OracleMember): OracleMember[] {
  const { community } = member
  const communities = [community, ...state.linksOf(community).map(({ joined }) => joined)]
  const own = state
    .identitiesOf(member)
    .flatMap((identity) => communities.flatMap((one) => state.identity(one, identity)?.own ?? []))
  return [...new Set(own)].filter(({ frozen }) => frozen).sort((one, other) => one.id - other.id)
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

/** Freezes or thaws a wallet in the file, as an operator; what an admin froze, an operator leaves alone. */
export function freeze(state: OracleState, walletNo: string, frozen: boolean): void {
  const member = state.members.find(({ wallet }) => wallet.no === walletNo)
  if (member && (frozen || member.frozenFor === null)) member.frozen = frozen
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
