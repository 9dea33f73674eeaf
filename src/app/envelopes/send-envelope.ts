import type { Community } from '../../core/community.js'
import { conditionTerms } from '../../core/conditions/commitment.js'
import { type Condition, fixConditions } from '../../core/conditions/terms.js'
import {
  type Audience,
  type EnvelopeKind,
  type EnvelopeRefusal,
  LONGEST_AHEAD,
  MAX_SCHEDULED,
  refuseEnvelope,
} from '../../core/envelope.js'
import { commit } from '../../core/fairness.js'
import type { Theme } from '../../core/festivals.js'
import type { Amount, Currency } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import type { Random } from '../../core/random.js'
import { splitEqual, splitLucky } from '../../core/split.js'
import { plainName, plainText } from '../../core/text.js'
import { type ChosenWay, fixWay, wayTerms } from '../../core/ways/ways.js'
import { countScheduledOf, writeAppointment } from '../../store/appointments.js'
import { communityAt, currentPlace } from '../../store/communities.js'
import { writeConditions } from '../../store/conditions/conditions.js'
import { type ChosenRole, writeEnvelope } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { getAccount, openAccount, post } from '../../store/ledger.js'
import { joinMember, type Member } from '../../store/members.js'
import { wantMessage } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import { occasionAt } from '../community/calendar.js'
import { otherLinkedCommunities } from '../linking/linked-communities.js'
import { openEnvelopesSentBy } from '../linking/represents.js'
import { refuseFrozen, type WalletFrozen } from '../wallets/frozen.js'
import { type OverNewcomerLimit, overNewcomerLimit } from '../wallets/newcomer-limit.js'
import { writeWay } from './ways/in-play.js'

export type { ChosenRole } from '../../store/envelopes.js'

export interface SendEnvelope extends KeyedCommand {
  readonly kind: EnvelopeKind
  /** Minor units; the sum of all shares. */
  readonly total: number
  readonly count: number
  /** May be empty: the card then shows the theme's greeting. */
  readonly greeting: string
  /** Milliseconds until the remainder is refunded; defaults to the community's setting. */
  readonly lifetime?: number
  /** People who may grab; by default everyone in the chat. */
  readonly chosen?: readonly Person[]
  /** Roles whose members may grab, in addition to `chosen`. */
  readonly chosenRoles?: readonly ChosenRole[]
  /** Defaults to the festival of the day. */
  readonly theme?: Theme
  /** Shows a card in one chat of every linked community as well. */
  readonly everywhere?: boolean
  /** Way of handing out; first come, first served by default. */
  readonly way?: ChosenWay
  /** Fair start window in milliseconds; 0 for none, the community's setting by default. */
  readonly fairStart?: number
  /** What people have to meet for a share, besides being chosen. */
  readonly conditions?: readonly Condition[]
  /** When to send it instead of now, UTC milliseconds: several times for a series, each with the money of its own. */
  readonly appointments?: readonly number[]
}

export type SendOutcome =
  | {
      kind: 'sent'
      envelopeNo: string
      total: Amount
      count: number
      balance: Amount
      currency: Currency
      commitment: string
      /** UTC milliseconds. */
      deadline: number
      tradeNo: number
      /** Number of chats with a card, when it was sent everywhere. */
      chats?: number
    }
  | {
      kind: 'scheduled'
      envelopes: readonly ScheduledOrder[]
      /** Of each. */
      total: Amount
      count: number
      balance: Amount
      currency: Currency
      timeZone: string
      /** Of the first. */
      tradeNo: number
    }
  | { kind: 'bad_appointment'; earliest: number; latest: number; timeZone: string }
  | { kind: 'too_many_scheduled'; max: number }
  | { kind: 'insufficient'; balance: Amount; needed: Amount; currency: Currency }
  | { kind: 'too_many_open'; max: number }
  | WalletFrozen
  | OverNewcomerLimit
  | { kind: 'envelope_refused'; refusal: EnvelopeRefusal; currency: Currency }
  | UnknownChat
  | KeyReused

/** An envelope that is held until its time. */
export interface ScheduledOrder {
  readonly envelopeNo: string
  /** UTC milliseconds. */
  readonly opensAt: number
  readonly commitment: string
}

/**
/**
 * Sends an envelope: splits it, writes the commitment, moves the money out of the sender's wallet and requests the
 * card, all or nothing. One with appointments is prepared alike, and held until each of them.
 */
export function* sendEnvelope(command: SendEnvelope, now: number, random: Random): Plan<SendOutcome> {
  const { key, place, by, kind, total, count, lifetime, appointments, way = 'speed' } = command
  const body = bodyOf('send', command)
  return yield* idempotent<SendOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const { currency, rules } = community
    const greeting = plainText(command.greeting)
    const roles = new Map((command.chosenRoles ?? []).map((role) => [`${role.platform} ${role.role}`, role]))
    const forSome = command.chosen !== undefined || roles.size > 0
    const fairStart = command.fairStart ?? (way === 'speed' ? rules.fairStart : 0)
    const wanted = {
      ...{ kind, way, fairStart, total, count, greeting, lifetime: lifetime ?? rules.defaultLifetime },
      ...(forSome && { chosen: distinct(command.chosen ?? []), chosenRoles: roles.size }),
      conditions: command.conditions ?? [],
    }
    const refusal = refuseEnvelope(wanted, rules)
    if (refusal) return { kind: 'envelope_refused', refusal, currency }

    if (
      appointments &&
      !appointments.every((at) => Number.isInteger(at) && at > now && at <= now + LONGEST_AHEAD)
    )
      return {
        kind: 'bad_appointment',
        earliest: now,
        latest: now + LONGEST_AHEAD,
        timeZone: community.timeZone,
      }

    const sender = yield* joinMember(community.id, by, now)
    if (sender.wallet.status !== 'active') return yield* refuseFrozen(sender)
    if (appointments) {
      const scheduled = yield* countScheduledOf(sender.id)
      if (scheduled + appointments.length > MAX_SCHEDULED || appointments.length === 0)
        return { kind: 'too_many_scheduled', max: MAX_SCHEDULED }
    } else if ((yield* openEnvelopesSentBy(sender)) >= rules.maxOpenEnvelopes)
      return { kind: 'too_many_open', max: rules.maxOpenEnvelopes }
    const needed = (total * (appointments?.length ?? 1)) as Amount
    if (sender.wallet.balance < needed)
      return { kind: 'insufficient', balance: sender.wallet.balance, needed, currency }
    const over = yield* overNewcomerLimit({ community, member: sender, by, amount: needed }, now)
    if (over) return over

    const members = new Set<number>()
    for (const person of command.chosen ?? []) members.add((yield* joinMember(community.id, person, now)).id)
    // Two identities of one person share one share.
    if (forSome && roles.size === 0 && count > members.size) {
      const refusal = { kind: 'more_shares_than_chosen', chosen: members.size } as const
      return { kind: 'envelope_refused', refusal, currency }
    }

    const order: Order = {
      ...{ command, community, sender, lifetime: wanted.lifetime, fairStart, greeting, now },
      audience: forSome ? 'chosen' : 'everyone',
      chosen: {
        members,
        roles: [...roles.values()].map((role) => ({ ...role, name: plainName(role.name) })),
      },
    }
    const balance = (sender.wallet.balance - needed) as Amount
    if (appointments) {
      const written: Written[] = []
      for (const opensAt of appointments) {
        const one = yield* write(order, opensAt, random)
        yield* writeAppointment(one.id, place, command.everywhere ?? false)
        written.push(one)
      }
      const envelopes = written.map(({ envelopeNo, commitment }, index) => ({
        ...{ envelopeNo, commitment, opensAt: appointments[index] as number },
      }))
      const { timeZone } = community
      const { tradeNo } = written[0] as Written
      return {
        kind: 'scheduled',
        envelopes,
        total: total as Amount,
        count,
        balance,
        currency,
        timeZone,
        tradeNo,
      }
    }
    const { id, envelopeNo, commitment, deadline, tradeNo } = yield* write(order, null, random)
    const places = yield* placesOf(place, command.everywhere ?? false, community)
    for (const [index, shown] of places.entries()) yield* wantMessage(id, shown, `${envelopeNo}-${index + 1}`)
    return {
      kind: 'sent',
      envelopeNo,
      total: needed,
      count,
      balance,
      currency,
      commitment,
      deadline,
      tradeNo,
      ...(command.everywhere && { chats: places.length }),
    }
  })
}

/** An envelope that may be sent, before its shares are fixed. */
interface Order {
  readonly command: SendEnvelope
  readonly community: Community
  readonly sender: Member
  readonly audience: Audience
  readonly chosen: { readonly members: ReadonlySet<number>; readonly roles: readonly ChosenRole[] }
  readonly greeting: string
  readonly lifetime: number
  readonly fairStart: number
  readonly now: number
}

interface Written {
  readonly id: number
  readonly envelopeNo: string
  readonly commitment: string
  readonly deadline: number
  readonly tradeNo: number
}

/** Fixes the shares of an envelope and moves its money out of the sender's wallet. */
function* write(order: Order, opensAt: number | null, random: Random): Plan<Written> {
  const { command, community, now, greeting, audience, chosen } = order
  const { kind, count, theme } = command
  const total = command.total as Amount
  const occasion = theme ? { theme } : yield* occasionAt(community, opensAt ?? now)
  const shares = kind === 'equal' ? splitEqual(total, count) : splitLucky(total, count, random)
  const envelopeNo = random.hex(5)
  const salt = random.hex(16)
  const { way, details } = fixWay(command.way ?? 'speed', { count, fairStart: order.fairStart }, random)
  const conditions = fixConditions(command.conditions ?? [], random)
  const promised = [...wayTerms(way, details), ...conditionTerms(conditions, salt)]
  const commitment = commit({ envelopeNo, shares, salt, terms: promised })
  const accountNo = `E-${envelopeNo}`
  const deadline = (opensAt ?? now) + order.lifetime
  const account = yield* openAccount({
    accountNo,
    name: 'Envelope',
    type: 'envelope',
    userId: null,
    username: order.sender.name,
    community: community.id,
    at: now,
  })
  const id = yield* writeEnvelope(
    {
      envelopeNo,
      community: community.id,
      accountNo,
      sender: order.sender.id,
      kind,
      audience,
      way,
      theme: occasion.theme,
      greeting: greeting || (occasion.ownDay ?? ''),
      total,
      count,
      salt,
      commitment,
      at: now,
      deadline,
      state: opensAt === null ? 'open' : 'scheduled',
      opensAt,
      conditions: conditions.length,
    },
    shares,
    chosen,
  )
  yield* writeConditions(id, conditions)
  yield* writeWay(id, way, details)
  // Another envelope of a series has been paid from the wallet since it was read.
  const tradeNo = yield* post({
    from: opensAt === null ? order.sender.wallet : yield* getAccount(order.sender.wallet.accountNo),
    to: account,
    amount: total,
    kind: 'send',
    desc: greeting,
    actor: order.sender.id,
    envelope: id,
    at: now,
  })
  return { id, envelopeNo, commitment, deadline, tradeNo }
}

/** Returns where the cards go: where it was sent, and, if asked, one chat of every other linked community. */
export function* placesOf(place: Place, everywhere: boolean, community: Community): Plan<Place[]> {
  // The platform may have given the chat a new id after the command was sent.
  const here = yield* currentPlace(place)
  const others = everywhere ? (yield* otherLinkedCommunities(community, here)).map(({ place }) => place) : []
  return [here, ...others]
}

/** Returns the number of different people. */
function distinct(people: readonly Person[]): number {
  return new Set(people.map(({ platform, user }) => JSON.stringify([platform, user]))).size
}
