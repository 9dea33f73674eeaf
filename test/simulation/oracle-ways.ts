import { createHash } from 'node:crypto'
import type { GrabShare } from '../../src/app/envelopes/grab-share.js'
import type { SendEnvelope } from '../../src/app/envelopes/send-envelope.js'
import { earlierShare, endAs, type Handed, linkedTo } from './oracle-envelopes.js'
import { platformsOf } from './oracle-moves.js'
import { tellEnd } from './oracle-results.js'
import {
  Disagreement,
  type OracleCommunity,
  type OracleEntrant,
  type OracleEnvelope,
  type OracleMember,
  type OracleState,
  type Outcome,
  refuseFrozen,
} from './oracle-state.js'
import { sincePosted } from './oracle-suspects.js'

interface Identity {
  readonly platform: string
  readonly user: string
}

/** Returns a person's tickets for an envelope. */
export function ticketsOf(
  state: OracleState,
  { entrants }: OracleEnvelope,
  member: OracleMember,
  by: Identity,
): number[] {
  const identities = [`${by.platform} ${by.user}`, ...linkedTo(state, by)]
  const isTheirs = (entrant: OracleEntrant) =>
    entrant.by === member ||
    member.merged.has(entrant.by) ||
    identities.some((one) => entrant.holders.has(one))
  return entrants.flatMap((entrant, index) => (isTheirs(entrant) ? [index + 1] : []))
}

export function addEntrant(
  state: OracleState,
  envelope: OracleEnvelope,
  by: OracleMember,
  { platform, user }: Identity,
  key: string | null = null,
  reaction: number | null = null,
): number {
  const holders = new Set(linkedTo(state, { platform, user }))
  return envelope.entrants.push({ by, platform, user, holders, key, reaction, position: null })
}

export function joinDraw(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  by: Identity,
  now: number,
): Outcome {
  const [ticket] = ticketsOf(state, envelope, member, by)
  const { deadline: at } = envelope
  if (envelope.state !== 'open')
    return ticket === undefined ? { kind: envelope.state } : { kind: 'not_drawn', ticket }
  if (now >= at) return { kind: 'being_drawn' }
  if (ticket !== undefined) return { kind: 'already_joined', ticket, at }
  if (member.frozen) return refuseFrozen(member)
  const added = addEntrant(state, envelope, member, by)
  state.bump(envelope)
  return { kind: 'joined', ticket: added, at }
}

const TRIES = 3
/** The shortest tape, however few the shares. */
const SHORTEST_TAPE = 10

/** Handles a losing try; undefined when it wins, which the tape decides, or when the envelope isn't a shake. */
export function missShake(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  by: Identity,
  now: number,
  said: Outcome,
): Outcome | undefined {
  const { way, tries, count, claims, deadline } = envelope
  if (way !== 'shake' || envelope.state !== 'open' || now >= deadline || member.frozen) return undefined
  const tickets = ticketsOf(state, envelope, member, by)
  const used = tries.filter(({ ticket }) => tickets.includes(ticket)).length
  if (used >= TRIES) return { kind: 'no_tries_left' }
  const mustWin = Math.max(TRIES * count, SHORTEST_TAPE) - tries.length === count - claims.length
  if (said.kind === 'grabbed' || mustWin) return undefined
  const ticket = tickets[0] ?? addEntrant(state, envelope, member, by)
  tries.push({ ticket, won: false })
  return { kind: 'missed', left: TRIES - used - 1 }
}

/** A try has won. Returns everyone who holds its ticket, and so the share. */
export function hitShake(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  by: Identity,
): ReadonlySet<string> {
  if (envelope.way !== 'shake') return new Set()
  const ticket = ticketsOf(state, envelope, member, by)[0] ?? addEntrant(state, envelope, member, by)
  envelope.tries.push({ ticket, won: true })
  return (envelope.entrants[ticket - 1] as OracleEntrant).holders
}

/** Returns whether the revealed tape matches the tries. */
export function checkTape({ way, tries, count, no }: OracleEnvelope, term: string | undefined): void {
  if (way !== 'shake') return
  const wins = (term ?? '').replace('wins=', '').split(',').map(Number)
  const shown = tries.flatMap(({ won }, index) => (won ? [index + 1] : []))
  const seen = wins.filter((number) => number <= tries.length)
  if (wins.length !== count || wins.some((number) => number < 1 || number > Math.max(TRIES * count, 10)))
    throw new Disagreement(`the tape of ${no} is no tape: ${term}`)
  if (seen.join() !== shown.join())
    throw new Disagreement(`the tape of ${no} has ${seen}, and these tries won: ${shown}`)
}

/** The winning tries, as revealed. */
export function hitsOf({ way, tries, claims }: OracleEnvelope): object | undefined {
  if (way !== 'shake') return undefined
  const numbers = tries.flatMap(({ won }, index) => (won ? [index + 1] : []))
  return numbers.map((number, index) => ({ number, name: claims[index]?.by.name }))
}

/** Returns an envelope's way. */
export function wayOf(
  { way = 'speed', fairStart }: SendEnvelope,
  { rules }: OracleCommunity,
): Pick<OracleEnvelope, 'way' | 'fairStart'> {
  if (way !== 'speed') return { way, fairStart: null }
  const window = fairStart ?? rules.fairStart
  if (window === 0) return { way: 'speed', fairStart: null }
  return { way: 'fair_start', fairStart: { window, endsAt: null, served: false } }
}

/** Serves the taps of a closed window, unless they have been served. */
export function serveWhenOver(
  state: OracleState,
  envelope: OracleEnvelope,
  now: number,
  handed: readonly Handed[],
): boolean {
  const { fairStart: fair } = envelope
  if (!fair || envelope.state !== 'open' || fair.served || !isOver(fair, now)) return false
  serve(state, envelope, now, handed)
  state.bump(envelope)
  return true
}

function isOver({ window, endsAt }: NonNullable<OracleEnvelope['fairStart']>, now: number): boolean {
  return endsAt !== null && (now >= endsAt || now < endsAt - window)
}

/** Handles a tap that must wait; undefined for an ordinary grab. */
export function waitFairly(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  { by, key, reaction }: GrabShare,
  now: number,
): Outcome | undefined {
  const { fairStart: fair, deadline } = envelope
  if (!fair || fair.served || envelope.state !== 'open' || now >= deadline) return undefined
  const endsAt = fair.endsAt ?? Math.min(now + fair.window, deadline)
  const waiting = { kind: 'waiting', millis: endsAt - now }
  if (ticketsOf(state, envelope, member, by).length > 0) return waiting
  if (member.frozen) return undefined
  fair.endsAt = endsAt
  addEntrant(state, envelope, member, by, key, reaction ?? sincePosted(envelope, now))
  state.bump(envelope)
  return waiting
}

/** Returns the answer to the tap that joined; undefined for the person's other taps. */
export function grabbedFairly(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  { by, key }: GrabShare,
  earlier: number,
): Outcome | undefined {
  const position = earlier + 1
  const isOwn = (ticket: number) => {
    const entrant = envelope.entrants[ticket - 1]
    return entrant?.key === key && entrant.position === position
  }
  if (!ticketsOf(state, envelope, member, by).some(isOwn)) return undefined
  const { amount, tradeNo } = envelope.claims[earlier] as OracleEnvelope['claims'][number]
  const { count, community } = envelope
  const currency = { ...community.currency }
  return { kind: 'grabbed', amount, position, count, balance: member.balance, currency, tradeNo }
}

/** Returns the envelopes whose window has closed while taps are still waiting. */
export function listFairStarts(state: OracleState, now: number, limit: number): number[] {
  const endsAt = ({ fairStart }: OracleEnvelope) => fairStart?.endsAt ?? 0
  const due = [...state.open]
    .filter(({ fairStart: fair }) => fair && !fair.served && isOver(fair, now))
    .sort((one, other) => endsAt(one) - endsAt(other) || one.number - other.number)
    .slice(0, limit)
  state.waiting.push(...due)
  return due.map(({ number }) => number)
}

export function serveOne(state: OracleState, now: number, handed: readonly Handed[]): boolean {
  const envelope = state.waiting.shift()
  if (!envelope) throw new Disagreement('an envelope was served alone that nobody had listed')
  return serveWhenOver(state, envelope, now, handed)
}

export function wayView({ way, fairStart, entrants, state }: OracleEnvelope): object {
  if (way === 'speed' || way === 'shake') return { kind: way }
  if (way === 'draw') return { kind: way, joined: entrants.length }
  const over = fairStart?.served || state !== 'open'
  return { kind: way, window: fairStart?.window, waiting: over ? 0 : entrants.length, over }
}

/** Returns the version, the number and the way's terms in the commitment; `more`: other terms follow. */
export function promisedBy({ way, fairStart, no }: OracleEnvelope, more: boolean): string[] {
  if (way === 'speed') return [more ? 'luckymoney/2' : 'luckymoney/1', no]
  if (way === 'shake') return ['luckymoney/2', no, 'shake']
  return ['luckymoney/2', no, ...(way === 'draw' ? ['draw'] : ['fair-start', `window=${fairStart?.window}`])]
}

/** Serves the entrants. Only the amounts of lucky shares come from what was handed out. */
export function serve(
  state: OracleState,
  envelope: OracleEnvelope,
  now: number,
  handed: readonly Handed[],
): void {
  const { no, community, count, claims, kind } = envelope
  const given = handed.filter((one) => one.no === no)
  const salt = given[0]?.salt ?? ''
  const turns = envelope.entrants
    .map((entrant, index) => ({ entrant, digest: digestOf(salt, index + 1) }))
    .sort((one, other) => (one.digest < other.digest ? -1 : 1))
  const platforms = platformsOf(state, community)
  let next = 0
  for (const { entrant } of turns) {
    if (claims.length === count) break
    const member = state.identity(community, entrant)?.acts as OracleMember
    if (isPassedOver(state, envelope, member, entrant, platforms)) continue
    const share = given[next++]
    const others = count - claims.length - 1
    const amount = kind === 'equal' ? envelope.total / count : others === 0 ? envelope.left : share?.amount
    if (!amount || amount < 1 || amount > envelope.left - others)
      throw new Disagreement(`a share of ${amount} with ${envelope.left} left and ${others} shares after it`)
    const position = claims.length + 1
    if (share?.claimer !== member.id || share.position !== position || share.amount !== amount)
      throw new Disagreement(
        `share ${position} of ${no} went to member ${share?.claimer} (${share?.amount}) instead of ${member.id} (${amount})`,
      )
    const holders = new Set([...linkedTo(state, entrant), ...entrant.holders])
    entrant.position = position
    envelope.left -= amount
    const tradeNo = state.book('grab', envelope.account, member.wallet, amount, '', member, envelope)
    claims.push({ by: member, amount, at: now, holders, tradeNo, reaction: entrant.reaction })
  }
  if (next < given.length) throw new Disagreement(`${given.length - next} shares of ${no} are too many`)
  if (envelope.fairStart) envelope.fairStart.served = true
  if (claims.length === count) {
    endAs(state, envelope, 'finished', now)
    tellEnd(state, envelope, now)
  }
}

function isPassedOver(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  entrant: OracleEntrant,
  platforms: ReadonlySet<string>,
): boolean {
  const { kind, community, sender } = envelope
  const mayNot = kind === 'equal' || !community.rules.selfGrab
  const reached = state.identitiesOf(member).some(({ platform }) => platforms.has(platform))
  return (
    earlierShare(state, envelope, member, entrant) >= 0 ||
    (mayNot && state.represents(member, sender)) ||
    member.frozen ||
    member.block !== null ||
    !reached
  )
}

function digestOf(salt: string, ticket: number): string {
  return createHash('sha256').update(`${salt} ${ticket}`).digest('hex')
}

/** Returns the order that a revealed envelope reports, without the shell line. */
export function orderOf({ way, entrants, claims }: OracleEnvelope): object | undefined {
  if (way === 'speed' || way === 'shake' || entrants.length === 0) return undefined
  const served = claims.flatMap(({ by }, index) => {
    const ticket = entrants.findIndex(({ position }) => position === index + 1) + 1
    return ticket > 0 ? [{ ticket, name: by.name }] : []
  })
  return { joined: entrants.length, served }
}
