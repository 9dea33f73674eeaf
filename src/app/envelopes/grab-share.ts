import type { Given } from '../../core/conditions/condition.js'
import type { PlatformFacts } from '../../core/conditions/platform-facts.js'
import type { ConditionKind, ConditionRefusal, ConditionView } from '../../core/conditions/terms.js'
import { hasEnded, senderMayGrab, type Way } from '../../core/envelope.js'
import type { Amount, Currency } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { isDrawn } from '../../core/ways/ways.js'
import { communityAt } from '../../store/communities.js'
import { chosenRolesOf, endedCardAt, type GrabbedFrom, getForGrab } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { findWithShare, joinMember, type Member } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import type { Blocked } from '../community/block-member.js'
import { represents, shareFor, shareThroughOthers, wasChosen } from '../linking/represents.js'
import { MOVING, type OrMoving, unlessMovingAt } from '../linking/unless-moving.js'
import type { WalletFrozen } from '../wallets/frozen.js'
import { meetConditions } from './conditions/meet-conditions.js'
import { grabNext } from './hand-out.js'
import { inPlay, receive } from './ways/in-play.js'

export interface GrabShare extends KeyedCommand {
  readonly envelopeNo: string
  /** The person's roles, according to the platform, at this moment. */
  readonly roles?: readonly string[]
  /** The answer to a condition that asks for one. */
  readonly given?: Given
  /** Milliseconds from the card to the tap by the platform's own clock, where it tells both. */
  readonly reaction?: number | undefined
  /** Facts that the platform tells about the person at this moment, for conditions. */
  readonly told?: PlatformFacts | undefined
}

export type GrabOutcome =
  | {
      kind: 'grabbed'
      amount: Amount
      /** 1 for the first grab. */
      position: number
      count: number
      balance: Amount
      currency: Currency
      tradeNo: number
    }
  | { kind: 'already_grabbed'; amount: Amount; position: number; currency: Currency }
  /** In a draw that is held at `at` (UTC milliseconds). */
  | { kind: 'joined'; ticket: number; at: number }
  | { kind: 'already_joined'; ticket: number; at: number }
  /** Too late to join; the draw is about to run. */
  | { kind: 'being_drawn' }
  | { kind: 'drawn'; amount: Amount; position: number; currency: Currency }
  | { kind: 'not_drawn'; ticket: number }
  /** A tap during a fair start; repeating it after `millis` milliseconds gives the result. */
  | { kind: 'waiting'; millis: number }
  /** A try that won nothing, and how many tries the person has left. */
  | { kind: 'missed'; left: number }
  | { kind: 'no_tries_left' }
  /** Only this way has this outcome; the tap changed nothing. */
  | { kind: 'way_says'; way: Way; say: string }
  | { kind: 'not_chosen' }
  /** A condition asks for an answer; the tap changed nothing. */
  | { kind: 'asked'; condition: ConditionView }
  | { kind: 'wrong_answer'; condition: ConditionKind; left: number }
  | { kind: 'not_met'; refusal: ConditionRefusal }
  | Blocked
  | { kind: 'own_envelope' }
  | { kind: 'finished' }
  | { kind: 'expired' }
  | { kind: 'cancelled' }
  | { kind: 'unknown_envelope' }
  | WalletFrozen
  | UnknownChat
  | KeyReused

/** A tap on an envelope that isn't first come, first served, by a person who may still get a share. */
export interface Receiving {
  readonly envelope: GrabbedFrom
  readonly member: Member
  readonly command: GrabShare
  readonly now: number
}

/**
 * Gives the next share of an envelope to the person who clicked, if they may have one. Only grabs, joins, tries and wrong
 * answers are stored under their keys. A refusal stays true, because an envelope never reopens and no one is chosen later.
 * (If a wallet is thawed, a member unblocked, a role given or a community founded in between, the repeated click may grab,
 * once.)
 */
export function* grabShare(command: GrabShare, now: number): Plan<OrMoving<GrabOutcome>> {
  const { key, place, by, envelopeNo } = command
  const body = bodyOf('grab', command)
  return yield* idempotent<OrMoving<GrabOutcome>>(
    { key, body, at: now, remember: isKept, short: SHORT_GRAB },
    function* () {
      let envelope = yield* getForGrab(place, envelopeNo)
      if (envelope?.moving) return MOVING
      const way = envelope && envelope.way !== 'speed' ? inPlay(envelope.way) : undefined
      if (envelope && way?.beforeTap && (yield* way.beforeTap(envelope, now)))
        envelope = yield* getForGrab(place, envelopeNo)
      if (!envelope) return yield* unlessMovingAt(place, refuseUnknown(place, envelopeNo))
      const { currency } = envelope
      const known = yield* findWithShare(envelope.community, by, envelope.id)
      const member =
        known?.member.name === by.name ? known.member : yield* joinMember(envelope.community, by, now)
      const earlier = known
        ? (known.share ?? (yield* shareThroughOthers(member, by, envelope.id)))
        : yield* shareFor(member, by, envelope.id)
      if (earlier && way?.hasShare) return yield* way.hasShare(envelope, member, command, earlier)
      if (earlier) return { kind: isDrawn(envelope.way) ? 'drawn' : 'already_grabbed', ...earlier, currency }
      if (member.blockReason !== null) return { kind: 'blocked', reason: member.blockReason }
      if (envelope.audience === 'chosen' && !(yield* mayGrab(envelope.id, member, command)))
        return { kind: 'not_chosen' }
      if (!senderMayGrab(envelope.kind, envelope.selfGrab) && (yield* represents(member, envelope.sender)))
        return { kind: 'own_envelope' }
      if (envelope.conditions > 0) {
        const unmet = yield* meetConditions({ envelope, member, command, now })
        if (unmet) return unmet
      }
      if (way) return yield* receive({ envelope, member, command, now })
      return yield* grabNext({ envelope, member, command, now })
    },
  )
}

/** Returns why there is nothing to grab. The card may be from an envelope that ended before the chat was linked. */
function* refuseUnknown(place: Place, envelopeNo: string): Plan<GrabOutcome> {
  if (!(yield* communityAt(place))) return { kind: 'unknown_chat' }
  const envelope = yield* endedCardAt(place, envelopeNo)
  return envelope && hasEnded(envelope.state) ? { kind: envelope.state } : { kind: 'unknown_envelope' }
}

/** Returns whether a person was chosen or has a chosen role now. */
function* mayGrab(envelope: number, member: Member, { by, roles = [] }: GrabShare): Plan<boolean> {
  if (yield* wasChosen(member, envelope)) return true
  const chosen = yield* chosenRolesOf(envelope)
  return chosen.some(({ platform, role }) => platform === by.platform && roles.includes(role))
}

function isKept({ kind }: OrMoving<GrabOutcome>): boolean {
  return kind === 'grabbed' || kind === 'joined' || kind === 'missed' || kind === 'wrong_answer'
}

/** One is stored with every grab, and its names would be most of it. */
export const SHORT_GRAB = {
  valuesOf(outcome: OrMoving<GrabOutcome>): readonly unknown[] | undefined {
    if (outcome.kind !== 'grabbed') return undefined
    const { amount, position, count, balance, currency } = outcome
    return [amount, position, count, balance, currency.name, currency.symbol, currency.scale]
  },
  outcomeOf(values: readonly unknown[], tradeNo: number): GrabOutcome {
    const [amount, position, count, balance, name, symbol, scale] = values as [
      ...[amount: Amount, position: number, count: number, balance: Amount],
      ...[name: string, symbol: string, scale: number],
    ]
    return { kind: 'grabbed', amount, position, count, balance, tradeNo, currency: { name, symbol, scale } }
  },
}
