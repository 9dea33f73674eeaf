import { idAcross } from '../core/row-across.js'
import { openSnapshot } from '../integrity/snapshot.js'
import {
  type CommunityFound,
  type CommunityStats,
  countCommunities,
  type DayFigures,
  daysOfAll,
  latestCommunities,
  startOfDay,
  statsOf,
} from '../store/overview.js'

/** The part of the operator page that takes long to read. */
export interface OperatorOverview {
  /** Communities in all. */
  readonly count: number
  /** Those with the latest activity. */
  readonly communities: readonly (CommunityFound &
    Pick<CommunityStats, 'days' | 'supply' | 'in_circulation'>)[]
  /** All of them together. */
  readonly days: readonly Pick<DayFigures, 'day' | 'packets' | 'grabs'>[]
}

const DAYS = 30
/** More rows make a page too long to read; the command line has no limit. */
const MAX_COMMUNITIES = 500

/** Combines the overviews of several databases, in their order. */
export function overviewsTogether(all: readonly (OperatorOverview | undefined)[]): OperatorOverview {
  const communities = all.flatMap((overview, index) =>
    (overview?.communities ?? []).map((community) => ({
      ...community,
      id: idAcross(index + 1, community.id),
      linked_to: community.linked_to === null ? null : idAcross(index + 1, community.linked_to),
    })),
  )
  const latest = ({ last_activity }: { last_activity: number | null }) => last_activity ?? 0
  const [first] = all.flatMap((overview) => overview ?? [])
  return {
    count: all.reduce((total, overview) => total + (overview?.count ?? 0), 0),
    communities: communities.sort((one, other) => latest(other) - latest(one)).slice(0, MAX_COMMUNITIES),
    days: (first?.days ?? []).map(({ day }) => {
      const ofDay = all.flatMap((overview) => overview?.days.find((each) => each.day === day) ?? [])
      return {
        day,
        packets: ofDay.reduce((total, { packets }) => total + packets, 0),
        grabs: ofDay.reduce((total, { grabs }) => total + grabs, 0),
      }
    }),
  }
}

/** Reads the overview of a database, even while the bot is running. `now`: UTC milliseconds. */
export function readOverview(file: string, now: number): OperatorOverview {
  const snapshot = openSnapshot(file)
  try {
    const stats = statsOf(snapshot, { today: startOfDay(now), days: DAYS })
    const byId = new Map(stats.map((each) => [each.id, each]))
    const communities = latestCommunities(snapshot, MAX_COMMUNITIES).map((each) => {
      const { days = [], supply = [], in_circulation = 0 } = byId.get(each.id) ?? {}
      return { ...each, days, supply, in_circulation }
    })
    return { count: countCommunities(snapshot), communities, days: daysOfAll(stats) }
  } finally {
    snapshot.close()
  }
}
