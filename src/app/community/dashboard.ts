import type { Community } from '../../core/community.js'
import type { Amount, Currency } from '../../core/money.js'
import { dateAt, wallTimeToUtc } from '../../core/time-zone.js'
import { openSnapshot } from '../../integrity/snapshot.js'
import { communityAt } from '../../store/communities.js'
import {
  countMembers,
  type DayFigures,
  openWinnings,
  richestMembers,
  type SupplyFound,
  statsOf,
} from '../../store/overview.js'
import type { Plan } from '../../store/plan.js'
import type { Command, UnknownChat } from '../command.js'

/** How far back the figures of days go. */
export const DASHBOARD_DAYS = 30
const MAX_HOLDERS = 5
/** Where open red packets are left out, those among whom the order may change. */
const MAX_CANDIDATES = 100

export interface DashboardQuery extends Command {
  /** True if the platform says, as of now, that the person administers the chat. */
  readonly platformAdmin: boolean
}

export type DashboardOutcome =
  | ({ readonly kind: 'dashboard'; readonly currency: Currency } & DashboardFigures)
  | { readonly kind: 'not_admin' }
  | UnknownChat

export interface DashboardFigures {
  readonly circulation: Amount
  readonly members: number
  /** The last days by the community's clock, today last. */
  readonly days: readonly Pick<DayFigures, 'packets' | 'grabs' | 'sent'>[]
  /** How the money came, largest first. */
  readonly supply: readonly SupplyFound[]
  /** The members with the most money. Where amounts are hidden, what they won from open red packets is left out. */
  readonly holders: readonly { readonly name: string; readonly balance: number }[]
}

/** Scope of a letter, as plain data for another thread. */
export interface DashboardOrder {
  readonly community: number
  /** When the community's day began, UTC milliseconds. */
  readonly today: number
  readonly hidesAmounts: boolean
}

/** Reads a community's figures from the file, even while it is written. */
export async function readDashboard(file: string, order: DashboardOrder): Promise<DashboardFigures> {
  const { community, today, hidesAmounts } = order
  const snapshot = openSnapshot(file)
  try {
    const [stats] = statsOf(snapshot, { community, today, days: DASHBOARD_DAYS })
    const hidden = hidesAmounts ? openWinnings(snapshot, community) : undefined
    const holders = richestMembers(snapshot, community, hidden ? MAX_CANDIDATES : MAX_HOLDERS)
      .map(({ name, wallet, balance }) => ({ name, balance: balance - (hidden?.get(wallet) ?? 0) }))
      .filter(({ balance }) => balance > 0)
      .sort((one, other) => other.balance - one.balance)
    return {
      circulation: (stats?.in_circulation ?? 0) as Amount,
      members: countMembers(snapshot, community),
      days: (stats?.days ?? []).map(({ packets, grabs, sent }) => ({ packets, grabs, sent })),
      supply: stats?.supply ?? [],
      holders: holders.slice(0, MAX_HOLDERS),
    }
  } finally {
    snapshot.close()
  }
}

type Read = (order: DashboardOrder) => Promise<DashboardFigures>

/** Lets all who ask for one community's figures at the same time share them: reading takes a thread. */
export function oneAtATime(read: Read): Read {
  const running = new Map<number, Promise<DashboardFigures>>()
  return (order) => {
    const { community } = order
    const shared = running.get(community) ?? read(order).finally(() => running.delete(community))
    running.set(community, shared)
    return shared
  }
}

/** Runs a plan of this community's chat. */
type Run = (make: (now: number) => Plan<Asked>) => Promise<Asked>
type Asked = { readonly kind: 'asked'; readonly community: Community; readonly now: number } | Refused
type Refused = { readonly kind: 'not_admin' } | UnknownChat

/** Returns a community's figures for an admin. */
export async function dashboard(query: DashboardQuery, run: Run, read: Read): Promise<DashboardOutcome> {
  const asked = await run((now) => mayLook(query, now))
  if (asked.kind !== 'asked') return asked
  const { id, currency, rules, timeZone } = asked.community
  const midnight = { ...dateAt(asked.now, timeZone), hour: 0, minute: 0 }
  const today = wallTimeToUtc(midnight, timeZone)
  const figures = await read({ community: id, today, hidesAmounts: rules.hideAmounts })
  return { kind: 'dashboard', currency, ...figures }
}

function* mayLook({ place, platformAdmin }: DashboardQuery, now: number): Plan<Asked> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  return platformAdmin ? { kind: 'asked', community, now } : { kind: 'not_admin' }
}
