import type { BlockMember, UnblockMember } from '../../src/app/community/block-member.js'
import type { SuspectsQuery } from '../../src/app/community/suspects.js'
import { difference } from './difference.js'
import {
  Disagreement,
  type OracleCommunity,
  type OracleEnvelope,
  type OracleState,
  type Outcome,
} from './oracle-state.js'

const PERIOD = 30 * 24 * 3_600_000

export function block(state: OracleState, command: BlockMember): Outcome {
  const community = state.communityAt(command.place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const { reason } = command
  if (reason === '') return { kind: 'reason_missing' }
  if (reason.length > 200) return { kind: 'reason_too_long', max: 200 }
  const by = state.join(community, command.by)
  const member = state.join(community, command.member)
  for (const one of [member, ...member.merged]) one.block = { reason, by }
  return { kind: 'member_blocked', name: member.name, reason }
}

export function unblock(state: OracleState, command: UnblockMember): Outcome {
  const community = state.communityAt(command.place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const member = state.join(community, command.member)
  const { name } = member
  if (!member.block) return { kind: 'not_blocked', name }
  for (const one of [member, ...member.merged]) one.block = null
  return { kind: 'member_unblocked', name }
}

/** A look at the figures, batch by batch. */
interface Look {
  /** Shares that there were at its first batch: a later one may lie behind its cursor. */
  readonly owed: ReadonlySet<string>
  readonly seen: Set<string>
}

const looks = new WeakMap<object, Look>()

/** Follows a look at the figures, which comes in batches and ends with names and blocks. */
export function suspects(state: OracleState, query: SuspectsQuery, now: number, said: Outcome): Outcome {
  const community = state.communityAt(query.place)
  if (!community) return { kind: 'unknown_chat' }
  if (!query.platformAdmin) return { kind: 'not_admin' }
  if (said.kind === 'rest') return rest(state, community, said)
  const expected = new Map(fastShares(community, now).map((share) => [nameOf(share), share]))
  const look = looks.get(query) ?? { owed: new Set(expected.keys()), seen: new Set<string>() }
  looks.set(query, look)
  for (const share of said.shares as ReturnType<typeof fastShares>) {
    const found = difference(share, expected.get(nameOf(share)))
    if (found) throw new Disagreement(`a fast share: ${found}`)
    look.seen.add(nameOf(share))
  }
  if (said.next === undefined) {
    for (const name of expected.keys())
      if (look.owed.has(name) && !look.seen.has(name))
        throw new Disagreement(`the figures lack share ${name}`)
    looks.delete(query)
  }
  return said
}

const nameOf = ({ envelope, position }: { envelope: number; position: number }) => `${envelope} ${position}`

function fastShares({ envelopes }: OracleCommunity, now: number) {
  return envelopes
    .filter(({ way }) => way === 'speed' || way === 'fair_start')
    .flatMap((envelope) =>
      envelope.claims.flatMap(({ by, at, reaction }, index) => {
        if (at < now - PERIOD) return []
        const own = sincePosted(envelope, at)
        return {
          ...{ envelope: envelope.number, position: index + 1, member: (by.mergedInto ?? by).id },
          ...{ reaction: reaction ?? own, fairStart: envelope.way === 'fair_start' },
        }
      }),
    )
}

/** Returns how long after the first card of an envelope something was; null when there was none. */
export function sincePosted({ cards }: OracleEnvelope, at: number): number | null {
  const posted = cards.flatMap(({ postedAt }) => (postedAt === null ? [] : [postedAt]))
  return posted.length === 0 ? null : Math.max(0, at - Math.min(...posted))
}

function rest(state: OracleState, community: OracleCommunity, said: Outcome): Outcome {
  const blocked = state.members
    .filter((member) => member.community === community && member.block && !member.mergedInto)
    .map(({ id, name, block }) => ({ id, name, reason: block?.reason, by: block?.by?.name ?? null }))
  for (const [id, name] of said.names as Map<number, string>)
    if (name !== state.members[id - 1]?.name) throw new Disagreement(`member ${id} isn't called ${name}`)
  return { kind: 'rest', blocked, names: said.names }
}
