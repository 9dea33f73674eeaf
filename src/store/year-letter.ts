import { RECEIVED, SEGMENTS } from './segments.js'
import type Database from './sqlite-library.js'

type Snapshot = Database.Database

/** Scope of a letter. Moments are UTC milliseconds, and `until` is the first one after it. */
export interface LetterPeriod {
  readonly from: number
  readonly until: number
  /** When each of its months begins; the first is `from`. */
  readonly months: readonly number[]
}

/** A share, and whose envelope it came from. */
export interface GrabFound {
  readonly amount: number
  /** Name of the sender or, in a community's letter, of the member who grabbed. */
  readonly name: string
}

/** A member's year: everything sent and grabbed in envelopes that have ended. */
export interface MemberYear {
  readonly packetsSent: number
  /** Sum of the shares that others got of them. */
  readonly sent: number
  readonly packetsGrabbed: number
  readonly received: number
  /** How often the member was the luckiest. */
  readonly luckiest: number
  /** The lucky share that was largest for its envelope. */
  readonly best?: GrabFound
  readonly fastest?: { readonly millis: number; readonly name: string }
  /** Sender whose envelopes the member grabbed most often. */
  readonly partner?: { readonly name: string; readonly packets: number }
  readonly largest?: { readonly total: number; readonly greeting: string }
  /** Amount received in each month. */
  readonly months: readonly number[]
}

/** A community's year. Members who left the leaderboards count, but aren't named. */
export interface CommunityYear {
  readonly packets: number
  readonly sent: number
  readonly grabs: number
  readonly people: number
  readonly generous?: { readonly name: string; readonly sent: number }
  readonly largest?: { readonly name: string; readonly total: number }
  readonly best?: GrabFound
  readonly fastest?: { readonly millis: number; readonly name: string }
  /** Envelopes sent in each month. */
  readonly months: readonly number[]
}

const MOST = Number.MAX_SAFE_INTEGER
const ENDED = `e.state IN ('finished', 'expired', 'cancelled')`
/** When an envelope was opened; without an appointment, when it was sent. */
const OPENED = `coalesce((SELECT opened_at FROM appointment WHERE envelope = e.id), e.created_at)`
const FOR_SPEED = `iif(e.way = 'speed', coalesce(s.reaction, max(0, s.claimed_at - ${OPENED})), NULL)`

interface GrabRow {
  readonly at: number
  readonly amount: number
  readonly sender: number
  readonly name: string
  /** How many equal parts a lucky share is worth; null for an equal one. */
  readonly parts: number | null
  readonly millis: number | null
  readonly luckiest: 0 | 1
}

/** Returns a member's year, together with all that the member represents. Reads only the trades of their wallets. */
export function memberYear(snapshot: Snapshot, member: number, period: LetterPeriod): MemberYear {
  const { from, until } = period
  const asked = { member, from, until }
  const ofMember = `own.user_id IN (SELECT id FROM member WHERE id = @member OR merged_into = @member)`
  const within = `t.created_at >= @from AND t.created_at < @until AND ${ENDED}`
  const sent = snapshot
    .prepare(
      `SELECT e.total, e.grabbed_total AS grabbed, e.greeting
       FROM account own JOIN trade t ON t.from_account = own.id JOIN envelope e ON e.id = t.envelope
       WHERE ${ofMember} AND t.kind = 'send' AND e.grabbed_count > 0 AND ${within}`,
    )
    .all(asked) as { total: number; grabbed: number; greeting: string }[]
  const grabs = snapshot
    .prepare(
      `WITH RECURSIVE ${SEGMENTS}
       SELECT t.created_at AS at, t.amount, r.id AS sender, r.name, ${FOR_SPEED} AS millis,
              iif(e.kind = 'lucky' AND e.count > 1, 1.0 * t.amount * e.count / e.total, NULL) AS parts,
              e.kind = 'lucky' AND e.grabbed_count > 1 AND s.position = (
                SELECT position FROM share WHERE envelope = e.id AND claimer IS NOT NULL
                ORDER BY amount DESC, position LIMIT 1) AS luckiest
       FROM account own ${RECEIVED} JOIN envelope e ON e.id = t.envelope
       JOIN share s ON s.envelope = e.id AND s.claimer = t.actor
       JOIN member m ON m.id = e.sender JOIN member r ON r.id = coalesce(m.merged_into, m.id)
       WHERE ${ofMember} AND t.kind = 'grab' AND ${within}
       ORDER BY own.user_id, t.to_seq`,
    )
    .all(asked) as GrabRow[]
  const months = new Array<number>(period.months.length).fill(0)
  const senders = new Map<number, { name: string; packets: number }>()
  for (const { at, amount, sender, name } of grabs) {
    const month = monthOf(at, period)
    months[month] = Math.min(MOST, (months[month] ?? 0) + amount)
    const { packets } = senders.get(sender) ?? { packets: 0 }
    // A member's own envelopes don't make them their own partner.
    if (sender !== member) senders.set(sender, { name, packets: packets + 1 })
  }
  const best = most(grabs, ({ parts }) => parts ?? 0)
  const fastest = most(grabs, ({ millis }) => (millis === null ? 0 : 1 / (1 + millis)))
  const partner = most([...senders.values()], ({ packets }) => packets)
  const largest = most(sent, ({ total }) => total)
  return {
    packetsSent: sent.length,
    sent: sumOf(sent.map(({ grabbed }) => grabbed)),
    packetsGrabbed: grabs.length,
    received: sumOf(grabs.map(({ amount }) => amount)),
    luckiest: grabs.filter(({ luckiest }) => luckiest === 1).length,
    ...(best && { best: { amount: best.amount, name: best.name } }),
    ...(fastest && { fastest: { millis: fastest.millis ?? 0, name: fastest.name } }),
    ...(partner && { partner }),
    ...(largest && { largest: { total: largest.total, greeting: largest.greeting } }),
    months,
  }
}

/** Returns a community's year. Reads its envelopes of that time by the index of their opening, and their shares. */
export function communityYear(snapshot: Snapshot, community: number, period: LetterPeriod): CommunityYear {
  const { from, until } = period
  const asked = { community, from, until }
  const within = `e.community = @community AND coalesce(e.opens_at, e.created_at) >= @from
    AND coalesce(e.opens_at, e.created_at) < @until AND e.grabbed_count > 0 AND ${ENDED}`
  const represents = (who: string) =>
    `JOIN member m ON m.id = ${who} JOIN member r ON r.id = coalesce(m.merged_into, m.id)`
  const sent = snapshot
    .prepare(
      `SELECT coalesce(e.opens_at, e.created_at) AS at, e.total, e.grabbed_total AS grabbed, e.grabbed_count AS grabs,
              r.id AS sender, r.name, r.off_boards AS hides
       FROM envelope e ${represents('e.sender')} WHERE ${within}`,
    )
    .all(asked) as {
    at: number
    total: number
    grabbed: number
    grabs: number
    sender: number
    name: string
    hides: 0 | 1
  }[]
  const shares = `FROM envelope e JOIN share s ON s.envelope = e.id ${represents('s.claimer')} WHERE ${within}`
  const people = snapshot.prepare(`SELECT count(DISTINCT r.id) ${shares}`).pluck().get(asked) as number
  const best = snapshot
    .prepare(
      `SELECT s.amount, r.name ${shares} AND r.off_boards = 0 AND e.kind = 'lucky' AND e.count > 1
       ORDER BY 1.0 * s.amount * e.count / e.total DESC, s.claimed_at LIMIT 1`,
    )
    .get(asked) as GrabFound | undefined
  const fastest = snapshot
    .prepare(
      `SELECT ${FOR_SPEED} AS millis, r.name ${shares} AND r.off_boards = 0 AND e.way = 'speed'
       ORDER BY 1, s.claimed_at LIMIT 1`,
    )
    .get(asked) as { millis: number; name: string } | undefined
  const months = new Array<number>(period.months.length).fill(0)
  const senders = new Map<number, { name: string; sent: number }>()
  for (const { at, grabbed, sender, name, hides } of sent) {
    const month = monthOf(at, period)
    months[month] = (months[month] ?? 0) + 1
    if (hides === 0)
      senders.set(sender, { name, sent: Math.min(MOST, (senders.get(sender)?.sent ?? 0) + grabbed) })
  }
  const named = sent.filter(({ hides }) => hides === 0)
  const largest = most(named, ({ total }) => total)
  const generous = most([...senders.values()], (each) => each.sent)
  return {
    packets: sent.length,
    sent: sumOf(sent.map(({ grabbed }) => grabbed)),
    grabs: sumOf(sent.map(({ grabs }) => grabs)),
    people,
    ...(generous && { generous }),
    ...(largest && { largest: { name: largest.name, total: largest.total } }),
    ...(best && { best }),
    ...(fastest && { fastest }),
    months,
  }
}

function monthOf(at: number, { months }: LetterPeriod): number {
  return months.findLastIndex((start) => start <= at)
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => Math.min(MOST, sum + amount), 0)
}

/** Returns the first with the largest figure above zero. */
function most<One>(all: readonly One[], figure: (one: One) => number): One | undefined {
  let best: One | undefined
  for (const one of all) if (figure(one) > (best === undefined ? 0 : figure(best))) best = one
  return best
}
