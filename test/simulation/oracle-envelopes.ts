import type { CancelEnvelope } from '../../src/app/envelopes/end-envelope.js'
import type { GrabShare } from '../../src/app/envelopes/grab-share.js'
import type { SendEnvelope } from '../../src/app/envelopes/send-envelope.js'
import {
  answeredBy,
  conditionFault,
  conditionOf,
  meetCondition,
  saidBy,
  shownConditions,
} from './oracle-conditions.js'
import { gatesOf, stopsAtGate } from './oracle-gates.js'
import { overNewcomerLimit } from './oracle-newcomers.js'
import { tellEnd } from './oracle-results.js'
import {
  Disagreement,
  MOST,
  type OracleCommunity,
  type OracleEnvelope,
  type OracleMember,
  type OracleState,
  type Outcome,
  refuseFrozen,
  type Where,
} from './oracle-state.js'
import {
  grabbedFairly,
  hitShake,
  joinDraw,
  missShake,
  serve,
  serveWhenOver,
  waitFairly,
  wayOf,
  wayView,
} from './oracle-ways.js'

/** A share that a plan handed to an entrant; read in the same plan. */
export interface Handed {
  readonly no: string
  readonly salt: string
  readonly position: number
  readonly amount: number
  readonly claimer: number
}

const YEAR = 366 * 24 * 3_600_000
/** A card says so when it comes so much later than it was to be. */
const LATE = 60_000

export function send(state: OracleState, command: SendEnvelope, now: number, said: Outcome): Outcome {
  const { kind, total, count, greeting, place, by } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const { currency, rules } = community
  const lifetime = command.lifetime ?? rules.defaultLifetime
  const refuse = (refusal: object) => ({ kind: 'envelope_refused', refusal, currency: { ...currency } })
  const refusal = refusalOf(command, lifetime, community)
  if (refusal) return refuse(refusal)

  const { appointments } = command
  if (appointments?.some((at) => !Number.isInteger(at) || at <= now || at > now + YEAR))
    return { kind: 'bad_appointment', earliest: now, latest: now + YEAR, timeZone: community.timeZone }

  const sender = state.join(community, by)
  // A person chosen under another name may be the sender too.
  const { name } = sender
  if (sender.frozen) return refuseFrozen(sender)
  if (appointments) {
    const waiting = [...state.scheduled].filter((one) => state.represents(sender, one.sender)).length
    if (waiting + appointments.length > 50 || appointments.length === 0)
      return { kind: 'too_many_scheduled', max: 50 }
  } else if (state.openOf(sender) >= rules.maxOpenEnvelopes)
    return { kind: 'too_many_open', max: rules.maxOpenEnvelopes }
  const needed = total * (appointments?.length ?? 1)
  if (sender.balance < needed)
    return { kind: 'insufficient', balance: sender.balance, needed, currency: { ...currency } }
  const over = overNewcomerLimit(state, community, sender, by, needed)
  if (over) return over
  const forSome = command.chosen !== undefined || (command.chosenRoles ?? []).length > 0
  const chosen = new Set<OracleMember>()
  for (const person of command.chosen ?? []) chosen.add(state.join(community, person))
  if (forSome && (command.chosenRoles ?? []).length === 0 && count > chosen.size)
    return refuse({ kind: 'more_shares_than_chosen', chosen: chosen.size })

  const written = (
    one: { readonly envelopeNo?: unknown; readonly commitment?: unknown } & Record<string, unknown>,
    opensAt: number | null,
  ): { envelope: OracleEnvelope; tradeNo: number } => {
    const { envelopeNo, commitment } = one
    if (
      typeof envelopeNo !== 'string' ||
      !/^[0-9a-f]{10}$/.test(envelopeNo) ||
      state.envelopes.has(envelopeNo)
    )
      throw new Disagreement(`an envelope needs a number of its own, not ${envelopeNo}`)
    if (typeof commitment !== 'string' || !/^[0-9a-f]{64}$/.test(commitment))
      throw new Disagreement(`a commitment is a SHA-256, not ${commitment}`)
    const envelope: OracleEnvelope = {
      ...{ no: envelopeNo, commitment, community, sender, kind, total, count, greeting },
      ...{ entrants: [], tries: [], condition: conditionOf(command.conditions), gates: gatesOf(command) },
      ...wayOf(command, community),
      ...{ chosen: forSome ? chosen : null, roles: command.chosenRoles ?? [], createdAt: now },
      ...{
        deadline: (opensAt ?? now) + lifetime,
        claims: [],
        cards: [],
        results: [],
        endedAt: null,
        refunded: 0,
      },
      ...{ state: opensAt === null ? 'open' : 'scheduled', opensAt, openedAt: null },
      appointment: opensAt === null ? null : { place, everywhere: command.everywhere ?? false },
      left: total,
      account: state.openAccountOf(envelopeNo, sender.community, name),
      number: state.envelopes.size + 1,
    }
    state.envelopes.set(envelopeNo, envelope)
    community.envelopes.push(envelope)
    if (opensAt === null) {
      state.open.add(envelope)
      sender.openEnvelopes++
    } else state.scheduled.add(envelope)
    const tradeNo = state.book('send', sender.wallet, envelope.account, total, greeting, sender, envelope)
    return { envelope, tradeNo }
  }
  if (appointments) {
    const told = (said.envelopes ?? []) as Record<string, unknown>[]
    const orders = appointments.map((opensAt, index) => written(told[index] ?? {}, opensAt))
    return {
      kind: 'scheduled',
      envelopes: orders.map(({ envelope: { no, commitment, opensAt } }) => ({
        ...{ envelopeNo: no, commitment, opensAt },
      })),
      ...{ total, count, balance: sender.balance, currency: { ...currency }, timeZone: community.timeZone },
      tradeNo: orders[0]?.tradeNo,
    }
  }
  const { envelope, tradeNo } = written(said, null)
  const { no: envelopeNo, commitment } = envelope
  const here = state.currentPlace(place)
  const others = command.everywhere
    ? state.otherLinkedCommunities(community, here).map(({ place }) => place)
    : []
  for (const where of [here, ...others]) state.want(envelope, where)
  return {
    ...{ kind: 'sent', envelopeNo, total, count, balance: sender.balance, currency: { ...currency } },
    ...{ commitment, deadline: envelope.deadline, tradeNo },
    ...(command.everywhere && { chats: 1 + others.length }),
  }
}

function refusalOf(command: SendEnvelope, lifetime: number, { rules }: OracleCommunity): object | undefined {
  const { kind, total, count, greeting, way = 'speed', fairStart = 0 } = command
  const longest = way === 'draw' ? 2 * rules.maxLifetime : rules.maxLifetime
  if (!Number.isInteger(count) || count < 1 || count > 200) return { kind: 'bad_count', max: 200 }
  const max = Math.min(MOST, rules.maxTotal ?? MOST)
  if (!Number.isSafeInteger(total) || total > max) return { kind: 'amount_too_large', max }
  if (total < count) return { kind: 'too_small', count }
  const over = total % count
  if (kind === 'equal' && over > 0)
    return { kind: 'not_divisible', count, lower: total - over, higher: total - over + count }
  if (greeting.length > 120) return { kind: 'greeting_too_long', max: 120 }
  if (lifetime < rules.minLifetime || lifetime > longest)
    return { kind: 'bad_lifetime', min: rules.minLifetime, max: longest }
  if (way !== 'speed' && fairStart > 0) return { kind: 'fair_start_elsewhere' }
  const isWindow = fairStart === 0 || (fairStart >= 1_000 && fairStart <= 10_000)
  if (!isWindow) return { kind: 'bad_fair_start', min: 1_000, max: 10_000 }
  const roles = new Set((command.chosenRoles ?? []).map(({ platform, role }) => `${platform} ${role}`)).size
  const fault = conditionFault(command.conditions)
  if (command.chosen === undefined && roles === 0) return fault
  const people = new Set((command.chosen ?? []).map(({ platform, user }) => `${platform} ${user}`)).size
  if (people + roles < 1 || people + roles > 25) return { kind: 'bad_chosen', max: 25 }
  if (count > people && roles === 0) return { kind: 'more_shares_than_chosen', chosen: people }
  return fault
}

/** Returns an envelope as seen from a chat: its own community's, and ended ones with a card in it. */
export function envelopeFrom(
  state: OracleState,
  place: Where,
  no: string,
): { envelope: OracleEnvelope; foreign: boolean } | 'unknown_chat' | 'unknown_envelope' {
  const community = state.communityAt(place)
  if (!community) return 'unknown_chat'
  const envelope = state.envelopes.get(no)
  if (!envelope) return 'unknown_envelope'
  if (envelope.community === community) return { envelope, foreign: false }
  const hangs = envelope.cards.some(
    ({ platform, chat }) => platform === place.platform && chat === place.chat,
  )
  return hangs && envelope.state !== 'open' ? { envelope, foreign: true } : 'unknown_envelope'
}

export function grab(
  state: OracleState,
  command: GrabShare,
  now: number,
  said: Outcome,
  handed: readonly Handed[],
): Outcome {
  const { place, by, envelopeNo, roles = [] } = command
  const found = envelopeFrom(state, place, envelopeNo)
  if (typeof found === 'string') return { kind: found }
  const { envelope, foreign } = found
  if (foreign) return { kind: envelope.state }
  if (envelope.state === 'scheduled') return { kind: 'unknown_envelope' }
  serveWhenOver(state, envelope, now, handed)
  const { claims, count, kind, community } = envelope
  const currency = { ...community.currency }
  const member = state.join(community, by)
  const linked = linkedTo(state, by)
  const earlier = earlierShare(state, envelope, member, by)
  if (earlier >= 0 && envelope.way === 'fair_start') {
    const heard = grabbedFairly(state, envelope, member, command, earlier)
    if (heard) return heard
  }
  if (earlier >= 0) {
    const known = envelope.way === 'draw' ? 'drawn' : 'already_grabbed'
    return { kind: known, amount: claims[earlier]?.amount, position: earlier + 1, currency }
  }
  if (member.block) return { kind: 'blocked', reason: member.block.reason }
  const chosen =
    envelope.chosen === null ||
    [...envelope.chosen].some((one) => state.represents(member, one)) ||
    envelope.roles.some(({ platform, role }) => platform === by.platform && roles.includes(role))
  if (!chosen) return { kind: 'not_chosen' }
  if ((kind === 'equal' || !community.rules.selfGrab) && state.represents(member, envelope.sender))
    return { kind: 'own_envelope' }
  const stopped = stopsAtGate(state, envelope, member, command, now)
  if (stopped) return stopped
  const unmet = meetCondition(state, envelope, member, command, now, said)
  if (unmet) return unmet
  if (envelope.way === 'draw') return joinDraw(state, envelope, member, by, now)
  const waiting = waitFairly(state, envelope, member, command, now)
  if (waiting) return waiting
  const missed = missShake(state, envelope, member, by, now, said)
  if (missed) return missed
  if (envelope.state !== 'open') return { kind: envelope.state }
  if (now >= envelope.deadline) return { kind: 'expired' }
  if (member.frozen) return refuseFrozen(member)

  const others = count - claims.length - 1
  const amount = kind === 'equal' ? envelope.total / count : others === 0 ? envelope.left : said.amount
  if (
    typeof amount !== 'number' ||
    !Number.isInteger(amount) ||
    amount < 1 ||
    amount > envelope.left - others
  )
    throw new Disagreement(`a share of ${amount} with ${envelope.left} left and ${others} shares after it`)
  envelope.left -= amount
  const tradeNo = state.book('grab', envelope.account, member.wallet, amount, '', member, envelope)
  const holders = new Set([...linked, ...hitShake(state, envelope, member, by)])
  claims.push({ by: member, amount, at: now, holders, tradeNo, reaction: command.reaction ?? null })
  if (others === 0) {
    endAs(state, envelope, 'finished', now)
    tellEnd(state, envelope, now)
  }
  state.bump(envelope)
  return {
    kind: 'grabbed',
    amount,
    position: claims.length,
    count,
    balance: member.balance,
    currency,
    tradeNo,
  }
}

/** All identities linked to this one, by platform and user; none when it is unlinked. */
export function linkedTo(state: OracleState, by: { platform: string; user: string }): string[] {
  return (state.personOf(by)?.identities ?? []).map(({ platform, user }) => `${platform} ${user}`)
}

/** Index of the claim that a person already has; -1 for none. */
export function earlierShare(
  state: OracleState,
  { claims }: OracleEnvelope,
  member: OracleMember,
  by: { platform: string; user: string },
): number {
  const own = claims.findIndex((claim) => claim.by === member)
  if (own >= 0) return own
  const merged = claims.findIndex((claim) => member.merged.has(claim.by))
  if (merged >= 0) return merged
  const identities = [`${by.platform} ${by.user}`, ...linkedTo(state, by)]
  return claims.findIndex(({ holders }) => identities.some((one) => holders.has(one)))
}

export function cancel(state: OracleState, command: CancelEnvelope, now: number): Outcome {
  const found = envelopeFrom(state, command.place, command.envelopeNo)
  if (typeof found === 'string') return { kind: found }
  const { envelope, foreign } = found
  if (foreign) return { kind: 'ended', state: envelope.state }
  const member = state.join(envelope.community, command.by)
  if (!state.represents(member, envelope.sender)) return { kind: 'not_sender' }
  if (envelope.state !== 'open' && envelope.state !== 'scheduled')
    return { kind: 'ended', state: envelope.state }
  if (envelope.claims.length > 0) return { kind: 'somebody_grabbed', count: envelope.claims.length }
  const joined = Math.max(envelope.entrants.length, answeredBy(envelope))
  if (joined > 0) return { kind: 'somebody_joined', count: joined }
  const tradeNo = refund(state, envelope, 'cancelled', now)
  const currency = { ...envelope.community.currency }
  return { kind: 'envelope_cancelled', refunded: envelope.total, currency, tradeNo }
}

/** Ends due envelopes, most overdue first; returns how many ended. */
export function sweep(state: OracleState, now: number, limit: number, handed: readonly Handed[]): number {
  let ended = 0
  for (const envelope of dueNow(state, now, limit)) {
    endDue(state, envelope, now, handed)
    ended++
    if (envelope.way !== 'speed') break
  }
  return ended
}

/** Serves the entrants, then refunds the rest. */
function endDue(state: OracleState, envelope: OracleEnvelope, now: number, handed: readonly Handed[]): void {
  const waits = envelope.way === 'draw' || envelope.fairStart?.served === false
  if (waits && envelope.entrants.length > 0) serve(state, envelope, now, handed)
  if (envelope.claims.length < envelope.count) {
    refund(state, envelope, 'expired', now)
    tellEnd(state, envelope, Math.min(now, envelope.deadline))
  } else state.bump(envelope)
}

function dueNow(state: OracleState, now: number, limit: number): OracleEnvelope[] {
  const due = [...state.open].filter(({ deadline }) => deadline <= now)
  return due.sort((one, other) => one.deadline - other.deadline || one.number - other.number).slice(0, limit)
}

/** Lists due envelopes, to be ended one by one. */
export function listDue(state: OracleState, now: number, limit: number): number[] {
  const due = dueNow(state, now, limit)
  state.listed.push(...due)
  return due.map(({ number }) => number)
}

/** Ends the next listed envelope, unless it has ended already; returns whether it did. */
export function expireOne(state: OracleState, now: number, handed: readonly Handed[]): boolean {
  const envelope = state.listed.shift()
  if (!envelope) throw new Disagreement('an envelope was ended alone that nobody had listed')
  if (envelope.state !== 'open' || envelope.deadline > now) return false
  endDue(state, envelope, now, handed)
  return true
}

/** Refunds the remainder to the sender, and on to the sender's representative. Returns the refund's trade. */
export function refund(
  state: OracleState,
  envelope: OracleEnvelope,
  as: 'expired' | 'cancelled',
  now: number,
): number {
  const { sender, account, left } = envelope
  envelope.refunded = left
  envelope.left = 0
  const tradeNo = state.book('refund', account, sender.wallet, left, as, null, envelope)
  endAs(state, envelope, as, now)
  state.bump(envelope, as === 'expired' && envelope.way !== 'draw' ? 'later' : undefined)
  if (sender.mergedInto && !sender.frozen) state.transferBalance(sender, sender.mergedInto)
  return tradeNo
}

export function endAs(
  state: OracleState,
  envelope: OracleEnvelope,
  as: OracleEnvelope['state'],
  now: number,
): void {
  if (envelope.state === 'open') envelope.sender.openEnvelopes--
  envelope.state = as
  envelope.endedAt = now
  state.open.delete(envelope)
  state.scheduled.delete(envelope)
}

/** Returns everything that a card shows of an envelope now. */
export function viewOf(envelope: OracleEnvelope, conditions?: unknown): Record<string, unknown> {
  const { kind, claims, state } = envelope
  let best = -1
  if (kind === 'lucky' && state !== 'open' && claims.length > 1)
    for (const [index, { amount }] of claims.entries())
      if (best < 0 || amount > (claims[best]?.amount ?? 0)) best = index
  return {
    envelopeNo: envelope.no,
    currency: { ...envelope.community.currency },
    language: envelope.community.language,
    pictures: envelope.community.rules.pictures,
    sender: envelope.sender.name,
    kind,
    senderMayGrab: kind === 'lucky' && envelope.community.rules.selfGrab,
    audience: envelope.chosen ? 'chosen' : 'everyone',
    way: wayView(envelope),
    conditions: shownConditions(envelope, conditions),
    chosen: [...(envelope.chosen ?? [])].sort((one, other) => one.id - other.id).map(({ name }) => name),
    chosenRoles: envelope.roles.map(({ name }) => name),
    greeting: envelope.greeting,
    total: envelope.total,
    count: envelope.count,
    grabbedCount: claims.length,
    grabbedTotal: claims.reduce((sum, { amount }) => sum + amount, 0),
    state,
    createdAt: envelope.openedAt ?? envelope.opensAt ?? envelope.createdAt,
    lateFor:
      envelope.openedAt !== null && envelope.openedAt - Number(envelope.opensAt) > LATE
        ? envelope.opensAt
        : undefined,
    deadline: envelope.deadline,
    endedAt: envelope.endedAt,
    refunded: envelope.refunded,
    commitment: envelope.commitment,
    hidesAmounts: envelope.community.rules.hideAmounts && kind === 'lucky' && state === 'open',
    claims: claims.map(({ by, amount, at }, index) => ({
      ...{ position: index + 1, member: by.name, amount, at, luckiest: index === best },
      said: saidBy(envelope, by),
    })),
  }
}
