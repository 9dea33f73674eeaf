import { type PairFigures, type PersonFigures, RushFigures } from '../../core/rush-figures.js'
import { type BlockedMember, blockedMembersOf } from '../../store/blocks.js'
import { communityAt } from '../../store/communities.js'
import { type FastSharesCursor, FROM_THE_NEWEST, fastSharesOf } from '../../store/fast-shares.js'
import { memberById } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import type { Command, UnknownChat } from '../command.js'

/** How far back the figures go, in days. */
export const SUSPECT_DAYS = 30
const PERIOD = SUSPECT_DAYS * 24 * 3_600_000
/** Shares that are read at most, the newest first: a large community has more than enough of them. */
const MAX_READ = 50_000
const MAX_PEOPLE = 6
const MAX_PAIRS = 4

export interface SuspectsQuery extends Command {
  /** True if the platform says, as of now, that the person administers the chat. */
  readonly platformAdmin: boolean
}

export type SuspectsOutcome =
  | {
      kind: 'suspects'
      /** Red packets that the figures cover, of those that go to the fastest. */
      packets: number
      /** True if the period has more of them. */
      cut: boolean
      people: readonly Named<PersonFigures>[]
      pairs: readonly (PairFigures & { readonly names: readonly string[] })[]
      blocked: readonly BlockedMember[]
    }
  | { kind: 'not_admin' }
  | UnknownChat

type Named<Figures> = Figures & { readonly name: string }

/** Runs a plan of this community's chat. */
type Run = <Outcome>(make: (now: number) => Plan<Outcome>) => Promise<Outcome>

/**
 * Returns how fast members of a community tap, and who taps together: figures for admins, no verdict. Reads each batch
 * in a separate plan, so that no click waits for all of them.
 */
export async function suspects(query: SuspectsQuery, run: Run): Promise<SuspectsOutcome> {
  const figures = new RushFigures()
  let cursor: FastSharesCursor | undefined = FROM_THE_NEWEST
  let read = 0
  while (cursor && read < MAX_READ) {
    const from: FastSharesCursor = cursor
    const batch = await run((now) => readBatch(query, from, now))
    if (batch.kind !== 'batch') return batch
    figures.add(batch.shares)
    read += batch.shares.length
    cursor = batch.next
  }
  const pairs = figures.together(MAX_PAIRS)
  const people = figures.fastest(MAX_PEOPLE + MAX_PAIRS - pairs.length)
  const shown = [...people.map(({ member }) => member), ...pairs.flatMap(({ members }) => members)]
  const rest = await run(() => namesAndBlocks(query, shown))
  if (rest.kind !== 'rest') return rest
  const name = (member: number) => rest.names.get(member) ?? ''
  return {
    kind: 'suspects',
    packets: figures.packets,
    cut: cursor !== undefined,
    people: people.map((each) => ({ ...each, name: name(each.member) })),
    pairs: pairs.map((each) => ({ ...each, names: each.members.map(name) })),
    blocked: rest.blocked,
  }
}

function* readBatch({ place, platformAdmin }: SuspectsQuery, cursor: FastSharesCursor, now: number) {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' } as const
  if (!platformAdmin) return { kind: 'not_admin' } as const
  return { kind: 'batch', ...(yield* fastSharesOf(community.id, now - PERIOD, cursor)) } as const
}

function* namesAndBlocks({ place }: SuspectsQuery, members: readonly number[]) {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' } as const
  const names = new Map<number, string>()
  for (const id of members) names.set(id, (yield* memberById(id))?.name ?? '')
  return { kind: 'rest', names, blocked: yield* blockedMembersOf(community.id) } as const
}
