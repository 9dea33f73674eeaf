import type { Condition } from '../../core/conditions/terms.js'
import type { EnvelopeKind, Way } from '../../core/envelope.js'
import type { Theme } from '../../core/festivals.js'
import type { Amount, Currency } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import { communityAt, communityById } from '../../store/communities.js'
import { conditionsOf } from '../../store/conditions/conditions.js'
import {
  type ChosenRole,
  chosenOf,
  chosenRolesOf,
  chosenUsersOf,
  getEnvelope,
} from '../../store/envelopes.js'
import { lastSentIn, typedGreeting } from '../../store/last-sent.js'
import { findMember, memberById } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import { messagesOf } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { fairStartOf } from '../../store/ways/fair-starts.js'
import { represents } from '../linking/represents.js'

export interface LastSentQuery {
  readonly by: Person
  /** Absent in a private chat, where only an envelope with its number is found. */
  readonly place?: Place
  readonly envelopeNo?: string
}

/** An envelope as its sender ordered it. Times are milliseconds. */
export interface SentBefore {
  readonly kind: EnvelopeKind
  readonly total: Amount
  readonly count: number
  /** As typed; empty when a festival chose it. */
  readonly greeting: string
  readonly theme: Theme
  readonly way: Way
  /** Window of a fair start; 0 for none. */
  readonly fairStart: number
  readonly lifetime: number
  readonly chosen: readonly Person[]
  readonly chosenRoles: readonly ChosenRole[]
  readonly conditions: readonly Condition[]
  readonly everywhere: boolean
}

export type LastSentOutcome =
  | {
      kind: 'last_sent'
      sent: SentBefore
      /** Where it can be sent again: here, or where its first card is. */
      place: Place
      currency: Currency
      defaultLifetime: number
      /** Window that the community gives every red packet; 0 for none. */
      defaultFairStart: number
    }
  | { kind: 'nothing_sent' }

/** Returns how a person sent an envelope, by default their newest in the chat, so that it can be sent again. */
export function* lastSent({ by, place, envelopeNo }: LastSentQuery): Plan<LastSentOutcome> {
  const here = place && (yield* communityAt(place))
  const own = here && (yield* findMember(here.id, by))
  const no = envelopeNo ?? (place && own ? yield* lastSentIn(place, here.id, own.id) : undefined)
  const envelope = no === undefined ? undefined : yield* getEnvelope(no)
  if (!envelope || (here && here.id !== envelope.community)) return { kind: 'nothing_sent' }
  const community = yield* communityById(envelope.community)
  const sender = yield* findMember(envelope.community, by)
  if (!community || !sender || !(yield* represents(sender, envelope.sender))) return { kind: 'nothing_sent' }
  const cards = yield* messagesOf(envelope.id)
  const [first] = cards
  const where = place ?? (first && { platform: first.platform, chat: first.chat, thread: first.thread })
  if (!where) return { kind: 'nothing_sent' }
  const { id, kind, total, count, theme, way, deadline } = envelope
  const forSome = envelope.audience === 'chosen'
  return {
    kind: 'last_sent',
    sent: {
      ...{ kind, total, count, theme, way },
      greeting: yield* typedGreeting(envelope.account_no),
      fairStart: (yield* fairStartOf(id))?.window ?? 0,
      lifetime: deadline - (envelope.opens_at ?? envelope.created_at),
      chosen: forSome ? yield* chosenPeople(id, by.platform) : [],
      chosenRoles: forSome ? yield* chosenRolesOf(id) : [],
      conditions: yield* conditionsOf(id),
      everywhere: cards.length > 1,
    },
    place: where,
    currency: community.currency,
    defaultLifetime: community.rules.defaultLifetime,
    defaultFairStart: community.rules.fairStart,
  }
}

/** Returns the chosen members as people, on this platform where it knows them. */
function* chosenPeople(envelope: number, platform: string): Plan<Person[]> {
  const users = yield* chosenUsersOf(envelope, platform)
  const people: Person[] = []
  for (const { id, name } of yield* chosenOf(envelope)) {
    const user = users.get(id)
    const [other] =
      user === undefined
        ? yield* identitiesOfMember((yield* memberById(id))?.mergedInto ?? id)
        : [{ platform, user }]
    if (other) people.push({ platform: other.platform, user: other.user, name })
  }
  return people
}
